using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Actions;
using Steward.Calendar;
using Steward.Items.Push;
using Steward.Items.Syncing;
using Steward.Providers.Google.Calendar;
using Steward.Testing.Google;
using static Steward.Tests.Calendar.Desk;

namespace Steward.Providers.Tests.Google;

/// <summary>Calendars are mirrored from Google and kept in step, whatever happens there.</summary>
public sealed class GoogleCalendarSyncTests(GoogleWorld google) : IClassFixture<GoogleWorld>
{
    static readonly ParsedEvent Talk = Event("Talk", "2026-11-24T10:00", "2026-11-24T11:00", null, "talk@example.org"), Lunch = Event("Lunch", "2026-11-25T12:00", "2026-11-25T13:00", null, "lunch@example.org");

    static async Task<IReadOnlyList<string>> TitlesAsync(IServiceProvider services, CalendarAccount account)
    {
        await using var scope = services.CreateAsyncScope();
        var reader = scope.ServiceProvider.GetServices<ICalendarReader>().Single(r => r.Provider == "google");
        return [.. (await reader.GetInstancesAsync(account, Utc("2026-11-01"), Utc("2027-01-01"), "Europe/Berlin", default)).Select(i => i.Event.Summary).Order(StringComparer.Ordinal)];
    }

    static async Task<CalendarEvent> FirstAsync(IServiceProvider services, CalendarAccount account, string title)
    {
        await using var scope = services.CreateAsyncScope();
        var reader = scope.ServiceProvider.GetServices<ICalendarReader>().Single(r => r.Provider == "google");
        return (await reader.GetInstancesAsync(account, Utc("2026-11-01"), Utc("2027-01-01"), "Europe/Berlin", default)).First(i => i.Event.Summary == title).Event;
    }

    [Fact]
    public async Task What_changes_in_Googles_own_page_is_here_after_one_poll_that_asks_for_nothing_else()
    {
        var (services, account) = await google.CalendarAsync(Talk, Lunch);
        await using var _ = services;
        await google.SyncAsync(services);
        var shelf = google.Server.Calendars(account.Address).Primary;
        GoogleCalendarFill.Put(shelf, Talk with { Summary = "Keynote" }, Lunch with { Status = EventStatus.Cancelled }, Event("Dinner", "2026-11-26T19:00", "2026-11-26T20:00", null, "dinner@example.org"));
        google.Server.Requests.Clear();
        await google.SyncAsync(services);
        Assert.Equal(["Dinner", "Keynote"], await TitlesAsync(services, account));
        Assert.Equal(["GET calendar/v3/users/me/calendarList", $"GET calendar/v3/calendars/{account.Address}/events"],
            google.Server.Requests.Where(r => r.Address == account.Address && r.Call.Contains(" calendar/", StringComparison.Ordinal)).Select(r => Uri.UnescapeDataString(r.Call)));
    }

    [Fact]
    public async Task A_sync_token_that_Google_has_forgotten_is_made_good_by_comparing_the_whole()
    {
        var (services, account) = await google.CalendarAsync(Talk, Lunch);
        await using var _ = services;
        await google.SyncAsync(services);
        var shelf = google.Server.Calendars(account.Address).Primary;
        var lunch = shelf.Events.Values.Single(e => e["summary"]!.GetValue<string>() == "Lunch")["id"]!.GetValue<string>();
        shelf.Events.Remove(lunch); // gone without a trace, as what was deleted long ago is
        shelf.Changed.Remove(lunch);
        GoogleCalendarFill.Put(shelf, Talk with { Summary = "Keynote" }, Event("Dinner", "2026-11-26T19:00", "2026-11-26T20:00", null, "dinner@example.org"));
        shelf.Forget();
        await google.SyncAsync(services);
        await google.SyncAsync(services);
        Assert.Equal(["Dinner", "Keynote"], await TitlesAsync(services, account));
        await using var db = google.Database.Context();
        Assert.Equal(AccountHealth.Ok, (await db.Set<LinkedAccount>().SingleAsync(a => a.Id == account.AccountId)).Health);
    }

    [Fact]
    public async Task What_somebody_changes_at_Google_makes_a_pending_proposal_stale_and_shows_the_new_state()
    {
        var (services, account) = await google.CalendarAsync(Talk);
        await using var _ = services;
        await google.SyncAsync(services);
        var changes = new ApprovedChanges(google, services, new(account.PersonId, account.AccountId));
        var proposed = await changes.ProposeAsync(CalendarActions.DeleteEvent, new DeleteEventPayload((await FirstAsync(services, account, "Talk")).Id));
        GoogleCalendarFill.Put(google.Server.Calendars(account.Address).Primary, Talk with { Location = "Hall" });
        await google.SyncAsync(services);
        Assert.Equal("target_changed", (await changes.GetAsync(proposed.Id)).Error?.Code);
        Assert.Equal("Hall", (await FirstAsync(services, account, "Talk")).Location);
    }

