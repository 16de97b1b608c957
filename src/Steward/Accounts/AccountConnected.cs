namespace Steward.Accounts;

/// <summary>Told through the outbox when an account was connected, signed in again, or allowed more: what waited for that may go on.</summary>
public sealed record AccountConnected(Guid PersonId, Guid AccountId)
{
    public const string Type = "account_connected";
}
