using System.Collections.Immutable;
using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.State;

namespace Steward.Workflows.Tests.Samples;

/// <summary>
/// 8. Looking back, and going another way. Checkpoints can be listed and compared. A fork is a new run from an old checkpoint, with a changed state: what ran before it
/// does not run again, and what follows is new work under keys of the new run.
/// </summary>
public sealed class Sample08_HistoryAndForks
{
    static readonly Channel<string> Tone = Channel.LastValue("tone", "formal");
    static readonly Channel<ImmutableList<string>> Sent = Channel.Append<string>("sent");

    int looked;

    Workflow Letter() => new WorkflowBuilder("sample.letter", 1).Channels(Tone, Sent)
        .Node("look-up", _ => { looked++; return NodeResult.Next(); })
        .Node("ask", _ => NodeResult.Interrupt(new InterruptRequest("send", JsonElement.Parse("\"Send it?\""))))
        .Node("send", context => NodeResult.Next(Patch.Empty.Add(Sent, $"{context.State.Get(Tone)} letter")))
        .Edge("look-up", "ask").Edge("ask", "send").Edge("send", Workflow.End)
        .Start("look-up").Build();

    [Fact]
    public async Task A_fork_goes_on_from_a_checkpoint_with_another_state()
    {
        var engine = new TestEngine(Letter());
        var run = await engine.RunAsync();
        await engine.AnswerAsync(run, "send", true);
        var asked = (await engine.HistoryAsync(run)).Single(checkpoint => checkpoint.Waiting.Contains("ask"));
        Assert.True(asked.Forkable);

        var stored = (await engine.Store.HistoryAsync(run, default))!;
        var change = StateChange.Read(engine.Workflow, JsonElement.Parse("""{"tone":"warm"}"""), engine.Codec);
        var questions = await engine.Store.QuestionsAsync(run, default);
        var fork = RunFork.Create(Guid.NewGuid(), TestEngine.Owner, engine.Workflow, run, stored, asked.Seq, change, questions, engine.Codec, engine.Clock.GetUtcNow());
        await engine.Store.StartAsync(fork, default);
        await engine.AnswerAsync(fork.Id, "send", true);

        Assert.Equal(["warm letter"], (await engine.StateAsync(fork.Id)).Get(Sent));
        Assert.Equal(["formal letter"], (await engine.StateAsync(run)).Get(Sent));
        Assert.Equal(1, looked);
        Assert.Equal(new RunOrigin(run, asked.Seq), (await engine.FindAsync(fork.Id)).Origin);
    }

    [Fact]
    public async Task Two_checkpoints_are_compared_by_channel()
    {
        var engine = new TestEngine(Letter());
        var run = await engine.RunAsync();
        await engine.AnswerAsync(run, "send", true);
        var stored = (await engine.Store.HistoryAsync(run, default))!;

        var change = Assert.Single(RunHistory.Diff(engine.Workflow, stored, 0, stored.Steps[^1].Seq, engine.Codec));

        Assert.Equal(("sent", null, """["formal letter"]"""), (change.Channel, change.Before, change.After!.Value.GetRawText()));
    }
}
