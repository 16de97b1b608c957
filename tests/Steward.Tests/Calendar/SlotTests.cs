using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Steward.Calendar;
using Steward.Calendar.Slots;

namespace Steward.Tests.Calendar;

public sealed class SlotTests
{
    static readonly WorkingHours Berlin = new("Europe/Berlin", new(9, 0), new(17, 0), [1, 2, 3, 4, 5]);

    static DateTimeOffset At(string text) => Desk.Utc(text);

    static SlotRequest Request(string from, string to, int minutes) => new() { From = At(from), To = At(to), Duration = TimeSpan.FromMinutes(minutes) };

    [Fact]
    public void Slots_lie_in_working_hours_and_touch_meetings_without_overlapping()
    {
        // Tuesday 24 November 2026, 9 to 17 in Berlin is 8 to 16 UTC; only 10:00 to 11:00 local is free
        Busy[] busy = [new(At("2026-11-24T07:00Z"), At("2026-11-24T09:00Z")), new(At("2026-11-24T10:00Z"), At("2026-11-24T20:00Z"))];
        var slot = Assert.Single(FindFreeSlots.Search(Request("2026-11-24", "2026-11-25", 60), Berlin, busy));
        Assert.Equal((At("2026-11-24T09:00Z"), At("2026-11-24T10:00Z")), (slot.Start, slot.End));
        Assert.Contains(slot.Reasons, reason => reason.StartsWith("next to another event", StringComparison.Ordinal));
        Assert.Empty(FindFreeSlots.Search(Request("2026-11-24", "2026-11-25", 61), Berlin, busy));
    }

    [Fact]
    public void A_gap_that_begins_at_an_odd_minute_is_found()
    {
        Busy[] busy = [new(At("2026-11-24T07:00Z"), At("2026-11-24T09:07Z")), new(At("2026-11-24T09:37Z"), At("2026-11-24T20:00Z"))];
        Assert.Equal(At("2026-11-24T09:07Z"), Assert.Single(FindFreeSlots.Search(Request("2026-11-24", "2026-11-25", 30), Berlin, busy)).Start);
    }

    [Fact]
    public void Buffers_keep_meetings_apart_and_may_reach_over_the_working_day()
    {
        var request = Request("2026-11-24", "2026-11-25", 60) with { BufferBefore = TimeSpan.FromMinutes(15), BufferAfter = TimeSpan.FromMinutes(15) };
        Busy[] busy = [new(At("2026-11-24T09:15Z"), At("2026-11-24T20:00Z"))];
        Assert.Equal(At("2026-11-24T08:00Z"), Assert.Single(FindFreeSlots.Search(request, Berlin, busy)).Start);
        Assert.Empty(FindFreeSlots.Search(request, Berlin, [new(At("2026-11-24T09:14Z"), At("2026-11-24T20:00Z"))]));
        Assert.Empty(FindFreeSlots.Search(request, Berlin, [new(At("2026-11-24T07:00Z"), At("2026-11-24T07:50Z")), busy[0]]));
    }

    [Fact]
    public void Others_at_work_elsewhere_narrow_the_day_and_are_told()
    {
        var request = Request("2026-11-24", "2026-11-25", 60) with { Others = [new("America/New_York", new(9, 0), new(17, 0), [1, 2, 3, 4, 5])] };
        var slots = FindFreeSlots.Search(request, Berlin, []);
        Assert.Equal([At("2026-11-24T14:00Z"), At("2026-11-24T15:00Z")], slots.Select(s => s.Start).Order());
        Assert.Contains("09:00 in America/New_York, at the edge of the working day there", slots.MinBy(s => s.Start)!.Reasons);
        Assert.Empty(FindFreeSlots.Search(request with { Others = [new("Pacific/Auckland", new(9, 0), new(17, 0), [1, 2, 3, 4, 5])] }, Berlin, []));
    }

    [Fact]
    public void Where_nobodys_hours_meet_the_edges_of_the_day_are_looked_at_and_each_slot_says_so()
    {
        var marta = new WorkingHours("Asia/Tokyo", new(9, 0), new(17, 0), [1, 2, 3, 4, 5]) { Of = "Marta" };
        var request = Request("2026-11-24", "2026-11-25", 60) with { Others = [marta] };
        Assert.Empty(FindFreeSlots.Search(request, Berlin, []));
        var slots = FindFreeSlots.Search(request with { Stretch = TimeSpan.FromHours(3) }, Berlin, []);
        Assert.NotEmpty(slots);
        // 6:00 to 20:00 in both places: 5:00 to 11:00 UTC
        Assert.All(slots, s => Assert.InRange(s.Start, At("2026-11-24T05:00Z"), At("2026-11-24T10:00Z")));
        Assert.All(slots, s => Assert.Contains(s.Reasons, r => r.Contains("for Marta in Tokyo", StringComparison.Ordinal)));
        Assert.All(slots, s => Assert.True(s.Reasons.Contains("outside your working hours") || s.Reasons.Any(r => r.EndsWith("outside the working hours there", StringComparison.Ordinal)), string.Join("; ", s.Reasons)));
    }

