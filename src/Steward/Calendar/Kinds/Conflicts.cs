using Steward.Accounts;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Steward.Actions;
using Steward.Calendar.Recurrence;

namespace Steward.Calendar.Kinds;

/// <summary>What an event at its new time would overlap, in all of the person's calendars.</summary>
static class Conflicts
{
    /// <summary>How far ahead a series is looked at.</summary>
    static readonly Duration Ahead = Duration.FromDays(60);
    const int Named = 3;

    /// <param name="self">Series that the event belongs to: it does not conflict with itself.</param>
    public static async Task<IReadOnlyList<RiskReason>> FindAsync(Guid personId, CalendarEvent planned, string? self, IServiceProvider services, CancellationToken cancel)
    {
        if (planned.Transparency == Transparency.Transparent || planned.Start.IsAllDay)
            return [];
        var directory = services.GetRequiredService<CalendarDirectory>();
        var viewer = Zones.Find((await services.GetRequiredService<PersonSettingsReader>().GetAsync(personId, cancel)).Zone) ?? DateTimeZone.Utc;
        var from = planned.Start.ToInstant(viewer);
        var to = planned.Recurrence is null ? Instant.Max(planned.End.ToInstant(viewer), from + Duration.FromSeconds(1)) : from + Ahead;
        if (to - from > Duration.FromDays(60))
            to = from + Ahead;
        var mine = new Series(planned, [], viewer).Between(from, to, new ExpansionBudget(ExpansionBudget.Default)).ToList();
        var all = await services.GetRequiredService<ListEvents>().ExecuteAsync(personId, from.ToDateTimeOffset(), to.ToDateTimeOffset(), viewer.Id, cancel);
        var addresses = (await directory.ListAsync(personId, cancel)).ToDictionary(account => account.AccountId, account => account.Address);
        var busy = all.Where(other => other.Event.Uid != self && !other.Event.Start.IsAllDay && BusyTimes.TakesTime(other.Event, addresses.GetValueOrDefault(other.Event.AccountId, ""))).ToList();
        var hits = busy.Where(other => mine.Any(one => one.Start < other.End && other.Start < one.End)).ToList();
        if (hits.Count == 0)
            return [];
        var named = string.Join(", ", hits.Take(Named).Select(hit => $"“{hit.Event.Summary}” ({Time(hit.Start, viewer)} to {Clock(hit.End, viewer)})"));
        return [new RiskReason(RiskLevel.Medium, $"It overlaps {named}{(hits.Count > Named ? string.Create(CultureInfo.InvariantCulture, $" and {hits.Count - Named} more") : "")}.")];
    }

    static string Time(DateTimeOffset instant, DateTimeZone zone) => Instant.FromDateTimeOffset(instant).InZone(zone).ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);

    static string Clock(DateTimeOffset instant, DateTimeZone zone) => Instant.FromDateTimeOffset(instant).InZone(zone).ToString("HH:mm", CultureInfo.InvariantCulture);
}
