using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Actions.Proposals;
using Steward.Platform;

namespace Steward.Actions.Execution;

/// <summary>
/// The person has consented at the provider: what was approved and waited for that is due again. The executor looks at the account once more, so that what is still not allowed goes on
/// waiting. Harmless when delivered twice.
/// </summary>
sealed class OnAccountConnected(StewardDbContext db) : IOutboxHandler
{
    public string Type => AccountConnected.Type;

    public async Task HandleAsync(JsonElement body, CancellationToken cancel)
    {
        var connected = Json.Read<AccountConnected>(body);
        await db.Set<Proposal>().Where(p => p.PersonId == connected.PersonId && p.AccountId == connected.AccountId && p.State == ProposalState.Approved && p.ErrorCode != null)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.ErrorCode, (string?)null).SetProperty(p => p.ErrorReason, (string?)null), cancel);
        await db.WakeExecutorsAsync(cancel);
    }
}
