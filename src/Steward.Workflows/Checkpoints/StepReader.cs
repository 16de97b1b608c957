using System.Collections.Immutable;
using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Checkpoints;

/// <summary>Reads formats 1 and 2. Everything it keeps is copied out of the document.</summary>
sealed class StepReader(ChannelSet channels, JsonSerializerOptions json, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> blobs)
{
    /// <param name="before">Where the run stood; from format 2 on, what is planned is a change of that.</param>
    public StepEvent Read(StoredStep row, JsonElement step, RunPosition before) => new(row.Kind, row.Node, step.GetProperty("task").GetInt32())
    {
        Attempt = row.Attempt,
        Patch = ReadPatch(step),
        Route = step.TryGetProperty("to", out var to) ? ReadRoute(row.Node, to, Text(step, "join")) : null,
        Ends = step.TryGetProperty("ends", out _),
        Outcome = Text(step, "outcome"),
        InterruptKey = Text(step, "key"),
        AnswerInto = Text(step, "into"),
        WakeAt = Time(step, "wake"),
        Signal = Text(step, "signal"),
        SignalAt = step.TryGetProperty("signalAt", out var at) ? at.GetInt64() : null,
        Error = Text(step, "error"),
        NotBefore = Time(step, "notBefore"),
        Note = Json(step, "note"),
        Origin = step.TryGetProperty("originRun", out var origin) ? new RunOrigin(origin.GetGuid(), step.GetProperty("originSeq").GetInt64()) : null,
        FromVersion = Number(step, "fromVersion"),
        Plan = step.TryGetProperty("plan", out var plan) ? ReadPlan(plan, row.Format == 1 ? RunPosition.Empty : before) : null,
    };

    Patch ReadPatch(JsonElement step)
    {
        if (!step.TryGetProperty("patch", out _))
            return Patch.Empty;
        var replaced = step.TryGetProperty("set", out var set) ? set.EnumerateArray().Select(name => name.GetString()!).ToHashSet(StringComparer.Ordinal) : [];
        return Patch.Of([.. Values(step, "patch").Select(value =>
            new PatchEntry(value.Channel, value.Channel.Kind == ChannelKind.LastValue || replaced.Contains(value.Channel.Name), value.Value))]);
    }

    /// <summary>The values of an object, and the large ones beside it.</summary>
    /// <exception cref="WorkflowRuntimeException">The workflow has no such channel any more, or a large value is missing.</exception>
    public IEnumerable<(Channel Channel, object? Value)> Values(JsonElement owner, string name)
    {
        foreach (var property in owner.GetProperty(name).EnumerateObject())
        {
            var channel = Find(property.Name);
            yield return (channel, channel.Read(property.Value, json));
        }
        if (!owner.TryGetProperty("blobs", out var large))
            yield break;
        foreach (var property in large.EnumerateObject())
        {
            var channel = Find(property.Name);
            if (!blobs.TryGetValue(property.Value.GetString()!, out var bytes))
                throw new WorkflowRuntimeException($"The stored value of '{property.Name}' is not kept any more.");
            using var document = JsonDocument.Parse(bytes);
            yield return (channel, channel.Read(document.RootElement, json));
        }
    }

    Channel Find(string name) => channels.Find(name) ?? throw new WorkflowRuntimeException($"The stored state has a channel '{name}' that this workflow does not declare.");

    static Routing ReadRoute(string from, JsonElement to, string? join) =>
        new([.. to.EnumerateArray().Select(target => new Target(Required(target, "node"), Json(target, "input"), from))], join);

    static StepPlan ReadPlan(JsonElement plan, RunPosition before)
    {
        var (groups, arrivals, joined) = (before.Groups.ToDictionary(group => group.Id), ReadArrivals(plan), Numbers(plan, "joined"));
        foreach (var closed in Numbers(plan, "closed"))
            groups.Remove(closed);
        foreach (var group in ReadGroups(plan))
            groups[group.Id] = group;
        return new(
            ReadTasks(plan, "tasks"), [.. groups.Values.OrderBy(group => group.Id)],
            [.. before.Arrivals.Index().Where(one => !joined.Contains(one.Index)).Select(one => one.Item), .. arrivals], plan.GetProperty("next").GetInt32(), plan.TryGetProperty("ends", out _), Text(plan, "outcome"));
    }

    static HashSet<int> Numbers(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var array) ? [.. array.EnumerateArray().Select(number => number.GetInt32())] : [];

    public static ImmutableList<RunTask> ReadTasks(JsonElement owner, string name) => List(owner, name, ReadTask);

    public static RunTask ReadTask(JsonElement task) => new(task.GetProperty("id").GetInt32(), Required(task, "node"))
    {
        Input = Json(task, "input"), Answer = Json(task, "answer"), Group = Number(task, "group"), Failures = Number(task, "failures") ?? 0, NotBefore = Time(task, "notBefore"),
    };

    public static ImmutableList<TaskGroup> ReadGroups(JsonElement owner) => List(owner, "groups", group =>
        new TaskGroup(group.GetProperty("id").GetInt32(), Required(group, "join"), Number(group, "parent"), Json(group, "input"), group.TryGetProperty("items", out _), group.GetProperty("open").GetInt32()));

    public static ImmutableList<JoinArrival> ReadArrivals(JsonElement owner) => List(owner, "arrivals", arrival =>
        new JoinArrival(Required(arrival, "node"), Number(arrival, "group"), [.. arrival.GetProperty("from").EnumerateArray().Select(from => from.GetString()!)], Json(arrival, "item")));

    public static ImmutableList<Visit> ReadVisits(JsonElement owner) => List(owner, "undoable", visit =>
        new Visit(visit.GetProperty("task").GetInt32(), Required(visit, "node"), Json(visit, "input"), Json(visit, "note")));

    public static ImmutableList<T> List<T>(JsonElement owner, string name, Func<JsonElement, T> read) =>
        owner.TryGetProperty(name, out var array) ? [.. array.EnumerateArray().Select(read)] : [];

    public static string? Text(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? value.GetString() : null;

    public static DateTimeOffset? Time(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? value.GetDateTimeOffset() : null;

    static string Required(JsonElement owner, string name) => owner.GetProperty(name).GetString() ?? throw new JsonException($"'{name}' is null.");

    static int? Number(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? value.GetInt32() : null;

    static JsonElement? Json(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? value.Clone() : null;
}
