using Microsoft.EntityFrameworkCore;
using Steward.Accounts.Grants;
using Steward.Platform;

namespace Steward.Accounts.Connecting;

/// <summary>What becomes of what was read from the account.</summary>
enum KeptItems { Keep, Delete }

/// <param name="Note">What the person has to know; null when the permission at the provider is gone.</param>
sealed record DisconnectedAccount(string? Note);

/// <summary>
/// Takes the permission back at the provider, forgets the tokens, and keeps or deletes what was read. The provider is told first: a process that dies in between
/// leaves an account that needs attention, not a permission that nobody remembers. A provider that cannot be reached stops nothing.
/// </summary>
sealed class DisconnectAccount(StewardDbContext db, RevokeGrant revoke, LiveEvents live)
{
    public async Task<Result<DisconnectedAccount>> ExecuteAsync(Guid personId, Guid accountId, KeptItems items, CancellationToken cancel)
    {
        var account = await db.Set<LinkedAccount>().SingleOrDefaultAsync(a => a.Id == accountId && a.PersonId == personId, cancel);
        if (account is null)
            return Error.NotFound("account");
        if (account.Provider == "local" && items == KeptItems.Keep)
            return Error.Invalid("items", "A local account is its mail and calendars: it can only be deleted with them.");
        var note = await revoke.ExecuteAsync(account, cancel);
        CrashPoint.Hit("accounts.disconnect.before-commit");
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Grant, account, live events: in this order everywhere, so that a sync that is under way cannot wait for this in a circle.
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM accounts.grants WHERE account_id = {accountId} FOR UPDATE", cancel);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM accounts.linked_accounts WHERE id = {accountId} FOR UPDATE", cancel);
        if (items == KeptItems.Delete)
            db.Remove(account); // everything of it goes along: the rooms' rows refer to it with ON DELETE CASCADE
        else
        {
            await db.Set<Grant>().Where(g => g.AccountId == accountId).ExecuteDeleteAsync(cancel);
            account.Health = AccountHealth.Disconnected;
            account.HealthReason = "You disconnected it. What was read before is kept; nothing new arrives.";
        }
        live.Stage(personId, "accounts_changed", accountId, new { });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new DisconnectedAccount(note);
    }
}
