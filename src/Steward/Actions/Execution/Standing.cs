using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Actions.Proposals;
using Steward.Platform;

namespace Steward.Actions.Execution;

/// <summary>Whether an approval may still be acted on: looked up at the moment of acting, because people and accounts come and go after they decide.</summary>
sealed class Standing(StewardDbContext db, IEnumerable<IActionPerformer> performers, ActionKinds kinds, AccessOf access, TimeProvider clock)
{
    /// <summary>Longer than any lockout for wrong passwords, which must not stop what its owner has approved.</summary>
    static readonly TimeSpan Suspension = TimeSpan.FromDays(1);

    /// <param name="kind">The kind to be performed; for an undo that of the inverse.</param>
    /// <returns>The provider, or why not. <c>access_missing</c> and <c>account_needs_attention</c> are mended by the person's consent at the provider; nothing else is.</returns>
    public async Task<(string? Provider, ActionError? Error)> OfAsync(Proposal row, string kind, CancellationToken cancel)
    {
        var person = await db.Set<Person>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == row.PersonId, cancel);
        if (person is null || person.LockoutEnd > clock.GetUtcNow() + Suspension || row.DecidedBy != row.PersonId)
            return (null, new("approver_gone", "Whoever approved this may no longer act here. Nothing was changed."));
        var account = await db.Set<LinkedAccount>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == row.AccountId && a.PersonId == row.PersonId, cancel);
        if (account is null)
            return (null, new("account_gone", $"The account {row.AccountAddress} is no longer connected. Nothing was changed."));
        if (account.Health == AccountHealth.Disconnected)
            return (null, new("account_disconnected", $"The account {row.AccountAddress} is disconnected. Connect it again, then retry. Nothing was changed."));
        if (!performers.Any(performer => performer.Serves(account.Provider, kind)))
            return (null, new("not_supported", $"Accounts of {account.Provider} cannot do this. Nothing was changed."));
        return kinds.Find(kind)?.Needs is { } needs && await access.MissingAsync(account, needs, cancel) is { } missing
            ? (null, new(missing.Code, missing.Detail))
            : (account.Provider, null);
    }
}
