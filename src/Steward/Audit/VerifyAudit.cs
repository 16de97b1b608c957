using Microsoft.EntityFrameworkCore;
using Steward.Platform;

namespace Steward.Audit;

/// <param name="Entries">How many there are.</param>
/// <param name="Intact">True when every entry's hash covers it and the one before, from the first to the recorded end.</param>
/// <param name="FirstBroken">Number of the first entry that does not hold.</param>
public sealed record AuditIntegrity(long Entries, bool Intact, long? FirstBroken);

/// <summary>Walks a person's chain in the database.</summary>
sealed class VerifyAudit(StewardDbContext db)
{
    public async Task<AuditIntegrity> RunAsync(Guid personId, CancellationToken cancel)
    {
        var broken = (await db.Database.SqlQuery<long?>($"""SELECT audit.first_broken({personId}) AS "Value" """).ToListAsync(cancel))[0];
        var entries = await db.Set<AuditEntry>().LongCountAsync(e => e.PersonId == personId, cancel);
        return new(entries, broken is null, broken);
    }
}
