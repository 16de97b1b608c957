using Steward.Planning;
using Steward.Planning.Composition;
using Steward.Planning.Frames;
using Steward.Planning.Language;

namespace Steward.Tests.Planning;

/// <summary>The parts of the grammar by themselves: frames, lists, texts of mails, conditions, slips.</summary>
public sealed class GrammarTests
{
    [Fact]
    public void Every_frame_of_the_assembly_takes_part()
    {
        var written = typeof(IFrame).Assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IFrame))).Select(t => t.Name).Order(StringComparer.Ordinal);
        Assert.Equal(written, Frame.All.Select(f => f.GetType().Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("invoices and receipts", "(invoices OR receipts)")]
    [InlineData("the Q3 budget or the hiring plan", "((Q3 budget) OR (hiring plan))")]
    [InlineData("terms and conditions", "terms conditions")]
    [InlineData("budget", "budget")]
    [InlineData("invoices & receipts & statements", "(invoices OR receipts OR statements)")]
    [InlineData("and", "\"and\"")]
    public void A_list_of_nouns_means_any_of_them(string topic, string query) => Assert.Equal(query, QueryText.Topic(topic, quoted: false));

    [Theory]
    [InlineData("email sarah that i'm late", "i'm late")]
    [InlineData("tell Priya I can't make it tomorrow", "I can't make it tomorrow")]
    [InlineData("let jonas know the contract is signed", "the contract is signed")]
    [InlineData("ask Ben for the keys", "I would like to ask you for the keys")]
    [InlineData("ask Ben whether Friday works", "I would like to know whether Friday works")]
    [InlineData("tell Marta to send me the report", "Please send me the report")]
    [InlineData("send Ben a mail: the numbers are in", "the numbers are in")]
    public void What_a_mail_shall_say_is_found_in_the_ways_that_people_put_it(string request, string text)
    {
        var step = Assert.Single(World.Plan(request).Plan!.Steps);
        Assert.Equal(("mail.propose-send", text), (step.Tool, step.Arguments["text"].GetString()));
    }

    [Fact]
    public void Where_the_text_of_a_mail_may_end_is_asked_and_both_answers_are_requests()
    {
        var question = World.Plan("reply to Sarah saying yes and archive the thread").Question!;
        Assert.Equal(("text", 2), (question.Missing, question.Choices.Count));
        var parted = World.Plan(question.Choices[0].Message).Plan!;
        Assert.Equal("mail.draft-reply+mail.archive", parted.Intent);
        Assert.Equal("yes", parted.Steps.First(s => s.Tool == "mail.draft-reply").Arguments["instructions"].GetString());
        var whole = World.Plan(question.Choices[1].Message).Plan!;
        Assert.Equal("yes and archive the thread", whole.Steps.First(s => s.Tool == "mail.draft-reply").Arguments["instructions"].GetString());
    }

    [Fact]
    public void A_condition_that_can_be_checked_is_a_step_and_one_that_cannot_is_asked_about()
    {
        var plan = World.Plan("if I am free tomorrow at 3, schedule a call with Jonas").Plan!;
        Assert.Equal(["calendar.find-slots", "calendar.propose-create-event"], plan.Steps.Select(s => s.Tool));
        Assert.Equal(("2026-11-19T15:00:00+01:00", "2026-11-19T15:30:00+01:00"), (plan.Steps[0].Arguments["from"].GetString(), plan.Steps[0].Arguments["to"].GetString()));
        Assert.Equal("s1.slots", plan.Steps[1].When);
        var question = World.Plan("delete the mail from Jonas if Sarah is on holiday").Question!;
        Assert.Equal("condition", question.Missing);
        Assert.Equal(PlanOutcome.Propose, World.Plan(question.Choices[0].Message).Outcome);
        Assert.Equal("condition", World.Plan("if Sarah agrees, archive the thread about the lease").Question!.Missing);
    }

    [Theory]
    [InlineData("show me unread mail that isn't from Jonas", "is:unread -from:jonas.weber@partner.example")]
    [InlineData("unread mail without attachments", "is:unread -has:attachment")]
    [InlineData("mails that are not read", "is:unread")]
    [InlineData("delete drafts older than a month", "in:draft before:2026/10/18")]
    [InlineData("archive read mail older than 90 days", "is:read before:2026/08/20 in:inbox")]
    [InlineData("emails from partner.example", "from:partner.example")]
    [InlineData("mail from October", "after:2026/10/01 before:2026/11/01")]
    [InlineData("throw away newsletters I haven't opened in 6 months", "category:promotions is:unread before:2026/05/18")]
    public void A_restriction_is_never_dropped_nor_turned_round(string request, string query) =>
        Assert.Equal(query, World.Plan(request).Plan!.Steps[0].Arguments["query"].GetString());

    [Theory]
    [InlineData("mails form anna", "mails from anna")]
    [InlineData("older than like two months", "older than two months")]
    [InlineData("tomorrow pm", "tomorrow afternoon")]
    [InlineData("am i free fri am", "am i free fri morning")]
    [InlineData("invoices -> archive", "invoices , archive")]
    [InlineData("fill in the form", "fill in the form")]
    public void Slips_are_mended_where_their_neighbours_leave_no_doubt(string text, string mended) =>
        Assert.Equal(mended, string.Join(' ', Lexicon.Default.Mend(Tokeniser.Split(text), t => t.Norm == "anna").Select(t => t.Norm)));

    [Theory]
    [InlineData("find mail from Anna and translate it into French")]
    [InlineData("archive promotional mail older than 30 days and then pay the invoice")]
    [InlineData("summarise the mails about the lease then print them")]
    public void One_part_out_of_reach_refuses_the_whole(string request)
    {
        var result = World.Plan(request);
        Assert.Equal(PlanOutcome.Refuse, result.Outcome);
        Assert.NotEqual("", result.Refusal!.CannotDo);
    }

    [Fact]
    public void The_rest_is_what_was_left_after_it_was_narrowed()
    {
        var plan = World.Plan("find mails about the lease, archive the ones older than a month and star the rest").Plan!;
        Assert.Equal("lease -before:2026/10/18", plan.Steps.Last(s => s.Tool == "mail.search").Arguments["query"].GetString());
    }

    [Fact]
    public void One_more_of_the_same_takes_verb_and_day_from_the_request_before()
    {
        var events = World.Plan("schedule a call with Sarah tomorrow at 10 and one with Ben at 11").Plan!.Steps.Where(s => s.Tool == "calendar.propose-create-event").ToList();
        Assert.Equal(["2026-11-19T10:00", "2026-11-19T11:00"], events.Select(e => e.Arguments["start"].GetString()));
        Assert.Equal(["sarah.chen@northwind.example", "ben@northwind.example"], events.Select(e => Assert.Single(e.Arguments["attendees"].EnumerateArray()).GetProperty("email").GetString()));
    }

    [Fact]
    public void Whole_days_are_whole_days()
    {
        var step = Assert.Single(World.Plan("I'm on holiday from Dec 21 to Jan 3, put that in my calendar").Plan!.Steps);
        Assert.Equal(("2026-12-21", "2027-01-04"), (step.Arguments["start"].GetString(), step.Arguments["end"].GetString()));
    }
}