    [Theory]
    [InlineData(CalendarActions.UpdateEvent)]
    [InlineData(CalendarActions.DeleteEvent)]
    public async Task What_is_changed_between_the_last_look_and_the_change_is_not_overwritten(string kind)
    {
        var (services, account) = await google.CalendarAsync(Talk);
        await using var _ = services;
        await google.SyncAsync(services);
        var id = (await FirstAsync(services, account, "Talk")).Id;
        var changes = new ApprovedChanges(google, services, new(account.PersonId, account.AccountId));
        var approved = await changes.ApproveAsync(kind, kind == CalendarActions.UpdateEvent ? new UpdateEventPayload { EventId = id, Location = "Cellar" } : new DeleteEventPayload(id));
        var box = google.Server.Calendars(account.Address);
        google.Server.Before = (_, call) =>
        {
            if (call.StartsWith("PATCH ", StringComparison.Ordinal) || call.StartsWith("DELETE ", StringComparison.Ordinal))
                GoogleCalendarFill.Put(box.Primary, Talk with { Location = "Hall" });
            return Task.FromResult<GoogleAnswer?>(null);
        };
        await changes.DrainAsync();
        google.Server.Before = (_, _) => Task.FromResult<GoogleAnswer?>(null);
        Assert.Equal(ProposalState.Stale, (await changes.GetAsync(approved.Id)).State);
        Assert.Equal(("Hall", "confirmed"), (box.Primary.Events.Values.Single()["location"]!.GetValue<string>(), box.Primary.Events.Values.Single()["status"]!.GetValue<string>()));
        Assert.Empty(box.Effects);
    }

    [Fact]
    public async Task Channels_are_kept_open_renewed_a_day_before_they_end_and_closed_when_they_are_not_needed()
    {
        var (services, account) = await google.CalendarAsync(Talk);
        await using var _ = services;
        var box = google.Server.Calendars(account.Address);
        box.Add("other@group.calendar.google.com", "Other");
        await google.SyncAsync(services);
        box.ChannelsEndAt = google.Database.Clock.GetUtcNow().AddDays(7);
        await KeepAsync(services, publicUrl: null);
        Assert.Empty(box.Channels);

        await KeepAsync(services);
        await KeepAsync(services);
        Assert.Equal([account.Address, "other@group.calendar.google.com"], box.Channels.Values.Select(c => c.Calendar).Order(StringComparer.Ordinal));
        Assert.All(box.Channels.Values, c => Assert.Equal("https://steward.example.org/api/v1/items/push/google", c.Address));
        Assert.Equal(2, box.Channels.Values.Where(c => c.Token.Length >= 32).Select(c => c.Token).Distinct(StringComparer.Ordinal).Count());

        var first = box.Channels.Keys.ToHashSet(StringComparer.Ordinal);
        google.Database.Clock.Advance(TimeSpan.FromDays(6.1));
        box.ChannelsEndAt = google.Database.Clock.GetUtcNow().AddDays(7);
        await KeepAsync(services);
        Assert.Equal(2, box.Channels.Count);
        Assert.Empty(box.Channels.Keys.Intersect(first, StringComparer.Ordinal));

        box.Calendars.Remove("other@group.calendar.google.com");
        await google.SyncAsync(services);
        await KeepAsync(services);
        Assert.Equal(account.Address, Assert.Single(box.Channels.Values).Calendar);
    }

    [Fact]
    public async Task Where_Google_opens_no_channel_it_is_asked_again_in_an_hour_and_polled_meanwhile()
    {
        var (services, account) = await google.CalendarAsync(Talk);
        await using var _ = services;
        await google.SyncAsync(services);
        var asked = 0;
        google.Server.Before = (_, call) => Task.FromResult(call.EndsWith("/watch", StringComparison.Ordinal) && Uri.UnescapeDataString(call).Contains(account.Address, StringComparison.Ordinal) && ++asked > 0 ? GoogleAnswer.Error(400, "push.webhookUrlNotHttps", "no") : null);
        await KeepAsync(services);
        await KeepAsync(services);
        Assert.Equal(1, asked);
        google.Database.Clock.Advance(TimeSpan.FromMinutes(61));
        await KeepAsync(services);
        google.Server.Before = (_, _) => Task.FromResult<GoogleAnswer?>(null);
        Assert.Equal(2, asked);
        GoogleCalendarFill.Put(google.Server.Calendars(account.Address).Primary, Talk with { Summary = "Keynote" });
        await google.SyncAsync(services);
        Assert.Equal(["Keynote"], await TitlesAsync(services, account));
    }

    static async Task KeepAsync(IServiceProvider services, string? publicUrl = "https://steward.example.org")
    {
        await using var scope = services.CreateAsyncScope();
        await ActivatorUtilities.CreateInstance<KeepChannels>(scope.ServiceProvider, new ConnectOptions(publicUrl is null ? null : new Uri(publicUrl))).RunAsync(default);
    }

    [Fact]
    public async Task Instances_and_free_times_are_read_as_Google_gives_them()
    {
        var (services, account) = await google.CalendarAsync(Event("Talk", "2026-11-24T10:00", "2026-11-24T11:00", "FREQ=WEEKLY;COUNT=3", "weekly@example.org"));
        await using var _ = services;
        var client = services.GetRequiredService<GoogleCalendarClient>();
        var series = google.Server.Calendars(account.Address).Primary.Events.Keys.Single();
        var instances = await client.ListInstancesAsync(account.AccountId, account.Address, series, Utc("2026-11-25"), Utc("2026-12-31"), null, default);
        Assert.Equal([$"{series}_20261201T090000Z", $"{series}_20261208T090000Z"], (instances.Items ?? []).Select(i => i["id"]!.GetValue<string>()));
        Assert.All(instances.Items!, i => Assert.Equal(series, i["recurringEventId"]!.GetValue<string>()));
        var busy = await client.GetFreeBusyAsync(account.AccountId, [account.Address, "nobody@example.org"], Utc("2026-11-20"), Utc("2026-12-02"), default);
        Assert.Equal([Utc("2026-11-24T09:00"), Utc("2026-12-01T09:00")], busy.Calendars![account.Address].Busy!.Select(b => b.Start));
        Assert.Empty(busy.Calendars["nobody@example.org"].Busy ?? []);
    }
}
