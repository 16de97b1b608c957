using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Checkpoints;

/// <summary>A past checkpoint, for looking at.</summary>
/// <param name="Change">What this step wrote, by channel.</param>
/// <param name="State">All channels after it.</param>
/// <param name="Ready">The nodes that were to run next.</param>
/// <param name="Waiting">The nodes that waited for an answer, a signal or a time.</param>
/// <param name="Undoable">The nodes whose visits a cancellation would (or did not yet) compensate, in the order in which it would.</param>
public sealed record Checkpoint(
    long Seq, StepKind Kind, string Node, int Attempt, DateTimeOffset At, int DurationMs, string? Error, JsonElement Change, JsonElement State,
    IReadOnlyList<string> Ready, IReadOnlyList<string> Waiting, IReadOnlyList<string> Undoable);

/// <summary>Rebuilds what a run was at each step, from its stored steps alone: no node is run.</summary>
public static class RunHistory
{
    public static IReadOnlyList<Checkpoint> Checkpoints(Workflow workflow, StoredRun run, StepCodec codec) => [.. After(workflow, run, codec, -1)];

    /// <summary>The checkpoints after a step's number, made one by one as they are taken.</summary>
    public static IEnumerable<Checkpoint> After(Workflow workflow, StoredRun run, StepCodec codec, long seq) =>
        RunLoader.Replay(workflow, run, codec).Where(at => at.Step.Seq > seq).Select(at => new Checkpoint(
            at.Step.Seq, at.Step.Kind, at.Step.Node, at.Step.Attempt, at.Step.At, at.Step.DurationMs, at.Event.Error,
            Values(at.Event.Patch.Entries.Select(entry => (entry.Channel, entry.Value)), codec.Json),
            Values(at.Image.State.Written.Select(pair => (at.Image.State.Channels.Find(pair.Key)!, pair.Value)), codec.Json),
            [.. at.Image.Position.Ready.Select(task => task.Node)], [.. at.Image.Position.Parked.Select(parked => parked.Task.Node)],
            [.. at.Image.Position.Undoable.Reverse().Select(visit => visit.Node)]));

    /// <summary>The state of the newest checkpoint.</summary>
    public static State.WorkflowState Latest(Workflow workflow, StoredRun run, StepCodec codec) => RunLoader.Load(workflow, run, codec).State;

    static JsonElement Values(IEnumerable<(State.Channel Channel, object? Value)> values, JsonSerializerOptions json) =>
        JsonSerializer.SerializeToElement(
            values.OrderBy(value => value.Channel.Name, StringComparer.Ordinal).ToDictionary(
                value => value.Channel.Name, value => JsonSerializer.SerializeToElement(value.Value, value.Channel.ValueType, json), StringComparer.Ordinal),
            JsonSerializerOptions.Web);
}
