using System.Text.Json.Nodes;
using Steward.Calendar;
using Steward.Providers.Google.Calendar;
using Steward.Testing.Google;

namespace Steward.Providers.Tests.Google;

/// <summary>Puts events into a calendar of the server as Google would have them.</summary>
static class GoogleCalendarFill
{
    public static void Put(CalendarShelf shelf, params ParsedEvent[] events)
    {
        foreach (var e in events.OrderBy(e => e.RecurrenceId is not null))
        {
            var resource = GoogleEvents.Write(new CalendarEvent
            {
                Id = default, AccountId = default, CalendarId = default, Revision = "", Uid = e.Uid, Summary = e.Summary, Description = e.Description, Location = e.Location, Start = e.Start, End = e.End,
                Recurrence = e.Recurrence, ExceptionDates = e.ExceptionDates, AdditionalDates = e.AdditionalDates, Attendees = e.Attendees, Transparency = e.Transparency, Visibility = e.Visibility,
            });
            var master = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(e.Uid)))[..26];
            (resource["id"], resource["iCalUID"], resource["sequence"]) = (master, e.Uid, e.Sequence);
            resource["status"] = e.Status switch { EventStatus.Cancelled => "cancelled", EventStatus.Tentative => "tentative", _ => "confirmed" };
            if (e.Attendees.FirstOrDefault(a => a.Organizer) is { } organiser)
                resource["organizer"] = new JsonObject { ["email"] = organiser.Email };
            resource["conferenceData"] = new JsonObject { ["conferenceId"] = "abc-defg-hij" };
            if (e.RecurrenceId is { } original)
            {
                var at = GoogleEvents.Write(original, original);
                resource["id"] = $"{master}_{DateTimeOffset.Parse(at["dateTime"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture).UtcDateTime:yyyyMMdd'T'HHmmss'Z'}";
                resource["recurringEventId"] = master;
                resource["originalStartTime"] = at;
            }
            foreach (var empty in resource.Where(m => m.Value is null).Select(m => m.Key).ToList())
                resource.Remove(empty);
            shelf.Put(resource);
        }
    }

    /// <summary>What the events say, without ids, versions and Steward's own marks.</summary>
    public static string Content(CalendarBox box) => string.Join('\n', box.Calendars.Values.SelectMany(shelf => shelf.Events.Values.Where(e => e["status"]?.GetValue<string>() != "cancelled" || e["recurringEventId"] is not null).Select(e =>
        $"{shelf.Name} {e["id"]} {e["summary"]} {e["location"]} {Time(e["start"])} {Time(e["end"])} {e["recurrence"]?.ToJsonString()} {e["attendees"]?.ToJsonString()} {e["status"]} {e["conferenceData"]?.ToJsonString()}")).Order(StringComparer.Ordinal));

    static string Time(JsonNode? time) => time?["date"]?.ToString() ?? DateTimeOffset.Parse(time!["dateTime"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
}
