using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Calendar;
using Steward.Items.Syncing;
using Steward.Mail;
using Steward.Testing.Google;
using Steward.Tests.Mail;
using static Steward.Tests.Calendar.Desk;
using static Steward.Tests.Mail.MailWorld;

namespace Steward.Providers.Tests.Google;

/// <summary>Whatever Google and the network do to any request of a sync, of the first or of a later one: the mirror ends as without it, and the account is well again.</summary>
public sealed class SyncFaultTests(GoogleWorld google) : IClassFixture<GoogleWorld>
{
    static readonly IncomingMessage[] Past =
    [
        .. Enumerable.Range(0, 52).Select(i => Letter($"letter {i}", text: $"text of {i}", date: new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(i), labels: i % 3 == 0 ? ["INBOX", "Work"] : ["INBOX", "UNREAD"])),
        Letter("with a file", attachments: [new("plan.pdf", "application/pdf", "%PDF"u8.ToArray())]),
    ];

    [Fact]
    public async Task Of_mail()
    {
        var calm = await MailAsync(null, 0, 0);
        Assert.Equal((53, 53), (calm.First.Count, calm.Later.Count));
        await SweepAsync(calm.Calls, (later, at, trouble) => MailAsync(trouble, later ? 0 : at, later ? at : 0), calm.First, calm.Later);
    }

    [Fact]
    public async Task Of_calendars()
    {
        var calm = await CalendarAsync(null, 0, 0);
        Assert.Equal((4, 4), (calm.First.Count, calm.Later.Count));
        await SweepAsync(calm.Calls, (later, at, trouble) => CalendarAsync(trouble, later ? 0 : at, later ? at : 0), calm.First, calm.Later);
    }

    sealed record Outcome((int First, int Later) Calls, IReadOnlyList<string> First, IReadOnlyList<string> Later, AccountHealth Health);

