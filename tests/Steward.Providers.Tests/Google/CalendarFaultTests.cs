using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Steward.Actions;
using Steward.Calendar;
using Steward.Testing.Google;
using static Steward.Tests.Calendar.Desk;

namespace Steward.Providers.Tests.Google;

/// <summary>Whatever Google and the network do to any request of a change of a calendar: it is made as often as it was approved, and guests are told as often.</summary>
public sealed class CalendarFaultTests(GoogleWorld google) : IClassFixture<GoogleWorld>
{
    [Theory]
    [InlineData(CalendarActions.CreateEvent, false)]
    [InlineData(CalendarActions.UpdateEvent, false)]
    [InlineData("one of a series", false)]
    [InlineData(CalendarActions.MoveEvent, false)]
    [InlineData(CalendarActions.DeleteEvent, false)]
    [InlineData(CalendarActions.Respond, false)]
    [InlineData(CalendarActions.CreateEvent, true)]
    [InlineData(CalendarActions.UpdateEvent, true)]
    [InlineData(CalendarActions.MoveEvent, true)]
    [InlineData(CalendarActions.DeleteEvent, true)]
    public async Task Trouble_at_any_request_of_it(string kind, bool undo)
    {
        var series = kind == "one of a series" || (undo && kind == CalendarActions.DeleteEvent);
        var (services, account) = await google.CalendarAsync();
        await using var _ = services;
        var box = google.Server.Calendars(account.Address);
        box.Add("other@group.calendar.google.com", "Other");
        var all = undo ? kind == CalendarActions.DeleteEvent : kind == CalendarActions.UpdateEvent;
        var creates = kind == CalendarActions.CreateEvent;
        if (!creates)
        {
            foreach (var number in Enumerable.Range(0, all ? 150 : 60))
            {
                var talk = Event(Token(number), "2026-11-24T10:00", "2026-11-24T11:00", series ? "FREQ=WEEKLY;COUNT=4" : null, $"{Token(number)}@example.org") with
                {
                    Attendees = [new(account.Address, "Me"), new("ben@example.org", "Ben", ResponseStatus.Accepted, Organizer: true)],
                };
                GoogleCalendarFill.Put(box.Primary, series ? [talk, talk with { Recurrence = null, RecurrenceId = Berlin("2026-12-01T10:00"), Start = Berlin("2026-12-01T12:00"), End = Berlin("2026-12-01T13:00") }] : [talk]);
            }
        }
        await google.SyncAsync(services);
        await using var scope = services.CreateAsyncScope();
        var reader = scope.ServiceProvider.GetServices<ICalendarReader>().Single(r => r.Provider == "google");
        var calendars = await reader.GetCalendarsAsync(account, default);
        var events = (await reader.GetInstancesAsync(account, Utc("2026-11-24"), Utc("2026-11-25"), "Europe/Berlin", default)).ToDictionary(i => i.Event.Summary, i => i.Event.Id, StringComparer.Ordinal);
        var next = 0;
        await FaultSweep.RunAsync(google, new ApprovedChanges(google, services, new(account.PersonId, account.AccountId)), () =>
        {
            var token = Token(next++);
            return Task.FromResult(new ChangeCase(kind == "one of a series" ? CalendarActions.UpdateEvent : kind, Payload(kind, token, creates ? default : events[token], calendars), () => Observe(box, token)));
        }, all, undo);
    }

    static string Token(int number) => string.Create(CultureInfo.InvariantCulture, $"case{number:D4}x");

    static object Payload(string kind, string token, Guid id, IReadOnlyList<CalendarInfo> calendars) => kind switch
    {
        CalendarActions.CreateEvent => new CreateEventPayload
        {
            CalendarId = calendars.Single(c => c.Primary).Id, Summary = token, Start = Berlin("2026-11-24T10:00"), End = Berlin("2026-11-24T11:00"), Attendees = [new("ben@example.org", "Ben")], TypedByPerson = ["ben@example.org"],
        },
        CalendarActions.UpdateEvent => new UpdateEventPayload { EventId = id, Start = Berlin("2026-11-25T10:00"), Location = "Hall" },
        "one of a series" => new UpdateEventPayload { EventId = id, OriginalStart = Berlin("2026-12-08T10:00"), Location = "Hall" },
        CalendarActions.MoveEvent => new MoveEventPayload(id, calendars.Single(c => c.Name == "Other").Id),
        CalendarActions.Respond => new RespondPayload(id, ResponseStatus.Declined),
        _ => new DeleteEventPayload(id),
    };

    /// <summary>What the event and its series say, and every change that was made of them: one that changes nothing, but tells the guests again, is one too many.</summary>
    static string Observe(CalendarBox box, string token)
    {
        var all = box.Calendars.Values.SelectMany(shelf => shelf.Events.Values.Where(e => e["summary"]?.GetValue<string>() == token).Select(e => (Shelf: shelf, Event: e))).ToList();
        var ids = all.Select(x => x.Event["id"]!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
        return string.Join("; ", all.Where(x => x.Event["status"]?.GetValue<string>() != "cancelled").Select(x => $"{x.Shelf.Name} {x.Event["location"]} {Time(x.Event["start"])} {x.Event["recurrence"]?.ToJsonString()} {x.Event["attendees"]?.ToJsonString()} {x.Event["conferenceData"]?.ToJsonString()}").Order(StringComparer.Ordinal))
            + " <- " + string.Join(", ", box.Effects.Select(e => e.Split(' ')).Where(e => ids.Contains(e[1])).Select(e => e[0]));
    }

    static string Time(JsonNode? time) => DateTimeOffset.Parse(time!["dateTime"]!.GetValue<string>(), CultureInfo.InvariantCulture).ToString("O", CultureInfo.InvariantCulture);
}
