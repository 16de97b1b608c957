using NodaTime;

namespace Steward.Calendar.Recurrence;

/// <summary>
/// A master with the changed instances of its series, and what happens of it in a window. The length of an instance is the master's: whole days for
/// all-day events, else the exact time between start and end (RFC 5545 §3.8.5.3), so that an end moves with the clocks when a night is an hour shorter.
/// </summary>
sealed class Series
{
    /// <summary>Instances of one series in one answer: more than a 400-day window of an event every hour.</summary>
    public const int MaximumInstances = 10_000;

    readonly CalendarEvent master;
    readonly IReadOnlyList<CalendarEvent> changed;
    readonly DateTimeZone viewer;
    readonly DateTimeZone zone;
    readonly RecurrenceRule? rule;
    readonly LocalDateTime start;
    readonly Duration length;
    readonly HashSet<Instant> withoutInstants = [];
    readonly HashSet<LocalDate> withoutDates = [];

    public Series(CalendarEvent master, IReadOnlyList<CalendarEvent> changed, DateTimeZone viewer)
    {
        this.master = master;
        this.changed = changed;
        this.viewer = viewer;
        zone = master.Start.Zone is { } id && !master.Start.IsAllDay ? Zones.Get(id) : viewer;
        rule = master.Recurrence is { } text && RuleParser.Parse(text) is { Ok: true } parsed ? parsed.Value : null;
        start = master.Start.Local();
        length = master.Start.IsAllDay ? Duration.FromDays(Period.DaysBetween(start.Date, master.End.Local().Date)) : master.End.ToInstant(viewer) - master.Start.ToInstant(viewer);
        foreach (var time in master.ExceptionDates.Concat(changed.Select(e => e.RecurrenceId).OfType<EventTime>()))
            Exclude(time);
    }

    /// <summary>Instances that overlap the window, unordered; a changed one in place of the original. Cancelled ones are left out.</summary>
    public IEnumerable<EventInstance> Between(Instant from, Instant to, ExpansionBudget budget)
    {
        if (master.Status != EventStatus.Cancelled)
        {
            var seen = new HashSet<Instant>();
            var count = 0;
            foreach (var local in Starts(from, to, budget))
            {
                var begin = master.Start.IsAllDay ? Zones.StartOf(local.Date, viewer) : Zones.ToInstant(local, zone);
                if (withoutDates.Contains(local.Date) || withoutInstants.Contains(begin) || !seen.Add(begin))
                    continue;
                var end = master.Start.IsAllDay ? Zones.StartOf(local.Date.PlusDays(length.Days), viewer) : begin + length;
                if (!Overlaps(begin, end, from, to))
                    continue;
                yield return new EventInstance(master, begin.ToDateTimeOffset(), end.ToDateTimeOffset(), TimeAt(local));
                if (++count == MaximumInstances)
                    break;
            }
        }
        foreach (var instance in changed.SelectMany(e => Single(e, viewer, from, to)))
            yield return instance;
    }

    /// <summary>An event that stands for itself, as an instance when it overlaps the window.</summary>
    public static IEnumerable<EventInstance> Single(CalendarEvent e, DateTimeZone viewer, Instant from, Instant to)
    {
        var (begin, end) = (e.Start.ToInstant(viewer), e.End.ToInstant(viewer));
        return e.Status != EventStatus.Cancelled && Overlaps(begin, end, from, to)
            ? [new EventInstance(e, begin.ToDateTimeOffset(), end.ToDateTimeOffset(), e.RecurrenceId ?? e.Start)]
            : [];
    }

    /// <summary>Whether an instance of the series begins at that time by its rule, and was not taken out.</summary>
    public EventInstance? At(EventTime original)
    {
        var begin = original.ToInstant(original.IsAllDay ? viewer : zone);
        return Between(begin, begin + Duration.FromSeconds(1), new ExpansionBudget(ExpansionBudget.Default))
            .FirstOrDefault(instance => instance.Event.Id == master.Id && Instant.FromDateTimeOffset(instance.Start) == begin);
    }

    /// <summary>Local starts that may overlap the window: DTSTART, the rule's and the additional ones. The clock's changes are covered by a day on both sides.</summary>
    IEnumerable<LocalDateTime> Starts(Instant from, Instant to, ExpansionBudget budget)
    {
        var first = (from - length).InZone(zone).LocalDateTime.PlusDays(-1);
        var last = to.InZone(zone).LocalDateTime.PlusDays(1);
        foreach (var time in rule is null ? [start] : RuleExpansion.Expand(rule, start, first, last, budget).TakeWhile(time => !IsPast(rule.Until, time)))
            yield return time;
        foreach (var time in master.AdditionalDates.Select(LocalIn).Where(time => time >= first && time <= last))
            yield return time;
    }

    bool IsPast(UntilPart? until, LocalDateTime time) => until switch
    {
        null => false,
        { IsDate: true } end => time.Date > end.Local.Date,
        { IsUtc: true } end when master.Start.IsAllDay => time.Date > end.Local.Date,
        { IsUtc: true } end => Zones.ToInstant(time, zone) > end.Local.InUtc().ToInstant(),
        { } end => time > end.Local,
    };

    /// <summary>A further date in the series' own terms: a date in a series of times happens at the series' time of day.</summary>
    LocalDateTime LocalIn(EventTime time)
    {
        if (time.IsAllDay)
            return time.Local().Date + start.TimeOfDay;
        var local = time.Zone is null ? time.Local() : time.ToInstant(viewer).InZone(zone).LocalDateTime;
        return master.Start.IsAllDay ? time.Local().Date.AtMidnight() : local;
    }

    void Exclude(EventTime time)
    {
        if (time.IsAllDay || master.Start.IsAllDay)
            withoutDates.Add(time.Local().Date);
        else
            withoutInstants.Add(time.ToInstant(zone));
    }

    EventTime TimeAt(LocalDateTime local) =>
        master.Start.IsAllDay ? EventTime.AllDay(local.Date.ToDateOnly()) : master.Start with { Local = local.ToDateTimeUnspecified() };

    static bool Overlaps(Instant begin, Instant end, Instant from, Instant to) => begin < to && (end > from || (begin == end && begin >= from));
}
