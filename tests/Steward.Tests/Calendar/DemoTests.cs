using NodaTime;
using Steward.Calendar;
using Steward.Calendar.Demo;
using Steward.Testing;

namespace Steward.Tests.Calendar;

public sealed class DemoTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task It_is_lively_and_a_second_seeding_changes_nothing()
    {
        await using var desk = await Desk.CreateAsync(database);
        var work = await database.AddAccountAsync(desk.Account.PersonId, $"{Guid.NewGuid():n}@northwind.example", "work");
        var now = database.Clock.GetUtcNow();
        Task SeedAsync(DateTimeOffset at) => desk.InAsync<SeedDemoCalendar, bool>(async seed =>
        {
            await seed.ExecuteAsync(desk.Account.PersonId, work.Id, desk.Account.AccountId, at, default);
            return true;
        });

        await SeedAsync(now);
        var all = await desk.InAsync<ListEvents, IReadOnlyList<EventInstance>>(list => list.ExecuteAsync(desk.Account.PersonId, now.AddDays(-21), now.AddDays(28), null, default));
        Assert.InRange(all.Count, 100, 200);
        Assert.InRange(all.Select(i => i.Event.Uid).Distinct().Count(), 60, 100);
        Assert.Contains(all, i => i.Event.Start.IsAllDay);
        Assert.Contains(all, i => i.Event.Visibility == Visibility.Private);
        Assert.Contains(all, i => i.Event.Start.Zone == "America/New_York");
        Assert.Contains(all, i => i.Event.RecurrenceId is not null);
        Assert.Contains(all.Where(i => !i.Event.Start.IsAllDay), i => all.Any(o => o.Event.Uid != i.Event.Uid && !o.Event.Start.IsAllDay && o.Start < i.End && i.Start < o.End));
        Assert.Equal(42, (all.Max(i => i.Start) - all.Min(i => i.Start)).TotalDays, 4.0);

        await SeedAsync(now.AddDays(9));
        var again = await desk.InAsync<ListEvents, IReadOnlyList<EventInstance>>(list => list.ExecuteAsync(desk.Account.PersonId, now.AddDays(-21), now.AddDays(28), null, default));
        Assert.Equal(all.Select(i => (i.Event.Id, i.Start, i.Event.Revision)), again.Select(i => (i.Event.Id, i.Start, i.Event.Revision)));
        Assert.Equal(["Calendar", "Work", "Atlas launch", "Personal"], (string[])["Calendar", .. await NamesAsync(desk, work.Id), .. await NamesAsync(desk, desk.Account.AccountId)]);
    }

    [Theory]
    [InlineData("2026-11-20T09:00Z", "Europe/Berlin")]
    [InlineData("2027-03-27T23:30Z", "Europe/Berlin")]
    [InlineData("2027-01-01T00:00Z", "America/New_York")]
    [InlineData("2026-12-31T12:00Z", "Pacific/Auckland")]
    [InlineData("2028-02-29T09:00Z", "UTC")]
    public void Every_date_and_zone_gives_whole_events_with_their_own_uids(string now, string zone)
    {
        var events = DemoCalendar.Events(Instant.FromDateTimeOffset(Desk.Utc(now)), DateTimeZoneProviders.Tzdb[zone], "w@northwind.example", "p@steward.local");
        Assert.Equal(events.Count, events.Select(e => (e.Event.Uid, e.Event.RecurrenceId)).Distinct().Count());
        Assert.All(events, e => Assert.Null(Steward.Calendar.Changes.EventChecks.Times(e.Event.Start, e.Event.End)));
        Assert.All(events, e => Assert.Null(Steward.Calendar.Changes.EventChecks.Recurrence(e.Event.Recurrence, e.Event.Start)));
        Assert.All(events.SelectMany(e => e.Event.Attendees), a => Assert.True(a.Email.EndsWith(".example", StringComparison.Ordinal) || a.Email.EndsWith(".local", StringComparison.Ordinal)));
        Assert.Equal(events.Select(e => e.Event.Uid), DemoCalendar.Events(Instant.FromDateTimeOffset(Desk.Utc(now)), DateTimeZoneProviders.Tzdb[zone], "w@northwind.example", "p@steward.local").Select(e => e.Event.Uid));
    }

    static async Task<IEnumerable<string>> NamesAsync(Desk desk, Guid accountId)
    {
        await using var db = desk.Database.Context();
        return db.Set<Steward.Calendar.Local.CalendarRow>().Where(row => row.AccountId == accountId).OrderByDescending(row => row.IsPrimary).Select(row => row.Name).ToList();
    }
}
