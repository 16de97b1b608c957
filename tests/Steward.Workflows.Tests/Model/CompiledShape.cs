using System.Collections.Immutable;
using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Policies;
using Steward.Workflows.State;

namespace Steward.Workflows.Tests.Model;

/// <summary>A shape, compiled to a workflow whose nodes note what they do in the state and at an outside that counts.</summary>
sealed class CompiledShape
{
    public static readonly Channel<ImmutableList<string>> Log = Channel.Append<string>("log");
    public const string Signal = "go";
    public static readonly Channel<long> Count = Channel.Counter("count");

    /// <summary>More attempts than any schedule has crashes; the pauses double, with a part left to chance.</summary>
    static readonly NodeOptions Patient = new() { Kind = NodeKind.External, Retry = new RetryPolicy { MaxAttempts = 1000, FirstDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromMinutes(3) } };

    readonly Outside outside;
    int made;

    readonly Func<NodeContext, string> keys;

    /// <param name="keys">What names a call for the outside; a test may plant a wrong one.</param>
    public CompiledShape(Shape shape, Outside outside, Func<NodeContext, string>? keys = null)
    {
        this.outside = outside;
        this.keys = keys ?? (context => context.Key);
        Workflow = Build("model", shape);
        Expected = [.. Interpret(shape, "").Order(StringComparer.Ordinal)];
    }

    public Workflow Workflow { get; }

    /// <summary>What must have happened in the end, by the interpreter: one entry per leaf and item.</summary>
    public IReadOnlyList<string> Expected { get; }

    /// <summary>The keys of the signals that its visits wait for, one for each.</summary>
    public IEnumerable<string> Signals => Enumerable.Range(0, Expected.Count(word => word.StartsWith("heard", StringComparison.Ordinal))).Select(i => $"signal {i}");

    /// <summary>The reason with which it must fail, or null.</summary>
    public string? Failure { get; private set; }

    Workflow Build(string name, Shape shape)
    {
        var builder = new WorkflowBuilder(name, 1).Channels(Log, Count);
        return builder.Start(Compile(builder, shape, Workflow.End)).Build();
    }

    /// <returns>The node where the shape begins; it ends at <paramref name="exit"/>.</returns>
    string Compile(WorkflowBuilder builder, Shape shape, string exit)
    {
        var name = $"n{made++}";
        switch (shape)
        {
            case Shape.Act:
                builder.Node(name, (context, cancel) => NoteAsync(context, "act", patch => NodeResult.Next(patch), cancel), Patient).Edge(name, exit);
                builder.Compensate(name, UndoAsync, Patient);
                return name;
            case Shape.Flaky flaky:
                builder.Node(name, (context, cancel) => context.Attempt <= flaky.Failures
                    ? throw new InvalidOperationException("flaky")
                    : NoteAsync(context, "flaky", patch => NodeResult.Next(patch), cancel), Patient).Edge(name, exit);
                return name;
            case Shape.Ask:
                Question(builder, name, "ask", "answered", exit, null);
                return name;
            case Shape.Race race:
                Question(builder, name, "race", "raced", exit, race.Minutes);
                return name;
            case Shape.Hear:
                builder.Signal(Signal).Node(name, (context, cancel) => NoteAsync(context, "hear", patch => NodeResult.WaitForSignal(Signal, patch: patch), cancel), Patient);
                builder.Node(name + "h", (context, cancel) => NoteAsync(context, "heard", patch =>
                {
                    outside.Heard(context.Answer!.Value.GetInt32());
                    return NodeResult.Next(patch);
                }, cancel), Patient).Edge(name, name + "h").Edge(name + "h", exit);
                return name;
            case Shape.Nap nap:
                builder.Node(name, (context, cancel) => NoteAsync(context, "nap", patch => NodeResult.Sleep(outside.Now.AddMinutes(nap.Minutes), patch), cancel), Patient).Edge(name, exit);
                return name;
            case Shape.Seq seq:
                return seq.Parts.Reverse().Aggregate(exit, (next, part) => Compile(builder, part, next));
            case Shape.Par par:
                Pass(builder, name);
                Pass(builder, name + "j");
                builder.Edge(name + "j", exit);
                builder.Parallel(name, [.. par.Branches.Select(branch => Compile(builder, branch, name + "j"))], name + "j");
                return name;
            case Shape.Each each:
                Pass(builder, name);
                Pass(builder, name + "j");
                builder.Edge(name + "j", exit);
                builder.ForEach(name, _ => Enumerable.Range(0, each.Items), Compile(builder, each.Body, name + "j"), name + "j");
                return name;
            case Shape.Fan fan:
                var sent = Compile(builder, fan.Body, name + "j");
                builder.Node(name, _ => NodeResult.Send(null, [.. Enumerable.Range(0, fan.Items).Select(i => new Send(sent, JsonSerializer.SerializeToElement(i)))], name + "j"), Patient);
                builder.Dynamic(name, sent, name + "j").Edge(name + "j", exit);
                Pass(builder, name + "j");
                return name;
            case Shape.Meet meet:
                Pass(builder, name);
                Pass(builder, name + "j");
                builder.Edge(name + "j", exit);
                for (var i = 0; i < meet.Branches.Count; i++)
                {
                    Pass(builder, $"{name}l{i}");
                    builder.Edge(name, Compile(builder, meet.Branches[i], $"{name}l{i}"));
                }
                builder.Join(name + "j", [.. meet.Branches.Select((_, i) => $"{name}l{i}")]);
                return name;
            case Shape.Gate gate:
                Barrier(builder, name, gate, exit);
                return name;
            case Shape.Runaway runaway:
                Failure = $"The loop through '{name}' reached its limit of {runaway.Limit}.";
                builder.Node(name, (context, cancel) => NoteAsync(context, "round", patch => NodeResult.Next(patch), cancel), Patient with { MaxVisits = runaway.Limit });
                builder.Conditional(name, _ => name, name, exit);
                return name;
            case Shape.Loop loop:
                var rounds = Channel.Counter(name);
                builder.Channels(rounds).Node(name, _ => NodeResult.Next(Patch.Empty.Add(rounds, 1)), Patient with { MaxVisits = loop.Rounds + 1 });
                var body = Compile(builder, loop.Body, name);
                builder.Conditional(name, state => state.Get(rounds) <= loop.Rounds ? body : exit, body, exit);
                return name;
            case Shape.Choice choice:
                Pass(builder, name);
                var (yes, no) = (Compile(builder, choice.Yes, exit), Compile(builder, choice.No, exit));
                builder.Conditional(name, _ => choice.First ? yes : no, yes, no);
                return name;
            case Shape.Sub sub:
                builder.SubGraph(name, Build("sub", sub.Inner)).Edge(name, exit);
                return name;
            default:
                throw new ArgumentOutOfRangeException(nameof(shape));
        }
    }

