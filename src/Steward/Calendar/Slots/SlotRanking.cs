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
        if (request.BufferBefore > TimeSpan.Zero || request.BufferAfter > TimeSpan.Zero)
            reasons.Add(Buffers());
        if (WithoutPause(start, end) is var row && row >= LongRow)
        {
            score -= 0.18;
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"no pause: {(int)row.TotalHours} h{(row.Minutes > 0 ? $" {row.Minutes} min" : "")} of events in a row"));
        }
        if (busy.Any(time => time.End + request.BufferBefore == start || time.Start - request.BufferAfter == end))
        {
            score += 0.08;
            reasons.Add("next to another event, so that the rest of the day stays in one piece");
        }
        if (request.Kept.FirstOrDefault(kept => kept.Day == (int)local.DayOfWeek && TimeOf(local) < kept.End && kept.Start < TimeOf(local.PlusTicks(request.Duration.Ticks))) is { } quiet)
        {
            score -= 0.15;
            reasons.Add($"you often keep this time for “{quiet.Title}”");
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
        if (request.Stretch > TimeSpan.Zero && Edge(own, local) < 0)
        {
            score -= 0.1;
            reasons.Add("outside your working hours");
        }
        foreach (var other in request.Others)
        {
            var there = Instant.FromDateTimeOffset(start).InZone(Zones.Get(other.Zone)).LocalDateTime;
            var edge = Edge(other, there);
            score -= edge < 0 ? 0.16 : edge < 60 ? 0.08 : 0;
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{there:HH:mm} {(other.Of is null ? "" : $"for {other.Of} ")}in {(other.Of is null ? other.Zone : other.City)}")
                + (edge < 0 ? ", outside the working hours there" : edge < 60 ? ", at the edge of the working day there" : ""));
        }
        return new FreeSlot(start, end, Math.Round(Math.Clamp(score, 0, 1), 3), reasons);
    }

    static readonly TimeSpan LongRow = TimeSpan.FromHours(3.5);
    static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    string Buffers() => request.BufferBefore == request.BufferAfter ? $"{request.BufferBefore.TotalMinutes:0} min kept free before and after" : $"{request.BufferBefore.TotalMinutes:0} min kept free before, {request.BufferAfter.TotalMinutes:0} min after";

    /// <summary>How long the row of events would be that the slot becomes part of; a pause of ten minutes ends a row.</summary>
    TimeSpan WithoutPause(DateTimeOffset start, DateTimeOffset end)
    {
        var (first, last) = (start, end);
        foreach (var time in busy.Where(time => time.End <= start).Reverse())
        {
            if (first - time.End >= Pause)
                break;
            first = time.Start;
        }
        foreach (var time in busy.Where(time => time.Start >= end))
        {
            if (time.Start - last >= Pause)
                break;
            last = time.End;
        }
        return first == start && last == end ? TimeSpan.Zero : last - first;
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

    /// <summary>Minutes between the slot and the nearer end of the working hours; negative outside of them.</summary>
    double Edge(WorkingHours hours, LocalDateTime start)
    {
        if (hours.End <= hours.Start)
            return Math.Min((TimeOf(start) - hours.Start).TotalMinutes, (hours.End - TimeOf(start.PlusTicks(request.Duration.Ticks))).TotalMinutes);
        return Math.Min((TimeOf(start).ToTimeSpan() - hours.Start.ToTimeSpan()).TotalMinutes, (hours.End.ToTimeSpan() - TimeOf(start).ToTimeSpan() - request.Duration).TotalMinutes);
    }

    static TimeOnly TimeOf(LocalDateTime local) => new(local.Hour, local.Minute);

    static DateTimeOffset Ceiling(DateTimeOffset instant, TimeSpan step) =>
        new((instant.UtcTicks + step.Ticks - 1) / step.Ticks * step.Ticks, TimeSpan.Zero);
}
