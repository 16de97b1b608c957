using Steward.Platform;

namespace Steward.Calendar;

/// <param name="Added">New ones.</param>
/// <param name="Updated">There before, and replaced by a newer version.</param>
/// <param name="Duplicates">There before, the same or newer: left as they are.</param>
public sealed record StoredEvents(int Added, int Updated, int Duplicates);

/// <summary>
/// Stores events in a Local account: all or none, in one transaction (the caller's, when one is open on the context). An event that the account has,
/// by UID and RECURRENCE-ID, is replaced only by a higher SEQUENCE, or the same with a later LAST-MODIFIED; so a second import adds nothing.
/// Writers of one account wait for one another. Stages <c>calendar_changed</c> when anything changed.
/// </summary>
public sealed class StoreEvents(StewardDbContext db)
{
    /// <param name="calendarId">Null: the account's primary calendar.</param>
    public Task<Result<StoredEvents>> ExecuteAsync(CalendarAccount account, Guid? calendarId, IReadOnlyList<ParsedEvent> events, CancellationToken cancel) =>
        throw new NotImplementedException(db.ToString());
}
