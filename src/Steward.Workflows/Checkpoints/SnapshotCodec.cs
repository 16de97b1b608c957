using System.Collections.Immutable;
using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Checkpoints;

/// <summary>Format 1 of a whole checkpoint. Made only between super-steps, so no unmerged patch is in it.</summary>
static class SnapshotCodec
{
    public static byte[] Write(RunImage image, StepCodec.BlobWriter blobs) => StepCodec.Build(w =>
    {
        w.WriteStartObject();
        var large = new List<(string, string)>();
        w.WriteStartObject("state"u8);
        foreach (var (name, value) in image.State.Written.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var (inline, hash) = blobs.Value(image.State.Channels.Find(name)!, value);
            if (hash is not null)
            {
                large.Add((name, hash));
                continue;
            }
            w.WritePropertyName(name);
            w.WriteRawValue(inline, skipInputValidation: true);
        }
        w.WriteEndObject();
        StepWriter.WriteHashes(w, large);
        var position = image.Position;
        StepWriter.WriteTasks(w, "ready"u8, position.Ready);
        if (!position.Parked.IsEmpty)
            WriteParked(w, position.Parked);
        StepWriter.WriteGroups(w, position.Groups);
        StepWriter.WriteArrivals(w, position.Arrivals);
        if (!position.Visits.IsEmpty)
            WriteNumbers(w, "visits"u8, position.Visits.Select(visit => KeyValuePair.Create(visit.Key, (long)visit.Value)));
        if (!position.Signals.IsEmpty)
            WriteNumbers(w, "signals"u8, position.Signals);
        if (!position.Undoable.IsEmpty)
            WriteVisits(w, position.Undoable);
        if (position.Undoing is { } undoing)
        {
            w.WriteStartObject("undoing"u8);
            StepWriter.Text(w, "reason"u8, undoing.Reason);
            w.WriteEndObject();
        }
        w.WriteNumber("next"u8, position.NextId);
        w.WriteEndObject();
    });

    static void WriteVisits(Utf8JsonWriter w, IEnumerable<Visit> visits)
    {
        w.WriteStartArray("undoable"u8);
        foreach (var visit in visits)
        {
            w.WriteStartObject();
            w.WriteNumber("task"u8, visit.Task);
            w.WriteString("node"u8, visit.Node);
            StepWriter.Json(w, "input"u8, visit.Input);
            StepWriter.Json(w, "note"u8, visit.Note);
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }

    static void WriteParked(Utf8JsonWriter w, IEnumerable<ParkedTask> tasks)
    {
        w.WriteStartArray("parked"u8);
        foreach (var parked in tasks)
        {
            w.WriteStartObject();
            StepWriter.WriteTask(w, parked.Task);
            StepWriter.Text(w, "key"u8, parked.Interrupt);
            StepWriter.Text(w, "into"u8, parked.AnswerInto);
            StepWriter.Text(w, "signal"u8, parked.Signal);
            StepWriter.Time(w, "wake"u8, parked.WakeAt);
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }

    static void WriteNumbers(Utf8JsonWriter w, ReadOnlySpan<byte> name, IEnumerable<KeyValuePair<string, long>> numbers)
    {
        w.WriteStartObject(name);
        foreach (var (key, number) in numbers.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            w.WriteNumber(key, number);
        w.WriteEndObject();
    }

    static ImmutableDictionary<string, T> ReadNumbers<T>(JsonElement snapshot, string name, Func<JsonElement, T> read) =>
        snapshot.TryGetProperty(name, out var numbers)
            ? numbers.EnumerateObject().ToImmutableDictionary(number => number.Name, number => read(number.Value), StringComparer.Ordinal)
            : ImmutableDictionary<string, T>.Empty;

    public static RunImage Read(JsonElement snapshot, Workflow workflow, long seq, StepReader reader)
    {
        var values = reader.Values(snapshot, "state").ToImmutableDictionary(value => value.Channel.Name, value => value.Value, StringComparer.Ordinal);
        var position = new RunPosition
        {
            Ready = StepReader.ReadTasks(snapshot, "ready"),
            Parked = StepReader.List(snapshot, "parked", parked =>
                new ParkedTask(StepReader.ReadTask(parked), StepReader.Text(parked, "key"), StepReader.Text(parked, "into"), StepReader.Time(parked, "wake"), StepReader.Text(parked, "signal"))),
            Groups = StepReader.ReadGroups(snapshot),
            Arrivals = StepReader.ReadArrivals(snapshot),
            Visits = ReadNumbers(snapshot, "visits", number => number.GetInt32()),
            Signals = ReadNumbers(snapshot, "signals", number => number.GetInt64()),
            Undoable = StepReader.ReadVisits(snapshot),
            Undoing = snapshot.TryGetProperty("undoing", out var undoing) ? new Undoing(StepReader.Text(undoing, "reason")) : null,
            NextId = snapshot.GetProperty("next").GetInt32(),
        };
        return new RunImage(workflow, WorkflowState.Of(workflow.Channels, values), position, seq);
    }
}
