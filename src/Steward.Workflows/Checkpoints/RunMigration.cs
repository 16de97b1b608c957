using System.Collections.Immutable;
using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Checkpoints;

/// <summary>A step that moves a run to another version. It holds the whole checkpoint in the new version's terms.</summary>
/// <param name="Seq">Its number: the run's last one plus 1.</param>
public sealed record MigrationStep(Guid RunId, long Seq, int FromVersion, int ToVersion, string Node, EncodedStep Encoded, DateTimeOffset At);

/// <summary>Maps a stored run to another version: position and state. Pure; whatever has no place in the new version stops it and is named.</summary>
public static class RunMigration
{
    /// <exception cref="WorkflowRuntimeException">The run cannot be mapped; the message says what has no place.</exception>
    public static MigrationStep Create(Guid runId, WorkflowMigration migration, StoredRun stored, StepCodec codec, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(migration);
        var old = RunLoader.Load(migration.From, stored, codec);
        if (!old.Position.AtBoundary)
            throw new WorkflowRuntimeException("Some of the run's parallel tasks are done and others are not: their patches are not merged yet. Let it reach the end of the super-step first.");
        if (old.Position.IsOver)
            throw new WorkflowRuntimeException("The run is over.");
        var next = new RunImage(migration.To, State(migration, old.State, codec.Json), new Mapping(migration).Position(old.Position), old.Seq + 1);
        var node = next.Position.Ready.FirstOrDefault()?.Node ?? next.Position.Parked[0].Task.Node;
        var encoded = codec.Encode(new StepEvent(StepKind.Migrated, node, 0) { FromVersion = migration.From.Version }, next, stored.Blobs.Keys.ToHashSet(StringComparer.Ordinal));
        return new MigrationStep(runId, next.Seq, migration.From.Version, migration.To.Version, node, encoded, now);
    }

    static WorkflowState State(WorkflowMigration migration, WorkflowState old, JsonSerializerOptions json)
    {
        var values = ImmutableDictionary.CreateBuilder<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in old.Written.Where(pair => !migration.Drops.Contains(pair.Key)))
        {
            var channel = migration.To.Channels.Find(name)
                ?? throw new WorkflowRuntimeException($"Version {migration.To.Version} has no channel '{name}', and the migration does not say that it is dropped.");
            values[name] = Carried(channel, old.Channels.Find(name)!.Write(value, json), json);
        }
        var patch = migration.State(old);
        var carried = WorkflowState.Of(migration.To.Channels, values.ToImmutable());
        return patch.Entries.FirstOrDefault(entry => migration.To.Channels.Find(entry.Channel.Name) != entry.Channel) is { } alien
            ? throw new WorkflowRuntimeException($"The migration writes '{alien.Channel.Name}', which version {migration.To.Version} does not declare.")
            : PatchMerger.Apply(carried, patch);
    }

    static object? Carried(Channel channel, byte[] bytes, JsonSerializerOptions json)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return channel.Read(document.RootElement, json);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException or FormatException)
        {
            throw new WorkflowRuntimeException($"The value of '{channel.Name}' is none for that channel of the new version: drop it, and write it anew in the migration's State.");
        }
    }

    sealed class Mapping(WorkflowMigration migration)
    {
        public RunPosition Position(RunPosition old) => old with
        {
            Ready = [.. old.Ready.Select(task => task with { Node = old.Undoing is null ? Node(task.Node) : Compensated(task.Node) })],
            Parked = [.. old.Parked.Select(Parked)],
            Groups = [.. old.Groups.Select(group => group with { Join = Node(group.Join) })],
            Arrivals = [.. old.Arrivals.Select(Arrival)],
            Visits = old.Visits.Where(visit => migration.To.AllNodes.ContainsKey(Name(visit.Key))).ToImmutableDictionary(visit => Name(visit.Key), visit => visit.Value, StringComparer.Ordinal),
            Undoable = [.. old.Undoable.Select(visit => visit with { Node = Compensated(visit.Node) })],
        };

        string Name(string node) => migration.Nodes.GetValueOrDefault(node, node);

        string Node(string node) => migration.To.AllNodes.ContainsKey(Name(node)) ? Name(node)
            : throw new WorkflowRuntimeException($"The run stands at '{node}', and version {migration.To.Version} has no node '{Name(node)}': say in the migration which node takes its place.");

        string Compensated(string node) => migration.To.Compensations.ContainsKey(Name(node)) ? Name(node)
            : throw new WorkflowRuntimeException($"The run has visited '{node}', and version {migration.To.Version} has no compensation of '{Name(node)}'.");

        ParkedTask Parked(ParkedTask parked)
        {
            if (parked.AnswerInto is { } into && migration.To.Channels.Find(into) is not Channel<JsonElement?>)
                throw new WorkflowRuntimeException($"The run waits for an answer into '{into}', which is no channel for answers in version {migration.To.Version}.");
            if (parked.Signal is { } signal && !migration.To.Signals.ContainsKey(signal))
                throw new WorkflowRuntimeException($"The run waits for the signal '{signal}', which version {migration.To.Version} does not take.");
            return parked with { Task = parked.Task with { Node = Node(parked.Task.Node) } };
        }

        JoinArrival Arrival(JoinArrival arrival)
        {
            var (node, from) = (Node(arrival.Node), arrival.From.Select(Name).ToImmutableHashSet(StringComparer.Ordinal));
            return migration.To.Joins.TryGetValue(node, out var awaited) && from.IsProperSubsetOf(awaited)
                ? arrival with { Node = node, From = from }
                : throw new WorkflowRuntimeException($"The join '{node}' of version {migration.To.Version} does not wait for what has arrived: {string.Join(", ", from.Order(StringComparer.Ordinal))}.");
        }
    }
}
