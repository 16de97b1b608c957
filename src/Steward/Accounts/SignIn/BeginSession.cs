using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace Steward.Accounts.SignIn;

/// <summary>Signs a person in, in the browser that asks: notes the session, then writes its cookie.</summary>
sealed class BeginSession(Sessions sessions, SignInManager<Person> signIn, IHttpContextAccessor context)
{
    public async Task<Guid> ExecuteAsync(Person person, CancellationToken cancel)
    {
        var session = await sessions.OpenAsync(person.Id, context.HttpContext!, cancel);
        await ContinueAsync(person, session);
        return session;
    }

    /// <summary>Writes the cookie of a session that exists, with the person's stamp of now.</summary>
    public Task ContinueAsync(Person person, Guid session) => signIn.SignInWithClaimsAsync(person, isPersistent: true, [Sessions.ClaimOf(session)]);
}
