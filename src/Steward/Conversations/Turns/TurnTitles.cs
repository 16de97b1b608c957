using Microsoft.EntityFrameworkCore;
using Steward.Platform;
using Steward.Runs;

namespace Steward.Conversations.Turns;

/// <summary>A turn's run is known by what the person asked for.</summary>
sealed class TurnTitles(StewardDbContext db) : IRunTitles
{
    const int Length = 200;

    public async Task<IReadOnlyDictionary<Guid, string>> OfAsync(Guid ownerId, IReadOnlyCollection<Guid> runIds, CancellationToken cancel)
    {
        var turns = await db.Set<Turn>().AsNoTracking().Where(t => t.PersonId == ownerId && t.RunId != null && runIds.Contains(t.RunId.Value))
            .Select(t => new { RunId = t.RunId!.Value, Message = t.Message.Substring(0, Length) }).ToListAsync(cancel);
        return turns.ToDictionary(t => t.RunId, t => VisibleText.CleanLine(t.Message));
    }

    public async Task<IReadOnlyCollection<Guid>> FindAsync(Guid ownerId, string words, int limit, CancellationToken cancel)
    {
        var pattern = $"%{words.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
        return await db.Set<Turn>().AsNoTracking().Where(t => t.PersonId == ownerId && t.RunId != null && EF.Functions.ILike(t.Message, pattern, "\\"))
            .OrderByDescending(t => t.CreatedAt).Take(limit).Select(t => t.RunId!.Value).ToListAsync(cancel);
    }
}
