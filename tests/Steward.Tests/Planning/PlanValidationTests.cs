using System.Text.Json;
using Steward.Mail;
using Steward.Planning;
using Steward.Platform;

namespace Steward.Tests.Planning;

public sealed class PlanValidationTests
{
    readonly PlanValidation validation = new(World.Tools);

    static readonly PlanStep Search = Step("s1", "mail.search", ("query", Json.ToElement("budget")));

    [Fact]
    public void A_plan_that_uses_tools_as_they_are_is_accepted()
    {
        Assert.Equal([], Errors(Search, Archive()));
    }

    [Fact]
    public void An_unknown_tool_is_named()
    {
        Assert.Equal(["s1: There is no tool \"mail.explode\"."], Errors(Step("s1", "mail.explode")));
    }

    [Fact]
    public void A_missing_and_an_unknown_argument_are_named_with_their_step()
    {
        var errors = Errors(Step("s1", "mail.search", ("words", Json.ToElement("budget"))));
        Assert.Contains("s1.query: mail.search needs query.", errors);
        Assert.Contains("s1.words: mail.search takes no words.", errors);
    }

    [Fact]
    public void A_literal_of_the_wrong_kind_is_refused()
    {
        Assert.Single(Errors(Step("s1", "mail.search", ("query", Json.ToElement("x")), ("limit", Json.ToElement("many")))), e => e.StartsWith("s1.limit", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""[{"$ref": "s1.messages[0]"}]""")]
    [InlineData("""[["s1", {"$ref": "s1.messages"}]]""")]
    [InlineData("""{"$ref": "s1.messages", "and": 1}""")]
    [InlineData("""{"$ref": 1}""")]
    public void A_reference_that_nothing_would_fill_in_is_refused(string argument)
    {
        Assert.Equal(["s2.messages: A reference is a whole argument; inside a list or an object nothing fills it in."], Errors(Search, Step("s2", "mail.read-threads", ("messages", JsonElement.Parse(argument)))));
    }

    [Theory]
    [InlineData("s2.messages", "No earlier step has the id s2.")]
    [InlineData("s1.messages", "No earlier step has the id s1.")]
    [InlineData("not a reference!", "\"not a reference!\" is not a reference.")]
    [InlineData("item.id", "There is no item: the step is not done for each element of a list.")]
    public void A_reference_to_what_is_not_there_yet_is_refused(string reference, string problem)
    {
        var errors = Errors(Step("s1", "mail.read-threads", ("messages", PlanReference.To(reference))));
        Assert.Contains($"s1.messages: {problem}", errors);
    }

    [Theory]
    [InlineData("s1.mails")]
    [InlineData("s1.total.count")]
    [InlineData("s1.messages[0].nothing")]
    public void A_reference_to_a_property_that_the_result_lacks_is_refused(string reference)
    {
        Assert.NotEmpty(Errors(Search, Step("s2", "mail.read-threads", ("messages", PlanReference.To(reference)))));
    }

    [Fact]
    public void A_reference_of_another_shape_is_refused()
    {
        Assert.Contains("s2.messages: s1.total is a Number, a List is needed.", Errors(Search, Step("s2", "mail.read-threads", ("messages", PlanReference.To("s1.total")))));
    }

    [Fact]
    public void A_for_each_goes_over_a_list()
    {
        Assert.Contains("s2.forEach: s1.total is not a list.", Errors(Search, Archive() with { ForEach = "s1.total" }));
    }

    [Fact]
    public void A_step_that_says_it_reads_cannot_use_a_tool_that_proposes()
    {
        var errors = Errors(Search, Archive() with { Effect = StepEffect.Read });
        Assert.Contains(errors, e => e.Contains("says that it will read", StringComparison.Ordinal));
    }

    [Fact]
    public void A_step_cannot_propose_another_kind_than_its_tool()
    {
        Assert.Contains(Errors(Search, Archive() with { ActionKind = MailActions.Trash }), e => e.Contains("may propose mail.trash", StringComparison.Ordinal));
    }

    [Fact]
    public void Ids_are_unique_and_a_plan_has_steps()
    {
        Assert.Contains("s1: Two steps have this id.", Errors(Search, Search));
        Assert.NotEmpty(Errors());
        Assert.NotEmpty(Errors([.. Enumerable.Range(1, PlanValidation.MaxSteps + 1).Select(n => Search with { Id = $"s{n}" })]));
    }

    [Theory]
    [InlineData("s1", 0)]
    [InlineData("s1.messages", 1)]
    [InlineData("s3.slots[0].start", 3)]
    public void References_are_read(string text, int steps) => Assert.Equal(steps, PlanReference.Parse(text)!.Path.Count);

    [Theory]
    [InlineData("")]
    [InlineData("s1.")]
    [InlineData("s1[x]")]
    [InlineData("s1[-1]")]
    [InlineData("s1.a b")]
    [InlineData("s1..a")]
    public void What_is_no_reference_is_none(string text) => Assert.Null(PlanReference.Parse(text));

    [Fact]
    public void A_reference_reads_a_value_or_nothing()
    {
        var result = Json.ToElement(new { slots = new[] { new { start = "a" } }, none = (string?)null });
        Assert.Equal("a", PlanReference.Parse("s1.slots[0].start")!.Read(result)!.Value.GetString());
        Assert.Null(PlanReference.Parse("s1.slots[1]")!.Read(result));
        Assert.Null(PlanReference.Parse("s1.slots.start")!.Read(result));
        Assert.Null(PlanReference.Parse("s1.none")!.Read(result));
    }

    List<string> Errors(params PlanStep[] steps) =>
        [.. validation.Validate(new Plan { Request = "", Summary = "", Intent = "", Confidence = 1, Planner = "test", Readings = [], Steps = steps }).Select(e => e.ToString())];

    static PlanStep Archive() => Step("s2", "mail.propose-archive", ("messageId", PlanReference.To("item.id")), ("accountId", PlanReference.To("item.accountId"))) with
    {
        Effect = StepEffect.Propose,
        ActionKind = MailActions.Archive,
        ForEach = "s1.messages",
        When = "s1.messages",
    };

    static PlanStep Step(string id, string tool, params (string Name, JsonElement Value)[] arguments) => new()
    {
        Id = id,
        Tool = tool,
        Title = "",
        Effect = StepEffect.Read,
        Arguments = arguments.ToDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal),
    };
}
