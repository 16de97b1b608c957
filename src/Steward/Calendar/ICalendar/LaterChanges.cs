using NodaTime;
using Steward.Calendar.Recurrence;

namespace Steward.Calendar.ICalendar;

/// <summary>
/// RECURRENCE-ID;RANGE=THISANDFUTURE: from that instance on, the series is another one. It is stored as such: the old series ends before it, and a new one,
/// whose UID is the old with the date, begins with it. Without its master in the file it simply is a series.
/// </summary>
static class LaterChanges
{
    public static IReadOnlyList<ParsedEvent> Separate(List<ReadEvent> events, List<CalendarFileProblem> problems)
    {
        if (!events.Exists(e => e.AndLater))
            return [.. events.Select(e => e.Event)];
        var kept = events.Where(e => !e.AndLater).Select(e => e.Event).ToList();
        foreach (var change in events.Where(e => e.AndLater).Select(e => e.Event).OrderByDescending(e => e.RecurrenceId!.ToInstant(DateTimeZone.Utc)))
        {
            var at = kept.FindIndex(e => e.Uid == change.Uid && e.RecurrenceId is null);
            var later = change with { Uid = $"{change.Uid}/{change.RecurrenceId!.Local():uuuuMMdd'T'HHmm}", RecurrenceId = null };
            if (at >= 0 && Split(kept, at, change, ref later) is { } why)
                problems.Add(new CalendarFileProblem(change.Index, why));
            else
                kept.Add(later);
        }
        return kept;
    }

    static string? Split(List<ParsedEvent> kept, int at, ParsedEvent change, ref ParsedEvent later)
    {
        var master = kept[at];
        var cut = change.RecurrenceId!;
        if (cut.IsAllDay != master.Start.IsAllDay)
            return "It changes an instance that its series cannot have.";
        var zone = master.Start.Zone is { } id ? Zones.Get(id) : DateTimeZone.Utc;
        var boundary = cut.ToInstant(zone);
        var shift = change.Start.ToInstant(zone) - boundary;
        if (master.Recurrence is { } text && change.Recurrence is null)
        {
            var rule = RuleParser.Parse(text).Value;
            if (rule.ByDay.Count + rule.ByMonthDay.Count + rule.ByYearDay.Count + rule.ByWeekNo.Count > 0 && change.Start.Local().Date != cut.Local().Date)
                return "It moves this and all later instances to another day, which cannot be told from its rule.";
            later = later with { Recurrence = Remaining(text, rule, master.Start.Local(), boundary.InZone(zone).LocalDateTime) };
        }
        bool IsLater(EventTime time) => time.ToInstant(zone) >= boundary;
        later = later with
        {
            ExceptionDates = [.. later.ExceptionDates, .. master.ExceptionDates.Where(IsLater).Select(time => Moved(time, shift, zone))],
            AdditionalDates = [.. later.AdditionalDates, .. master.AdditionalDates.Where(IsLater).Select(time => Moved(time, shift, zone))],
        };
        for (var i = 0; i < kept.Count; i++)
        {
            if (kept[i].Uid == master.Uid && kept[i].RecurrenceId is { } changed && IsLater(changed))
                kept[i] = kept[i] with { Uid = later.Uid, RecurrenceId = Moved(changed, shift, zone) };
        }
        kept[at] = master with
        {
            Recurrence = master.Recurrence is { } old ? Without(old, "COUNT", "UNTIL") + ";UNTIL=" + Before(boundary, master.Start) : null,
            ExceptionDates = [.. master.ExceptionDates.Where(time => !IsLater(time))],
            AdditionalDates = [.. master.AdditionalDates.Where(time => !IsLater(time))],
        };
        return null;
    }

    /// <summary>The rule for what is left of a series; a COUNT is less the instances that were.</summary>
    static string Remaining(string text, RecurrenceRule rule, LocalDateTime start, LocalDateTime cut)
    {
        if (rule.Count is not { } count)
            return text;
        var gone = RuleExpansion.Expand(rule, start, start, cut.PlusSeconds(-1), new ExpansionBudget(ExpansionBudget.Default)).Count();
        return Without(text, "COUNT") + ";COUNT=" + Math.Max(1, count - gone).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    static string Without(string rule, params string[] names) =>
        string.Join(';', rule.Split(';', StringSplitOptions.RemoveEmptyEntries).Where(part => !names.Contains(part.Split('=')[0].Trim(), StringComparer.OrdinalIgnoreCase)));

    static string Before(Instant boundary, EventTime start) => start switch
    {
        { IsAllDay: true } => (boundary - Duration.FromDays(1)).InUtc().Date.ToString("uuuuMMdd", System.Globalization.CultureInfo.InvariantCulture),
        { Zone: null } => (boundary - Duration.FromSeconds(1)).InUtc().LocalDateTime.ToString("uuuuMMdd'T'HHmmss", System.Globalization.CultureInfo.InvariantCulture),
        _ => (boundary - Duration.FromSeconds(1)).InUtc().LocalDateTime.ToString("uuuuMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture),
    };

    static EventTime Moved(EventTime time, Duration shift, DateTimeZone zone)
    {
        if (time.IsAllDay)
            return EventTime.AllDay(time.Date!.Value.AddDays((int)Math.Floor(shift.TotalDays)));
        var own = time.Zone is { } id ? Zones.Get(id) : zone;
        return time with { Local = (time.ToInstant(own) + shift).InZone(own).ToDateTimeUnspecified() };
    }
}
