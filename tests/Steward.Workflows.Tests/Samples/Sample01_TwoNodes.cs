using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.State;

namespace Steward.Workflows.Tests.Samples;

/// <summary>
/// 1. A workflow is nodes and edges over declared state. A node does not change the state: it returns a patch, and the patch, with whatever the node staged,
/// is committed before the next node begins.
/// </summary>
public sealed class Sample01_TwoNodes
{
    static readonly Channel<string> Name = Channel.LastValue("name", "nobody");
    static readonly Channel<string?> Greeting = Channel.LastValue<string?>("greeting");

    static readonly Workflow Hello = new WorkflowBuilder("sample.hello", version: 1)
        .Channels(Name, Greeting)
        .Node("greet", context => NodeResult.Next(Patch.Empty.Set(Greeting, $"Hello {context.State.Get(Name)}")))
        .Node("shout", context => NodeResult.Next(Patch.Empty.Set(Greeting, context.State.Get(Greeting)!.ToUpperInvariant())))
        .Edge("greet", "shout")
        .Edge("shout", Workflow.End)
        .Start("greet")
        .Build();

    [Fact]
    public async Task Runs_from_start_to_end()
    {
        var engine = new TestEngine(Hello);

        var run = await engine.RunAsync(Patch.Empty.Set(Name, "Ada"));

        Assert.Equal(RunStatus.Completed, await engine.StatusAsync(run));
        Assert.Equal("HELLO ADA", (await engine.StateAsync(run)).Get(Greeting));
        Assert.Equal(["greet", "shout"], await engine.PathAsync(run));
    }
}
