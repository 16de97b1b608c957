using System.Collections.Immutable;
using Steward.Workflows.Building;
using Steward.Workflows.State;

namespace Steward.Workflows.Tests.Samples;

/// <summary>
/// 5. A workflow can be a node of another one. And since a run is the fold of its stored steps, every past checkpoint can be looked at without running anything.
/// </summary>
public sealed class Sample05_SubGraphsAndHistory
{
    static readonly Channel<ImmutableList<string>> Steps = Channel.Append<string>("steps");

    static NodeResult Note(NodeContext context) => NodeResult.Next(Patch.Empty.Add(Steps, context.Node));

    [Fact]
    public async Task A_sub_graph_is_entered_left_and_seen_in_the_history()
    {
        var search = new WorkflowBuilder("sample.search", 1).Channels(Steps)
            .Node("find", Note).Node("rank", Note).Edge("find", "rank").Edge("rank", Workflow.End).Start("find").Build();
        var whole = new WorkflowBuilder("sample.whole", 1).Channels(Steps)
            .Node("plan", Note).SubGraph("search", search).Node("answer", Note)
            .Edge("plan", "search").Edge("search", "answer").Edge("answer", Workflow.End).Start("plan").Build();
        var engine = new TestEngine(whole);

        var run = await engine.RunAsync();

        Assert.Equal(["plan", "search/find", "search/rank", "answer"], (await engine.StateAsync(run)).Get(Steps));
        var afterFind = (await engine.HistoryAsync(run))[2];
        Assert.Equal("search/find", afterFind.Node);
        Assert.Equal(["search/rank"], afterFind.Ready);
        Assert.Equal(2, afterFind.State.GetProperty("steps").GetArrayLength());
    }
}
