using System.Globalization;
using Steward.Runs;
using Steward.Workflows.Checkpoints;

namespace Steward.Host;

/// <summary>
/// How much the workflow engine may do at once, and how long it keeps what is over. Limits count over all processes on one database, which must be told the same. They cost
/// a little: with one of the first two, each run is looked for instead of beginning at once.
/// </summary>
public sealed record RunSettings(RunWorkerOptions Worker, RetentionOptions Retention)
{
    const string AtOnce = "STEWARD_RUNS_AT_ONCE", PerPerson = "STEWARD_RUNS_PER_PERSON", PerWorkflow = "STEWARD_RUNS_PER_WORKFLOW", PerNode = "STEWARD_RUNS_PER_NODE", KeepDays = "STEWARD_RUNS_KEEP_DAYS";

    public static readonly RunSettings Default = new(new RunWorkerOptions(), new RetentionOptions());

    /// <exception cref="StartException">A variable is wrong; the message names it and says what it may be.</exception>
    public static RunSettings Read(Func<string, string?> variable)
    {
        var worker = new RunWorkerOptions();
        worker = worker with
        {
            Concurrency = Number(variable, AtOnce, 1, 100) ?? worker.Concurrency,
            Limits = new RunLimits { PerPerson = Number(variable, PerPerson, 1, 1000), PerWorkflow = Limits(variable, PerWorkflow), PerNode = Limits(variable, PerNode) },
        };
        var retention = new RetentionOptions();
        if (Number(variable, KeepDays, 0, 36_500) is { } days)
            retention = retention with { KeepFor = days == 0 ? new Dictionary<RunStatus, TimeSpan>() : retention.KeepFor.ToDictionary(one => one.Key, _ => TimeSpan.FromDays(days)) };
        return new RunSettings(worker, retention);
    }

    /// <summary>A limit of something that does not exist would silently limit nothing.</summary>
    /// <exception cref="StartException">A limit names a workflow or a node that there is not.</exception>
    public void Check(WorkflowCatalogue catalogue)
    {
        var names = catalogue.Known.Select(known => known.Workflow).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        foreach (var name in Worker.Limits.PerWorkflow.Keys.Where(name => !names.Contains(name)))
            throw new StartException($"{PerWorkflow} names the workflow {name}, which there is not. There are: {string.Join(", ", names)}.");
        var nodes = catalogue.Known.SelectMany(known => catalogue.Find(known.Workflow, known.Version)!.Nodes.Select(node => $"{known.Workflow}/{node}")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        foreach (var name in Worker.Limits.PerNode.Keys.Where(name => !nodes.Contains(name)))
            throw new StartException($"{PerNode} names {name}, which there is not. There are: {string.Join(", ", nodes)}.");
    }

    static int? Number(Func<string, string?> variable, string name, int least, int most) =>
        variable(name) is not { } text || string.IsNullOrWhiteSpace(text) ? null : Number(text.Trim(), least, most) ?? throw new StartException($"{name} is a number from {least} to {most}, not {text}.");

    static int? Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;

    static Dictionary<string, int> Limits(Func<string, string?> variable, string name)
    {
        var limits = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var part in (variable(name) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=', StringSplitOptions.TrimEntries) is not [{ Length: > 0 } what, var text] || Number(text, 1, 1000) is not { } limit)
                throw new StartException($"{name} is a list like name=4,other=2 with numbers from 1 to 1000; {part} is not part of one.");
            if (!limits.TryAdd(what, limit))
                throw new StartException($"{name} limits {what} twice.");
        }
        return limits;
    }
}