    static async Task SweepAsync((int First, int Later) calls, Func<bool, int, Trouble, Task<Outcome>> run, IReadOnlyList<string> first, IReadOnlyList<string> later)
    {
        Assert.True(calls is { First: > 1, Later: > 1 });
        var wrong = new List<string>();
        foreach (var (isLater, at) in Enumerable.Range(1, calls.First).Select(n => (false, n)).Concat(Enumerable.Range(1, calls.Later).Select(n => (true, n))))
        {
            foreach (var trouble in Trouble.Some(at))
            {
                var outcome = await run(isLater, at, trouble);
                if (!outcome.First.SequenceEqual(first) || !outcome.Later.SequenceEqual(later) || outcome.Health != AccountHealth.Ok)
                    wrong.Add($"{trouble.Name} at {at} of the {(isLater ? "later" : "first")}: {outcome.Health}, missing {string.Join(", ", later.Except(outcome.Later).Take(3))}, too much {string.Join(", ", outcome.Later.Except(later).Take(3))}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    async Task<Outcome> MailAsync(Trouble? trouble, int first, int later)
    {
        static bool IsMail(string call) => !call.Contains("/calendar/", StringComparison.Ordinal);
        await using var world = await google.MailAsync(Past);
        var firstCalls = await TroubledAsync(world.Services, trouble, first, IsMail);
        var before = await SnapshotAsync(world);
        var box = google.Box(world);
        box.Relabel(box.Messages.First(m => m.Read.Subject == "letter 7"), ["STARRED", box.LabelId("New")], ["INBOX"]);
        box.Delete(box.Messages.First(m => m.Read.Subject == "letter 8"));
        box.Deliver(GoogleMime.Of(Letter("just come", labels: ["INBOX"])), ["INBOX"]);
        box.Labels[box.LabelId("Work")] = "Projects";
        var laterCalls = await TroubledAsync(world.Services, trouble, later, IsMail);
        return new((firstCalls, laterCalls), before, await SnapshotAsync(world), await LeaveAsync(world.Mailbox.PersonId));
    }

    static async Task<IReadOnlyList<string>> SnapshotAsync(MailWorld world)
    {
        var all = await world.SearchAsync("in:anywhere");
        return [.. all.Select(m => $"{m.Subject} [{string.Join(' ', m.Labels.Order(StringComparer.Ordinal))}] {m.Snippet} {m.HasAttachments}").Order(StringComparer.Ordinal)];
    }

    async Task<Outcome> CalendarAsync(Trouble? trouble, int first, int later)
    {
        static bool IsCalendar(string call) => call.Contains("/calendar/", StringComparison.Ordinal);
        var talk = Event("Talk", "2026-11-24T10:00", "2026-11-24T11:00", "FREQ=WEEKLY;COUNT=3", "talk@example.org");
        var (services, account) = await google.CalendarAsync(talk, Event("Lunch", "2026-11-25T12:00", "2026-11-25T13:00", null, "lunch@example.org"));
        await using var _ = services;
        var box = google.Server.Calendars(account.Address);
        var other = box.Add("other@group.calendar.google.com", "Other");
        var firstCalls = await TroubledAsync(services, trouble, first, IsCalendar);
        var before = await SnapshotAsync(services, account);
        GoogleCalendarFill.Put(box.Primary, talk with { Recurrence = null, RecurrenceId = Berlin("2026-12-01T10:00"), Start = Berlin("2026-12-01T12:00"), End = Berlin("2026-12-01T13:00") });
        GoogleCalendarFill.Put(box.Primary, Event("Lunch", "2026-11-25T12:00", "2026-11-25T13:00", null, "lunch@example.org") with { Status = EventStatus.Cancelled });
        GoogleCalendarFill.Put(other, Event("Dinner", "2026-11-26T19:00", "2026-11-26T20:00", null, "dinner@example.org"));
        var laterCalls = await TroubledAsync(services, trouble, later, IsCalendar);
        return new((firstCalls, laterCalls), before, await SnapshotAsync(services, account), await LeaveAsync(account.PersonId));
    }

    static async Task<IReadOnlyList<string>> SnapshotAsync(IServiceProvider services, CalendarAccount account)
    {
        await using var scope = services.CreateAsyncScope();
        var reader = scope.ServiceProvider.GetServices<ICalendarReader>().Single(r => r.Provider == "google");
        var calendars = (await reader.GetCalendarsAsync(account, default)).ToDictionary(c => c.Id, c => c.Name);
        return [.. (await reader.GetInstancesAsync(account, Utc("2026-11-01"), Utc("2027-01-01"), "Europe/Berlin", default))
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"{calendars[i.Event.CalendarId]} {i.Event.Summary} {i.Start:O} {i.End:O}")).Order(StringComparer.Ordinal)];
    }

    /// <summary>One sync with trouble at one request, and as many without as it takes.</summary>
    /// <returns>How many requests were made.</returns>
    async Task<int> TroubledAsync(IServiceProvider services, Trouble? trouble, int at, Func<string, bool> meant)
    {
        if (trouble is null || at == 0)
            google.Road.Clear();
        else
            google.Road.Plan(at, trouble, meant);
        await google.SyncAsync(services);
        var calls = google.Road.Calls.Count(meant);
        google.Road.Clear();
        await google.Road.ArriveAsync();
        if (at == 0)
            return calls;
        for (var round = 0; round < 2; round++)
        {
            google.Database.Clock.Advance(SyncTimes.WhenPersonIsNeeded);
            await google.SyncAsync(services);
        }
        return calls;
    }

    /// <summary>So that no other case syncs this account.</summary>
    async Task<AccountHealth> LeaveAsync(Guid person)
    {
        await using var db = google.Database.Context();
        var health = await db.Set<LinkedAccount>().Where(a => a.PersonId == person).Select(a => a.Health).SingleAsync();
        await db.Set<Person>().Where(p => p.Id == person).ExecuteDeleteAsync();
        return health;
    }
}
