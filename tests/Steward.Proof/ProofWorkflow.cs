using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Platform;
using Steward.Workflows.Building;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Policies;
using Steward.Workflows.State;

namespace Steward.Proof;

/// <summary>
/// The workflow that is run while everything around it breaks: each kind of node, parallel branches, a sub-graph, for-each, a timer, a question, a question
/// that expires while it is answered, a signal, calls to three kinds of receivers, and compensations for those runs that are cancelled on the way. Its log must in the end be <see cref="Expected"/>, in this order: what is merged
/// does not depend on who finished first.
/// </summary>
public static class ProofWorkflow
{
    public static readonly Channel<ImmutableList<string>> Log = Channel.Append<string>("log");
    public static readonly Channel<JsonElement?> Answer = Channel.LastValue<JsonElement?>("answer");

    public static readonly IReadOnlyList<string> Expected =
        ["stage", "pure", "left", "keyed", "inner/think", "inner/write", "joined", "item0", "item1", "item2", "gathered", "searched", "plain", "nap", "ask", "act", "listen", "heard", "race", "after"];

    /// <summary>The executions that change our own database: each of them exactly once per run.</summary>
    public static readonly IReadOnlyList<string> Effects = ["act", "after", "ask", "heard", "inner/write", "item0", "item1", "item2", "left", "stage"];

    public static Workflow Build(string name = "proof")
    {
        var inner = new WorkflowBuilder("proof.inner", 1).Channels(Log)
            .Node("think", Note, Patient(NodeKind.Pure)).Node("write", WriteAsync, Patient())
            .Edge("think", "write").Edge("write", Workflow.End).Start("think").Build();
        return new WorkflowBuilder(name, 1).Channels(Log, Answer)
            .Node("stage", StageAsync, Patient())
            .Node("pure", Note, Patient(NodeKind.Pure))
            .Node("left", WriteAsync, Patient())
            .Node("keyed", (context, cancel) => CallAsync(Receiver.Keyed, context, cancel), Patient(NodeKind.External))
            .SubGraph("inner", inner)
            .Node("joined", Note, Patient(NodeKind.Pure))
            .Node("item", WriteAsync, Patient() with { MaxParallel = 2 })
            .Node("gathered", Note, Patient(NodeKind.Pure))
            .Node("searched", (context, cancel) => CallAsync(Receiver.Searched, context, cancel), Patient(NodeKind.External))
            .Node("plain", (context, cancel) => CallAsync(Receiver.Plain, context, cancel), Patient(NodeKind.External))
            .Node("nap", context => NodeResult.Sleep(Now(context).AddMilliseconds(30), Said(context)), Patient(NodeKind.Pure))
            .Node("ask", AskAsync, Patient())
            .Node("act", WriteAsync, Patient())
            .Signal("go")
            .Node("listen", context => NodeResult.WaitForSignal("go", patch: Said(context)), Patient(NodeKind.Pure))
            .Node("heard", WriteAsync, Patient())
            .Compensate("left", UndoAsync, Patient()).Compensate("item", UndoAsync, Patient()).Compensate("act", UndoAsync, Patient())
            .Node("race", context => NodeResult.Interrupt(
                new InterruptRequest("race", Json.ToElement("still there?"), ExpiresAt: Now(context).AddMilliseconds(60)), Said(context), Answer), Patient(NodeKind.Pure))
            .Node("after", WriteAsync, Patient())
            .Edge("stage", "pure").Parallel("pure", ["left", "keyed", "inner"], "joined").Edge("left", "joined").Edge("keyed", "joined").Edge("inner", "joined")
            .ForEach("joined", _ => Enumerable.Range(0, 3), "item", "gathered").Edge("item", "gathered")
            .Edge("gathered", "searched").Edge("searched", "plain").Edge("plain", "nap").Edge("nap", "ask").Edge("ask", "act").Edge("act", "listen").Edge("listen", "heard").Edge("heard", "race").Edge("race", "after")
            .Edge("after", Workflow.End).Start("stage").Build();
    }

    /// <summary>Whoever tests kills far more often than a run has attempts: each kill counts for whatever was begun.</summary>
    static NodeOptions Patient(NodeKind kind = NodeKind.Transactional) =>
        new() { Kind = kind, Retry = RetryPolicy.Default with { MaxAttempts = 10_000, FirstDelay = TimeSpan.FromMilliseconds(10), MaxDelay = TimeSpan.FromMilliseconds(50) } };

    static DateTimeOffset Now(NodeContext context) => context.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    static string NameOf(NodeContext context) => $"{context.Node}{context.Input}";

    static Patch Said(NodeContext context) => Patch.Empty.Add(Log, NameOf(context));

    static NodeResult Note(NodeContext context) => NodeResult.Next(Said(context));

    /// <summary>Staged: written by the step's own commit.</summary>
    static ValueTask<NodeResult> StageAsync(NodeContext context, CancellationToken cancel)
    {
        context.Services.GetRequiredService<Outbox>().Stage("proof.effect", new { run = context.RunId, name = NameOf(context) });
        return ValueTask.FromResult(Note(context));
    }

    /// <summary>Written at once, in the step's transaction.</summary>
    static async ValueTask<NodeResult> WriteAsync(NodeContext context, CancellationToken cancel)
    {
        await EffectAsync(context, cancel);
        return Note(context);
    }

    static async ValueTask<NodeResult> AskAsync(NodeContext context, CancellationToken cancel)
    {
        await EffectAsync(context, cancel);
        return NodeResult.Interrupt(new InterruptRequest("ask", Json.ToElement("go on?")), Said(context), Answer);
    }

    /// <summary>Another effect, under the key of the visit that it undoes.</summary>
    static async ValueTask<NodeResult> UndoAsync(NodeContext context, CancellationToken cancel)
    {
        await StoreAsync(context, $"undo {NameOf(context)}", context.Compensates!.Key, null, cancel);
        return NodeResult.Next();
    }

    static Task EffectAsync(NodeContext context, CancellationToken cancel) => StoreAsync(context, NameOf(context), context.Key, context.Answer?.GetRawText(), cancel);

    static async Task StoreAsync(NodeContext context, string name, string key, string? value, CancellationToken cancel)
    {
        var run = context.RunId;
        await context.Services.GetRequiredService<StewardDbContext>().Database.ExecuteSqlAsync($"INSERT INTO proof.effects (run_id, name, key, value) VALUES ({run}, {name}, {key}, {value})", cancel);
    }

    static async ValueTask<NodeResult> CallAsync(Receiver receiver, NodeContext context, CancellationToken cancel)
    {
        await context.Services.GetRequiredService<Receivers>().CallAsync(receiver, context.RunId, context.Key, context.Attempt, cancel);
        return Note(context);
    }
}
