using NodaTime;
using Steward.Calendar.Recurrence;

namespace Steward.Calendar.ICalendar;

/// <summary>A VTIMEZONE: when its clocks change, and to what. Only used to find the IANA zone that goes the same way, or an exact instant.</summary>
sealed class InlineZone
{
    readonly record struct Observance(LocalDateTime Start, int From, int To, RecurrenceRule? Rule, IReadOnlyList<LocalDateTime> Dates);

    readonly List<Observance> observances = [];

    /// <returns>Null when it has no observance that can be read.</returns>
    public static InlineZone? Read(Component component)
    {
        var zone = new InlineZone();
        foreach (var inner in component.Inner.Where(inner => inner.Name is "STANDARD" or "DAYLIGHT").Take(1000))
        {
            if (inner.First("DTSTART") is { } start && Values.Time(start.Value) is { } time
                && inner.First("TZOFFSETFROM") is { } from && Values.Offset(from.Value) is { } before && inner.First("TZOFFSETTO") is { } to && Values.Offset(to.Value) is { } after)
            {
                var rule = inner.First("RRULE") is { } text && RuleParser.Parse(text.Value) is { Ok: true } parsed ? parsed.Value : null;
                var dates = inner.All("RDATE").SelectMany(date => date.Value.Split(',')).Take(1000).Select(Values.Time).Where(date => date is not null)
                    .Select(date => LocalDateTime.FromDateTime(date!.Value.Local)).ToList();
                zone.observances.Add(new Observance(LocalDateTime.FromDateTime(time.Local), before, after, rule, dates));
            }
        }
        return zone.observances.Count == 0 ? null : zone;
    }

    /// <summary>The well-known IANA zone whose clocks show the same in these years, but for <see cref="Tolerance"/> a year; null when there is none.</summary>
    public string? Match(int firstYear, int lastYear)
    {
        var from = Instant.FromUtc(firstYear, 1, 1, 0, 0);
        var to = Instant.FromUtc(lastYear + 1, 1, 1, 0, 0);
        var mine = Steps(from, to);
        var best = (Id: (string?)null, Wrong: Tolerance * (lastYear - firstYear + 1) + Duration.Epsilon);
        foreach (var id in ZoneNames.Candidates)
        {
            var wrong = Difference(mine, Zones.Get(id), from, to, best.Wrong);
            if (wrong < best.Wrong)
                best = (id, wrong);
            if (wrong == Duration.Zero)
                break;
        }
        return best.Id;
    }

    /// <summary>Microsoft writes 23:59:59 for midnight, and some rules change an hour or two early: nobody's meeting is moved by that.</summary>
    static readonly Duration Tolerance = Duration.FromHours(4);

    public Instant ToInstant(LocalDateTime local)
    {
        var near = local.InUtc().ToInstant();
        var steps = Steps(near - Duration.FromDays(400), near + Duration.FromDays(2));
        var offset = steps[0].Offset;
        foreach (var step in steps.Skip(1).Where(step => step.At + Duration.FromSeconds(step.Before) <= near))
            offset = step.Offset;
        return near - Duration.FromSeconds(offset);
    }

    /// <summary>Offsets in force: the first entry from the beginning, the others from their instants on.</summary>
    List<(Instant At, int Offset, int Before)> Steps(Instant from, Instant to)
    {
        var all = observances.SelectMany(observance => Onsets(observance, to).Select(local => (At: local.InUtc().ToInstant() - Duration.FromSeconds(observance.From), observance.To, observance.From)))
            .OrderBy(step => step.At).ToList();
        var before = all.FindLastIndex(step => step.At <= from);
        var steps = new List<(Instant, int, int)> { before < 0 ? (from, observances.MinBy(o => o.Start).From, 0) : (from, all[before].To, 0) };
        steps.AddRange(all.Skip(before + 1).Where(step => step.At < to).Select(step => (step.At, step.To, step.From)));
        return steps;
    }

    static IEnumerable<LocalDateTime> Onsets(Observance observance, Instant to)
    {
        var end = to.InUtc().LocalDateTime.PlusDays(2);
        var seek = observance.Rule?.Count is null ? LocalDateTime.Max(observance.Start, end.PlusYears(-13)) : observance.Start;
        var times = observance.Rule is { } rule
            ? RuleExpansion.Expand(rule, observance.Start, seek, end, new ExpansionBudget(20_000)).TakeWhile(time => rule.Until is not { } until
                || (until.IsUtc ? time.InUtc().ToInstant() - Duration.FromSeconds(observance.From) <= until.Local.InUtc().ToInstant() : time <= (until.IsDate ? until.Local.PlusDays(1) : until.Local)))
            : [observance.Start];
        // the last onset of a rule that has ended stays in force, however long ago it was
        if (observance.Rule?.Until is { } last && last.Local < seek)
            times = RuleExpansion.Expand(observance.Rule, observance.Start, LocalDateTime.Max(observance.Start, last.Local.PlusYears(-2)), last.Local.PlusDays(1), new ExpansionBudget(20_000));
        return times.Prepend(observance.Start).Concat(observance.Dates);
    }

    /// <summary>How long in the window the two clocks differ; counting stops at <paramref name="enough"/>.</summary>
    static Duration Difference(List<(Instant At, int Offset, int Before)> mine, DateTimeZone zone, Instant from, Instant to, Duration enough)
    {
        var wrong = Duration.Zero;
        for (var i = 0; i < mine.Count && wrong < enough; i++)
        {
            var end = i + 1 < mine.Count ? mine[i + 1].At : to;
            if (mine[i].At >= end)
                continue;
            foreach (var interval in zone.GetZoneIntervals(mine[i].At, end))
            {
                if (interval.WallOffset.Seconds == mine[i].Offset)
                    continue;
                var begin = interval.HasStart ? Instant.Max(interval.Start, mine[i].At) : mine[i].At;
                var stop = interval.HasEnd ? Instant.Min(interval.End, end) : end;
                wrong += stop - begin;
            }
        }
        return wrong;
    }
}
