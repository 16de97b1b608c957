using Microsoft.EntityFrameworkCore;
using Steward.Platform;

namespace Steward.Items.Imports;

/// <summary>A person's imports, newest first; the last hundred.</summary>
sealed class ListImports(StewardDbContext db)
{
    public async Task<IReadOnlyList<ImportView>> ExecuteAsync(Guid personId, CancellationToken cancel) =>
        (await db.Set<Import>().AsNoTracking().Where(row => row.PersonId == personId).OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id).Take(100).ToListAsync(cancel))
            .ConvertAll(row => row.ToView());

    public async Task<Result<ImportView>> FindAsync(Guid personId, Guid id, CancellationToken cancel) =>
        await db.Set<Import>().AsNoTracking().FirstOrDefaultAsync(row => row.Id == id && row.PersonId == personId, cancel) is { } import ? import.ToView() : Error.NotFound("import");
}
