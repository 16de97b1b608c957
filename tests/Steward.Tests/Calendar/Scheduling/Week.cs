using Steward.Calendar;

namespace Steward.Tests.Calendar.Scheduling;

/// <summary>Made-up events of the week from Monday 23 November 2026 in Berlin (UTC+1), and whose they are.</summary>
static class Week
{
    public const string Zone = "Europe/Berlin";
    public const string Me = "me@work.example";
    public static readonly IReadOnlySet<string> Own = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { Me, "me@home.example" };
    public static readonly WorkingHours Hours = new(Zone, new(9, 0), new(17, 0), [1, 2, 3, 4, 5]);
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
    public static readonly CalendarInfo Work = Calendar(1), Home = Calendar(2);

    static CalendarInfo Calendar(int n) => new(Id(n * 100), Id(n), $"Calendar {n}", "#000000", Zone, Primary: true, ReadOnly: false);

    public static Guid Id(int n) => new(n, 0, 0, new byte[8]);

    /// <param name="day">0 = Monday 23 November.</param>
    /// <param name="time">Local, "HH:mm".</param>
    public static DateTimeOffset At(int day, string time) => new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.FromHours(1)).AddDays(day) + TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture);

    public static EventInstance Event(int id, DateTimeOffset start, int minutes, string summary = "Meeting", CalendarInfo? calendar = null, params Attendee[] attendees)
    {
        calendar ??= Work;
        var e = new CalendarEvent
        {
            Id = Id(1000 + id), AccountId = calendar.AccountId, CalendarId = calendar.Id, Uid = $"event-{id}@x", Summary = summary, Revision = "1", Attendees = attendees,
            Start = Local(start), End = Local(start.AddMinutes(minutes)),
        };
        return new EventInstance(e, start, start.AddMinutes(minutes), e.Start);
    }

    public static EventTime Local(DateTimeOffset at) => EventTime.At(at.ToOffset(TimeSpan.FromHours(1)).DateTime, Zone);

    public static RescheduleRequest To(int day, int days, bool sameWeekday = false) => new() { Events = [], From = At(day, "00:00"), To = At(day + days, "00:00"), SameWeekday = sameWeekday };
}
