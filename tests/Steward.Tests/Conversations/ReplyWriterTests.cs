using System.Text.Json;
using NodaTime;
using Steward.Actions;
using Steward.Conversations;
using Steward.Conversations.Turns;
using Steward.Planning;
using Steward.Platform;
using Steward.Tests.Tools;

namespace Steward.Tests.Conversations;

public sealed class ReplyWriterTests
{
    static PlanStep Step(string id, StepEffect effect, string title, string? forEach = null, params string[] references) => new()
    {
        Id = id, Tool = "t", Title = title, Effect = effect, ForEach = forEach,
        Arguments = references.Select((r, i) => (Name: $"a{i}", Value: PlanReference.To(r))).ToDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal),
    };

    static Plan PlanOf(params PlanStep[] steps) => new() { Request = "r", Summary = "s", Intent = "i", Confidence = 1, Planner = "built-in", Readings = [], Steps = steps };

    static StepState Done(string id, string summary, object result) => new(id, StepStatus.Done, summary, Result: StepResults.Preview(Json.ToElement(result)));

    internal static ProposalView Proposal(ProposalState state, DateTimeOffset? undoUntil = null, DateTimeOffset? heldUntil = null, string? reason = null) => new()
    {
        Id = Guid.NewGuid(), Kind = "mail.archive", AccountId = Guid.NewGuid(), AccountAddress = "me@x", Payload = Json.ToElement(new { }),
        Preview = new ActionPreview { Title = "t", Target = new("message", "1", "1", "l"), Changes = [] }, Hash = "h", Why = "w", Sources = [], Risk = RiskLevel.Low, RiskReasons = [],
        Effect = EffectClass.PrivateWrite, Reversibility = Reversibility.Undoable, State = state, CreatedAt = Mails.Monday, ExpiresAt = Mails.Monday, UndoUntil = undoUntil, HeldUntil = heldUntil,
        Error = reason is null ? null : new ActionError("x", reason),
    };

    static Answer Write(Plan plan, StepState[] states, params ProposalView[] proposals) => new ReplyWriter(plan, states, proposals, DateTimeZoneProviders.Tzdb["Europe/Berlin"]).Write();

    [Fact]
    public void Found_messages_are_listed_and_shown_as_a_block()
    {
        var messages = Enumerable.Range(0, 7).Select(i => Mails.Message("anna@example.org", $"Subject {i}", "Hi", name: "Anna").Summary).ToList();
        var answer = Write(PlanOf(Step("s1", StepEffect.Read, "Find")), [Done("s1", "Found 7 messages", new { messages, total = 7 })]);
        Assert.StartsWith("Found 7 messages:\n\n- **Anna**: Subject 0 (16 November 10:00)".Replace("November", "Nov", StringComparison.Ordinal), answer.Text, StringComparison.Ordinal);
        Assert.EndsWith("- … and 2 more", answer.Text, StringComparison.Ordinal);
        var block = Assert.IsType<MessagesBlock>(Assert.Single(answer.Blocks));
        Assert.Equal((7, 7L), (block.Items.Count, block.Total));
    }

    [Fact]
    public void A_summary_and_a_template_are_labelled_as_such_and_the_search_behind_them_is_not_repeated()
    {
        var plan = PlanOf(Step("s1", StepEffect.Read, "Find"), Step("s2", StepEffect.Read, "Read", null, "s1.messages"), Step("s3", StepEffect.Read, "Sum", null, "s2.threads"), Step("s4", StepEffect.Read, "Draft", null, "s2.threads"));
        var source = new SourceRef("message", Guid.NewGuid().ToString(), "Anna: Atlas");
        var answer = Write(plan,
        [
            Done("s1", "Found 1 message", new { messages = Array.Empty<object>(), total = 1 }), Done("s2", "Read 1 thread", new { threads = Array.Empty<object>() }),
            Done("s3", "Picked 1 sentence out of 1 message", new { bullets = new[] { new { text = "Atlas moves to [Friday](http://evil.example).", source } }, text = "", kind = "extractive" }),
            Done("s4", "Drafted a reply to Anna", new { to = Array.Empty<object>(), subject = "Re: Atlas", text = "Hi Anna,", inReplyToMessageId = Guid.NewGuid(), accountId = Guid.NewGuid(), kind = "template", source }),
        ]);
        Assert.Equal(["extractive summary", "template draft"], answer.Labels);
        Assert.Collection(answer.Blocks, b => Assert.Equal(source, Assert.Single(Assert.IsType<SummaryBlock>(b).Bullets).Source), b => Assert.Equal("Hi Anna,", Assert.IsType<DraftBlock>(b).Text));
        Assert.Contains(@"Atlas moves to \[Friday\](http\://evil.example).", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Found 1 message", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The 3rd.", 1, "answered by gpt-5, with its passages")]
    [InlineData(null, 1, "passages, not an answer")]
    [InlineData(null, 0, null)]
    public void Who_answered_is_said_of_an_answer_and_of_nothing_else(string? said, int passages, string? label)
    {
        var citations = Enumerable.Range(0, passages).Select(i => new { text = "The launch is on the 3rd.", source = new SourceRef("message", Guid.NewGuid().ToString(), "Anna: Atlas") });
        var answer = Write(PlanOf(Step("s1", StepEffect.Read, "Answer")), [Done("s1", "Found nothing that answers it", new { answer = said, citations, kind = "model", by = "gpt-5" })]);
        Assert.Equal(label is null ? [] : [label], answer.Labels);
    }

    [Fact]
    public void What_was_approved_rejected_and_undoable_is_told_with_the_time_in_the_persons_zone()
    {
        var plan = PlanOf(Step("s1", StepEffect.Read, "Find"), Step("s2", StepEffect.Propose, "Archive them", "s1.messages", "item.id"));
        ProposalView[] proposals =
        [
            Proposal(ProposalState.Done, Mails.Monday.AddMinutes(5)), Proposal(ProposalState.Done, Mails.Monday.AddMinutes(6)), Proposal(ProposalState.Rejected), Proposal(ProposalState.Failed, reason: "The message is gone."),
        ];
        var answer = Write(plan, [Done("s1", "Found 4 messages", new { messages = new[] { 1 }, total = 4 }), new("s2", StepStatus.Done, ProposalIds: [.. proposals.Select(p => p.Id)])], proposals);
        Assert.Equal("Archive them: 2 done, 1 rejected, 1 failed. The message is gone. You can undo this until 10:06.", answer.Text);
        Assert.Equal(proposals.Select(p => p.Id), Assert.IsType<ProposalsBlock>(Assert.Single(answer.Blocks)).Ids);
    }

    [Fact]
    public void Nothing_found_means_nothing_to_do_and_no_proposal()
    {
        var plan = PlanOf(Step("s1", StepEffect.Read, "Find"), Step("s2", StepEffect.Propose, "Archive them", "s1.messages", "item.id"));
        var answer = Write(plan, [Done("s1", "Found no message", new { messages = Array.Empty<object>(), total = 0 }), new("s2", StepStatus.Skipped, "Nothing to do")]);
        Assert.Equal("There is nothing to do: found no message.", answer.Text);
        Assert.Empty(answer.Blocks);
    }

    [Fact]
    public void More_than_a_hundred_are_said_to_be_left_and_how_to_go_on()
    {
        var plan = PlanOf(Step("s2", StepEffect.Propose, "Archive them"));
        var proposal = Proposal(ProposalState.Rejected);
        var answer = Write(plan, [new("s2", StepStatus.Done, Result: Json.ToElement(new { left = 240 }), ProposalIds: [proposal.Id])], proposal);
        Assert.Contains("so 240 more are left. Send the same request again", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_is_read_back_from_its_stored_form()
    {
        var answer = new Answer("t", [new ProposalsBlock([Guid.NewGuid()]), new SlotsBlock([new(Mails.Monday, Mails.Monday, ["early"])]), new DraftBlock("x", null)], ["template draft"]);
        var text = JsonSerializer.Serialize(answer, Json.Options);
        Assert.Contains("""{"type":"proposals","ids":[""", text, StringComparison.Ordinal);
        Assert.Equal(text, JsonSerializer.Serialize(JsonSerializer.Deserialize<Answer>(text, Json.Options), Json.Options));
    }

    [Theory]
    [InlineData("![x](http://evil.example/a.png)", @"!\[x\](http\://evil.example/a.png)")]
    [InlineData("<img src=x>", @"\<img src=x\>")]
    [InlineData("# Heading", @"\# Heading")]
    [InlineData("go to www.evil.example now", @"go to www\.evil.example now")]
    [InlineData("two\nlines", "two lines")]
    [InlineData("plain text, 10:30 & more", @"plain text, 10:30 \& more")]
    public void Outside_words_cannot_become_markup(string outside, string escaped) => Assert.Equal(escaped, Sentence.Escape(outside));
}
