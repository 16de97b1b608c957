using FsCheck;
using FsCheck.Fluent;
using Steward.Calendar;
using Steward.Mail;
using Steward.Planning;
using Steward.Tools.Priorities;
using Message = Steward.Mail.Message;

namespace Steward.Tests.Tools.Priorities;

public sealed class WeighingTests
{
    const string Me = "me@steward.local";
    static readonly ReadTimes Reader = new(new TimeResolver(TimeProvider.System));
    static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
    static readonly PriorityContext Context = new(Now, "Europe/Berlin", Set(Me), Set("boss@work.example"), Set("boss@work.example", "anna@work.example"), (text, at) => Reader.Find(text, at, "Europe/Berlin"));

    static HashSet<string> Set(params string[] values) => new(values, StringComparer.OrdinalIgnoreCase);

    static Message From(string who, string text, int daysAgo, params string[] labels) =>
        Mails.Message(who, "Numbers", text, Now.AddDays(-daysAgo), ["INBOX", .. labels], name: who.Split('@')[0], to: [new MailAddress(null, who == Me ? "anna@work.example" : Me)]);

    static Matter? Weigh(params Message[] messages) => WeighThread.Of(Mails.Thread(messages), Context);

    [Fact]
    public void A_question_without_my_answer_waits_for_me_and_one_that_I_answered_does_not()
    {
        var matter = Weigh(From("anna@work.example", "Can you send me the numbers?", 2))!;
        Assert.Equal(("anna asked 2 days ago and has no answer", "Can you send me the numbers?"), (matter.Reason("waiting")!.Text, matter.Reason("waiting")!.Quote));
        Assert.Null(Weigh(From("anna@work.example", "Can you send me the numbers?", 2), From(Me, "Here they are.", 1)));
        Assert.NotNull(Weigh(From(Me, "Here they are.", 3), From("anna@work.example", "And the rest, can you send it?", 1))!.Reason("waiting"));
    }

    [Fact]
    public void Machines_bulk_mail_and_mail_to_others_wait_for_nobody()
    {
        Assert.Null(Weigh(From("no-reply@shop.example", "Can you rate us?", 1)));
        Assert.Null(Weigh(From("deals@shop.example", "Can you resist? Ends on Sunday!", 1, "CATEGORY_PROMOTIONS")));
        var copied = Mails.Message("anna@work.example", "Numbers", "Ben, can you do it?", Now.AddDays(-1), to: [new MailAddress(null, "ben@work.example")], cc: [new MailAddress(null, Me)]);
        Assert.Null(Weigh(copied));
    }

    [Fact]
    public void My_promise_stands_until_it_is_kept_and_my_question_is_awaited_after_three_days()
    {
        var promise = From(Me, "I'll send you the draft by Monday.", 2);
        Assert.Equal("you promised it, due Mon 23 Nov", Weigh(promise)!.Reason("promised")!.Text);
        Assert.Null(Weigh(promise, From(Me, "Here is the draft.", 1)));
        Assert.Null(Weigh(From(Me, "Could you look at it?", 2)));
        Assert.Equal("anna@work.example has not answered for 4 days", Weigh(From(Me, "Could you look at it?", 4))!.Reason("awaited")!.Text);
        Assert.Null(Weigh(From(Me, "Could you look at it?", 4), From("anna@work.example", "Looks good.", 3)));
    }

    [Fact]
    public void The_sooner_it_is_due_and_the_more_the_person_matters_the_more_it_weighs()
    {
        int Score(string text, string who = "anna@work.example") => Weigh(From(who, text, 1))!.Score;
        Assert.True(Score("We need it by today.") > Score("We need it by Monday."));
        Assert.True(Score("We need it by Monday.") > Score("We need it by 15 December."));
        Assert.True(Score("We need it by Monday.", "boss@work.example") > Score("We need it by Monday."));
        Assert.True(Score("We need it by Monday.") > Score("We need it by Monday.", "stranger@else.example"));
        Assert.Contains("from somebody whose role you named", Weigh(From("boss@work.example", "We need it by Monday.", 1))!.Reasons.Select(r => r.Text));
    }

    [Fact]
    public void Events_of_the_day_say_when_they_begin_and_whether_they_clash()
    {
        EventInstance Event(string summary, int minutes, int length) => new(new CalendarEvent
        {
            Id = Guid.NewGuid(), AccountId = Guid.Empty, CalendarId = Guid.Empty, Uid = summary, Summary = summary, Revision = "1",
            Start = EventTime.At(Now.DateTime.AddMinutes(minutes), "UTC"), End = EventTime.At(Now.DateTime.AddMinutes(minutes + length), "UTC"), Attendees = [new(Me, null, ResponseStatus.NeedsAction), new("anna@work.example", "Anna")],
        }, Now.AddMinutes(minutes), Now.AddMinutes(minutes + length), EventTime.At(Now.DateTime.AddMinutes(minutes), "UTC"));
        var matters = WeighEvents.Of([Event("Soon", 30, 60), Event("Clash", 60, 60), Event("Later", 300, 30)], Context).ToList();
        Assert.Equal("begins at 10:30, in 30 min", matters[0].Reason("event")!.Text);
        Assert.Contains("overlaps “Clash”: one of them has to move", matters[0].Reasons.Select(r => r.Text));
        Assert.True(matters[0].Score > matters[2].Score);
        Assert.Equal(["begins at 15:00", "you have not answered the invitation", "with Anna"], matters[2].Reasons.Select(r => r.Text));
    }

    [Fact]
    public void Each_list_holds_its_own_kind_and_the_order_does_not_depend_on_how_the_mail_came() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(60), Prop.ForAll(
        (from seed in Gen.Choose(0, int.MaxValue) select seed).ToArbitrary(), seed =>
        {
            var chance = new Random(seed);
            string[] texts = ["Can you send it by Friday?", "I'll send it tomorrow.", "URGENT: please answer.", "Nothing new.", "Due on 30 November.", "Could you confirm?"];
            var matters = Enumerable.Range(0, chance.Next(1, 15)).Select(_ => Weigh(From(chance.Next(2) == 0 ? Me : "anna@work.example", texts[chance.Next(texts.Length)], chance.Next(10), chance.Next(2) == 0 ? ["UNREAD"] : []))).OfType<Matter>().ToList();
            foreach (var kind in PriorityKinds.Askable)
            {
                var ranked = RankMatters.Of(matters, kind, Now, Now.AddDays(8));
                Assert.Equal(ranked.Select(r => r.Matter), RankMatters.Of(matters.OrderBy(_ => chance.Next()), kind, Now, Now.AddDays(8)).Select(r => r.Matter));
                Assert.All(ranked, r => Assert.Contains(r.Lead, r.Matter.Reasons));
                if (kind is PriorityKinds.Waiting or PriorityKinds.Promised or PriorityKinds.Awaited or PriorityKinds.Unread)
                    Assert.All(ranked, r => Assert.Equal(kind, r.Lead.Kind));
                if (kind == PriorityKinds.Due)
                    Assert.Equal(ranked.Select(r => r.Lead.Due).Order(), ranked.Select(r => r.Lead.Due));
                else
                    Assert.Equal(ranked.Select(r => r.Matter.Score).OrderDescending(), ranked.Select(r => r.Matter.Score));
            }
        }));
}
