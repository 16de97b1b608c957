using Steward.Workflows.Building;
using Steward.Workflows.State;

namespace Steward.Workflows.Tests.Building;

public sealed class WorkflowBuilderTests
{
    static NodeResult Go(NodeContext context) => NodeResult.Next();

    static WorkflowBuilder Builder() => new WorkflowBuilder("w", 1).Node("a", Go).Node("b", Go);

    static string Problem(WorkflowBuilder builder) => Assert.Throws<WorkflowDefinitionException>(() => builder.Build()).Message;

    [Theory]
    [InlineData("'b' leads nowhere", "a>b")]
    [InlineData("'b' cannot be reached from 'a'", "a>END b>END")]
    [InlineData("'a' leads to 'c', which is no node", "a>c a>b b>END")]
    [InlineData("An edge leaves 'c', which is no node", "a>b b>END c>END")]
    [InlineData("From 'a' no way leads to the end", "a>b b>a")]
    public void A_wrong_graph_is_refused_with_the_name_of_the_node(string expected, string edges)
    {
        var builder = Builder().Start("a");
        foreach (var edge in edges.Split(' ').Select(edge => edge.Replace("END", Workflow.End, StringComparison.Ordinal).Split('>')))
            builder.Edge(edge[0], edge[1]);
        Assert.Contains(expected, Problem(builder), StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_listed_at_once()
    {
        var message = Problem(new WorkflowBuilder("", 0).Node("a", Go).Node("a", Go).Node("x/y", Go).MaxSteps(0));
        foreach (var part in new[] { "1 to 100 characters", "at least 1", "Two nodes are called 'a'", "'x/y' is no name", "It has no start", "limit of steps" })
            Assert.Contains(part, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_start_that_is_no_node_is_refused() => Assert.Contains("start 'z' is no node", Problem(Builder().Edge("a", "b").Edge("b", Workflow.End).Start("z")), StringComparison.Ordinal);

    [Fact]
    public void A_fan_out_is_the_only_way_out_and_its_join_is_a_node()
    {
        var both = Builder().Node("j", Go).Parallel("a", ["b"], "j").Edge("a", "b").Edge("b", "j").Edge("j", Workflow.End).Start("a");
        Assert.Contains("'a' has a fan-out and other edges", Problem(both), StringComparison.Ordinal);
        Assert.Contains("join that is a node", Problem(Builder().Parallel("a", ["b"], Workflow.End).Edge("b", Workflow.End).Start("a")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_join_needs_two_and_is_declared_once()
    {
        Assert.Contains("The join 'b'", Problem(Builder().Join("b", "a").Edge("b", Workflow.End).Start("a")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_join_that_waits_for_what_only_it_leads_to_is_refused()
    {
        var builder = Builder().Node("c", Go).Join("b", "a", "c").Edge("b", "c").Edge("b", Workflow.End).Start("a");
        Assert.Contains("The join 'b' waits for 'c', which can only run after it.", Problem(builder), StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_that_allow_nothing_are_refused()
    {
        static Workflow With(NodeOptions options) => new WorkflowBuilder("w", 1).Node("x", Go, options).Edge("x", Workflow.End).Start("x").Build();
        Assert.Contains("The limits of 'x'", Assert.Throws<WorkflowDefinitionException>(() => With(new NodeOptions { MaxVisits = 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("The limits of 'x'", Assert.Throws<WorkflowDefinitionException>(() => With(new NodeOptions { MaxParallel = 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("The timeout of 'x'", Assert.Throws<WorkflowDefinitionException>(() => With(new NodeOptions { Timeout = TimeSpan.Zero })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_channels_with_one_name_are_refused()
    {
        var builder = Builder().Channels(Channel.Counter("n"), Channel.Append<int>("n")).Edge("a", "b").Edge("b", Workflow.End).Start("a");
        Assert.Contains("Two different channels are called 'n'", Problem(builder), StringComparison.Ordinal);
    }

    [Fact]
    public void A_choice_without_declared_targets_switches_the_reach_check_off()
    {
        var workflow = Builder().Conditional("a", _ => "b").Edge("b", Workflow.End).Start("a").Build();
        Assert.Equal(["a", "b"], workflow.Nodes);
    }

    [Fact]
    public void A_graph_can_be_drawn_without_running_it()
    {
        var inner = new WorkflowBuilder("inner", 1).Node("x", Go).Edge("x", Workflow.End).Start("x").Build();
        var workflow = Builder().SubGraph("sub", inner).Edge("a", "sub").Edge("sub", "b").Edge("b", Workflow.End).Start("a").Build();
        Assert.Contains(("a", "sub"), workflow.Edges);
        Assert.Contains(("sub", "b"), workflow.Edges);
        Assert.Equal(["a", "b", "sub/x"], workflow.Nodes);
    }
}
