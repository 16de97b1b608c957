using System.Text.Json;
using Steward.Workflows.Interrupts;
using Steward.Workflows.State;

namespace Steward.Workflows.Building;

/// <summary>One task to begin: a node, and for an item of a fan-out its input.</summary>
public sealed record Send(string Node, JsonElement? Input = null);

/// <summary>How a node ends. Exactly one of these; whichever it is, its patch, what it staged, and what follows commit together.</summary>
public abstract record NodeResult
{
    private protected NodeResult(Patch patch) => Patch = patch;

    public Patch Patch { get; }

    /// <summary>
    /// What the node's compensation will need, such as the number of the booking that it made. Kept with the visit, until the run is over, if the node has a
    /// compensation: <c>NodeResult.Next(patch) with { CompensateWith = note }</c>.
    /// </summary>
    public JsonElement? CompensateWith { get; init; }

    /// <summary>Along the node's edges.</summary>
    public static NodeResult Next(Patch? patch = null) => new NextResult(patch ?? Patch.Empty);

    /// <summary>To these nodes instead of along the edges.</summary>
    public static NodeResult Goto(Patch? patch, params IReadOnlyList<string> nodes) => new RouteResult(patch ?? Patch.Empty, [.. nodes.Select(node => new Send(node))], null);

    /// <summary>
    /// Begins these tasks in parallel. With <paramref name="join"/>, that node runs once after all of them have reached it (also those that waited for an
    /// answer in between); without, their successors follow by the ordinary rules.
    /// </summary>
    public static NodeResult Send(Patch? patch, IReadOnlyList<Send> sends, string? join = null) => new RouteResult(patch ?? Patch.Empty, sends, join);

    /// <summary>Asks and waits. The node is finished; the run continues along its edges with the answer in <paramref name="answerInto"/> (and in the successor's context).</summary>
    public static NodeResult Interrupt(InterruptRequest request, Patch? patch = null, Channel<JsonElement?>? answerInto = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new InterruptResult(patch ?? Patch.Empty, request, answerInto);
    }

    /// <summary>Continues along the edges at that time. A sleeping run is a row; it costs nothing else.</summary>
    public static NodeResult Sleep(DateTimeOffset until, Patch? patch = null) => new SleepResult(patch ?? Patch.Empty, until);

    /// <summary>
    /// Waits for the next signal of this name that the run has not taken yet, also one that came earlier. The run continues along the edges, with the payload in
    /// the successor's <see cref="NodeContext.Answer"/>; with null there when <paramref name="until"/> came first.
    /// </summary>
    public static NodeResult WaitForSignal(string signal, DateTimeOffset? until = null, Patch? patch = null) => new ListenResult(patch ?? Patch.Empty, signal, until);

    /// <summary>
    /// Ends the whole run, at the end of this super-step; questions that still wait are closed. The outcome, one of those that the workflow declares
    /// (<see cref="WorkflowBuilder.Outcomes"/>), is kept with the run. Two tasks that end it in the same super-step with different outcomes fail it.
    /// </summary>
    public static NodeResult Done(Patch? patch = null, string? outcome = null) => new DoneResult(patch ?? Patch.Empty, outcome);

    /// <summary>Ends the run as failed, without another attempt. What the node staged is dropped. The reason is shown to people.</summary>
    public static NodeResult Fail(string reason) => new FailResult(reason);
}

sealed record NextResult(Patch Patch) : NodeResult(Patch);

sealed record RouteResult(Patch Patch, IReadOnlyList<Send> Sends, string? Join) : NodeResult(Patch);

sealed record InterruptResult(Patch Patch, InterruptRequest Request, Channel<JsonElement?>? AnswerInto) : NodeResult(Patch);

sealed record SleepResult(Patch Patch, DateTimeOffset Until) : NodeResult(Patch);

sealed record ListenResult(Patch Patch, string Signal, DateTimeOffset? Until) : NodeResult(Patch);

sealed record DoneResult(Patch Patch, string? Outcome) : NodeResult(Patch);

sealed record FailResult(string Reason) : NodeResult(Patch.Empty);
