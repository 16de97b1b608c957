using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.Items.Imports;

sealed record StartImportInput(Guid PersonId, Guid AccountId, string FileName, Stream Content, long? Length);

/// <summary>
/// Takes a file for a Local account. It is on disk before the import is recorded, and the import is recorded before this answers; a file that nothing can be
/// read from is refused at once.
/// </summary>
sealed class StartImport(StewardDbContext db, ImportOptions options, Ids ids, LiveEvents live, TimeProvider clock)
{
    public async Task<Result<ImportView>> ExecuteAsync(StartImportInput input, CancellationToken cancel)
    {
        var account = await db.Set<LinkedAccount>().AsNoTracking().FirstOrDefaultAsync(row => row.Id == input.AccountId && row.PersonId == input.PersonId, cancel);
        if (account is null)
            return Error.NotFound("account");
        if (account.Provider != "local")
            return Error.Refused("import_needs_local_account", "Files can be imported into a local account only.");
        if (input.Length > options.MaxBytes)
            return TooLarge();
        var id = ids.New();
        if (await SpoolFile.WriteAsync(options, id, input.Content, cancel) is not { } size)
            return TooLarge();
        if (ImportFile.Refusal(await SpoolFile.HeadAsync(options, id, cancel)) is { } refusal)
        {
            SpoolFile.Remove(options, id);
            return Error.Invalid("file", refusal);
        }
        return await RecordAsync(id, input, size, cancel);
    }

    async Task<ImportView> RecordAsync(Guid id, StartImportInput input, long size, CancellationToken cancel)
    {
        var name = VisibleText.CleanLine(input.FileName);
        var import = new Import
        {
            Id = id, PersonId = input.PersonId, AccountId = input.AccountId, FileName = name.Length > 200 ? VisibleText.CleanLine(name[..200]) : name.Length == 0 ? "upload" : name,
            State = ImportState.Queued, TotalBytes = size, CreatedAt = clock.GetUtcNow(),
        };
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            db.Add(import);
            import.Stage(live);
            await db.SaveChangesAsync(cancel);
            await db.Database.ExecuteSqlAsync($"SELECT pg_notify({ImportWorker.Channel}, '')", cancel);
            await transaction.CommitAsync(cancel);
        }
        catch
        {
            SpoolFile.Remove(options, id);
            throw;
        }
        return import.ToView();
    }

    Error TooLarge() => Error.Refused("file_too_large", $"The file is larger than {options.MaxBytes >> 20} MB.");
}
