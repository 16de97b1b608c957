using System.Net.Mail;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Steward.Platform;

namespace Steward.Accounts;

/// <summary>Makes a mailbox with calendars in Steward's own database. An address belongs to at most one local account of this Steward.</summary>
public sealed class AddLocalAccount(StewardDbContext db, Ids ids, LiveEvents live, TimeProvider clock)
{
    public async Task<Result<LinkedAccount>> ExecuteAsync(Guid personId, string? address, string? displayName, string? label, CancellationToken cancel)
    {
        address = address?.Trim().ToLowerInvariant() ?? "";
        if (address.Length > 254 || !MailAddress.TryCreate(address, out var parsed) || parsed.Address != address)
            return Error.Invalid("address", "This is not an e-mail address.");
        if (Check(displayName, label) is { } error)
            return error;
        var account = new LinkedAccount
        {
            Id = ids.New(), PersonId = personId, Provider = "local", Address = address, CreatedAt = clock.GetUtcNow(),
            DisplayName = string.IsNullOrWhiteSpace(displayName) ? address : displayName.Trim(), Label = string.IsNullOrWhiteSpace(label) ? "personal" : label.Trim(),
        };
        db.Add(account);
        live.Stage(personId, "accounts_changed", account.Id, new { });
        try
        {
            await db.SaveChangesAsync(cancel);
            return account;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            db.ChangeTracker.Clear();
            return Error.Invalid("address", "There is a local account with this address already.");
        }
    }

    internal static Error? Check(string? displayName, string? label) =>
        displayName is { Length: > 100 } || displayName?.Any(char.IsControl) == true ? Error.Invalid("displayName", "The name is longer than 100 characters or has control characters.")
        : label is { Length: > 30 } || label?.Any(char.IsControl) == true ? Error.Invalid("label", "The label is longer than 30 characters or has control characters.")
        : null;
}
