namespace Steward.Accounts;

/// <summary>Contributed by the rooms that keep things for accounts: what the accounts page counts.</summary>
public interface IAccountCounts
{
    /// <summary>Names are "messages", "unread", "events". Accounts without any may be left out.</summary>
    Task<IReadOnlyList<AccountCount>> CountAsync(Guid personId, CancellationToken cancel);
}

public sealed record AccountCount(Guid AccountId, string Name, long Count);
