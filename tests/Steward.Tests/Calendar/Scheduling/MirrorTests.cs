using FsCheck;
using FsCheck.Fluent;
using Steward.Calendar;
using static Steward.Tests.Calendar.Scheduling.Week;

namespace Steward.Tests.Calendar.Scheduling;

public sealed class MirrorTests
{
    static readonly MirrorRequest HomeToWork = new([Home], Work, At(0, "00:00"), At(7, "00:00"));

    static Mirroring Compare(IReadOnlyList<EventInstance> home, IReadOnlyList<EventInstance> work, MirrorRequest? request = null) => PlanMirror.Compare(request ?? HomeToWork, home, work, Own, Zone);

    static EventInstance Copied(MirrorCopy copy, int id) => Event(id, copy.Original.Start, (int)(copy.Original.End - copy.Original.Start).TotalMinutes, copy.Summary, Work) is var made
        ? made with { Event = made.Event with { MirrorKey = copy.Key } } : throw new InvalidOperationException();

    /// <summary>What approving everything does to the target.</summary>
    static List<EventInstance> Do(Mirroring plan, List<EventInstance> work, ref int ids)
    {
        var after = work.Where(i => !plan.Remove.Contains(i) && plan.Update.All(u => u.Copy != i)).ToList();
        after.AddRange(plan.Update.Select(u => Event(0, u.Becomes.Original.Start, (int)(u.Becomes.Original.End - u.Becomes.Original.Start).TotalMinutes) is var moved
            ? u.Copy with { Start = moved.Start, End = moved.End, Event = u.Copy.Event with { Start = moved.Event.Start, End = moved.Event.End, Summary = u.Becomes.Summary } } : u.Copy));
        foreach (var copy in plan.Create)
            after.Add(Copied(copy, ++ids));
        return after;
    }

    [Fact]
    public void Copies_say_busy_and_nothing_else()
    {
        var dentist = Event(1, At(1, "08:00"), 45, "Dentist", Home, new Attendee("dr@adler.example", "Dr. Adler"));
        var copy = Assert.Single(Compare([dentist], []).Create);
        Assert.Equal(("Busy", dentist.Event.Start, dentist.Event.End), (copy.Summary, copy.Start, copy.End));
        var secret = dentist with { Event = dentist.Event with { Visibility = Visibility.Private } };
        Assert.Equal("Dentist", Assert.Single(Compare([dentist], [], HomeToWork with { WithTitles = true }).Create).Summary);
        Assert.Equal("Busy", Assert.Single(Compare([secret], [], HomeToWork with { WithTitles = true }).Create).Summary);
        Assert.Null(MirrorKeys.Check(copy.Key));
        Assert.NotNull(MirrorKeys.Check("mirror:someone else’s"));
    }

    [Fact]
    public void Free_declined_and_mirrored_events_and_invitations_to_both_addresses_are_not_copied()
    {
        var free = Event(1, At(0, "09:00"), 30, "Free", Home);
        var declined = Event(2, At(0, "10:00"), 30, "No", Home, new Attendee("me@home.example", null, ResponseStatus.Declined));
        var both = Event(3, At(0, "11:00"), 30, "Both", Home);
        var copy = Event(4, At(0, "12:00"), 30, "Busy", Home) is var c ? c with { Event = c.Event with { MirrorKey = MirrorKeys.Mirror(Work.Id, Event(5, At(0, "12:00"), 30)) } } : null!;
        var plan = Compare([free with { Event = free.Event with { Transparency = Transparency.Transparent } }, declined, both, copy], [both with { Event = both.Event with { Id = Id(77), CalendarId = Work.Id } }]);
        Assert.Empty(plan.Create);
        Assert.Empty(plan.Remove);
    }

