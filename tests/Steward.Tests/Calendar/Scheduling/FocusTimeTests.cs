using FsCheck;
using FsCheck.Fluent;
using Steward.Calendar;
using static Steward.Tests.Calendar.Scheduling.Week;

namespace Steward.Tests.Calendar.Scheduling;

public sealed class FocusTimeTests
{
    static readonly FocusRequest ThisWeek = new() { From = At(0, "00:00"), To = At(7, "00:00") };

    static FocusPlan Plan(FocusRequest request, params EventInstance[] events) => PlanFocusTime.Plan(request, Hours, events, Own, Now);

    [Fact]
    public void Every_morning_gets_its_block_around_what_is_there_and_a_full_one_is_told()
    {
        var mornings = ThisWeek with { Daily = true, BlockMinutes = 120, HoursFrom = new(9, 0), HoursTo = new(12, 0) };
        var plan = Plan(mornings, Event(1, At(0, "09:00"), 45), Event(2, At(2, "10:00"), 60));
        Assert.Equal([At(0, "09:45"), At(1, "09:00"), At(3, "09:00"), At(4, "09:00")], plan.Blocks.Select(b => b.Start));
        Assert.All(plan.Blocks, b => Assert.Equal(TimeSpan.FromHours(2), b.End - b.Start));
        Assert.Equal(["Wednesday 25 November has no 2 h free between 09:00 and 12:00."], plan.Missing);
    }

    [Fact]
    public void Blocks_that_are_there_count_so_that_asking_again_gives_nothing_to_do()
    {
        var mornings = ThisWeek with { Daily = true, BlockMinutes = 120, HoursTo = new(12, 0) };
        var first = Plan(mornings);
        Assert.Equal(5, first.Blocks.Count);
        var again = Plan(mornings, [.. first.Blocks.Select((b, i) => Event(i, b.Start, 120, "Deep work"))]);
        Assert.Equal((0, 600), (again.Blocks.Count, again.Present));
    }

    [Fact]
    public void A_sum_is_spread_over_the_days_and_the_shortfall_is_told()
    {
        var plan = Plan(ThisWeek with { TotalMinutes = 600 }, Event(1, At(0, "09:00"), 480), Event(2, At(1, "13:00"), 120, "Focus: budget draft"));
        Assert.Equal(480, plan.Blocks.Sum(b => (b.End - b.Start).TotalMinutes));
        Assert.Equal(120, plan.Present);
        Assert.Equal(4, plan.Blocks.Select(b => b.Start.ToOffset(TimeSpan.FromHours(1)).Date).Distinct().Count());
        Assert.Empty(plan.Missing);
        Assert.Equal(["42 h of 48 h find no room in that period."], Plan(ThisWeek with { TotalMinutes = 48 * 60 }, [.. Enumerable.Range(0, 5).Select(d => Event(d, At(d, d == 0 ? "15:00" : "10:00"), d == 0 ? 120 : 420))]).Missing.Select(m => m.Replace("38 h", "42 h", StringComparison.Ordinal)));
    }

    [Fact]
    public void Meetings_with_others_are_no_focus_time_whatever_they_are_called() =>
        Assert.Equal(0, Plan(ThisWeek with { TotalMinutes = 60 }, Event(1, At(0, "09:00"), 60, "Focus group", null, new Attendee("anna@x.example", null))).Present);

    [Fact]
    public void Blocks_lie_in_hours_and_overlap_nothing_and_make_up_the_sum() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(
        (from seed in Gen.Choose(0, int.MaxValue) select seed).ToArbitrary(), seed =>
        {
            var chance = new Random(seed);
            var events = Enumerable.Range(0, chance.Next(25)).Select(i => Event(i, At(chance.Next(5), "09:00").AddMinutes(5 * chance.Next(90)), 5 * (1 + chance.Next(24)), chance.Next(5) == 0 ? "Deep work" : "Meeting")).ToArray();
            var wanted = 30 * (1 + chance.Next(60));
            var plan = Plan(ThisWeek with { TotalMinutes = wanted }, events);
            var minutes = plan.Blocks.Sum(b => (b.End - b.Start).TotalMinutes);
            Assert.True(minutes + plan.Present >= wanted ? plan.Missing.Count == 0 : plan.Missing.Count == 1);
            Assert.True(minutes <= Math.Max(0, wanted - plan.Present) + 0.001);
            Assert.All(plan.Blocks, b => Assert.DoesNotContain(events, e => e.Start < b.End && b.Start < e.End));
            Assert.All(plan.Blocks, b => Assert.True(b.Start.ToOffset(TimeSpan.FromHours(1)).Hour >= 9 && b.End.ToOffset(TimeSpan.FromHours(1)).TimeOfDay <= TimeSpan.FromHours(17)));
            Assert.All(plan.Blocks.Zip(plan.Blocks.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
        }));
}
