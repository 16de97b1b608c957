using Microsoft.EntityFrameworkCore;
using Steward.Platform;

namespace Steward.FollowUps;

/// <summary>A person's follow-ups: what is due first, then what is waited for, by when.</summary>
public static class ListFollowUps
{
    const int Most = 200;

    /// <param name="settled">Those that are settled instead of the open ones, the latest first.</param>
    public static async Task<IReadOnlyList<FollowUpView>> ExecuteAsync(StewardDbContext db, Guid personId, bool settled, CancellationToken cancel)
    {
        var rows = db.Set<FollowUp>().AsNoTracking().Where(f => f.PersonId == personId);
        var found = settled
            ? await rows.Where(f => f.State != FollowUpState.Waiting && f.State != FollowUpState.Due).OrderByDescending(f => f.SettledAt).ThenBy(f => f.Id).Take(Most).ToListAsync(cancel)
            : await rows.Where(f => f.State == FollowUpState.Waiting || f.State == FollowUpState.Due).OrderBy(f => f.DueAt).ThenBy(f => f.Id).Take(Most).ToListAsync(cancel);
        return [.. found.OrderBy(f => f.State == FollowUpState.Due ? 0 : 1).Select(FollowUpView.Of)];
    }
}
