using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Steward.Platform;
using Steward.Runs.Store;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Stepping;

namespace Steward.Runs.Reading;

/// <summary>What a run was at each step, rebuilt from its stored steps; no node is run. Somebody else's run does not exist here.</summary>
sealed class ReadHistory(StewardDbContext db, WorkflowCatalogue catalogue, ICheckpointStore store, StepCodec codec)
{
    const int MaxPage = 200;

    /// <summary>Checkpoints with their whole state, after the given number, oldest first.</summary>
    public Task<Result<Page<Checkpoint>>> ListAsync(Guid ownerId, Guid runId, long? after, int? limit, CancellationToken cancel)
    {
        if (limit is < 1 or > MaxPage)
            return Task.FromResult<Result<Page<Checkpoint>>>(Error.Invalid("limit", $"A page holds 1 to {MaxPage} checkpoints."));
        return ReadAsync<Page<Checkpoint>>(ownerId, runId, (workflow, stored, run) =>
        {
            var (size, from) = (limit ?? 50, after ?? -1);
            var page = RunHistory.After(workflow, stored, codec, from, Versions(run)).Take(size).ToList();
            var more = page.Count > 0 && page[^1].Seq < stored.Steps[^1].Seq;
            return new Page<Checkpoint>(page, more ? page[^1].Seq.ToString(CultureInfo.InvariantCulture) : null);
        }, cancel);
    }

    public Task<Result<Checkpoint>> FindAsync(Guid ownerId, Guid runId, long seq, CancellationToken cancel) =>
        ReadAsync<Checkpoint>(ownerId, runId, (workflow, stored, run) => RunHistory.After(workflow, stored, codec, seq - 1, Versions(run)).FirstOrDefault() is { } found && found.Seq == seq ? found : Error.NotFound("checkpoint"), cancel);

    /// <summary>The steps are counted by the database and not read, so that a run of thousands is drawn as soon as a short one.</summary>
    public async Task<Result<RunGraph>> GraphAsync(Guid ownerId, Guid runId, CancellationToken cancel)
    {
        var work = await WorkAsync(ownerId, runId, cancel);
        return await ReadAsync<RunGraph>(ownerId, runId, store.NewestAsync, (workflow, newest, run) => RunGraph.Of(workflow, newest, work, codec, run.Status), cancel);
    }

    async Task<Dictionary<string, NodeWork>> WorkAsync(Guid ownerId, Guid runId, CancellationToken cancel)
    {
        StepKind[] attempts = [StepKind.Finished, StepKind.Interrupted, StepKind.Slept, StepKind.Listening, StepKind.Retrying, StepKind.Failed];
        var steps = db.Set<StepRow>().AsNoTracking().Where(step => step.RunId == runId && db.Set<RunRow>().Any(run => run.Id == runId && run.OwnerId == ownerId));
        var counted = await steps.Where(step => attempts.Contains(step.Kind)).GroupBy(step => new { step.Node, step.Kind })
            .Select(group => new { group.Key.Node, group.Key.Kind, Count = group.Count(), Duration = group.Sum(step => (long)step.DurationMs), Last = group.Max(step => step.Seq) }).ToListAsync(cancel);
        var nodes = counted.GroupBy(group => group.Node, StringComparer.Ordinal).Select(kinds => (Node: kinds.Key, Kinds: kinds.ToList(), Last: kinds.MaxBy(kind => kind.Last)!)).ToList();
        var failed = nodes.Where(node => NodeWork.IsFailure(node.Last.Kind)).Select(node => node.Last.Last).ToList();
        var errors = await steps.Where(step => failed.Contains(step.Seq)).Select(step => new { step.Seq, step.Delta }).ToDictionaryAsync(step => step.Seq, step => StepCodec.ErrorOf(step.Delta), cancel);
        return nodes.ToDictionary(node => node.Node, node => new NodeWork(
            node.Kinds.Where(kind => NodeWork.IsVisit(kind.Kind)).Sum(kind => kind.Count), node.Kinds.Where(kind => kind.Kind == StepKind.Retrying).Sum(kind => kind.Count),
            node.Kinds.Sum(kind => kind.Duration), node.Last.Kind, errors.GetValueOrDefault(node.Last.Last)), StringComparer.Ordinal);
    }

    /// <summary>What differs between two checkpoints, by channel.</summary>
    public Task<Result<RunDiff>> DiffAsync(Guid ownerId, Guid runId, long from, long to, CancellationToken cancel) =>
        ReadAsync<RunDiff>(ownerId, runId, (workflow, stored, run) => new RunDiff(from, to, RunHistory.Diff(workflow, stored, from, to, codec, Versions(run))), cancel);

    /// <summary>For a run that was migrated: the versions that it had before, as far as they are known here.</summary>
    Func<int, Workflow?> Versions(RunRow run) => version => catalogue.Find(run.Workflow, version);

    Task<Result<T>> ReadAsync<T>(Guid ownerId, Guid runId, Func<Workflow, StoredRun, RunRow, Result<T>> read, CancellationToken cancel) => ReadAsync(ownerId, runId, store.HistoryAsync, read, cancel);

    async Task<Result<T>> ReadAsync<T>(
        Guid ownerId, Guid runId, Func<Guid, CancellationToken, ValueTask<StoredRun?>> fetch, Func<Workflow, StoredRun, RunRow, Result<T>> read, CancellationToken cancel)
    {
        if (await db.Set<RunRow>().AsNoTracking().SingleOrDefaultAsync(run => run.Id == runId && run.OwnerId == ownerId, cancel) is not { } run
            || await fetch(runId, cancel) is not { } stored)
            return Error.NotFound("run");
        if (run.PrunedAt is { } pruned)
            return ReadErrors.Pruned(pruned);
        if (catalogue.Find(run.Workflow, run.Version) is not { } workflow)
            return ReadErrors.VersionMissing(run);
        try
        {
            return read(workflow, stored, run);
        }
        catch (Exception e) when (e is WorkflowRuntimeException or JsonException)
        {
            return Error.Unavailable("run_unreadable", e.Message);
        }
    }
}
