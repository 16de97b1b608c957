using FsCheck;
using FsCheck.Fluent;
using Steward.Calendar;
using static Steward.Tests.Calendar.Scheduling.Week;

namespace Steward.Tests.Calendar.Scheduling;

public sealed class RescheduleTests
{
    static Rescheduling Plan(IReadOnlyList<EventInstance> meant, IReadOnlyList<EventInstance> others, RescheduleRequest request) =>
        RescheduleEvents.Plan(meant, others, Hours, request, Own, Now);

    [Fact]
    public void A_free_day_takes_the_events_at_their_own_times()
    {
        EventInstance[] monday = [Event(1, At(0, "09:30"), 30), Event(2, At(0, "14:00"), 60)];
        var plan = Plan(monday, [], To(1, 1));
        Assert.Equal([At(1, "09:30"), At(1, "14:00")], plan.Moves.Select(m => m.Start));
        Assert.All(plan.Moves, m => Assert.Contains("same time of day", m.Reasons));
        Assert.Empty(plan.Left);
    }

    [Fact]
    public void To_next_week_means_the_same_day_of_the_week_and_around_what_is_there()
    {
        EventInstance[] tuesday = [Event(1, At(1, "10:00"), 60), Event(2, At(1, "11:00"), 30)];
        var plan = Plan(tuesday, [Event(9, At(8, "10:00"), 60)], To(7, 7, sameWeekday: true));
        Assert.Equal([At(8, "09:00"), At(8, "11:00")], plan.Moves.Select(m => m.Start));
        Assert.Equal(["same day of the week and time", "the nearest free time to its own"], Plan(tuesday, [Event(9, At(8, "11:00"), 30)], To(7, 7, sameWeekday: true)).Moves.Select(m => m.Reasons[1]));
    }

    [Fact]
    public void What_is_not_ones_own_to_move_is_asked_for_and_what_cannot_move_stays_with_its_reason()
    {
        var declined = Event(5, At(0, "13:00"), 30, "Declined", null, new Attendee(Me, null, ResponseStatus.Declined));
        var plan = Plan(
        [
            Event(1, At(0, "09:00"), 30, "Theirs", null, new Attendee("boss@work.example", "Boss", Organizer: true), new Attendee(Me, null)),
            Event(2, At(0, "10:00"), 30, "Mine", null, new Attendee(Me, null, Organizer: true), new Attendee("anna@work.example", null)),
            Event(3, At(0, "11:00"), 90, "Flight to Rome"), declined,
            new EventInstance(Event(6, At(0, "00:00"), 1440).Event with { Start = EventTime.AllDay(new(2026, 11, 23)), End = EventTime.AllDay(new(2026, 11, 24)) }, At(0, "00:00"), At(1, "00:00"), EventTime.AllDay(new(2026, 11, 23))),
        ], [], To(1, 4));
        Assert.Equal("Mine", Assert.Single(plan.Moves).Instance.Event.Summary);
        Assert.Equal(("Theirs", "boss@work.example"), (Assert.Single(plan.Asks).Instance.Event.Summary, plan.Asks[0].Organizer.Email));
        Assert.Equal(["lasts all day", "looks like a booked journey, which cannot be moved from here", "was declined by you"], plan.Left.Select(l => l.Reason));
    }

    [Fact]
    public void What_finds_no_room_is_told_and_the_rest_keeps_its_order()
    {
        EventInstance[] meant = [Event(1, At(0, "09:00"), 60, "One"), Event(2, At(0, "10:00"), 240, "Long"), Event(3, At(0, "15:00"), 60, "Three")];
        var plan = Plan(meant, [Event(9, At(1, "11:00"), 360)], To(1, 1));
        Assert.Equal([("One", At(1, "09:00")), ("Three", At(1, "10:00"))], plan.Moves.Select(m => (m.Instance.Event.Summary, m.Start)));
        Assert.Equal(("Long", "finds no room of its length in that period"), (Assert.Single(plan.Left).Instance.Event.Summary, plan.Left[0].Reason));
    }

