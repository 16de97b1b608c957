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
    public static readonly Channel<long> Count = Channel.Counter("count");

    static readonly NodeOptions Patient = new() { Kind = NodeKind.External, Retry = new RetryPolicy { MaxAttempts = 1000, FirstDelay = TimeSpan.FromSeconds(1), Jitter = 0 } };

    readonly Outside outside;
    int made;

    public CompiledShape(Shape shape, Outside outside)
    {
        this.outside = outside;
        Workflow = Build("model", shape);
        Expected = [.. Interpret(shape, "").Order(StringComparer.Ordinal)];
    }

    public Workflow Workflow { get; }

    /// <summary>What must have happened in the end, by the interpreter: one entry per leaf and item.</summary>
    public IReadOnlyList<string> Expected { get; }

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
                builder.Node(name, context => Note(context, "act", patch => NodeResult.Next(patch)), Patient).Edge(name, exit);
                return name;
            case Shape.Flaky flaky:
                builder.Node(name, context => context.Attempt <= flaky.Failures
                    ? throw new InvalidOperationException("flaky")
                    : Note(context, "flaky", patch => NodeResult.Next(patch)), Patient).Edge(name, exit);
                return name;
            case Shape.Ask:
                builder.Node(name, context => Note(context, "ask", patch =>
                {
                    outside.Asked(context.Key);
                    return NodeResult.Interrupt(new InterruptRequest(context.Key, JsonElement.Parse("1")), patch);
                }), Patient);
                builder.Node(name + "a", context => Note(context, "answered", patch =>
                {
                    outside.Received(context.Answer!.Value.GetInt32());
                    return NodeResult.Next(patch);
                }), Patient).Edge(name, name + "a").Edge(name + "a", exit);
                return name;
            case Shape.Nap nap:
                builder.Node(name, context => Note(context, "nap", patch => NodeResult.Sleep(outside.Now.AddMinutes(nap.Minutes), patch)), Patient).Edge(name, exit);
                return name;
            case Shape.Seq seq:
                return seq.Parts.Reverse().Aggregate(exit, (next, part) => Compile(builder, part, next));
            case Shape.Par par:
                builder.Node(name, _ => NodeResult.Next(), Patient).Node(name + "j", _ => NodeResult.Next(), Patient).Edge(name + "j", exit);
                builder.Parallel(name, [.. par.Branches.Select(branch => Compile(builder, branch, name + "j"))], name + "j");
                return name;
            case Shape.Each each:
                builder.Node(name, _ => NodeResult.Next(), Patient).Node(name + "j", _ => NodeResult.Next(), Patient).Edge(name + "j", exit);
                builder.ForEach(name, _ => Enumerable.Range(0, each.Items), Compile(builder, each.Body, name + "j"), name + "j");
                return name;
            case Shape.Loop loop:
                var rounds = Channel.Counter(name);
                builder.Channels(rounds).Node(name, _ => NodeResult.Next(Patch.Empty.Add(rounds, 1)), Patient);
                var body = Compile(builder, loop.Body, name);
                builder.Conditional(name, state => state.Get(rounds) <= loop.Rounds ? body : exit, body, exit);
                return name;
            case Shape.Choice choice:
                builder.Node(name, _ => NodeResult.Next(), Patient);
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

    NodeResult Note(NodeContext context, string what, Func<Patch, NodeResult> result)
    {
        outside.Called(context.Key);
        return result(Patch.Empty.Add(Log, $"{what}{context.Input}").Add(Count, 1));
    }

    /// <summary>The whole specification: leaves happen once per item; what is in the middle only orders them.</summary>
    static IEnumerable<string> Interpret(Shape shape, string item) => shape switch
    {
        Shape.Act => ["act" + item],
        Shape.Flaky => ["flaky" + item],
        Shape.Ask => ["ask" + item, "answered" + item],
        Shape.Nap => ["nap" + item],
        Shape.Seq seq => seq.Parts.SelectMany(part => Interpret(part, item)),
        Shape.Par par => par.Branches.SelectMany(branch => Interpret(branch, item)),
        Shape.Each each => Enumerable.Range(0, each.Items).SelectMany(i => Interpret(each.Body, $"{i}")),
        Shape.Loop loop => Enumerable.Range(0, loop.Rounds).SelectMany(_ => Interpret(loop.Body, item)),
        Shape.Choice choice => Interpret(choice.First ? choice.Yes : choice.No, item),
        Shape.Sub sub => Interpret(sub.Inner, item),
        _ => throw new ArgumentOutOfRangeException(nameof(shape)),
    };
}

/// <summary>The world outside the run: it counts calls by key, and answers questions.</summary>
sealed class Outside(TimeProvider clock)
{
    readonly Dictionary<string, int> calls = new(StringComparer.Ordinal);
    readonly HashSet<string> asked = new(StringComparer.Ordinal);

    public DateTimeOffset Now => clock.GetUtcNow();
    public List<int> Answers { get; } = [];

    public IReadOnlyDictionary<string, int> Calls => calls;

    public IReadOnlyCollection<string> Questions => asked;

    public void Called(string key)
    {
        lock (calls)
            calls[key] = calls.GetValueOrDefault(key) + 1;
    }

    public void Asked(string key)
    {
        lock (asked)
            asked.Add(key);
    }

    public void Received(int answer)
    {
        lock (Answers)
            Answers.Add(answer);
    }
}
