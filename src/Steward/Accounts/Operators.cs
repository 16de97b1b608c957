using Microsoft.EntityFrameworkCore;
using Steward.Platform;

namespace Steward.Accounts;

/// <summary>The people who run this Steward: its owner and whom that one made an admin. They may do what concerns everybody on it, and still see nobody else's things.</summary>
public static class Operators
{
    /// <summary>As of now: a role that was taken away a moment ago does not count.</summary>
    public static Task<bool> IsOneAsync(StewardDbContext db, Guid personId, CancellationToken cancel) =>
        db.Set<Person>().AnyAsync(p => p.Id == personId && (p.Role == Role.Owner || p.Role == Role.Admin), cancel);
}
