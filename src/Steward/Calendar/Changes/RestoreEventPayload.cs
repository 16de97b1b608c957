using Steward.Calendar.Local;

namespace Steward.Calendar.Changes;

/// <summary>restore-event: a series as it was before a change, every row of it. No rows: it did not exist. Stored with executed actions: version 1, fields are only added.</summary>
sealed record RestoreEventPayload
{
    public required string Uid { get; init; }
    public required IReadOnlyList<RestoredRow> Rows { get; init; }
}

sealed record RestoredRow(Guid Id, Guid CalendarId, int Sequence, DateTimeOffset? LastModified, EventBody Body);
