using System.Text.Json;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.Items.Syncing;

/// <summary>An account that was connected or signed in again is looked at now, not when its next try would be. Harmless when delivered twice.</summary>
sealed class OnAccountConnected(WakeSync wake) : IOutboxHandler
{
    public string Type => AccountConnected.Type;

    public Task HandleAsync(JsonElement body, CancellationToken cancel) => wake.ExecuteAsync(Json.Read<AccountConnected>(body).AccountId, null, cancel);
}
