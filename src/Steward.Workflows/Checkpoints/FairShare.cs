namespace Steward.Workflows.Checkpoints;

/// <summary>Who is served next, as <see cref="ICheckpointStore.ClaimAsync"/> promises it: a function over the runs that are due and those that are held.</summary>
static class FairShare
{
    public static IEnumerable<MemoryRun> Order(IEnumerable<MemoryRun> due, IReadOnlyCollection<MemoryRun> held, ClaimRequest request)
    {
        var ofOwner = held.CountBy(run => run.Start.OwnerId).ToDictionary();
        var ofWorkflow = held.CountBy(run => run.Start.Workflow, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var queue = due.Where(run => !(request.Limits.Of(run.Start.Workflow) <= ofWorkflow.GetValueOrDefault(run.Start.Workflow)))
            .GroupBy(run => run.Start.OwnerId)
            .SelectMany(owner => owner.OrderBy(run => run.NextWake).Select((run, i) => (Run: run, Share: ofOwner.GetValueOrDefault(owner.Key) + i + 1)))
            .Where(one => !(one.Share > request.Limits.PerOwner))
            .OrderBy(one => one.Share).ThenBy(one => one.Run.Start.OwnerId.CompareTo(request.After) <= 0).ThenBy(one => one.Run.Start.OwnerId);
        foreach (var (run, _) in queue)
        {
            var workflow = run.Start.Workflow;
            if (request.Limits.Of(workflow) <= ofWorkflow.GetValueOrDefault(workflow))
                continue;
            ofWorkflow[workflow] = ofWorkflow.GetValueOrDefault(workflow) + 1;
            yield return run;
        }
    }
}