    [Fact]
    public void Time_that_is_often_kept_for_quiet_work_and_long_rows_without_a_pause_rank_lower_and_say_why()
    {
        var kept = Request("2026-11-24", "2026-11-25", 60) with { Kept = [new(2, new(9, 0), new(11, 0), "Deep work")], Limit = 20 };
        var slots = FindFreeSlots.Search(kept, Berlin, []);
        Assert.All(slots.Where(s => s.Start < At("2026-11-24T10:00Z")), s => Assert.Contains("you often keep this time for “Deep work”", s.Reasons));
        Assert.All(slots.Where(s => s.Start >= At("2026-11-24T10:00Z")), s => Assert.DoesNotContain(s.Reasons, r => r.StartsWith("you often", StringComparison.Ordinal)));
        Assert.True(slots[0].Start >= At("2026-11-24T10:00Z"));

        // busy 8:00–10:00 and 11:00–13:00 UTC: between them there is an hour, but no pause
        Busy[] busy = [new(At("2026-11-24T08:00Z"), At("2026-11-24T10:00Z")), new(At("2026-11-24T11:00Z"), At("2026-11-24T13:00Z"))];
        var between = FindFreeSlots.Search(Request("2026-11-24", "2026-11-25", 60) with { Limit = 20 }, Berlin, busy);
        Assert.Contains("no pause: 5 h of events in a row", between.Single(s => s.Start == At("2026-11-24T10:00Z")).Reasons);
        Assert.DoesNotContain(between[0].Reasons, r => r.StartsWith("no pause", StringComparison.Ordinal));
    }

    [Fact]
    public void Lunch_is_kept_free_where_there_is_other_room_and_taken_where_there_is_none()
    {
        var day = FindFreeSlots.Search(Request("2026-11-24", "2026-11-25", 60) with { Limit = 3 }, Berlin, []);
        Assert.DoesNotContain(day, slot => slot.Start < At("2026-11-24T12:00Z") && At("2026-11-24T11:00Z") < slot.End);
        var noon = Assert.Single(FindFreeSlots.Search(Request("2026-11-24T11:00Z", "2026-11-24T12:00Z", 60), Berlin, []));
        Assert.Contains(noon.Reasons, reason => reason.StartsWith("takes lunch time", StringComparison.Ordinal));
    }

    [Fact]
    public void The_best_come_from_several_days_and_the_first_days_rank_higher()
    {
        var slots = FindFreeSlots.Search(Request("2026-11-23", "2026-11-28", 60) with { Limit = 5 }, Berlin, []);
        Assert.Equal(5, slots.Select(slot => slot.Start.Date).Distinct().Count());
        Assert.Equal(slots.OrderBy(slot => slot.Start).Select(slot => slot.Start), slots.Select(slot => slot.Start));
        Assert.Equal(slots.Select(slot => slot.Score).OrderDescending(), slots.Select(slot => slot.Score));
    }

    [Fact]
    public void Nights_weekends_and_days_with_a_missing_hour_are_working_hours_when_they_are_said_to_be()
    {
        var night = new WorkingHours("Europe/Berlin", new(22, 0), new(6, 0), [6]);
        // the night from Saturday 27 to Sunday 28 March 2027 has seven hours of it
        var work = Assert.Single(StartRanges.Working(night, At("2027-03-25"), At("2027-03-30")));
        Assert.Equal(TimeSpan.FromHours(7), work.End - work.Start);
        var always = new WorkingHours("Asia/Kathmandu", new(0, 0), new(0, 0), [1, 2, 3, 4, 5, 6, 7]);
        Assert.Equal([new Busy(At("2026-11-24"), At("2026-11-27"))], StartRanges.Working(always, At("2026-11-24"), At("2026-11-27")));
        Assert.Empty(StartRanges.Working(Berlin with { Workdays = [] }, At("2026-11-24"), At("2026-11-27")));
    }

    /// <summary>Everything in whole minutes from a Friday on, so that a grid of minutes can say which starts are possible.</summary>
    sealed record Sample(int From, int Length, int Minutes, int Before, int After, (int Start, int Length)[] Busy, (string Zone, int Start, int End, int[] Days)[] Hours)
    {
        public override string ToString() => $"from {From} for {Length}, {Minutes} min, buffers {Before}/{After}, busy {string.Join(' ', Busy)}, hours {string.Join(' ', Hours.Select(h => $"{h.Zone} {h.Start}-{h.End} on {string.Join(',', h.Days)}"))}";
    }

    // both changes of the clocks in Berlin and New York lie within the weeks that follow
    static readonly DateTimeOffset[] Origins = [At("2026-03-06"), At("2026-03-27"), At("2026-10-23"), At("2026-10-30")];

