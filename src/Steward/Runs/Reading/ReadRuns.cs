using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Steward.Platform;
using Steward.Runs.Store;
using Steward.Workflows.Checkpoints;

namespace Steward.Runs.Reading;

/// <summary>What a person may see of their runs. Somebody else's run does not exist here.</summary>
sealed class ReadRuns(StewardDbContext db, WorkflowCatalogue catalogue, IEnumerable<IRunTitles> titles)
{
    public const int PageSize = 50;
    const int MaxPage = 200;
    const int MostTitled = 1000;

    /// <summary>Newest first.</summary>
    public async Task<Result<Page<RunView>>> ListAsync(Guid ownerId, RunFilter filter, string? cursor, int? limit, CancellationToken cancel)
    {
        if (limit is < 1 or > MaxPage)
            return Error.Invalid("limit", $"A page holds 1 to {MaxPage} runs.");
        var size = limit ?? PageSize;
        var runs = db.Set<RunRow>().AsNoTracking().Where(run => run.OwnerId == ownerId);
        var titled = new List<Guid>();
        foreach (var source in filter.Words is null ? [] : titles)
            titled.AddRange(await source.FindAsync(ownerId, filter.Words!, MostTitled, cancel));
        if (filter.Narrow(db, titled, ref runs) is { } wrong)
            return wrong;
        if (cursor is not null)
        {
            if (!Cursor.TryRead(cursor, out var at, out var id))
                return Error.Invalid("cursor", "This is not a cursor of this list.");
            runs = runs.Where(run => run.CreatedAt < at || (run.CreatedAt == at && run.Id.CompareTo(id) < 0));
        }
        var rows = await runs.OrderByDescending(run => run.CreatedAt).ThenByDescending(run => run.Id).Take(size + 1).ToListAsync(cancel);
        var page = rows.Take(size).ToList();
        var questions = await QuestionsAsync([.. page.Where(IsLive).Select(run => run.Id)], cancel);
        var named = await TitlesAsync(ownerId, page, cancel);
        return new Page<RunView>([.. page.Select(run => View(run, [.. questions[run.Id]], named))], rows.Count > size ? Cursor.Write(page[^1].CreatedAt, page[^1].Id) : null);
    }

    public async Task<Result<RunView>> FindAsync(Guid ownerId, Guid runId, CancellationToken cancel)
    {
        if (await OwnAsync(ownerId, runId, cancel) is not { } run)
            return Error.NotFound("run");
        return View(run, IsLive(run) ? [.. (await QuestionsAsync([runId], cancel))[runId]] : [], await TitlesAsync(ownerId, [run], cancel));
    }

    /// <summary>Every transition after the given number, oldest first.</summary>
    public async Task<Result<Page<RunEventView>>> EventsAsync(Guid ownerId, Guid runId, long? after, int? limit, CancellationToken cancel)
    {
        const int most = 2000;
        if (limit is < 1 or > most)
            return Error.Invalid("limit", $"A page holds 1 to {most} events.");
        if (await OwnAsync(ownerId, runId, cancel) is null)
            return Error.NotFound("run");
        var (size, from) = (limit ?? 500, after ?? -1);
        var steps = await db.Set<StepRow>().AsNoTracking().Where(step => step.RunId == runId && step.Seq > from).OrderBy(step => step.Seq).Take(size + 1)
            .Select(step => new { step.Seq, step.Kind, step.Node, step.Attempt, step.At, step.DurationMs, step.Delta }).ToListAsync(cancel);
        var page = steps.Take(size).Select(step => new RunEventView(step.Seq, step.Kind, step.Node, step.Attempt, step.At, step.DurationMs, StepCodec.ErrorOf(step.Delta))).ToList();
        return new Page<RunEventView>(page, steps.Count > size ? page[^1].Seq.ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <summary>What its steps, and the changes that they proposed, had to wait for outside.</summary>
    public async Task<Result<RunWaits>> WaitsAsync(Guid ownerId, Guid runId, CancellationToken cancel) =>
        await OwnsAsync(ownerId, runId, cancel) ? new RunWaits(await db.WaitsOfAsync(ownerId, runId, cancel)) : Error.NotFound("run");

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

    /// <summary>By run; a fork is known by the title of the run that it came from.</summary>
    async Task<Dictionary<Guid, string>> TitlesAsync(Guid ownerId, IReadOnlyCollection<RunRow> runs, CancellationToken cancel)
    {
        var ids = runs.SelectMany(run => run.Origin is { } origin ? [run.Id, origin.RunId] : new[] { run.Id }).Distinct().ToList();
        var named = new Dictionary<Guid, string>();
        foreach (var source in titles)
        {
            foreach (var (id, title) in await source.OfAsync(ownerId, ids, cancel))
                named[id] = title;
        }
        return named;
    }

    RunView View(RunRow run, IReadOnlyList<OpenQuestion> questions, Dictionary<Guid, string> titles) =>
        RunView.Of(run, questions, catalogue.Find(run.Workflow, run.Version) is not null) with
        {
            Title = titles.GetValueOrDefault(run.Id) ?? (run.Origin is { } origin ? titles.GetValueOrDefault(origin.RunId) : null),
        };
}
