using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Steward.Accounts;
using Steward.Mail;
using Steward.Platform;

namespace Steward.Items.Imports;

/// <summary>
/// Takes up the oldest waiting import, or one whose worker is gone, and runs it to its end. Everything is recorded batch by batch, so stopping anywhere, also
/// by a crash, loses nothing and repeats nothing. After <see cref="MostAttempts"/> attempts without progress the import fails with a reason.
/// </summary>
sealed class RunImport(IServiceScopeFactory scopes, ImportOptions options, TidyMail tidyMail, Ids ids, TimeProvider clock, ILogger<RunImport> log)
{
    const int MostAttempts = 5;
    /// <summary>Octets of a file from which on the database is told at once that much has come; smaller ones change little of what it knows.</summary>
    const int WorthTidying = 1 << 20;
    static readonly TimeSpan Telling = TimeSpan.FromMilliseconds(400);

    /// <returns>False when nothing waits.</returns>
    public async Task<bool> ExecuteAsync(CancellationToken cancel)
    {
        var worker = ids.New();
        if (await ClaimAsync(worker, cancel) is not { } claimed)
            return false;
        var (import, mailbox) = claimed;
        var path = SpoolFile.PathOf(options, import.Id);
        var ended = false;
        try
        {
            ended = mailbox is null || !File.Exists(path) ? await EndAsync(import.Id, worker, "The uploaded file is gone. Upload it again.", cancel)
                : import.Attempts > MostAttempts ? await EndAsync(import.Id, worker, "The import stopped several times at the same place. The log tells why.", cancel)
                : await RunAsync(import, mailbox, worker, path, cancel);
            // Not ended by us: cancelled, and then the file is gone already, or in another worker's hands.
            if (ended)
                SpoolFile.Remove(options, import.Id);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "Import {Import} is interrupted; it goes on at message {Read}", import.Id, import.Read);
            await ReleaseAsync(import.Id, worker, clock.GetUtcNow() + TimeSpan.FromSeconds(5 * import.Attempts), cancel);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the next process goes on at once instead of waiting for the lease to end.
            await ReleaseAsync(import.Id, worker, clock.GetUtcNow(), CancellationToken.None);
            throw;
        }
        if (ended && import.TotalBytes >= WorthTidying)
            await tidyMail.ExecuteAsync(cancel);
        return true;
    }

    async Task<bool> RunAsync(Import import, Mailbox mailbox, Guid worker, string path, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var batches = Channel.CreateBounded<ImportBatch>(new BoundedChannelOptions(2) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(async () =>
        {
            try
            {
                await new BatchReader(options, clock).ReadAsync(path, import, mailbox.Address, batches.Writer, stop.Token);
                batches.Writer.Complete();
            }
            catch (Exception e)
            {
                batches.Writer.Complete(e);
            }
        }, CancellationToken.None);
        try
        {
            var told = clock.GetTimestamp();
            await foreach (var batch in batches.Reader.ReadAllAsync(cancel))
            {
                var tell = clock.GetElapsedTime(told) >= Telling;
                await using var scope = scopes.CreateAsyncScope();
                if (await scope.ServiceProvider.GetRequiredService<StoreBatch>().ExecuteAsync(import.Id, worker, mailbox, batch, tell, cancel) == BatchOutcome.NotMine)
                    return false;
                if (tell)
                    told = clock.GetTimestamp();
            }
            return true;
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    async Task<(Import Import, Mailbox? Mailbox)?> ClaimAsync(Guid worker, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StewardDbContext>();
        var now = clock.GetUtcNow();
        var until = now + StoreBatch.Lease;
        var import = (await db.Set<Import>().FromSql(
            $"""
            UPDATE items.imports SET state = 'Running', lease_owner = {worker}, lease_until = {until}, attempts = attempts + 1, started_at = coalesce(started_at, {now})
            WHERE id = (SELECT id FROM items.imports WHERE state = 'Queued' OR state = 'Running' AND lease_until < {now} ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING *
            """).AsNoTracking().ToListAsync(cancel)).FirstOrDefault();
        if (import is null)
            return null;
        var account = await db.Set<LinkedAccount>().AsNoTracking().FirstOrDefaultAsync(row => row.Id == import.AccountId && row.PersonId == import.PersonId, cancel);
        return (import, account is null ? null : new Mailbox(account.PersonId, account.Id, account.Provider, account.Address));
    }

    async Task<bool> EndAsync(Guid id, Guid worker, string error, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StewardDbContext>();
        if (await db.Set<Import>().FirstOrDefaultAsync(row => row.Id == id && row.LeaseOwner == worker, cancel) is not { } import)
            return false;
        import.End(ImportState.Failed, clock.GetUtcNow(), error);
        import.Stage(scope.ServiceProvider.GetRequiredService<LiveEvents>());
        await db.SaveChangesAsync(cancel);
        return true;
    }

    async Task ReleaseAsync(Guid id, Guid worker, DateTimeOffset until, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StewardDbContext>();
        await db.Database.ExecuteSqlAsync($"UPDATE items.imports SET lease_until = {until}, lease_owner = NULL WHERE id = {id} AND lease_owner = {worker} AND state = 'Running'", cancel);
    }
}
