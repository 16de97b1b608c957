using System.Text.Json;
using Steward.Conversations.Turns;
using Steward.Planning;
using Steward.Platform;

namespace Steward.Tests.Conversations;

public sealed class StepArgumentsTests
{
    static readonly IReadOnlyDictionary<string, JsonElement> Results = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
    {
        ["s1"] = JsonSerializer.SerializeToElement(new { messages = new[] { new { id = "a", from = new { name = "Anna" } }, new { id = "b", from = new { name = "Ben" } } }, total = 2 }),
        ["s2"] = JsonSerializer.SerializeToElement(new { slots = Array.Empty<object>() }),
    };

    static PlanStep Step(string? forEach = null, string? when = null, params (string Name, JsonElement Value)[] arguments) => new()
    {
        Id = "s9", Tool = "t", Title = "T", Effect = StepEffect.Read, ForEach = forEach, When = when,
        Arguments = arguments.ToDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal),
    };

    [Fact]
    public void References_become_the_values_of_earlier_results_and_literals_stay()
    {
        var step = Step(null, null, ("all", PlanReference.To("s1")), ("list", PlanReference.To("s1.messages")), ("one", PlanReference.To("s1.messages[1].from.name")), ("n", Json.ToElement(5)));
        var values = StepArguments.Resolve(step, Results, null);
        Assert.Equal(2, values["all"].GetProperty("total").GetInt32());
        Assert.Equal(2, values["list"].GetArrayLength());
        Assert.Equal("Ben", values["one"].GetString());
        Assert.Equal(5, values["n"].GetInt32());
    }

    [Theory]
    [InlineData("s2.slots[0]")]
    [InlineData("s1.nothing")]
    [InlineData("s7.messages")]
    [InlineData("item.id")]
    [InlineData("..")]
    public void A_reference_that_leads_nowhere_is_left_out_so_that_the_tool_can_say_what_it_misses(string path) =>
        Assert.Empty(StepArguments.Resolve(Step(null, null, ("x", PlanReference.To(path))), Results, null));

    [Fact]
    public void A_for_each_step_is_done_once_per_element_with_that_element()
    {
        var step = Step("s1.messages", null, ("messageId", PlanReference.To("item.id")));
        var ids = StepArguments.ItemsOf(step, Results).Select(item => StepArguments.Resolve(step, Results, item)["messageId"].GetString());
        Assert.Equal(["a", "b"], ids);
        Assert.Single(StepArguments.ItemsOf(Step(), Results), item => item is null);
    }

    [Theory]
    [InlineData("s2.slots", null, "nothing to do")]
    [InlineData(null, "s2.slots", "nothing to do")]
    [InlineData(null, "s1.messages[0].from.nickname", "nothing to do")]
    [InlineData(null, "s5.x", "skipped, because step s5 has no result")]
    [InlineData("s1.messages", "s1.messages", null)]
    [InlineData(null, null, null)]
    public void A_step_is_skipped_when_its_list_or_condition_is_empty_or_what_it_needs_is_missing(string? forEach, string? when, string? reason) =>
        Assert.Equal(reason, StepArguments.SkipReason(Step(forEach, when), Results));

    [Fact]
    public void What_is_filled_in_is_never_read_as_a_reference_again()
    {
        var outside = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
        {
            ["s1"] = JsonSerializer.SerializeToElement(new Dictionary<string, object> { ["subject"] = new Dictionary<string, string> { ["$ref"] = "s2.secret" } }),
            ["s2"] = JsonSerializer.SerializeToElement(new { secret = "the password" }),
        };
        var values = StepArguments.Resolve(Step(null, null, ("x", PlanReference.To("s1.subject"))), outside, null);
        Assert.Equal("s2.secret", values["x"].GetProperty("$ref").GetString());
    }
}