    [Fact]
    public void Guests_are_not_double_booked_as_far_as_it_can_be_seen_and_evening_events_stay_evening_events()
    {
        var anna = new Attendee("anna@work.example", "Anna");
        var theirs = Event(9, At(1, "10:00"), 60, "Anna’s interview", null, anna, new Attendee(Me, null, ResponseStatus.Declined));
        var plan = Plan([Event(1, At(0, "10:00"), 60, "With Anna", null, anna), Event(2, At(0, "19:00"), 120, "Dinner")], [theirs], To(1, 1));
        Assert.NotEqual(At(1, "10:00"), plan.Moves[0].Start);
        Assert.Contains("around what your calendars show of the guests’ time, which is only a part of it", plan.Moves[0].Reasons);
        Assert.Equal(At(1, "19:00"), plan.Moves[1].Start);
    }

    [Fact]
    public void A_daily_series_is_not_doubled()
    {
        var standUp = Event(1, At(0, "09:15"), 15, "Stand-up");
        var others = Enumerable.Range(1, 4).Select(day => standUp with { Start = At(day, "09:15"), End = At(day, "09:30"), OriginalStart = Local(At(day, "09:15")) }).ToList();
        Assert.StartsWith("comes 4 times", Assert.Single(Plan([standUp], others, To(1, 4)).Left).Reason, StringComparison.Ordinal);
    }

    /// <summary>Random days moved into random windows among random events.</summary>
    [Fact]
    public void Order_and_length_stay_nothing_overlaps_and_working_hours_hold() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(
        (from seed in Gen.Choose(0, int.MaxValue) select seed).ToArbitrary(), seed =>
        {
            var chance = new Random(seed);
            EventInstance Any(int id, int firstDay, int days) => Event(id, At(firstDay + chance.Next(days), "09:00").AddMinutes(15 * chance.Next(28)), 5 * (1 + chance.Next(18)));
            var meant = Enumerable.Range(0, chance.Next(1, 9)).Select(i => Any(i, 0, 1)).Where(i => i.End <= At(0, "17:00")).ToList();
            var others = Enumerable.Range(0, chance.Next(20)).Select(i => Any(100 + i, 1, 4)).ToList();
            var plan = Plan(meant, others, To(1, chance.Next(1, 5), chance.Next(2) == 0));
            Assert.Equal(meant.Count, plan.Moves.Count + plan.Left.Count);
            var order = meant.OrderBy(i => i.Start).ThenBy(i => i.End).ThenBy(i => i.Event.Id).Select(i => i.Event.Id).ToList();
            Assert.Equal(order.Where(id => plan.Moves.Any(m => m.Instance.Event.Id == id)), plan.Moves.OrderBy(m => m.Start).ThenBy(m => order.IndexOf(m.Instance.Event.Id)).Select(m => m.Instance.Event.Id));
            var busy = others.Select(o => new Busy(o.Start, o.End)).ToList();
            foreach (var move in plan.Moves)
            {
                Assert.Equal(move.Instance.End - move.Instance.Start, move.End - move.Start);
                var (start, end) = (move.Start.ToOffset(TimeSpan.FromHours(1)), move.End.ToOffset(TimeSpan.FromHours(1)));
                Assert.True(start.TimeOfDay >= TimeSpan.FromHours(9) && end.TimeOfDay <= TimeSpan.FromHours(17) && start.Date == end.Date, $"{start:O} – {end:O}");
                Assert.DoesNotContain(busy, b => b.Start < move.End && move.Start < b.End);
                busy.Add(new Busy(move.Start, move.End));
            }
            var again = Plan(meant, others, To(1, 4));
            Assert.Equal(again.Moves.Select(m => m.Start), Plan([.. meant.AsEnumerable().Reverse()], [.. others.AsEnumerable().Reverse()], To(1, 4)).Moves.Select(m => m.Start));
        }));

    [Fact]
    public void As_many_as_possible_are_placed() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(
        (from seed in Gen.Choose(0, int.MaxValue) select seed).ToArbitrary(), seed =>
        {
            // in one open day a sequence fits if and only if its lengths do
            var chance = new Random(seed);
            var lengths = Enumerable.Range(0, chance.Next(1, 12)).Select(_ => 15 * (1 + chance.Next(8))).ToList();
            var meant = lengths.Select((minutes, i) => Event(i, At(0, "09:00").AddMinutes(i), Math.Min(minutes, 479 - i))).ToList();
            var plan = Plan(meant, [], To(1, 1));
            var room = 480;
            var most = meant.Select(m => (int)Math.Ceiling((m.End - m.Start).TotalMinutes / 5) * 5).Order().TakeWhile(minutes => (room -= minutes) >= 0).Count();
            Assert.InRange(plan.Moves.Count, most - 1, most);
        }));
}
