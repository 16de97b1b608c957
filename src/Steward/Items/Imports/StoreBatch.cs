using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Steward.Calendar;
using Steward.Mail;
using Steward.Platform;

namespace Steward.Items.Imports;

enum BatchOutcome
{
    Stored,
    /// <summary>Cancelled, ended, or taken over by another worker: nothing of the batch was stored.</summary>
    NotMine,
}

/// <summary>
/// Stores one batch and moves the import's position in the same transaction, while this worker still has the lease. A message that the database refuses
/// for its content becomes a problem with its number; the others of the batch are stored all the same.
/// </summary>
sealed class StoreBatch(StewardDbContext db, StoreMessages storeMessages, StoreEvents storeEvents, LiveEvents live, TimeProvider clock)
{
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <param name="tell">Whether a live event tells of the progress; the end is told always.</param>
    public async Task<BatchOutcome> ExecuteAsync(Guid importId, Guid worker, Mailbox mailbox, ImportBatch batch, bool tell, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var import = (await db.Set<Import>().FromSql($"SELECT * FROM items.imports WHERE id = {importId} AND lease_owner = {worker} AND state = 'Running' FOR UPDATE").ToListAsync(cancel)).FirstOrDefault();
        if (import is null)
            return BatchOutcome.NotMine;
        var problems = new List<ImportProblem>(batch.Problems);
        await StoreMailAsync(transaction, import, mailbox, batch.Mail, problems, cancel);
        foreach (var (number, content) in batch.Calendars)
            await StoreCalendarAsync(import, mailbox, number, content, problems, cancel);
        Move(import, batch, problems);
        if (tell || import.Ended)
            import.Stage(live);
        CrashPoint.Hit("import.before-commit");
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        CrashPoint.Hit("import.after-commit");
        return BatchOutcome.Stored;
    }

    void Move(Import import, ImportBatch batch, List<ImportProblem> problems)
    {
        (import.Entry, import.EntryOffset) = (batch.Next.Entry, batch.Next.Offset);
        import.ProcessedBytes = Math.Max(import.ProcessedBytes, Math.Min(batch.ProcessedBytes, import.TotalBytes));
        import.Read += batch.Read;
        import.Failed += problems.Count;
        if (problems.Count > 0 && import.Problems.Count < Import.MostProblems)
            import.Problems = [.. import.Problems, .. problems.OrderBy(problem => problem.Index).Take(Import.MostProblems - import.Problems.Count)];
        import.Attempts = 0;
        import.LeaseUntil = clock.GetUtcNow() + Lease;
        if (!batch.Last)
            return;
        if (batch.Refusal is null)
            import.ProcessedBytes = import.TotalBytes;
        var refusal = batch.Refusal ?? (import.Read == 0 ? "Nothing in this file is mail or a calendar." : null);
        import.End(refusal is null ? ImportState.Done : ImportState.Failed, clock.GetUtcNow(), refusal);
    }

    async Task StoreMailAsync(IDbContextTransaction transaction, Import import, Mailbox mailbox, List<(int Number, IncomingMessage Message)> mail, List<ImportProblem> problems, CancellationToken cancel)
    {
        if (mail.Count == 0)
            return;
        await transaction.CreateSavepointAsync("mail", cancel);
        try
        {
            Count(import, await storeMessages.ExecuteAsync(mailbox, mail.ConvertAll(item => item.Message), cancel));
        }
        catch (Exception e) when (IsAboutContent(e) && mail.Count > 1)
        {
            await transaction.RollbackToSavepointAsync("mail", cancel);
            foreach (var item in mail)
                await StoreMailAsync(transaction, import, mailbox, [item], problems, cancel);
        }
        catch (Exception e) when (IsAboutContent(e))
        {
            await transaction.RollbackToSavepointAsync("mail", cancel);
            problems.Add(new ImportProblem(mail[0].Number, "The database cannot hold this message: it has a part that is too large or not valid text."));
        }
    }

    async Task StoreCalendarAsync(Import import, Mailbox mailbox, int number, byte[] content, List<ImportProblem> problems, CancellationToken cancel)
    {
        using var stream = new MemoryStream(content, writable: false);
        var file = await ReadCalendarFile.ExecuteAsync(stream, cancel);
        if (!file.Ok)
        {
            problems.Add(new ImportProblem(number, file.Error!.Detail));
            return;
        }
        problems.AddRange(file.Value.Problems.Select(problem => new ImportProblem(problem.Index, problem.Reason)));
        var stored = await storeEvents.ExecuteAsync(new CalendarAccount(mailbox.PersonId, mailbox.AccountId, mailbox.Provider, mailbox.Address), null, file.Value.Events, cancel);
        if (!stored.Ok)
        {
            problems.Add(new ImportProblem(number, stored.Error!.Detail));
            return;
        }
        import.Imported += stored.Value.Added + stored.Value.Updated;
        import.Duplicates += stored.Value.Duplicates;
    }

    static void Count(Import import, StoreResult stored)
    {
        import.Imported += stored.Imported;
        import.Duplicates += stored.Duplicates;
    }

    /// <summary>Data exceptions (class 22) and program limits (class 54) come from the values; everything else is the database's or ours.</summary>
    static bool IsAboutContent(Exception e) =>
        (e as PostgresException ?? e.InnerException as PostgresException) is { } database
        && (database.SqlState.StartsWith("22", StringComparison.Ordinal) || database.SqlState.StartsWith("54", StringComparison.Ordinal));
}
