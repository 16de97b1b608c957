using Steward.Calendar;
using Steward.Testing;
using static Steward.Tests.Calendar.Desk;

namespace Steward.Tests.Calendar;

public sealed class StoreTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Every_real_file_is_stored_once_and_a_second_import_adds_nothing()
    {
        await using var desk = await CreateAsync(database);
        var (added, updated) = (0, 0);
        for (var round = 0; round < 2; round++)
        {
            foreach (var name in RealFilesTests.Names)
            {
                if (RealFilesTests.Read(name.Data) is not { Ok: true } file)
                    continue;
                var stored = (await desk.StoreAsync([.. file.Value.Events])).Value;
                Assert.Equal(file.Value.Events.Count, stored.Added + stored.Updated + stored.Duplicates);
                added += stored.Added;
                updated += stored.Updated;
            }
            if (round == 0)
                (added, updated) = (0, 0);
        }
        Assert.Equal((0, 0), (added, updated));
        Assert.Equal("2017-02-24T03:00:00.0000000+00:00", Assert.Single(await desk.ListAsync("2017-02-24", "2017-02-25"), i => i.Event.Summary == "this is an event").Start.ToString("o"));
        Assert.Equal(6, (await desk.ListAsync("2006-01-01", "2006-02-01")).Count(i => i.Event.Uid.StartsWith("00959BC6", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_newer_version_replaces_and_an_older_one_does_not()
    {
        await using var desk = await CreateAsync(database);
        var talk = Event("Talk", "2026-11-24T10:00", "2026-11-24T11:00") with { Sequence = 1, LastModified = Utc("2026-11-01") };
        Assert.Equal(new StoredEvents(1, 0, 0), (await desk.StoreAsync(talk)).Value);
        Assert.Equal(new StoredEvents(0, 0, 1), (await desk.StoreAsync(talk with { Summary = "same", LastModified = Utc("2026-11-01") })).Value);
        Assert.Equal(new StoredEvents(0, 0, 1), (await desk.StoreAsync(talk with { Summary = "older", Sequence = 0, LastModified = Utc("2026-11-09") })).Value);
        var revision = (await desk.FindAsync("Talk")).Revision;
        Assert.Equal(new StoredEvents(0, 1, 0), (await desk.StoreAsync(talk with { Summary = "later", LastModified = Utc("2026-11-02") })).Value);
        Assert.Equal(new StoredEvents(0, 1, 0), (await desk.StoreAsync(talk with { Summary = "sequence", Sequence = 2, LastModified = null })).Value);
        Assert.NotEqual(revision, (await desk.FindAsync("sequence")).Revision);
    }

    [Fact]
    public async Task The_same_event_twice_in_one_file_is_stored_as_its_newest()
    {
        await using var desk = await CreateAsync(database);
        var talk = Event("Talk", "2026-11-24T10:00", "2026-11-24T11:00", uid: "t");
        Assert.Equal(new StoredEvents(1, 0, 1), (await desk.StoreAsync(talk, talk with { Summary = "Newest", Sequence = 3 }, talk with { Sequence = 1 })).Value);
        Assert.Equal("Newest", (await desk.ListAsync("2026-11-24", "2026-11-25")).Single().Event.Summary);
    }

    [Fact]
    public async Task Importers_of_one_account_follow_one_another()
    {
        await using var desk = await CreateAsync(database);
        var events = Enumerable.Range(0, 50).Select(i => Event($"E{i}", "2026-11-24T10:00", "2026-11-24T11:00")).ToArray();
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => desk.StoreAsync(events)));
        Assert.Equal(50, results.Sum(r => r.Value.Added));
        Assert.Equal(350, results.Sum(r => r.Value.Duplicates));
        Assert.Equal(1, await desk.CountAsync("SELECT count(*) FROM calendar.calendars WHERE account_id = $1"));
    }

    [Fact]
    public async Task It_joins_the_callers_transaction_and_goes_with_it()
    {
        await using var desk = await CreateAsync(database);
        await desk.InAsync<Steward.Platform.StewardDbContext, bool>(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            var store = new StoreEvents(db, new EnsurePrimaryCalendar(db, new(db, new("UTC")), new(desk.Database.Clock), desk.Database.Clock), new(db, desk.Database.Clock), new(desk.Database.Clock));
            Assert.Equal(1, (await store.ExecuteAsync(desk.Account, null, [Event("Talk", "2026-11-24T10:00", "2026-11-24T11:00")], default)).Value.Added);
            await transaction.RollbackAsync();
            return true;
        });
        Assert.Empty(await desk.SnapshotAsync());
        Assert.Equal(0, await desk.CountAsync("SELECT count(*) FROM platform.live_events WHERE subject_id = $1"));
    }

    [Fact]
    public async Task Another_accounts_calendar_is_not_found()
    {
        await using var mine = await CreateAsync(database);
        await using var theirs = await CreateAsync(database);
        var calendar = (await theirs.PrimaryAsync()).Id;
        var stored = await mine.InAsync<StoreEvents, Steward.Platform.Result<StoredEvents>>(store => store.ExecuteAsync(mine.Account, calendar, [Event("x", "2026-11-24T10:00", "2026-11-24T11:00")], default));
        Assert.Equal("not_found", stored.Error?.Code);
        Assert.Empty(await theirs.SnapshotAsync());
    }

    [Fact]
    public async Task A_changed_instance_that_is_moved_far_away_is_shown_there_and_not_where_it_was()
    {
        await using var desk = await CreateAsync(database);
        var series = Event("Weekly", "2026-11-02T09:00", "2026-11-02T10:00", "FREQ=WEEKLY;COUNT=4");
        await desk.StoreAsync(series, series with { Recurrence = null, RecurrenceId = Berlin("2026-11-09T09:00"), Start = Berlin("2027-08-01T09:00"), End = Berlin("2027-08-01T10:00") });
        Assert.Equal(3, (await desk.ListAsync("2026-11-01", "2026-12-01")).Count);
        Assert.Equal(Berlin("2026-11-09T09:00"), Assert.Single(await desk.ListAsync("2027-08-01", "2027-08-02")).OriginalStart);
    }

    [Fact]
    public async Task Dates_and_floating_times_are_read_in_the_viewers_zone()
    {
        await using var desk = await CreateAsync(database);
        await desk.StoreAsync(Day("Day", "2026-11-24", "2026-11-25"),
            Event("Float", "2026-11-24T23:00", "2026-11-24T23:30") with { Start = new(null, new(2026, 11, 24, 23, 0, 0), null), End = new(null, new(2026, 11, 24, 23, 30, 0), null) });
        Assert.Equal(["2026-11-23T23:00Z", "2026-11-24T22:00Z"], Starts(await desk.ListAsync("2026-11-20", "2026-11-30")));
        Assert.Equal(["2026-11-23T10:00Z", "2026-11-24T09:00Z"], Starts(await desk.ListAsync("2026-11-20", "2026-11-30", "Pacific/Kiritimati")));
        Assert.Equal(["2026-11-24T12:00Z", "2026-11-25T11:00Z"], Starts(await desk.ListAsync("2026-11-20", "2026-11-30", "Etc/GMT+12")));

        static IEnumerable<string> Starts(IEnumerable<EventInstance> all) => all.Select(i => i.Start.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Windows_are_half_open_and_events_without_length_are_in_the_one_they_begin()
    {
        await using var desk = await CreateAsync(database);
        await desk.StoreAsync(Event("Hour", "2026-11-24T10:00", "2026-11-24T11:00"), Event("Point", "2026-11-24T12:00", "2026-11-24T12:00"));
        Assert.Empty(await desk.ListAsync("2026-11-24T08:00Z", "2026-11-24T09:00Z"));
        Assert.Empty(await desk.ListAsync("2026-11-24T10:00Z", "2026-11-24T11:00Z"));
        Assert.Single(await desk.ListAsync("2026-11-24T09:59Z", "2026-11-24T10:00Z"));
        Assert.Single(await desk.ListAsync("2026-11-24T11:00Z", "2026-11-24T12:00Z"));
    }

    [Fact]
    public async Task A_bomb_is_answered_quickly_with_what_fits()
    {
        await using var desk = await CreateAsync(database);
        await desk.StoreAsync([.. Enumerable.Range(0, 50).Select(i => Event($"Bomb {i}", "2026-01-01T00:00", "2026-01-01T00:00", i % 2 == 0 ? "FREQ=SECONDLY" : "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;BYSECOND=1,2")), Event("Talk", "2027-10-24T10:00", "2027-10-24T11:00")]);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var all = await desk.ListAsync("2026-11-01", "2027-11-30");
        Assert.InRange(all.Count, 10_000, 50_000);
        Assert.Contains(all, i => i.Event.Summary == "Talk");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task A_reader_sees_each_change_at_once_and_a_rolled_back_one_never()
    {
        await using var desk = await CreateAsync(database);
        await desk.StoreAsync(Event("One", "2026-11-24T10:00", "2026-11-24T11:00"));
        Assert.Single(await desk.ListAsync("2026-11-24", "2026-11-25"));
        await desk.StoreAsync(Event("Two", "2026-11-24T12:00", "2026-11-24T13:00"));
        Assert.Equal(2, (await desk.ListAsync("2026-11-24", "2026-11-25")).Count);
        await desk.InAsync<Steward.Platform.StewardDbContext, bool>(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            var clock = desk.Database.Clock;
            var primary = new EnsurePrimaryCalendar(db, new(db, new("UTC")), new(clock), clock);
            await new StoreEvents(db, primary, new(db, clock), new(clock)).ExecuteAsync(desk.Account, null, [Event("Three", "2026-11-24T14:00", "2026-11-24T15:00")], default);
            Assert.Equal(2, (await desk.ListAsync("2026-11-24", "2026-11-25")).Count);
            await transaction.RollbackAsync();
            return true;
        });
        Assert.Equal(2, (await desk.ListAsync("2026-11-24", "2026-11-25")).Count);
    }

    [Fact]
    public async Task Busy_is_opaque_not_cancelled_and_not_declined()
    {
        await using var desk = await CreateAsync(database);
        await desk.StoreAsync(
            Event("A", "2026-11-24T10:00", "2026-11-24T11:00"), Event("B", "2026-11-24T11:00", "2026-11-24T12:00"), Event("C", "2026-11-24T11:30", "2026-11-24T11:45"),
            Event("Free", "2026-11-24T13:00", "2026-11-24T14:00") with { Transparency = Transparency.Transparent },
            Event("Off", "2026-11-24T14:00", "2026-11-24T15:00") with { Status = EventStatus.Cancelled },
            Event("No", "2026-11-24T15:00", "2026-11-24T16:00") with { Attendees = [new(desk.Account.Address.ToUpperInvariant(), null, ResponseStatus.Declined)] },
            Event("Maybe", "2026-11-24T16:00", "2026-11-24T17:00") with { Status = EventStatus.Tentative });
        var busy = await desk.InAsync<GetFreeBusy, IReadOnlyList<Busy>>(use => use.ExecuteAsync(desk.Account.PersonId, Utc("2026-11-24T09:30Z"), Utc("2026-11-25"), default));
        Assert.Equal([new Busy(Utc("2026-11-24T09:30Z"), Utc("2026-11-24T11:00Z")), new Busy(Utc("2026-11-24T15:00Z"), Utc("2026-11-24T16:00Z"))], busy);
    }

    [Fact]
    public async Task Busy_and_events_are_of_all_accounts_and_of_nobody_else()
    {
        await using var desk = await CreateAsync(database);
        await using var other = await CreateAsync(database);
        var second = await database.AddAccountAsync(desk.Account.PersonId, $"{Guid.NewGuid():n}@work.local", "work");
        await desk.StoreAsync(Event("Here", "2026-11-24T10:00", "2026-11-24T11:00"));
        await desk.InAsync<StoreEvents, object>(async store => await store.ExecuteAsync(new(desk.Account.PersonId, second.Id, "local", second.Address), null, [Event("There", "2026-11-24T10:30", "2026-11-24T11:30")], default));
        await other.StoreAsync(Event("Elsewhere", "2026-11-24T08:00", "2026-11-24T20:00"));
        Assert.Equal(["Here", "There"], (await desk.InAsync<ListEvents, IReadOnlyList<EventInstance>>(use => use.ExecuteAsync(desk.Account.PersonId, Utc("2026-11-24"), Utc("2026-11-25"), null, default))).Select(i => i.Event.Summary));
        Assert.Equal([new Busy(Utc("2026-11-24T09:00Z"), Utc("2026-11-24T10:30Z"))], await desk.InAsync<GetFreeBusy, IReadOnlyList<Busy>>(use => use.ExecuteAsync(desk.Account.PersonId, Utc("2026-11-24"), Utc("2026-11-25"), default)));
    }
}
