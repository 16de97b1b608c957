using System.Text.Json;

namespace Steward.Items;

/// <summary>
/// Keeps one kind of thing of a provider's accounts (their mail, their calendars) in step with Steward's own tables, one bounded step at a time. Contributed by the
/// providers; scoped, so that what a step writes and how far it has come are one transaction.
/// </summary>
public interface ISyncSource
{
    string Provider { get; }

    /// <summary>"mail", "calendar".</summary>
    string Resource { get; }

    /// <summary>
    /// Asks the provider for what comes next. Writes nothing yet; <see cref="SyncStep.ApplyAsync"/> does. A step may be asked for again with the same cursor, and applied again.
    /// </summary>
    /// <param name="cursor">As the last applied step left it; null at the beginning.</param>
    /// <exception cref="SyncException">The provider cannot be asked now.</exception>
    Task<SyncStep> NextAsync(SyncAccount account, JsonElement? cursor, CancellationToken cancel);
}

public sealed record SyncAccount(Guid PersonId, Guid AccountId, string Address);

/// <summary>What a provider said, and what follows from it.</summary>
public sealed record SyncStep
{
    public required JsonElement Cursor { get; init; }

    /// <summary>Writes it, inside the transaction that also moves the cursor.</summary>
    /// <returns>How many things are new or changed.</returns>
    public required Func<CancellationToken, Task<int>> ApplyAsync { get; init; }

    /// <summary>There is more to fetch now.</summary>
    public required bool More { get; init; }

    /// <summary>The account's past is still being fetched, newest first.</summary>
    public required bool First { get; init; }

    /// <summary>How much of the past is here.</summary>
    public long Done { get; init; }

    /// <summary>As the provider estimates it.</summary>
    public long? Total { get; init; }
}

/// <summary>A provider cannot be asked now, said once at its edge, in words for a person.</summary>
/// <param name="waits">What the provider asks one to wait.</param>
/// <param name="needsPerson">Waiting does not help: the person must do something, such as connect the account again.</param>
public sealed class SyncException(string code, string detail, TimeSpan? waits = null, bool needsPerson = false, Exception? inner = null) : Exception(detail, inner)
{
    public string Code => code;
    public TimeSpan? Waits => waits;
    public bool NeedsPerson => needsPerson;
}
