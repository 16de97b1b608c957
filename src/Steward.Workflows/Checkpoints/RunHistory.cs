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
/// <param name="Forkable">Whether a new run can go on from here.</param>
public sealed record Checkpoint(
    long Seq, StepKind Kind, string Node, int Attempt, DateTimeOffset At, int DurationMs, string? Error, JsonElement Change, JsonElement State,
    IReadOnlyList<string> Ready, IReadOnlyList<string> Waiting, IReadOnlyList<string> Undoable, bool Forkable);

/// <summary>A channel that differs between two checkpoints. Null where nothing was written yet.</summary>
public sealed record ChannelChange(string Channel, JsonElement? Before, JsonElement? After);

/// <summary>Rebuilds what a run was at each step, from its stored steps alone: no node is run.</summary>
public static class RunHistory
{
    /// <param name="version">Finds older versions of the workflow, for a run that was migrated; what happened under one that is not found is left out.</param>
    public static IReadOnlyList<Checkpoint> Checkpoints(Workflow workflow, StoredRun run, StepCodec codec, Func<int, Workflow?>? version = null) => [.. After(workflow, run, codec, -1, version)];

    /// <summary>The checkpoints after a step's number, made one by one as they are taken.</summary>
    public static IEnumerable<Checkpoint> After(Workflow workflow, StoredRun run, StepCodec codec, long seq, Func<int, Workflow?>? version = null) =>
        RunLoader.Replay(workflow, run, codec, version).Where(at => at.Step.Seq > seq).Select(at => new Checkpoint(
            at.Step.Seq, at.Step.Kind, at.Step.Node, at.Step.Attempt, at.Step.At, at.Step.DurationMs, at.Event.Error,
            Values(at.Event.Patch.Entries.Select(entry => (entry.Channel, entry.Value)), codec.Json),
            Values(at.Image.State.Written.Select(pair => (at.Image.State.Channels.Find(pair.Key)!, pair.Value)), codec.Json),
            [.. at.Image.Position.Ready.Select(task => task.Node)], [.. at.Image.Position.Parked.Select(parked => parked.Task.Node)],
            [.. at.Image.Position.Undoable.Reverse().Select(visit => visit.Node)],
            at.Image.Position is { AtBoundary: true, IsOver: false, Undoing: null } && at.Image.Workflow == workflow));

    /// <summary>What differs between two checkpoints, by channel, in the order of their names.</summary>
    /// <exception cref="WorkflowRuntimeException">There is no such step, or it was made by a version that is not found.</exception>
    public static IReadOnlyList<ChannelChange> Diff(Workflow workflow, StoredRun run, long from, long to, StepCodec codec, Func<int, Workflow?>? version = null)
    {
        var (before, after) = (default(Dictionary<string, JsonElement>), default(Dictionary<string, JsonElement>));
        foreach (var at in RunLoader.Replay(workflow, run, codec, version))
        {
            if (at.Step.Seq == from)
                before = Written(at.Image, codec.Json);
            if (at.Step.Seq == to)
                after = Written(at.Image, codec.Json);
        }
        if (before is null || after is null)
            throw new WorkflowRuntimeException($"The run has no step {(before is null ? from : to)} that can be read.");
        return [.. before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
            .Select(name => new ChannelChange(name, before.TryGetValue(name, out var was) ? was : null, after.TryGetValue(name, out var now) ? now : null))
            .Where(change => !(change is { Before: { } was, After: { } now } && JsonElement.DeepEquals(was, now)))];
    }

    static Dictionary<string, JsonElement> Written(RunImage image, JsonSerializerOptions json) => image.State.Written.ToDictionary(
        pair => pair.Key, pair => JsonSerializer.SerializeToElement(pair.Value, image.State.Channels.Find(pair.Key)!.ValueType, json), StringComparer.Ordinal);

    /// <summary>The state of the newest checkpoint.</summary>
    public static State.WorkflowState Latest(Workflow workflow, StoredRun run, StepCodec codec) => RunLoader.Load(workflow, run, codec).State;

    static JsonElement Values(IEnumerable<(State.Channel Channel, object? Value)> values, JsonSerializerOptions json) =>
        JsonSerializer.SerializeToElement(
            values.OrderBy(value => value.Channel.Name, StringComparer.Ordinal).ToDictionary(
                value => value.Channel.Name, value => JsonSerializer.SerializeToElement(value.Value, value.Channel.ValueType, json), StringComparer.Ordinal),
            JsonSerializerOptions.Web);
}
