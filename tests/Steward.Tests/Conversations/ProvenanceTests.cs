using System.Text.Json;
using Steward.Actions;
using Steward.Conversations.Turns;
using Steward.Planning;
using Steward.Platform;

namespace Steward.Tests.Conversations;

/// <summary>Which values of a proposal count as outside: all that are not known to be the person's.</summary>
public sealed class ProvenanceTests
{
    static readonly Guid Person = Guid.NewGuid(), Account = Guid.NewGuid();

    static Plan PlanOf(string request, Trust trust, params PlanStep[] steps) => new()
    {
        Request = request, Summary = "", Intent = "test", Confidence = 1, Planner = "test", Readings = [], Steps = steps, Trust = trust, Sources = trust == Trust.Outside ? [new("message", "m9", "Seen")] : [],
    };

    static PlanStep Step(object arguments, string id = "s2") => new()
    {
        Id = id, Tool = "t", Title = "", Effect = StepEffect.Propose, ActionKind = "k",
        Arguments = Json.ToElement(arguments).EnumerateObject().ToDictionary(m => m.Name, m => m.Value.ValueKind == JsonValueKind.String && m.Value.GetString()!.StartsWith('$') ? PlanReference.To(m.Value.GetString()![1..]) : m.Value, StringComparer.Ordinal),
    };

    static IReadOnlyList<OutsideValue> Label(Plan plan, object result, object payload, bool trusted = false, params SourceRef[] sources)
    {
        var results = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["s1"] = Json.ToElement(result) };
        var draft = new ProposalDraft { Kind = "k", Subject = new(Person, Account), Payload = Json.ToElement(payload), Why = "", IdempotencyKey = "k", Sources = sources };
        return new Provenance(plan, plan.Steps[0], results, trusted ? new HashSet<string>(StringComparer.Ordinal) { "s1" } : new HashSet<string>(StringComparer.Ordinal)).Of(draft);
    }

    [Fact]
    public void A_literal_of_the_plan_and_words_of_the_request_are_the_persons_own() =>
        Assert.Empty(Label(PlanOf("write to bob@example.org saying I am late", Trust.User, Step(new { text = "I am late" })), new { }, new { to = new[] { new { email = "bob@example.org" } }, text = "I am late", subject = "late" }));

    [Fact]
    public void A_text_out_of_a_result_is_outside_with_the_message_that_says_it()
    {
        var label = Assert.Single(Label(PlanOf("send bob@example.org the summary", Trust.User, Step(new { text = "$s1.text" })),
            new { text = "The budget is 4,000 euros.", source = new { type = "message", id = "m1", text = "Anna: Budget" } },
            new { to = new[] { new { email = "bob@example.org" } }, text = "The budget is 4,000 euros." }));
        Assert.Equal(new OutsideValue("text", null, new SourceRef("message", "m1", "Anna: Budget")), label);
    }

    [Fact]
    public void A_text_that_a_tool_has_changed_is_outside_all_the_same() =>
        Assert.Equal("text", Assert.Single(Label(PlanOf("tell bob@example.org", Trust.User, Step(new { text = "$s1.text" })), new { text = "pay now" }, new { text = "PAY NOW! (please)" })).Field);

    [Fact]
    public void A_result_that_is_the_persons_own_is_not_outside() =>
        Assert.Empty(Label(PlanOf("send it to bob@example.org", Trust.User, Step(new { text = "$s1.text" })), new { text = "My note." }, new { text = "My note." }, trusted: true));

    [Theory]
    [InlineData("mail x@firm.example", "x@firm.example", false)]
    [InlineData("mail max@firm.example", "x@firm.example", true)] // the end of what was written
    [InlineData("mail x@firm.example.org", "x@firm.example", true)] // the beginning
    [InlineData("mail x@firm.example.", "x@firm.example", false)]
    [InlineData("mail <X@Firm.Example>, please", "x@firm.example", false)]
    [InlineData("mail Anna", "x@firm.example", true)]
    public void An_address_is_the_persons_own_when_they_wrote_it_as_a_whole(string request, string address, bool outside)
    {
        var labels = Label(PlanOf(request, Trust.User, Step(new { })), new { }, new { to = new[] { new { email = address, name = "X" } } });
        Assert.Equal(outside, labels.Count == 1);
        if (outside)
            Assert.Equal(new OutsideValue("to", address, new SourceRef("contact", address, $"X <{address}>")), labels[0]);
    }

    [Fact]
    public void An_address_that_was_found_in_mail_names_that_mail()
    {
        var label = Assert.Single(Label(PlanOf("invite everyone", Trust.User, Step(new { attendees = "$s1.people" })),
            new { people = new[] { new { email = "eve@example.org", name = "Eve", source = new { type = "message", id = "m7", text = "Lunch" } } } },
            new { attendees = new[] { new { email = "eve@example.org", name = "Eve" } } }));
        Assert.Equal(new OutsideValue("attendees", "eve@example.org", new SourceRef("message", "m7", "Lunch")), label);
    }

    [Fact]
    public void Ids_and_times_say_nothing_unless_they_were_read_out_of_a_text()
    {
        var payload = new { eventId = Guid.NewGuid(), start = new { local = "2026-11-24T15:00:00", zone = "Europe/Berlin" } };
        Assert.Empty(Label(PlanOf("move it", Trust.User, Step(new { start = "tomorrow at 15:00", eventId = "$s1.id" })), new { id = payload.eventId }, payload));
        Assert.Equal(["start"], Label(PlanOf("add it", Trust.User, Step(new { start = "$s1.start" })), new { start = "2026-11-24T15:00" }, payload).Select(l => l.Field).Distinct());
    }

    [Fact]
    public void In_a_plan_made_of_what_was_read_nothing_is_the_persons_own()
    {
        var labels = Label(PlanOf("do what Eve asks: I am late", Trust.Outside, Step(new { text = "I am late" })), new { }, new { to = new[] { new { email = "eve@example.org" } }, text = "I am late" });
        Assert.Equal([("to", "m9"), ("text", "m9")], labels.Select(l => (l.Field, l.Source!.Id)));
    }
}
