using Microsoft.EntityFrameworkCore;
using Steward.Platform;

namespace Steward.Items.Imports;

/// <summary>Stops an import after the batch that is being stored. What has been stored stays. Cancelling one that has ended changes nothing.</summary>
sealed class CancelImport(StewardDbContext db, ImportOptions options, LiveEvents live, TimeProvider clock)
{
    public async Task<Result<ImportView>> ExecuteAsync(Guid personId, Guid id, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // The row's lock waits for the batch in flight; the next batch then finds the import ended.
        var import = (await db.Set<Import>().FromSql($"SELECT * FROM items.imports WHERE id = {id} AND person_id = {personId} FOR UPDATE").ToListAsync(cancel)).FirstOrDefault();
        if (import is null)
            return Error.NotFound("import");
        if (import.Ended)
            return import.ToView();
        import.End(ImportState.Cancelled, clock.GetUtcNow());
        import.Stage(live);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        SpoolFile.Remove(options, id);
        return import.ToView();
    }
}