    static void Pass(WorkflowBuilder builder, string name) => builder.Node(name, _ => NodeResult.Next(), Patient);

    void Barrier(WorkflowBuilder builder, string name, Shape.Gate gate, string exit)
    {
        var barrier = Channel.Barrier(name, [.. gate.Branches.Select((_, i) => $"p{i}")]);
        builder.Channels(barrier).Node(name + "x", _ => NodeResult.Fail("Not all have arrived at the barrier."), Patient).Edge(name + "x", exit);
        Pass(builder, name);
        Pass(builder, name + "j");
        builder.Parallel(name, [.. gate.Branches.Select((branch, i) =>
        {
            builder.Node($"{name}p{i}", _ => NodeResult.Next(Patch.Empty.Arrive(barrier, $"p{i}")), Patient).Edge($"{name}p{i}", name + "j");
            return Compile(builder, branch, $"{name}p{i}");
        })], name + "j");
        builder.Conditional(name + "j", state => state.IsOpen(barrier) ? exit : name + "x", exit, name + "x");
    }

    void Question(WorkflowBuilder builder, string name, string asked, string answered, string exit, int? minutes)
    {
        builder.Node(name, (context, cancel) => NoteAsync(context, asked, patch =>
        {
            outside.Asked(context.Key);
            return NodeResult.Interrupt(new InterruptRequest(context.Key, JsonElement.Parse("1"), ExpiresAt: minutes is { } after ? outside.Now.AddMinutes(after) : null), patch);
        }, cancel), Patient);
        builder.Node(name + "a", (context, cancel) => NoteAsync(context, answered, patch =>
        {
            if (context.Answer is { } answer)
                outside.Received(answer.GetInt32());
            else if (minutes is null)
                throw new InvalidOperationException("A question without a time to answer went on without an answer.");
            return NodeResult.Next(patch);
        }, cancel), Patient).Edge(name, name + "a").Edge(name + "a", exit);
    }

    /// <summary>Waits for its turn, so that the schedule and not the order of starting decides who finishes first.</summary>
    async ValueTask<NodeResult> NoteAsync(NodeContext context, string what, Func<Patch, NodeResult> result, CancellationToken cancel)
    {
        outside.Called(keys(context));
        await outside.Turns.TakeAsync(cancel);
        return result(Patch.Empty.Add(Log, $"{what}{context.Input}").Add(Count, 1));
    }

    async ValueTask<NodeResult> UndoAsync(NodeContext context, CancellationToken cancel)
    {
        outside.Undoes(context.Compensates!.Key);
        await outside.Turns.TakeAsync(cancel);
        return NodeResult.Next();
    }

    /// <summary>The whole specification: leaves happen once per item; what is in the middle only orders them.</summary>
    static IEnumerable<string> Interpret(Shape shape, string item) => shape switch
    {
        Shape.Act => ["act" + item],
        Shape.Flaky => ["flaky" + item],
        Shape.Ask => ["ask" + item, "answered" + item],
        Shape.Hear => ["hear" + item, "heard" + item],
        Shape.Nap => ["nap" + item],
        Shape.Race => ["race" + item, "raced" + item],
        Shape.Seq seq => seq.Parts.SelectMany(part => Interpret(part, item)),
        Shape.Par par => par.Branches.SelectMany(branch => Interpret(branch, item)),
        Shape.Each each => Enumerable.Range(0, each.Items).SelectMany(i => Interpret(each.Body, $"{i}")),
        Shape.Fan fan => Enumerable.Range(0, fan.Items).SelectMany(i => Interpret(fan.Body, $"{i}")),
        Shape.Meet meet => meet.Branches.SelectMany(branch => Interpret(branch, item)),
        Shape.Gate gate => gate.Branches.SelectMany(branch => Interpret(branch, item)),
        Shape.Runaway runaway => Enumerable.Repeat("round" + item, runaway.Limit),
        Shape.Loop loop => Enumerable.Range(0, loop.Rounds).SelectMany(_ => Interpret(loop.Body, item)),
        Shape.Choice choice => Interpret(choice.First ? choice.Yes : choice.No, item),
        Shape.Sub sub => Interpret(sub.Inner, item),
        _ => throw new ArgumentOutOfRangeException(nameof(shape)),
    };
}
