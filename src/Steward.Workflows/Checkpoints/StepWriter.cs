using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Checkpoints;

/// <summary>
/// Format 2 of a step's delta: what is absent is empty, so a plain step is a few dozen bytes beside its values. What is planned is written as a change of the position
/// before: a branch that ends among a thousand others tells of itself alone. (Format 1 wrote all groups and arrivals each time.)
/// </summary>
static class StepWriter
{
    /// <param name="before">Where the run stood.</param>
    public static byte[] Write(StepEvent step, StepCodec.BlobWriter blobs, RunPosition before) => StepCodec.Build(w =>
    {
        w.WriteStartObject();
        w.WriteNumber("task"u8, step.Task);
        WritePatch(w, step.Patch, blobs);
        if (step.Route is { } route)
            WriteRoute(w, route);
        if (step.Ends)
            w.WriteBoolean("ends"u8, true);
        Text(w, "outcome"u8, step.Outcome);
        Text(w, "key"u8, step.InterruptKey);
        Text(w, "into"u8, step.AnswerInto);
        Time(w, "wake"u8, step.WakeAt);
        Text(w, "signal"u8, step.Signal);
        if (step.SignalAt is { } at)
            w.WriteNumber("signalAt"u8, at);
        Text(w, "error"u8, step.Error);
        Time(w, "notBefore"u8, step.NotBefore);
        Json(w, "note"u8, step.Note);
        if (step.Origin is { } origin)
        {
            w.WriteString("originRun"u8, origin.RunId);
            w.WriteNumber("originSeq"u8, origin.Seq);
        }
        if (step.FromVersion is { } version)
            w.WriteNumber("fromVersion"u8, version);
        if (step.Plan is { } plan)
            WritePlan(w, plan, before);
        w.WriteEndObject();
    });

    /// <summary>A plan alone, to compare two.</summary>
    public static byte[] Write(StepPlan plan) => StepCodec.Build(w =>
    {
        w.WriteStartObject();
        WritePlan(w, plan, RunPosition.Empty);
        w.WriteEndObject();
    });

    static void WritePatch(Utf8JsonWriter w, Patch patch, StepCodec.BlobWriter blobs)
    {
        if (patch.IsEmpty)
            return;
        var large = new List<(string Name, string Hash)>();
        w.WriteStartObject("patch"u8);
        foreach (var entry in patch.Entries)
        {
            var (inline, hash) = blobs.Value(entry.Channel, entry.Value);
            if (hash is not null)
            {
                large.Add((entry.Channel.Name, hash));
                continue;
            }
            w.WritePropertyName(entry.Channel.Name);
            w.WriteRawValue(inline, skipInputValidation: true);
        }
        w.WriteEndObject();
        WriteHashes(w, large);
        if (patch.Entries.Any(Replaces))
        {
            w.WriteStartArray("set"u8);
            foreach (var entry in patch.Entries.Where(Replaces))
                w.WriteStringValue(entry.Channel.Name);
            w.WriteEndArray();
        }

        static bool Replaces(PatchEntry entry) => entry.Replace && entry.Channel.Kind != ChannelKind.LastValue;
    }

    public static void WriteHashes(Utf8JsonWriter w, List<(string Name, string Hash)> large)
    {
        if (large.Count == 0)
            return;
        w.WriteStartObject("blobs"u8);
        foreach (var (name, hash) in large)
            w.WriteString(name, hash);
        w.WriteEndObject();
    }

    static void WriteRoute(Utf8JsonWriter w, Routing route)
    {
        w.WriteStartArray("to"u8);
        foreach (var target in route.Targets)
        {
            w.WriteStartObject();
            w.WriteString("node"u8, target.Node);
            Json(w, "input"u8, target.Input);
            w.WriteEndObject();
        }
        w.WriteEndArray();
        Text(w, "join"u8, route.Join);
    }

