using System.Globalization;
using NodaTime;
using Steward.Calendar.Recurrence;

namespace Steward.Calendar.Slots;

/// <summary>
/// Which of the possible starts are good ones, and why. Starts are tried at every quarter of an hour by the person's clock, and at the beginning of each
/// range, so that a gap between two meetings is found whatever minute it begins at.
/// </summary>
sealed class SlotRanking(SlotRequest request, WorkingHours own, IReadOnlyList<Busy> busy)
{
    const int PerDay = 3;
    static readonly TimeSpan Step = TimeSpan.FromMinutes(15);
    readonly DateTimeZone zone = Zones.Get(own.Zone);

    /// <summary>The best first; no two overlap; spread over days where there are enough of them.</summary>
    public IReadOnlyList<FreeSlot> Choose(IReadOnlyList<StartRange> ranges)
    {
        var candidates = ranges.SelectMany(Starts).Distinct().Select(Rate).OrderByDescending(slot => slot.Score).ThenBy(slot => slot.Start).ToList();
        var chosen = new List<FreeSlot>();
        foreach (var most in (int[])[1, PerDay, int.MaxValue])
        {
            foreach (var slot in candidates)
            {
                if (chosen.Count == request.Limit)
                    break;
                if (!chosen.Exists(other => other.Start < slot.End && slot.Start < other.End) && chosen.Count(other => Day(other.Start) == Day(slot.Start)) < most)
                    chosen.Add(slot);
            }
        }
        return [.. chosen.OrderByDescending(slot => slot.Score).ThenBy(slot => slot.Start)];
    }

    IEnumerable<DateTimeOffset> Starts(StartRange range)
    {
        var first = Ceiling(range.First, TimeSpan.FromMinutes(1));
        if (first > range.Last)
            first = range.First;
        yield return first;
        // zones are whole quarters of an hour from UTC, but for history: then the first start alone decides
        for (var start = Ceiling(range.First, Step); start <= range.Last; start += Step)
            yield return start;
    }

    FreeSlot Rate(DateTimeOffset start)
    {
        var end = start + request.Duration;
        var local = Instant.FromDateTimeOffset(start).InZone(zone).LocalDateTime;
        var reasons = new List<string>();
        var score = 0.55;

        var days = Math.Max(1, (request.To - request.From).TotalDays);
        score += 0.2 * (1 - Math.Clamp((start - request.From).TotalDays / days, 0, 1));

        if (OverlapsLunch(local))
        {
            score -= 0.3;
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"takes lunch time ({request.LunchStart:HH:mm} to {request.LunchEnd:HH:mm})"));
        }
        if (busy.Any(time => time.End + request.BufferBefore == start || time.Start - request.BufferAfter == end))
        {
            score += 0.08;
            reasons.Add("next to another event, so that the rest of the day stays in one piece");
        }
        var load = Load(start);
        score += 0.1 * (1 - load);
        if (load == 0)
            reasons.Add("a day without other events");
        else if (load > 0.6)
            reasons.Add("a full day");
        if (local.Minute == 0)
            score += 0.04;
        else if (local.Minute == 30)
            score += 0.02;
        foreach (var other in request.Others)
        {
            var there = Instant.FromDateTimeOffset(start).InZone(Zones.Get(other.Zone)).LocalDateTime;
            var edge = Math.Min(MinutesAfter(other.Start, there), MinutesBefore(other.End, there));
            score -= edge < 60 ? 0.08 : 0;
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{there:HH:mm} in {other.Zone}") + (edge < 60 ? ", at the edge of the working day there" : ""));
        }
        return new FreeSlot(start, end, Math.Round(Math.Clamp(score, 0, 1), 3), reasons);
    }

    bool OverlapsLunch(LocalDateTime start)
    {
        var lunch = start.Date + LocalTime.FromTimeOnly(request.LunchStart);
        var over = start.Date + LocalTime.FromTimeOnly(request.LunchEnd);
        return start < over && lunch < start.PlusTicks(request.Duration.Ticks);
    }

    /// <summary>Share of that day's working time that is taken, 0 to 1.</summary>
    double Load(DateTimeOffset start)
    {
        var day = Day(start);
        if (loads.TryGetValue(day, out var load))
            return load;
        var (from, to) = (Zones.StartOf(day, zone).ToDateTimeOffset(), Zones.StartOf(day.PlusDays(1), zone).ToDateTimeOffset());
        var work = StartRanges.Working(own, from, to);
        var whole = work.Sum(time => (time.End - time.Start).TotalMinutes);
        var taken = StartRanges.Intersect(work, BusyTimes.Merge(busy, from, to)).Sum(time => (time.End - time.Start).TotalMinutes);
        return loads[day] = whole == 0 ? 0 : taken / whole;
    }

    readonly Dictionary<LocalDate, double> loads = [];

    LocalDate Day(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(zone).Date;

    double MinutesAfter(TimeOnly opening, LocalDateTime local) => (TimeOf(local) - opening).TotalMinutes;

    double MinutesBefore(TimeOnly closing, LocalDateTime local) => (closing - TimeOf(local.PlusTicks(request.Duration.Ticks))).TotalMinutes;

    static TimeOnly TimeOf(LocalDateTime local) => new(local.Hour, local.Minute);

    static DateTimeOffset Ceiling(DateTimeOffset instant, TimeSpan step) =>
        new((instant.UtcTicks + step.Ticks - 1) / step.Ticks * step.Ticks, TimeSpan.Zero);
}