    [Fact]
    public void A_moved_original_takes_its_copy_along_also_into_and_out_of_the_window_and_a_vanished_one_takes_it_away()
    {
        var dentist = Event(1, At(1, "08:00"), 45, "Dentist", Home);
        var copy = Copied(Compare([dentist], []).Create[0], 50);
        var moved = Event(1, At(3, "16:00"), 60, "Dentist", Home);
        Assert.Equal((copy, moved.Event.Start), (Assert.Single(Compare([moved], [copy]).Update).Copy, Compare([moved], [copy]).Update[0].Becomes.Start));
        Assert.Equal(copy, Assert.Single(Compare([], [copy]).Remove));
        var before = copy with { Start = At(-7, "08:00"), End = At(-7, "08:45") };
        Assert.Equal(before, Assert.Single(Compare([dentist], [before]).Update).Copy);
        Assert.Empty(Compare([], [before]).Remove);
        Assert.Equal(1, Compare([dentist], [copy]).Unchanged);
    }

    /// <summary>After any edits of either calendar, doing what the plan says makes the next plan empty, with exactly one copy for each original.</summary>
    [Fact]
    public void Mirroring_converges_whatever_happened_in_between() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(
        (from seed in Gen.Choose(0, int.MaxValue) select seed).ToArbitrary(), seed =>
        {
            var chance = new Random(seed);
            var ids = 500;
            var next = 0;
            var home = new List<EventInstance>();
            var work = new List<EventInstance>();
            EventInstance Some(int id) => Event(id, At(chance.Next(-3, 10), "00:00").AddMinutes(30 * chance.Next(46)), 30 * (1 + chance.Next(4)), "Private", Home);
            for (var round = 0; round < 6; round++)
            {
                for (var edits = chance.Next(1, 8); edits > 0; edits--)
                {
                    switch (chance.Next(5))
                    {
                        case 0 or 1:
                            home.Add(Some(++next));
                            break;
                        case 2 when home.Count > 0:
                            var at = chance.Next(home.Count);
                            home[at] = Some(int.Parse(home[at].Event.Uid.Split('-', '@')[1], System.Globalization.CultureInfo.InvariantCulture));
                            break;
                        case 3 when home.Count > 0:
                            home.RemoveAt(chance.Next(home.Count));
                            break;
                        case 4 when work.Count > 0:
                            // somebody copies, moves or deletes a copy by hand
                            var one = work[chance.Next(work.Count)];
                            if (chance.Next(2) == 0)
                                work.Remove(one);
                            else
                                work.Add(one with { Event = one.Event with { Id = Id(9000 + ++ids) } });
                            break;
                    }
                }
                List<EventInstance> Seen() => [.. home.Where(i => i.Start < HomeToWork.To && HomeToWork.From < i.End)];
                work = Do(Compare(Seen(), work), work, ref ids);
                var after = Compare(Seen(), work);
                Assert.Equal((0, 0, 0), (after.Create.Count, after.Update.Count, after.Remove.Count));
                Assert.Equal(Seen().Select(i => (i.Start, i.End)).Order(), work.Where(i => i.Start < HomeToWork.To && HomeToWork.From < i.End).Select(i => (i.Start, i.End)).Order());
            }
        }));

    [Fact]
    public void A_transfer_copies_first_and_removes_an_original_only_when_its_copy_is_there()
    {
        var dentist = Event(1, At(1, "08:00"), 45, "Dentist", Home);
        var first = PlanTransfer.Compare([dentist], [dentist], Work);
        var copy = Assert.Single(first.Copy);
        Assert.Empty(first.Remove);
        var there = Event(2, At(1, "08:00"), 45, "Dentist", Work) is var made ? made with { Event = made.Event with { MirrorKey = copy.Key } } : null!;
        var second = PlanTransfer.Compare([dentist], [dentist, there], Work);
        Assert.Equal((0, dentist), (second.Copy.Count, Assert.Single(second.Remove)));
        Assert.Equal(1, PlanTransfer.Compare([there], [there], Work).Already);
        Assert.Equal("Dentist", Assert.Single(PlanTransfer.Compare([there], [there], Work with { Id = Id(300) }).Move).Summary);
    }
}
