using System.Text.Json;
using Steward.Planning;

namespace Steward.Tests.Planning;

/// <summary>A plan does all that was asked, to no more than what was meant, and says what it assumed.</summary>
public sealed class WholeRequestTests
{
    static readonly string[] Heads = ["find mail from Anna", "archive promotional mail older than 30 days", "summarise mail about the budget", "star the mail about the lease", "what's on my calendar tomorrow", "find a free hour on Friday"];

    static readonly string[] Strange = ["translate it into French", "print them", "call her", "fax the rest", "vacuum the kitchen", "burn everything", "laminate each"];

    [Fact]
    public void A_verb_that_is_not_understood_is_never_dropped()
    {
        foreach (var head in Heads)
            foreach (var joint in (string[])[" and ", ", then ", " and then ", ". ", "; "])
                foreach (var tail in Strange)
                {
                    var result = World.Plan(head + joint + tail);
                    Assert.True(result.Plan is null, $"{head}{joint}{tail}: {result.Plan?.Summary}");
                }
    }

    [Theory]
    [InlineData("archive the newsletters older than 30 days? draft an answer too", "mail.propose-archive", "mail.draft-reply")]
    [InlineData("find unread mail from Sarah, star it and delete the spam", "mail.propose-star", "mail.propose-trash")]
    [InlineData("summarise the mails about the lease, label them as Home and archive them", "mail.summarise", "mail.propose-label", "mail.propose-archive")]
    [InlineData("Summary of the offsite thread and a reply draft", "mail.summarise", "mail.draft-reply")]
    [InlineData("could the mails about hiring be summarised and a reply be drafted?", "mail.summarise", "mail.draft-reply")]
    public void Every_verb_has_its_step(string request, params string[] tools)
    {
        var steps = World.Plan(request).Plan!.Steps.Select(s => s.Tool).ToList();
        Assert.All(tools, tool => Assert.Contains(tool, steps));
    }

    [Theory]
    [InlineData("find mail from Anna and call her")]
    [InlineData("summarise mail about the budget and delete them and book a flight")]
    [InlineData("archive or delete the newsletters older than 30 days")]
    [InlineData("forward Sarah's last email to Priya and order me a taxi")]
    public void A_request_of_which_only_a_part_can_be_done_is_not_begun(string request) => Assert.Null(World.Plan(request).Plan);

    [Theory]
    [InlineData("i have way too many promotional emails. archive everything older than 30 days")]
    [InlineData("my inbox is full of ads, archive the ones older than two months")]
    [InlineData("find promotional mail and archive those older than a year")]
    public void The_ones_are_among_those_that_were_spoken_of(string request)
    {
        var changed = Assert.Single(World.Plan(request).Plan!.Steps, s => s.Tool == "mail.propose-archive").ForEach!.Split('.')[0];
        var query = World.Plan(request).Plan!.Steps.Single(s => s.Id == changed).Arguments["query"].GetString();
        Assert.Contains("category:promotions", query, StringComparison.Ordinal);
        Assert.Contains("before:", query, StringComparison.Ordinal);
    }

    [Fact]
    public void Narrowing_keeps_to_the_account_that_was_named()
    {
        var plan = World.Plan("find mail from Priya in my work account and delete the ones older than a year").Plan!;
        Assert.All(plan.Steps.Where(s => s.Tool == "mail.search"), s => Assert.Equal([World.Work.Id], s.Arguments["accountIds"].EnumerateArray().Select(a => a.GetGuid())));
    }

    [Theory]
    [InlineData("schedule a meeting with everyone tomorrow at 3")]
    [InlineData("invite everybody to a call on Friday at 10")]
    public void Everybody_is_asked_about_when_nobody_said_who_that_is(string request) => Assert.Equal("people", World.Plan(request).Question!.Missing);

    [Theory]
    [InlineData("cancel my next meeting")]
    [InlineData("move my next meeting with Jonas to Friday")]
    [InlineData("when is my next meeting?")]
    public void The_next_one_is_one(string request)
    {
        var arguments = World.Plan(request).Plan!.Steps[0].Arguments;
        Assert.Equal(1, arguments["limit"].GetInt32());
        Assert.True(arguments["startsWithin"].GetBoolean());
    }

    [Fact]
    public void An_event_named_by_its_hour_and_person_is_looked_for_by_both()
    {
        var arguments = World.Plan("move the 3pm with Jonas to Friday").Plan!.Steps[0].Arguments;
        Assert.True(arguments["startsWithin"].GetBoolean());
        Assert.Equal(("Jonas Weber", "jonas.weber@partner.example", "Jonas"), With(arguments["with"][0]));
        Assert.False(arguments.ContainsKey("query"));

        static (string?, string?, string?) With(JsonElement e) => (e.GetProperty("name").GetString(), e.GetProperty("emails")[0].GetString(), e.GetProperty("phrase").GetString());
    }

    [Theory]
    [InlineData("archive mail from Sarah", "only mail in the inbox")]
    [InlineData("restore mail from Sarah", "only mail in the trash")]
    [InlineData("schedule a meeting with Sarah tomorrow at 3pm", "30 min long, as no length is given")]
    [InlineData("schedule a meeting with Sarah", "the first free slot that is found")]
    [InlineData("find a free slot", "from now until Wed 25 Nov, as no time is given")]
    [InlineData("find a free slot next week", "your working hours, 09:00–17:00")]
    [InlineData("draft a reply to Sarah", "the newest of these messages")]
    [InlineData("send Sarah an email saying hello", "sent from kim@northwind.example")]
    [InlineData("summarise mail from Sarah", "sentences of the mail itself as the summary, each with its source")]
    [InlineData("find mail from Sarah", "at most the newest 50")]
    public void What_is_assumed_is_said_once_and_without_a_phrase(string request, string assumption)
    {
        var reading = Assert.Single(World.Plan(request).Plan!.Readings, r => r.Meaning == assumption);
        Assert.Equal(("", 0, 0), (reading.Phrase, reading.Start, reading.End));
    }

    [Theory]
    [InlineData("lunch with Jonas tomorrow at noon", PlanOutcome.Propose)]
    [InlineData("dentist friday 3pm", PlanOutcome.Propose)]
    [InlineData("when is lunch with Jonas tomorrow at noon?", PlanOutcome.Answer)]
    [InlineData("lunch with Jonas tomorrow at noon?", PlanOutcome.Answer)]
    [InlineData("the lunch with Jonas tomorrow at noon", PlanOutcome.Ask)]
    public void A_title_and_an_hour_is_an_entry_and_a_question_is_none(string request, PlanOutcome outcome) => Assert.Equal(outcome, World.Plan(request).Outcome);
}
