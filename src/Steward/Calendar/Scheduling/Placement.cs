namespace Steward.Calendar.Scheduling;

/// <summary>Something that needs a new time.</summary>
/// <param name="Preferred">Where it would stand best; it comes as near to this as its order and the free time allow.</param>
/// <param name="Open">When it may take place: sorted, disjoint, without what is busy.</param>
sealed record ToPlace(TimeSpan Length, DateTimeOffset Preferred, IReadOnlyList<Busy> Open);

/// <summary>
/// Places things in free time, in the order in which they are given: none begins before the one before it has ended, each lies wholly inside one of its open intervals and keeps its
/// length. As many are placed as can be; of all such placements the one whose starts lie nearest to what is preferred is taken. Pure and deterministic: dynamic programming over
/// steps of five minutes, in time proportional to things × steps.
/// </summary>
static class Placement
{
    public static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    const double Unplaced = 1e9;
    const double PerDay = 240;
    const double OddStart = 3;

    /// <param name="cost">What it costs to place the nth at an instant, beyond its distance; null: nothing.</param>
    /// <returns>A start for each, null for what finds no room.</returns>
    public static IReadOnlyList<DateTimeOffset?> Place(IReadOnlyList<ToPlace> things, DateTimeOffset from, DateTimeOffset to, Func<int, DateTimeOffset, double>? cost = null)
    {
        var origin = new DateTimeOffset((from.UtcTicks + Step.Ticks - 1) / Step.Ticks * Step.Ticks, TimeSpan.Zero);
        var steps = to <= origin ? 0 : (int)((to - origin).Ticks / Step.Ticks);
        var best = new double[steps + 1];
        // for each thing and each step: where it starts when everything up to it ends by then; -1 = left out, -2 = as one step earlier
        var choices = new int[things.Count][];
        for (var i = 0; i < things.Count; i++)
        {
            var next = new double[steps + 1];
            var choice = choices[i] = new int[steps + 1];
            var starts = Starts(things[i], i, origin, steps, cost);
            var length = Steps(things[i].Length);
            for (var k = 0; k <= steps; k++)
            {
                (next[k], choice[k]) = (best[k] + Unplaced, -1);
                if (k > 0 && next[k - 1] <= next[k])
                    (next[k], choice[k]) = (next[k - 1], -2);
                if (k >= length && starts[k - length] is var own && !double.IsNaN(own) && best[k - length] + own < next[k])
                    (next[k], choice[k]) = (best[k - length] + own, k - length);
            }
            best = next;
        }
        var placed = new DateTimeOffset?[things.Count];
        for (var (i, k) = (things.Count - 1, steps); i >= 0; i--)
        {
            while (choices[i][k] == -2)
                k--;
            if (choices[i][k] < 0)
                continue;
            k = choices[i][k];
            placed[i] = origin + k * Step;
        }
        return placed;
    }

    /// <summary>The cost of each start; not a number where the thing cannot begin.</summary>
    static double[] Starts(ToPlace thing, int index, DateTimeOffset origin, int steps, Func<int, DateTimeOffset, double>? cost)
    {
        var costs = new double[steps + 1];
        Array.Fill(costs, double.NaN);
        foreach (var open in thing.Open)
        {
            var first = Math.Max(0, (int)Math.Ceiling((open.Start - origin) / Step));
            for (var k = first; k <= steps && origin + k * Step + thing.Length <= open.End; k++)
            {
                var start = origin + k * Step;
                var odd = start.Minute % 15 != 0 && start.Minute != thing.Preferred.Minute && k != first;
                costs[k] = Distance(start, thing.Preferred) + (odd ? OddStart : 0) + (cost?.Invoke(index, start) ?? 0);
            }
        }
        return costs;
    }

    /// <summary>Minutes by the clock, and as much as four hours for each day: the same time tomorrow is nearer than tonight.</summary>
    static double Distance(DateTimeOffset start, DateTimeOffset preferred)
    {
        var apart = (start - preferred).TotalMinutes;
        var days = Math.Round(apart / 1440);
        return Math.Abs(days) * PerDay + Math.Abs(apart - days * 1440);
    }

    static int Steps(TimeSpan length) => Math.Max(1, (int)((length.Ticks + Step.Ticks - 1) / Step.Ticks));
}