    static readonly Gen<Sample> Samples =
        from start in Gen.Choose(0, 2000)
        from length in Gen.Choose(1, 4000)
        from minutes in Gen.Choose(1, 300)
        from before in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(1, 60)))
        from after in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(1, 60)))
        from busy in (from at in Gen.Choose(-500, 6500) from lasts in Gen.Choose(0, 400) select (at, lasts)).ArrayOf()
        from hours in (from zone in Gen.Elements("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe")
                       from opens in Gen.Choose(0, 23) from closes in Gen.Choose(0, 23)
                       from days in Gen.SubListOf(1, 2, 3, 4, 5, 6, 7)
                       select (zone, opens, closes, days.ToArray())).ArrayOf().Where(a => a.Length is 1 or 2)
        select new Sample(start, length, minutes, before, after, busy, hours);

    [Fact]
    public void Possible_starts_are_those_of_a_grid_of_minutes() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(400),
        Prop.ForAll((from sample in Samples from origin in Gen.Elements(Origins) select (sample, origin)).ToArbitrary(), given =>
        {
            var (sample, origin) = given;
            var request = new SlotRequest
            {
                From = origin.AddMinutes(sample.From), To = origin.AddMinutes(sample.From + sample.Length), Duration = TimeSpan.FromMinutes(sample.Minutes),
                BufferBefore = TimeSpan.FromMinutes(sample.Before), BufferAfter = TimeSpan.FromMinutes(sample.After), Others = [.. sample.Hours.Skip(1).Select(Hours)], Limit = 50,
            };
            var own = Hours(sample.Hours[0]);
            var busy = BusyTimes.Merge(sample.Busy.Select(b => new Busy(origin.AddMinutes(b.Start), origin.AddMinutes(b.Start + b.Length))), DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

            var expected = Grid(sample, origin);
            var ranges = StartRanges.Find(request, own, busy);
            var actual = ranges.SelectMany(range => Enumerable.Range(0, (int)(range.Last - range.First).TotalMinutes + 1).Select(m => (int)(range.First - origin).TotalMinutes + m)).ToHashSet();
            var slots = FindFreeSlots.Search(request, own, busy);
            return expected.SetEquals(actual).Label($"starts differ: missing {string.Join(' ', expected.Except(actual).Order().Take(5))}, too many {string.Join(' ', actual.Except(expected).Order().Take(5))}")
                .And((slots.Count > 0 == expected.Count > 0).Label("a slot exists or not"))
                .And(slots.All(slot => expected.Contains((int)(slot.Start - origin).TotalMinutes) && slot.End - slot.Start == request.Duration).Label("a slot is not possible"))
                .And(slots.OrderBy(slot => slot.Start).Zip(slots.OrderBy(slot => slot.Start).Skip(1)).All(pair => pair.First.End <= pair.Second.Start).Label("slots overlap"))
                .And(slots.All(slot => slot.Score is >= 0 and <= 1).Label("score"));
        }));

    static WorkingHours Hours((string Zone, int Start, int End, int[] Days) hours) => new(hours.Zone, new(hours.Start, 0), new(hours.End, 0), hours.Days);

    /// <summary>Marks every minute as open or taken, one by one.</summary>
    static HashSet<int> Grid(Sample sample, DateTimeOffset origin)
    {
        const int edge = 3000;
        var taken = new bool[sample.From + sample.Length + (2 * edge) + 1000];
        foreach (var (start, length) in sample.Busy)
        {
            for (var m = start; m < start + length; m++)
            {
                if (m + edge >= 0 && m + edge < taken.Length)
                    taken[m + edge] = true;
            }
        }
        var closed = new bool[sample.From + sample.Length];
        for (var m = sample.From; m < closed.Length; m++)
            closed[m] = sample.Hours.Any(hours => !IsOpen(hours, origin.AddMinutes(m)));
        var starts = new HashSet<int>();
        for (var start = sample.From; start + sample.Minutes <= closed.Length; start++)
        {
            if (Enumerable.Range(start, sample.Minutes).All(m => !closed[m]) && Enumerable.Range(start - sample.Before, sample.Before + sample.Minutes + sample.After).All(m => !taken[m + edge]))
                starts.Add(start);
        }
        return starts;
    }

    /// <summary>By comparing instants with the day's own opening and closing, of that day and the one before.</summary>
    static bool IsOpen((string Zone, int Start, int End, int[] Days) hours, DateTimeOffset minute)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(hours.Zone);
        var local = TimeZoneInfo.ConvertTime(minute, zone).Date;
        return new[] { local.AddDays(-1), local }.Any(day => hours.Days.Contains(day.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek)
            && Utc(day.AddHours(hours.Start)) <= minute && minute < Utc((hours.End > hours.Start ? day : day.AddDays(1)).AddHours(hours.End)));

        DateTimeOffset Utc(DateTime time)
        {
            if (zone.IsInvalidTime(time))
            {
                var before = zone.GetUtcOffset(time.AddHours(-3));
                return new DateTimeOffset(time, before).ToUniversalTime();
            }
            return new DateTimeOffset(time, zone.IsAmbiguousTime(time) ? zone.GetAmbiguousTimeOffsets(time).Max() : zone.GetUtcOffset(time)).ToUniversalTime();
        }
    }
}
