using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Platform;

namespace Steward.Items.Imports;

/// <summary>
/// Removes uploaded files that no import waits for: those of a process that died between an upload and its record, or between the end of an import and the
/// removal. Files younger than a day stay, because an upload in progress has no record yet.
/// </summary>
sealed class SweepSpool(IServiceScopeFactory scopes, ImportOptions options, TimeProvider clock)
{
    public async Task<int> ExecuteAsync(CancellationToken cancel)
    {
        if (!Directory.Exists(options.SpoolFolder))
            return 0;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StewardDbContext>();
        var waiting = await db.Set<Import>().Where(row => row.State == ImportState.Queued || row.State == ImportState.Running).Select(row => row.Id).ToListAsync(cancel);
        var kept = waiting.Select(id => SpoolFile.PathOf(options, id)).ToHashSet(StringComparer.Ordinal);
        var removed = 0;
        foreach (var path in Directory.EnumerateFiles(options.SpoolFolder, "*.import"))
        {
            if (kept.Contains(path) || File.GetLastWriteTimeUtc(path) > clock.GetUtcNow().UtcDateTime.AddDays(-1))
                continue;
            File.Delete(path);
            removed++;
        }
        return removed;
    }
}
