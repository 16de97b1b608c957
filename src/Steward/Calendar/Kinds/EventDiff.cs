using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Steward.Actions;
using Steward.Calendar.Recurrence;

namespace Steward.Calendar.Kinds;

/// <summary>The fields of an event that differ, in a person's order. Nothing is cut: what is approved is what is shown.</summary>
static class EventDiff
{
    static readonly ZonedDateTimePattern WithZone = ZonedDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'sso<m>'['z']'", DateTimeZoneProviders.Tzdb);

    public static IReadOnlyList<FieldChange> Between(CalendarEvent? before, CalendarEvent? after) =>
    [
        .. new[]
        {
            new FieldChange("summary", before?.Summary, after?.Summary),
            new FieldChange("start", Show(before?.Start), Show(after?.Start), ChangeFormat.Time),
            new FieldChange("end", Show(Last(before)), Show(Last(after)), ChangeFormat.Time),
            new FieldChange("recurrence", Recurrence(before), Recurrence(after)),
            new FieldChange("location", before?.Location, after?.Location),
            new FieldChange("description", before?.Description, after?.Description),
            new FieldChange("attendees", Attendees(before), Attendees(after), ChangeFormat.List),
            new FieldChange("visibility", Visible(before), Visible(after)),
        }.Where(change => !string.Equals(change.Before, change.After, StringComparison.Ordinal)),
    ];

    /// <summary>2026-11-24, 2026-11-24T15:00:00+01:00[Europe/Berlin], or a local time without zone for a floating one.</summary>
    public static string? Show(EventTime? time) => time switch
    {
        null => null,
        { Date: { } date } => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        { Zone: null } => time.Local!.Value.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
        { Zone: { } zone } => WithZone.Format(Zones.Get(zone).AtLeniently(time.Local())),
    };

    /// <summary>For a person, the last day of an all-day event and not the day after it.</summary>
    static EventTime? Last(CalendarEvent? e) => e is { Start.IsAllDay: true, End.Date: { } end } ? EventTime.AllDay(end.AddDays(-1)) : e?.End;

    static string? Recurrence(CalendarEvent? e) => e?.Recurrence is { } rule ? RuleWords.Say(rule) : null;

    static string? Attendees(CalendarEvent? e) => e is null || e.Attendees.Count == 0 ? null
        : string.Join('\n', e.Attendees.Select(attendee => (attendee.Name is { } name ? $"{name} <{attendee.Email}>" : attendee.Email) + (attendee.Optional ? " (optional)" : "")));

    static string? Visible(CalendarEvent? e) => e?.Visibility switch { Visibility.Private => "private", Visibility.Public => "public", _ => null };
}
