using NodaTime;
using Steward.Calendar.Recurrence;

namespace Steward.Calendar.Slots;

/// <summary>From the first to the last instant, both included, at which something may start.</summary>
readonly record struct StartRange(DateTimeOffset First, DateTimeOffset Last);

/// <summary>
/// When something of a length may start: within everybody's working hours from start to end, with buffers that nothing busy reaches into. All intervals are
/// half-open, so that a meeting may begin when another ends. Pure, and exact to the tick.
/// </summary>
static class StartRanges
{
    public static IReadOnlyList<StartRange> Find(SlotRequest request, WorkingHours own, IReadOnlyList<Busy> busy)
    {
        IReadOnlyList<Busy> open = [new Busy(request.From, request.To)];
        foreach (var hours in request.Others.Prepend(own))
            open = Intersect(open, Working(hours.Stretched(request.Stretch), request.From, request.To));
        var taken = BusyTimes.Merge(
            busy.Select(time => new Busy(time.Start - request.BufferAfter, time.End + request.BufferBefore)), request.From - TimeSpan.FromDays(2), request.To + TimeSpan.FromDays(2));
        var ranges = new List<StartRange>();
        foreach (var free in Subtract(open, taken))
        {
            if (free.End - free.Start >= request.Duration)
                ranges.Add(new StartRange(free.Start, free.End - request.Duration));
        }
        return ranges;
    }

    /// <summary>Working times of a zone that touch the window, merged. Hours whose end is not after their start go on into the next day.</summary>
    public static IReadOnlyList<Busy> Working(WorkingHours hours, DateTimeOffset from, DateTimeOffset to)
    {
        var zone = Zones.Get(hours.Zone);
        var day = Instant.FromDateTimeOffset(from).InZone(zone).Date.PlusDays(-1);
        var last = Instant.FromDateTimeOffset(to).InZone(zone).Date;
        var (start, end) = (LocalTime.FromTimeOnly(hours.Start), LocalTime.FromTimeOnly(hours.End));
        var times = new List<Busy>();
        for (; day <= last; day = day.PlusDays(1))
        {
            if (hours.Workdays.Contains((int)day.DayOfWeek))
                times.Add(new Busy(At(day + start), At((end > start ? day : day.PlusDays(1)) + end)));
        }
        return BusyTimes.Merge(times, from, to);

        DateTimeOffset At(LocalDateTime local) => Zones.ToInstant(local, zone).ToDateTimeOffset();
    }

    /// <summary>Both lists sorted and disjoint.</summary>
    public static IReadOnlyList<Busy> Intersect(IReadOnlyList<Busy> left, IReadOnlyList<Busy> right)
    {
        var both = new List<Busy>();
        for (int i = 0, j = 0; i < left.Count && j < right.Count;)
        {
            var start = left[i].Start > right[j].Start ? left[i].Start : right[j].Start;
            var end = left[i].End < right[j].End ? left[i].End : right[j].End;
            if (start < end)
                both.Add(new Busy(start, end));
            if (left[i].End < right[j].End)
                i++;
            else
                j++;
        }
        return both;
    }

    /// <summary>Both lists sorted and disjoint.</summary>
    public static IEnumerable<Busy> Subtract(IReadOnlyList<Busy> open, IReadOnlyList<Busy> taken)
    {
        var j = 0;
        foreach (var free in open)
        {
            var start = free.Start;
            while (j < taken.Count && taken[j].End <= start)
                j++;
            for (var k = j; k < taken.Count && taken[k].Start < free.End; k++)
            {
                if (taken[k].Start > start)
                    yield return new Busy(start, taken[k].Start);
                start = taken[k].End;
            }
            if (start < free.End)
                yield return free with { Start = start };
        }
    }
}
