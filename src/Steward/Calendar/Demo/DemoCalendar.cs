using NodaTime;

namespace Steward.Calendar.Demo;

/// <param name="Calendar">"Work", "Atlas launch" or "Personal".</param>
sealed record DemoEvent(string Calendar, ParsedEvent Event);

/// <summary>The demo's calendars: a deterministic function of the week in which they are made, the person's zone and addresses.</summary>
static partial class DemoCalendar
{
    public const string UidPrefix = "demo-";
    public const string Work = "Work";
    public const string Atlas = "Atlas launch";
    public const string Personal = "Personal";

    public static IReadOnlyList<DemoEvent> Events(Instant now, DateTimeZone zone, string workAddress, string personalAddress)
    {
        var dates = DemoDates.Around(now, zone);
        var work = new Book(dates, new Attendee(workAddress, "Alex Morgan", ResponseStatus.Accepted));
        var personal = new Book(dates, new Attendee(personalAddress, "Alex Morgan", ResponseStatus.Accepted));
        WriteWork(work);
        WriteTravel(work);
        WritePersonal(personal);
        return [.. work.Events, .. personal.Events];
    }

    /// <summary>Collects events; each has a UID made of its name and day.</summary>
    sealed class Book(DemoDates dates, Attendee owner)
    {
        public List<DemoEvent> Events { get; } = [];

        public DemoDates Dates => dates;

        public ParsedEvent Add(string calendar, int week, IsoDayOfWeek day, string start, int minutes, string summary, Attendee[]? guests = null, string? location = null, string? description = null, string? rule = null)
        {
            var begin = dates.At(week, day, start);
            return Add(calendar, begin, begin with { Local = begin.Local!.Value.AddMinutes(minutes) }, summary, guests, location, description, rule);
        }

        public ParsedEvent Add(string calendar, EventTime start, EventTime end, string summary, Attendee[]? guests = null, string? location = null, string? description = null, string? rule = null)
        {
            var e = new ParsedEvent
            {
                Index = Events.Count + 1,
                Uid = $"{UidPrefix}{Slug(summary)}-{(start.Date?.DayNumber ?? DateOnly.FromDateTime(start.Local!.Value).DayNumber) - dates.Day(0, IsoDayOfWeek.Monday).ToDateOnly().DayNumber}@steward.local",
                Summary = summary,
                Description = description,
                Location = location,
                Start = start,
                End = end,
                Recurrence = rule,
                Attendees = guests is null ? [] : [owner with { Organizer = true }, .. guests],
            };
            Events.Add(new DemoEvent(calendar, e));
            return e;
        }

        /// <summary>The last event again, changed: for what few events have.</summary>
        public void Change(Func<ParsedEvent, ParsedEvent> change) => Events[^1] = Events[^1] with { Event = change(Events[^1].Event) };

        /// <summary>One instance of a series, changed.</summary>
        public void Instead(ParsedEvent series, int week, IsoDayOfWeek day, string time, Func<ParsedEvent, ParsedEvent> change)
        {
            var start = dates.At(week, day, time);
            var length = series.End.Local!.Value - series.Start.Local!.Value;
            var instance = series with
            {
                Index = Events.Count + 1, Recurrence = null, ExceptionDates = [], AdditionalDates = [], RecurrenceId = start, Start = start, End = start with { Local = start.Local!.Value + length },
            };
            Events.Add(new DemoEvent(Events.Find(e => e.Event.Uid == series.Uid)!.Calendar, change(instance)));
        }

        static string Slug(string text) => string.Concat(text.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
    }
}
