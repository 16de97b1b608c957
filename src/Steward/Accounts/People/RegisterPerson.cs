using System.Net.Mail;
using Microsoft.AspNetCore.Identity;
using Steward.Platform;

namespace Steward.Accounts.People;

sealed record RegisterRequest(string Email, string Password, string DisplayName);

/// <summary>Makes a person with a password. New people are members; only the first start makes an owner.</summary>
sealed class RegisterPerson(UserManager<Person> users, Ids ids, TimeProvider clock)
{
    public async Task<Result<Person>> ExecuteAsync(RegisterRequest request)
    {
        var email = request.Email?.Trim() ?? "";
        if (email.Length > 254 || !MailAddress.TryCreate(email, out var parsed) || parsed.Address != email)
            return Error.Invalid("email", "This is not an e-mail address.");
        var name = VisibleName(request.DisplayName) ?? email;
        if (name.Length > 100)
            return Error.Invalid("displayName", "The name is longer than 100 characters.");
        var person = new Person
        {
            Id = ids.New(), Email = email, NormalizedEmail = users.NormalizeEmail(email), DisplayName = name, SecurityStamp = "", Role = Role.Member, CreatedAt = clock.GetUtcNow(),
        };
        var created = await users.CreateAsync(person, request.Password ?? "");
        if (created.Succeeded)
            return person;
        var error = created.Errors.First();
        return error.Code.StartsWith("Password", StringComparison.Ordinal)
            ? Error.Invalid("password", string.Join(' ', created.Errors.Select(e => e.Description)))
            : Error.Invalid("email", error.Description);
    }

    static string? VisibleName(string? name)
    {
        var visible = new string((name ?? "").Where(c => !char.IsControl(c)).ToArray()).Trim();
        return visible.Length == 0 ? null : visible;
    }
}
