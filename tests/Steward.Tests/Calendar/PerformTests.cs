using Steward.Actions;
using Steward.Calendar;
using Steward.Testing;
using static Steward.Tests.Calendar.Desk;

namespace Steward.Tests.Calendar;

public sealed class PerformTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static readonly string[] Week = ["2026-11-22", "2026-11-29"];

    static CreateEventPayload Create(Guid calendar, string summary = "Lunch") => new()
    {
        CalendarId = calendar, Summary = summary, Start = Berlin("2026-11-24T12:00"), End = Berlin("2026-11-24T13:00"), Location = "Canteen",
    };

    [Fact]
    public async Task Create_is_done_once_however_often_it_is_performed_and_undone()
    {
        await using var desk = await CreateAsync(database);
        var payload = Create((await desk.PrimaryAsync()).Id);
        var empty = await desk.SnapshotAsync();

        var first = await desk.DoneAsync(CalendarActions.CreateEvent, payload, key: "once");
        var again = await desk.DoneAsync(CalendarActions.CreateEvent, payload, key: "once");
        Assert.Equal(first.Result.GetRawText(), again.Result.GetRawText());
        var made = Assert.Single(await desk.ListAsync(Week[0], Week[1]));
        Assert.Equal(first.ProviderRef, made.Event.Id.ToString());
        Assert.Equal(Utc("2026-11-24T11:00Z"), made.Start);

        Assert.IsType<PerformOutcome.Done>(await desk.UndoAsync(first));
        Assert.Equal(empty, await desk.SnapshotAsync());
    }

    [Fact]
    public async Task A_hundred_callers_with_one_key_make_one_event()
    {
        await using var desk = await CreateAsync(database);
        var payload = Create((await desk.PrimaryAsync()).Id);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => desk.PerformAsync(CalendarActions.CreateEvent, payload, key: "race")));
        Assert.All(outcomes, outcome => Assert.IsType<PerformOutcome.Done>(outcome));
        Assert.Single(outcomes.Cast<PerformOutcome.Done>().Select(done => done.ProviderRef).Distinct());
        Assert.Single(await desk.ListAsync(Week[0], Week[1]));
        Assert.Equal(1, await desk.CountAsync("SELECT count(*) FROM calendar.performed WHERE account_id = $1"));
        Assert.Equal(1, await desk.CountAsync("SELECT count(*) FROM platform.live_events WHERE type = 'calendar_changed' AND subject_id = $1"));
    }

    [Fact]
    public async Task Two_changes_approved_on_one_revision_happen_once_and_the_other_is_stale()
    {
        await using var desk = await CreateAsync(database);
        await desk.StoreAsync(Event("Talk", "2026-11-24T10:00", "2026-11-24T11:00"));
        var talk = await desk.FindAsync("Talk");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            desk.PerformAsync(CalendarActions.UpdateEvent, new UpdateEventPayload { EventId = talk.Id, Summary = $"Talk {i}" }, talk.Revision)));
        Assert.Single(outcomes.OfType<PerformOutcome.Done>());
        Assert.Equal(7, outcomes.OfType<PerformOutcome.Stale>().Count());
    }

    [Fact]
    public async Task Reconcile_tells_what_happened_and_what_did_not()
    {
        await using var desk = await CreateAsync(database);
        var payload = Create((await desk.PrimaryAsync()).Id);
        var before = await desk.WithPerformerAsync(p => p.ReconcileAsync(desk.Action(CalendarActions.CreateEvent, payload, key: "k"), default));
        Assert.IsType<PerformOutcome.NotPerformed>(before);
        var done = await desk.DoneAsync(CalendarActions.CreateEvent, payload, key: "k");
        var after = Assert.IsType<PerformOutcome.Done>(await desk.WithPerformerAsync(p => p.ReconcileAsync(desk.Action(CalendarActions.CreateEvent, payload, key: "k"), default)));
        Assert.Equal(done.ProviderRef, after.ProviderRef);
        Assert.Equal(done.Inverse!.ExpectedRevision, after.Inverse!.ExpectedRevision);
        Assert.IsType<PerformOutcome.Done>(await desk.UndoAsync(after));
        Assert.Empty(await desk.ListAsync(Week[0], Week[1]));
    }

    [Fact]
    public async Task Somebody_elses_event_is_not_there()
    {
        await using var mine = await CreateAsync(database);
        await using var theirs = await CreateAsync(database);
        await theirs.StoreAsync(Event("Secret", "2026-11-24T10:00", "2026-11-24T11:00"));
        var secret = await theirs.FindAsync("Secret");
        var before = await theirs.SnapshotAsync();

        Assert.Equal("not_found", (await mine.PreviewAsync(CalendarActions.DeleteEvent, new DeleteEventPayload(secret.Id))).Error?.Code);
        Assert.Equal("not_found", (await theirs.PreviewAsync(CalendarActions.DeleteEvent, new DeleteEventPayload(secret.Id), mine.Account.PersonId)).Error?.Code);
        Assert.Equal("not_found", (await mine.PreviewAsync(CalendarActions.CreateEvent, Create((await theirs.PrimaryAsync()).Id))).Error?.Code);
        Assert.IsType<PerformOutcome.Stale>(await mine.PerformAsync(CalendarActions.DeleteEvent, new DeleteEventPayload(secret.Id), secret.Revision));
        Assert.IsType<PerformOutcome.Refused>(await mine.PerformAsync(CalendarActions.CreateEvent, Create((await theirs.PrimaryAsync()).Id)));
        Assert.Null(await mine.GetAsync(secret.Id));
        Assert.Equal(before, await theirs.SnapshotAsync());
    }

    [Fact]
    public async Task Update_changes_what_was_named_and_undo_gives_everything_back()
    {
        await using var desk = await CreateAsync(database);
        await desk.StoreAsync(Event("Talk", "2026-11-24T10:00", "2026-11-24T11:30") with { Description = "Slides", Attendees = [new("anna@example.org", "Anna", ResponseStatus.Accepted)] });
        var talk = await desk.FindAsync("Talk");
        var before = await desk.SnapshotAsync();

        var done = await desk.DoneAsync(CalendarActions.UpdateEvent,
            new UpdateEventPayload { EventId = talk.Id, Start = Berlin("2026-11-25T15:00"), Attendees = [new("ANNA@example.org", null), new("bo@example.org", "Bo")] }, talk.Revision);
        var after = (await desk.GetAsync(talk.Id))!;
        Assert.Equal((Berlin("2026-11-25T15:00"), Berlin("2026-11-25T16:30"), "Slides"), (after.Start, after.End, after.Description));
        Assert.Equal([ResponseStatus.Accepted, ResponseStatus.NeedsAction], after.Attendees.Select(a => a.Response));
        Assert.NotEqual(talk.Revision, after.Revision);
        Assert.Equal(done.Inverse!.ExpectedRevision, after.Revision);

        Assert.IsType<PerformOutcome.Done>(await desk.UndoAsync(done));
        Assert.Equal(before, await desk.SnapshotAsync());
    }

    [Fact]
    public async Task Undo_after_another_change_touches_nothing()
    {
        await using var desk = await CreateAsync(database);
        await desk.StoreAsync(Event("Talk", "2026-11-24T10:00", "2026-11-24T11:00"));
        var talk = await desk.FindAsync("Talk");
        var done = await desk.DoneAsync(CalendarActions.UpdateEvent, new UpdateEventPayload { EventId = talk.Id, Summary = "Lecture" }, talk.Revision);
        var lecture = (await desk.GetAsync(talk.Id))!;
        await desk.DoneAsync(CalendarActions.UpdateEvent, new UpdateEventPayload { EventId = talk.Id, Location = "Hall" }, lecture.Revision);
        var before = await desk.SnapshotAsync();
        Assert.IsType<PerformOutcome.Stale>(await desk.UndoAsync(done));
        Assert.Equal(before, await desk.SnapshotAsync());
    }

    [Fact]
    public async Task One_instance_of_a_series_is_changed_moved_and_deleted_and_each_is_undone()
    {
        await using var desk = await CreateAsync(database);
        await desk.StoreAsync(Event("Daily", "2026-11-23T09:00", "2026-11-23T09:15", "FREQ=DAILY"));
        var daily = await desk.FindAsync("Daily");
        var wednesday = Berlin("2026-11-25T09:00");
        var states = new List<string> { await desk.SnapshotAsync() };

        var moved = await desk.DoneAsync(CalendarActions.UpdateEvent, new UpdateEventPayload { EventId = daily.Id, OriginalStart = wednesday, Start = Berlin("2026-11-25T11:00"), Summary = "Late" }, daily.Revision);
        states.Add(await desk.SnapshotAsync());
        Assert.Equal(["2026-11-24T08:00", "2026-11-25T10:00", "2026-11-26T08:00"], await StartsAsync(desk, "2026-11-24", "2026-11-27"));
        var revision = (await desk.GetAsync(daily.Id))!.Revision;
        Assert.NotEqual(daily.Revision, revision);

        // the same instance again, by the start that it had
        var again = await desk.DoneAsync(CalendarActions.UpdateEvent, new UpdateEventPayload { EventId = daily.Id, OriginalStart = wednesday, Location = "Roof" }, revision);
        var late = (await desk.ListAsync("2026-11-25", "2026-11-26")).Single();
        Assert.Equal(("Late", "Roof", wednesday), (late.Event.Summary, late.Event.Location, late.OriginalStart));
        states.Add(await desk.SnapshotAsync());

        var deleted = await desk.DoneAsync(CalendarActions.DeleteEvent, new DeleteEventPayload(daily.Id, wednesday), late.Event.Revision);
        Assert.Equal(["2026-11-24T08:00", "2026-11-26T08:00"], await StartsAsync(desk, "2026-11-24", "2026-11-27"));

        foreach (var (done, state) in new[] { deleted, again, moved }.Zip(states.AsEnumerable().Reverse()))
        {
            Assert.IsType<PerformOutcome.Done>(await desk.PerformAsync(done.Inverse!.Kind, done.Inverse.Payload, (await desk.GetAsync(daily.Id))!.Revision));
            Assert.Equal(state, await desk.SnapshotAsync());
        }
    }

    [Fact]
    public async Task An_instance_that_the_series_does_not_have_cannot_be_changed()
    {
        await using var desk = await CreateAsync(database);
        await desk.StoreAsync(Event("Weekly", "2026-11-23T09:00", "2026-11-23T09:15", "FREQ=WEEKLY"));
        var weekly = await desk.FindAsync("Weekly");
        var payload = new UpdateEventPayload { EventId = weekly.Id, OriginalStart = Berlin("2026-11-25T09:00"), Summary = "x" };
        Assert.Equal("not_found", (await desk.PreviewAsync(CalendarActions.UpdateEvent, payload)).Error?.Code);
        Assert.IsType<PerformOutcome.Refused>(await desk.PerformAsync(CalendarActions.UpdateEvent, payload, weekly.Revision));
        Assert.IsType<PerformOutcome.Refused>(await desk.PerformAsync(CalendarActions.DeleteEvent, new DeleteEventPayload(weekly.Id, Berlin("2026-11-23T10:00")), weekly.Revision));
    }

    [Fact]
    public async Task A_series_moves_as_a_whole_with_its_exceptions_and_changed_instances()
    {
        await using var desk = await CreateAsync(database);
        var series = Event("Team", "2026-11-23T09:00", "2026-11-23T10:00", "FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261214T080000Z") with { ExceptionDates = [Berlin("2026-11-30T09:00")] };
        await desk.StoreAsync(series, series with
        {
            Recurrence = null, ExceptionDates = [], RecurrenceId = Berlin("2026-12-02T09:00"), Start = Berlin("2026-12-02T16:00"), End = Berlin("2026-12-02T17:00"), Summary = "Team, late",
        });
        var team = await desk.FindAsync("Team");
        var before = await desk.SnapshotAsync();

        // from Monday 9:00 to Tuesday 9:30: Mondays become Tuesdays, Wednesdays Thursdays; the one that was moved by hand stays where it was put
        var done = await desk.DoneAsync(CalendarActions.UpdateEvent, new UpdateEventPayload { EventId = team.Id, Start = Berlin("2026-11-24T09:30") }, team.Revision);
        Assert.Equal(["2026-11-24T08:30", "2026-11-26T08:30", "2026-12-02T15:00", "2026-12-08T08:30", "2026-12-10T08:30", "2026-12-15T08:30"], await StartsAsync(desk, "2026-11-20", "2027-01-10"));
        Assert.IsType<PerformOutcome.Done>(await desk.UndoAsync(done));
        Assert.Equal(before, await desk.SnapshotAsync());
        Assert.Equal(["2026-11-23T08:00", "2026-11-25T08:00", "2026-12-02T15:00", "2026-12-07T08:00", "2026-12-09T08:00", "2026-12-14T08:00"], await StartsAsync(desk, "2026-11-20", "2027-01-10"));
    }

    [Theory]
    [InlineData("FREQ=MONTHLY;BYDAY=-1TH", "2026-11-27T09:00", "series_days")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=26", "2026-11-27T09:00", "series_days")]
    [InlineData("FREQ=DAILY;BYHOUR=9", "2026-11-26T10:00", "series_times")]
    public async Task A_series_whose_rule_would_say_something_else_is_not_moved(string rule, string start, string code)
    {
        await using var desk = await CreateAsync(database);
        await desk.StoreAsync(Event("Review", "2026-11-26T09:00", "2026-11-26T10:00", rule));
        var review = await desk.FindAsync("Review");
        var payload = new UpdateEventPayload { EventId = review.Id, Start = Berlin(start) };
        Assert.Equal(code, (await desk.PreviewAsync(CalendarActions.UpdateEvent, payload)).Error?.Code);
        Assert.Equal(code, Assert.IsType<PerformOutcome.Refused>(await desk.PerformAsync(CalendarActions.UpdateEvent, payload, review.Revision)).Code);
    }

    [Fact]
    public async Task Delete_takes_the_series_with_its_changed_instances_and_undo_brings_them_back_by_their_ids()
    {
        await using var desk = await CreateAsync(database);
        var series = Event("Daily", "2026-11-23T09:00", "2026-11-23T09:15", "FREQ=DAILY;COUNT=5");
        await desk.StoreAsync(series, series with { Recurrence = null, RecurrenceId = Berlin("2026-11-25T09:00"), Start = Berlin("2026-11-25T12:00"), End = Berlin("2026-11-25T12:15") });
        var daily = await desk.FindAsync("Daily");
        var before = await desk.SnapshotAsync();
        var done = await desk.DoneAsync(CalendarActions.DeleteEvent, new DeleteEventPayload(daily.Id), daily.Revision);
        Assert.Empty(await desk.ListAsync("2026-11-01", "2026-12-31"));
        Assert.IsType<PerformOutcome.Stale>(await desk.PerformAsync(CalendarActions.DeleteEvent, new DeleteEventPayload(daily.Id), daily.Revision));
        Assert.IsType<PerformOutcome.Done>(await desk.UndoAsync(done));
        Assert.Equal(before, await desk.SnapshotAsync());
    }

    [Fact]
    public async Task Undoing_a_delete_does_not_overwrite_what_was_imported_since()
    {
        await using var desk = await CreateAsync(database);
        var talk = Event("Talk", "2026-11-24T10:00", "2026-11-24T11:00");
        await desk.StoreAsync(talk);
        var stored = await desk.FindAsync("Talk");
        var done = await desk.DoneAsync(CalendarActions.DeleteEvent, new DeleteEventPayload(stored.Id), stored.Revision);
        await desk.StoreAsync(talk with { Location = "imported again" });
        Assert.IsType<PerformOutcome.Stale>(await desk.UndoAsync(done));
        Assert.Equal("imported again", (await desk.FindAsync("Talk")).Location);
    }

    [Fact]
    public async Task Move_takes_the_whole_series_to_another_calendar_and_back()
    {
        await using var desk = await CreateAsync(database);
        await desk.StoreAsync(Event("Daily", "2026-11-23T09:00", "2026-11-23T09:15", "FREQ=DAILY;COUNT=5"));
        var daily = await desk.FindAsync("Daily");
        var other = await desk.AddCalendarAsync("Other");
        var before = await desk.SnapshotAsync();
        var preview = await desk.PreviewAsync(CalendarActions.MoveEvent, new MoveEventPayload(daily.Id, other));
        Assert.Equal(new FieldChange("calendar", "Calendar", "Other"), Assert.Single(preview.Value.Changes));
        var done = await desk.DoneAsync(CalendarActions.MoveEvent, new MoveEventPayload(daily.Id, other), daily.Revision);
        Assert.Equal(other, (await desk.GetAsync(daily.Id))!.CalendarId);
        Assert.IsType<PerformOutcome.Done>(await desk.UndoAsync(done));
        Assert.Equal(before, await desk.SnapshotAsync());
    }

    [Fact]
    public async Task When_the_transaction_is_cut_off_nothing_has_happened_and_reconcile_says_so()
    {
        await using var desk = await CreateAsync(database);
        await desk.StoreAsync(Event("Talk", "2026-11-24T10:00", "2026-11-24T11:00"));
        var talk = await desk.FindAsync("Talk");
        var before = await desk.SnapshotAsync();
        await using var holder = await database.Source.OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await using (var hold = new Npgsql.NpgsqlCommand("SELECT 1 FROM calendar.calendars WHERE account_id = $1 FOR UPDATE", holder) { Parameters = { new() { Value = desk.Account.AccountId } } })
            await hold.ExecuteScalarAsync();

        var action = desk.Action(CalendarActions.UpdateEvent, new UpdateEventPayload { EventId = talk.Id, Summary = "x" }, talk.Revision, "cut");
        var performing = desk.WithPerformerAsync(p => p.PerformAsync(action, default));
        // the server ends the waiting connection, as a failover would
        await using (var kill = database.Source.CreateCommand(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FOR UPDATE%'"))
        {
            while ((long)(await kill.ExecuteScalarAsync())! == 0)
                await Task.Yield();
        }
        Assert.IsType<PerformOutcome.Unknown>(await performing);
        await transaction.RollbackAsync();
        Assert.IsType<PerformOutcome.NotPerformed>(await desk.WithPerformerAsync(p => p.ReconcileAsync(action, default)));
        Assert.Equal(before, await desk.SnapshotAsync());
        Assert.IsType<PerformOutcome.Done>(await desk.WithPerformerAsync(p => p.PerformAsync(action, default)));
    }

    static async Task<IEnumerable<string>> StartsAsync(Desk desk, string from, string to) =>
        (await desk.ListAsync(from, to)).Select(i => i.Start.ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture));
}
