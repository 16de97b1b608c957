using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.Actions.Proposals;

/// <summary>A person's own times and rules for approvals; the defaults for whoever has chosen none.</summary>
static class ApprovalRules
{
    public static async Task<PersonSettings> OfAsync(StewardDbContext db, Guid personId, CancellationToken cancel) =>
        await db.Set<PersonSettings>().AsNoTracking().FirstOrDefaultAsync(s => s.PersonId == personId, cancel) ?? new PersonSettings { PersonId = personId };

    public static TimeSpan ToDecide(PersonSettings settings, Guid? batchId) =>
        TimeSpan.FromMinutes(batchId is null ? settings.ApprovalMinutes : settings.BatchApprovalMinutes);

    public static TimeSpan ToUndo(PersonSettings settings) => TimeSpan.FromSeconds(settings.UndoWindowSeconds);
}
