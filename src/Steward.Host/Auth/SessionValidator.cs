using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Steward.Accounts;

namespace Steward.Host.Auth;

/// <summary>
/// Looks at a cookie again after a minute: the person's stamp, and the session, which somebody may have ended from another browser. Identity's own validator does the first only, and signs out of
/// schemes that do not exist here.
/// </summary>
sealed class SessionValidator(SignInManager<Person> signIn, Sessions sessions, IOptions<SecurityStampValidatorOptions> options, TimeProvider clock)
{
    public async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        if (context.Properties.IssuedUtc is { } issued && clock.GetUtcNow() - issued < options.Value.ValidationInterval)
            return;
        var cancel = context.HttpContext.RequestAborted;
        var person = await signIn.ValidateSecurityStampAsync(context.Principal);
        if (person is null || (Sessions.Of(context.Principal) is { } noted && !await sessions.SeenAsync(person.Id, noted, cancel)))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
            return;
        }
        // A cookie from before sessions were noted becomes one now, so that it can be seen and ended like the others.
        var session = Sessions.Of(context.Principal) ?? await sessions.OpenAsync(person.Id, context.HttpContext, cancel);
        var principal = await signIn.CreateUserPrincipalAsync(person);
        (principal.Identity as ClaimsIdentity)!.AddClaim(Sessions.ClaimOf(session));
        context.ReplacePrincipal(principal);
        context.ShouldRenew = true;
    }
}
