using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Calendar.Local;
using Steward.Platform;

namespace Steward.Calendar;

/// <summary>Events per Local account, for the accounts page: a series counts once, however often it happens.</summary>
sealed class CountEvents(StewardDbContext db) : IAccountCounts
{
    public async Task<IReadOnlyList<AccountCount>> CountAsync(Guid personId, CancellationToken cancel)
    {
        var counts = await db.Set<EventRow>().Where(e => e.PersonId == personId && e.RecurrenceKey == "")
            .GroupBy(e => e.AccountId).Select(group => new { AccountId = group.Key, Count = group.LongCount() }).ToListAsync(cancel);
        return [.. counts.Select(c => new AccountCount(c.AccountId, "events", c.Count))];
    }
}
