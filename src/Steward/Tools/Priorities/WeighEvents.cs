using System.Globalization;
using NodaTime;
using Steward.Calendar;
using Steward.Platform;
using Steward.Tools.Calendars;

namespace Steward.Tools.Priorities;

/// <summary>Why an event of the day matters. Pure.</summary>
static class WeighEvents
{
    public static IEnumerable<Matter> Of(IReadOnlyList<EventInstance> events, PriorityContext context)
    {
        var taking = events.Where(e => !e.Event.Start.IsAllDay && e.End > context.Now && BusyTimes.TakesTime(e.Event, context.Own)).ToList();
        foreach (var instance in taking)
        {
            var at = Instant.FromDateTimeOffset(instance.Start).InZone(When.ZoneOf(context.Zone)).ToString("HH:mm", CultureInfo.InvariantCulture);
            var source = new SourceRef("event", instance.Event.Id.ToString(), instance.Event.Summary);
            var wait = instance.Start - context.Now;
            var others = instance.Event.Attendees.Count(a => !context.Own.Contains(a.Email));
            List<PriorityReason> reasons =
            [
                new(PriorityKinds.Event, others > 0 ? 18 : 12, wait <= TimeSpan.Zero ? $"going on since {at}" : wait < TimeSpan.FromHours(2) ? $"begins at {at}, in {Math.Max(1, (int)wait.TotalMinutes)} min" : $"begins at {at}", null, source, instance.Start),
            ];
            if (wait < TimeSpan.FromHours(2))
                reasons.Add(new(PriorityKinds.Urgent, 20, "is next"));
            if (taking.FirstOrDefault(o => o != instance && o.Start < instance.End && instance.Start < o.End) is { } clash)
                reasons.Add(new(PriorityKinds.Urgent, 15, $"overlaps “{clash.Event.Summary}”: one of them has to move", null, source));
            if (instance.Event.Attendees.Any(a => context.Own.Contains(a.Email) && a.Response == ResponseStatus.NeedsAction))
                reasons.Add(new("answer", 10, "you have not answered the invitation"));
            if (others > 0)
                reasons.Add(new("people", 0, $"with {string.Join(", ", instance.Event.Attendees.Where(a => !context.Own.Contains(a.Email)).Take(2).Select(a => a.Name ?? a.Email))}{(others > 2 ? $" and {others - 2} more" : "")}"));
            yield return new Matter(instance.Event.Summary, null, null, instance.Start, instance.Event.AccountId, source, reasons);
        }
    }
}
