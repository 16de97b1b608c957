using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.State;

namespace Steward.Workflows.Tests.Samples;

/// <summary>
/// 9. Changing a workflow while runs of it wait. A run keeps the version that it began with. Replaying stored runs shows whether a change needs a new version; an
/// explicit migration moves runs to it.
/// </summary>
public sealed class Sample09_Versions
{
    static readonly Channel<JsonElement?> Answer = Channel.LastValue<JsonElement?>("answer");
    static readonly Channel<long> Cents = Channel.Counter("cents");
    static readonly Channel<string?> Price = Channel.LastValue<string?>("price");

    static NodeResult Ask(NodeContext context) => NodeResult.Interrupt(new InterruptRequest("buy", JsonElement.Parse("\"Buy?\"")), answerInto: Answer);

    static Workflow First(bool skipped = false) => new WorkflowBuilder("sample.shop", 1).Channels(Answer, Cents)
        .Node("price", _ => NodeResult.Next(Patch.Empty.Add(Cents, 1250))).Node("ask", Ask).Node("pay", _ => NodeResult.Next())
        .Edge("price", skipped ? "pay" : "ask").Edge("ask", "pay").Conditional("price", _ => Workflow.End, Workflow.End, "ask").Edge("pay", Workflow.End).Start("price").Build();

    static Workflow Second() => new WorkflowBuilder("sample.shop", 2).Channels(Answer, Price)
        .Node("quote", _ => NodeResult.Next(Patch.Empty.Set(Price, "12.50"))).Node("confirm", Ask).Node("pay", context => NodeResult.Next(Patch.Empty.Set(Price, $"{context.State.Get(Price)} paid")))
        .Edge("quote", "confirm").Edge("confirm", "pay").Edge("pay", Workflow.End).Start("quote").Build();

    [Fact]
    public async Task A_stored_run_tells_whether_a_changed_graph_still_decides_alike()
    {
        var engine = new TestEngine(First());
        var run = await engine.RunAsync();
        var stored = (await engine.Store.HistoryAsync(run, default))!;

        Assert.Empty(RunReplay.Differences(First(), stored, engine.Codec));
        Assert.Equal("price", Assert.Single(RunReplay.Differences(First(skipped: true), stored, engine.Codec)).Node);
    }

    [Fact]
    public async Task A_waiting_run_is_moved_and_goes_on_in_the_new_version()
    {
        var engine = new TestEngine(First());
        var run = await engine.RunAsync();
        var migration = new WorkflowMigration(First(), Second())
        {
            Nodes = new Dictionary<string, string> { ["price"] = "quote", ["ask"] = "confirm" },
            Drops = ["cents"],
            State = old => Patch.Empty.Set(Price, $"{old.Get(Cents) / 100}.{old.Get(Cents) % 100}"),
        };

        var step = RunMigration.Create(run, migration, (await engine.Store.HistoryAsync(run, default))!, engine.Codec, engine.Clock.GetUtcNow());
        Assert.True(await engine.Store.MigrateAsync(step, default));

        var next = new TestEngine(Second(), engine.Store, engine.Clock);
        await next.AnswerAsync(run, "buy", true);
        Assert.Equal("12.50 paid", (await next.StateAsync(run)).Get(Price));
    }
}
