using System.Collections.Immutable;
using Steward.Workflows.Building;
using Steward.Workflows.State;

namespace Steward.Workflows.Tests.Samples;

/// <summary>
/// 2. Choices, loops, parallel branches and for-each. A choice is a function of the state. Branches of one super-step see the same state, and their patches
/// are merged as each channel declares, in the order of the tasks, however they were scheduled.
/// </summary>
public sealed class Sample02_Branches
{
    static readonly Channel<long> Count = Channel.Counter("count");
    static readonly Channel<ImmutableList<string>> Words = Channel.Append<string>("words");
    static readonly Channel<ImmutableList<int>> Squares = Channel.Append<int>("squares");

    [Fact]
    public async Task A_loop_goes_round_until_the_state_says_enough()
    {
        var workflow = new WorkflowBuilder("sample.loop", 1).Channels(Count)
            .Node("add", _ => NodeResult.Next(Patch.Empty.Add(Count, 1)), new NodeOptions { MaxVisits = 10 })
            .Conditional("add", state => state.Get(Count) < 3 ? "add" : Workflow.End, "add", Workflow.End)
            .Start("add").Build();
        var engine = new TestEngine(workflow);

        var run = await engine.RunAsync();

        Assert.Equal(["add", "add", "add"], await engine.PathAsync(run));
    }

    [Fact]
    public async Task Parallel_branches_meet_in_their_join_once()
    {
        var workflow = new WorkflowBuilder("sample.parallel", 1).Channels(Words)
            .Node("split", _ => NodeResult.Next())
            .Node("left", _ => NodeResult.Next(Patch.Empty.Add(Words, "left")))
            .Node("right", _ => NodeResult.Next(Patch.Empty.Add(Words, "right")))
            .Node("meet", context => NodeResult.Next(Patch.Empty.Add(Words, $"met {context.State.Get(Words).Count}")))
            .Parallel("split", ["left", "right"], join: "meet")
            .Edge("left", "meet").Edge("right", "meet").Edge("meet", Workflow.End)
            .Start("split").Build();
        var engine = new TestEngine(workflow);

        var run = await engine.RunAsync();

        Assert.Equal(["left", "right", "met 2"], (await engine.StateAsync(run)).Get(Words));
    }

    [Fact]
    public async Task For_each_gives_every_task_its_item()
    {
        var workflow = new WorkflowBuilder("sample.for-each", 1).Channels(Squares, Count)
            .Node("begin", _ => NodeResult.Next())
            .Node("square", context => NodeResult.Next(Patch.Empty.Add(Squares, context.ReadInput<int>() * context.ReadInput<int>())))
            .Node("sum", context => NodeResult.Next(Patch.Empty.Add(Count, context.State.Get(Squares).Sum())))
            .ForEach("begin", _ => Enumerable.Range(1, 4), body: "square", join: "sum")
            .Edge("square", "sum").Edge("sum", Workflow.End)
            .Start("begin").Build();
        var engine = new TestEngine(workflow);

        var run = await engine.RunAsync();

        Assert.Equal([1, 4, 9, 16], (await engine.StateAsync(run)).Get(Squares));
        Assert.Equal(30, (await engine.StateAsync(run)).Get(Count));
    }
}
