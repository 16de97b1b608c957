using Steward.Platform;

namespace Steward.Calendar;

/// <summary>Fills two Local accounts with the demo's calendars, dated around now. Harmless when called again.</summary>
public sealed class SeedDemoCalendar(StewardDbContext db)
{
    public Task ExecuteAsync(Guid personId, Guid workAccountId, Guid personalAccountId, DateTimeOffset now, CancellationToken cancel) => throw new NotImplementedException(db.ToString());
}