    static void WritePlan(Utf8JsonWriter w, StepPlan plan, RunPosition before)
    {
        w.WriteStartObject("plan"u8);
        if (!plan.Tasks.IsEmpty)
            WriteTasks(w, "tasks"u8, plan.Tasks);
        w.WriteNumber("next"u8, plan.NextId);
        var (known, arrived) = (new HashSet<TaskGroup>(before.Groups, ReferenceEqualityComparer.Instance), new HashSet<JoinArrival>(before.Arrivals, ReferenceEqualityComparer.Instance));
        WriteGroups(w, [.. plan.Groups.Where(group => !known.Contains(group))]);
        WriteArrivals(w, [.. plan.Arrivals.Where(arrival => !arrived.Contains(arrival))]);
        var kept = plan.Groups.Select(group => group.Id).ToHashSet();
        WriteNumbers(w, "closed"u8, [.. before.Groups.Select(group => group.Id).Where(id => !kept.Contains(id))]);
        arrived.ExceptWith(plan.Arrivals);
        WriteNumbers(w, "joined"u8, [.. before.Arrivals.Index().Where(one => arrived.Contains(one.Item)).Select(one => one.Index)]);
        if (plan.Ends)
            w.WriteBoolean("ends"u8, true);
        Text(w, "outcome"u8, plan.Outcome);
        w.WriteEndObject();
    }

    static void WriteNumbers(Utf8JsonWriter w, ReadOnlySpan<byte> name, IReadOnlyCollection<int> numbers)
    {
        if (numbers.Count == 0)
            return;
        w.WriteStartArray(name);
        foreach (var number in numbers)
            w.WriteNumberValue(number);
        w.WriteEndArray();
    }

    public static void WriteTasks(Utf8JsonWriter w, ReadOnlySpan<byte> name, IEnumerable<RunTask> tasks)
    {
        w.WriteStartArray(name);
        foreach (var task in tasks)
        {
            w.WriteStartObject();
            WriteTask(w, task);
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }

    public static void WriteTask(Utf8JsonWriter w, RunTask task)
    {
        w.WriteNumber("id"u8, task.Id);
        w.WriteString("node"u8, task.Node);
        Json(w, "input"u8, task.Input);
        Json(w, "answer"u8, task.Answer);
        if (task.Group is { } group)
            w.WriteNumber("group"u8, group);
        if (task.Failures > 0)
            w.WriteNumber("failures"u8, task.Failures);
        Time(w, "notBefore"u8, task.NotBefore);
    }

    public static void WriteGroups(Utf8JsonWriter w, IReadOnlyCollection<TaskGroup> groups)
    {
        if (groups.Count == 0)
            return;
        w.WriteStartArray("groups"u8);
        foreach (var group in groups)
        {
            w.WriteStartObject();
            w.WriteNumber("id"u8, group.Id);
            w.WriteString("join"u8, group.Join);
            if (group.Parent is { } parent)
                w.WriteNumber("parent"u8, parent);
            Json(w, "input"u8, group.Input);
            if (group.Items)
                w.WriteBoolean("items"u8, true);
            w.WriteNumber("open"u8, group.Open);
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }

    public static void WriteArrivals(Utf8JsonWriter w, IReadOnlyCollection<JoinArrival> arrivals)
    {
        if (arrivals.Count == 0)
            return;
        w.WriteStartArray("arrivals"u8);
        foreach (var arrival in arrivals)
        {
            w.WriteStartObject();
            w.WriteString("node"u8, arrival.Node);
            if (arrival.Group is { } group)
                w.WriteNumber("group"u8, group);
            Json(w, "item"u8, arrival.Item);
            w.WriteStartArray("from"u8);
            foreach (var from in arrival.From.Order(StringComparer.Ordinal))
                w.WriteStringValue(from);
            w.WriteEndArray();
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }

    public static void Text(Utf8JsonWriter w, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
            w.WriteString(name, value);
    }

    public static void Time(Utf8JsonWriter w, ReadOnlySpan<byte> name, DateTimeOffset? value)
    {
        if (value is { } time)
            w.WriteString(name, time);
    }

    public static void Json(Utf8JsonWriter w, ReadOnlySpan<byte> name, JsonElement? value)
    {
        if (value is not { } element)
            return;
        w.WritePropertyName(name);
        element.WriteTo(w);
    }
}
