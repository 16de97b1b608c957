using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Steward.Actions;
using Steward.Calendar.Recurrence;

namespace Steward.Calendar.Kinds;

static class PastEvents
{
    /// <summary>An event that is over before it is approved is mostly a misread date.</summary>
    public static IEnumerable<RiskReason> Risks(CalendarEvent planned, IServiceProvider services)
    {
        var now = Instant.FromDateTimeOffset(services.GetRequiredService<TimeProvider>().GetUtcNow());
        if (planned.Recurrence is null && planned.End.ToInstant(DateTimeZone.Utc) + Duration.FromHours(14) < now)
            yield return new RiskReason(RiskLevel.Medium, "It lies in the past.");
    }
}
