using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Steward.Platform;
using Steward.Runs.Store;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;

namespace Steward.Runs.Reading;

/// <summary>What a person may see of their runs. Somebody else's run does not exist here.</summary>
sealed class ReadRuns(StewardDbContext db, WorkflowCatalogue catalogue, ICheckpointStore store, StepCodec codec)
{
    const int PageSize = 50;

    /// <summary>Newest first.</summary>
    public async Task<Result<Page<RunView>>> ListAsync(Guid ownerId, string? state, string? workflow, string? cursor, CancellationToken cancel)
    {
        var runs = db.Set<RunRow>().AsNoTracking().Where(run => run.OwnerId == ownerId);
        if (state is not null)
        {
            if (!Enum.TryParse<RunStatus>(state, ignoreCase: true, out var status) || int.TryParse(state, CultureInfo.InvariantCulture, out _))
                return Error.Invalid("state", $"'{state}' is no state; there are {string.Join(", ", Enum.GetNames<RunStatus>().Select(name => name.ToLowerInvariant()))}.");
            runs = runs.Where(run => run.Status == status);
        }
        if (workflow is not null)
            runs = runs.Where(run => run.Workflow == workflow);
        if (cursor is not null)
        {
            if (!Cursor.TryRead(cursor, out var at, out var id))
                return Error.Invalid("cursor", "This is not a cursor of this list.");
            runs = runs.Where(run => run.CreatedAt < at || (run.CreatedAt == at && run.Id.CompareTo(id) < 0));
        }
        var rows = await runs.OrderByDescending(run => run.CreatedAt).ThenByDescending(run => run.Id).Take(PageSize + 1).ToListAsync(cancel);
        var page = rows.Take(PageSize).ToList();
        var questions = await QuestionsAsync([.. page.Where(IsLive).Select(run => run.Id)], cancel);
        return new Page<RunView>([.. page.Select(run => View(run, [.. questions[run.Id]]))], rows.Count > PageSize ? Cursor.Write(page[^1].CreatedAt, page[^1].Id) : null);
    }

    public async Task<Result<RunView>> FindAsync(Guid ownerId, Guid runId, CancellationToken cancel)
    {
        if (await OwnAsync(ownerId, runId, cancel) is not { } run)
            return Error.NotFound("run");
        return View(run, IsLive(run) ? [.. (await QuestionsAsync([runId], cancel))[runId]] : []);
    }

    /// <summary>Every transition, oldest first.</summary>
    public async Task<Result<Page<RunEventView>>> EventsAsync(Guid ownerId, Guid runId, CancellationToken cancel)
    {
        if (await OwnAsync(ownerId, runId, cancel) is null)
            return Error.NotFound("run");
        var steps = await db.Set<StepRow>().AsNoTracking().Where(step => step.RunId == runId).OrderBy(step => step.Seq)
            .Select(step => new { step.Seq, step.Kind, step.Node, step.Attempt, step.At, step.DurationMs, step.Delta }).ToListAsync(cancel);
        return new Page<RunEventView>(
            [.. steps.Select(step => new RunEventView(step.Seq, step.Kind, step.Node, step.Attempt, step.At, step.DurationMs, StepCodec.ErrorOf(step.Delta)))], null);
    }

    /// <summary>Every checkpoint with its state, oldest first, rebuilt from the stored steps.</summary>
    public async Task<Result<Page<Checkpoint>>> HistoryAsync(Guid ownerId, Guid runId, CancellationToken cancel)
    {
        if (await OwnAsync(ownerId, runId, cancel) is not { } run || await store.HistoryAsync(runId, cancel) is not { } stored)
            return Error.NotFound("run");
        if (catalogue.Find(run.Workflow, run.Version) is not { } workflow)
            return Error.Unavailable("workflow_version_missing", $"This Steward does not have version {run.Version} of {run.Workflow}, so it cannot read the run's state.");
        try
        {
            return new Page<Checkpoint>(RunHistory.Checkpoints(workflow, stored, codec), null);
        }
        catch (Exception e) when (e is WorkflowRuntimeException or JsonException)
        {
            return Error.Unavailable("run_unreadable", e.Message);
        }
    }

    public Task<bool> OwnsAsync(Guid ownerId, Guid runId, CancellationToken cancel) =>
        db.Set<RunRow>().AnyAsync(run => run.Id == runId && run.OwnerId == ownerId, cancel);

    Task<RunRow?> OwnAsync(Guid ownerId, Guid runId, CancellationToken cancel) =>
        db.Set<RunRow>().AsNoTracking().SingleOrDefaultAsync(run => run.Id == runId && run.OwnerId == ownerId, cancel);

    async Task<ILookup<Guid, OpenQuestion>> QuestionsAsync(Guid[] runIds, CancellationToken cancel)
    {
        var rows = await db.Set<InterruptRow>().AsNoTracking().Where(question => runIds.Contains(question.RunId) && question.AnsweredAt == null && question.ClosedAt == null)
            .OrderBy(question => question.AskedAt).ToListAsync(cancel);
        return rows.ToLookup(row => row.RunId, row => new OpenQuestion(
            row.Key, row.Node, JsonElement.Parse(row.Question), row.Allowed is null ? null : JsonElement.Parse(row.Allowed), row.AskedAt, row.ExpiresAt));
    }

    static bool IsLive(RunRow run) => run.Status is not (RunStatus.Completed or RunStatus.Cancelled);

    RunView View(RunRow run, IReadOnlyList<OpenQuestion> questions) => RunView.Of(run, questions, catalogue.Find(run.Workflow, run.Version) is not null);
}
