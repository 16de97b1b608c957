using System.Security.Claims;
using Microsoft.AspNetCore.Identity;

namespace Steward.Accounts.SignIn;

/// <summary>What a session says of its person: the id, the role, and the stamp that ends it.</summary>
sealed class PersonClaims : IUserClaimsPrincipalFactory<Person>
{
    public Task<ClaimsPrincipal> CreateAsync(Person user) => Task.FromResult(Of(user, IdentityConstants.ApplicationScheme));

    public static ClaimsPrincipal Of(Person person, string scheme) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, person.Id.ToString()),
            new Claim(ClaimTypes.Role, person.Role.ToString()),
            new Claim("AspNet.Identity.SecurityStamp", person.SecurityStamp),
        ], scheme));
}
