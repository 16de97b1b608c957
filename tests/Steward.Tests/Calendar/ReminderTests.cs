using Microsoft.Extensions.DependencyInjection;
using Steward.Actions;
using Steward.Calendar;
using Steward.Calendar.Reminders;
using Steward.Testing;
using static Steward.Tests.Calendar.Desk;

namespace Steward.Tests.Calendar;

/// <summary>Reminders are raised once each, late rather than never, and take nobody's time.</summary>
public sealed class ReminderTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static DateTimeOffset Now(Desk desk) => desk.Database.Clock.GetUtcNow();

    static EventTime At(Desk desk, TimeSpan later) => EventTime.At((Now(desk) + later).UtcDateTime, "UTC");

    static async Task<CreateReminderPayload> PayloadAsync(Desk desk, EventTime at, string? rule = null) => new() { CalendarId = (await desk.PrimaryAsync()).Id, Summary = "Call the bank", At = at, Recurrence = rule };

    static Task<int> RaiseAsync(Desk desk) => desk.InAsync<RaiseReminders, int>(raise => raise.RunAsync(CancellationToken.None));

    static async Task<List<string>> DueAsync(Desk desk)
    {
        await using var command = desk.Database.Source.CreateCommand("SELECT to_char(due_at AT TIME ZONE 'UTC', 'MM-DD HH24:MI') FROM calendar.due_reminders WHERE account_id = $1 ORDER BY due_at");
        command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = desk.Account.AccountId });
        await using var reader = await command.ExecuteReaderAsync();
        var all = new List<string>();
        while (await reader.ReadAsync())
            all.Add(reader.GetString(0));
        return all;
    }

    [Fact]
    public async Task A_reminder_is_an_entry_without_length_that_takes_no_time_and_goes_by_undo()
    {
        await using var desk = await CreateAsync(database);
        var payload = await PayloadAsync(desk, Berlin("2026-11-24T10:00"));
        var preview = (await desk.PreviewAsync(CalendarActions.CreateReminder, payload)).Value;
        Assert.Equal("Remind you: Call the bank", preview.Title);
        Assert.Empty(preview.Recipients);
        var done = await desk.DoneAsync(CalendarActions.CreateReminder, payload);
        var e = await desk.FindAsync("Call the bank");
        Assert.True(e.Reminder);
        Assert.Equal(e.Start, e.End);
        Assert.False(BusyTimes.TakesTime(e, desk.Account.Address));
        Assert.Contains("BEGIN:VALARM\r\nACTION:DISPLAY\r\n", WriteCalendarFile.Write("x", [e], Now(desk)), StringComparison.Ordinal);
        Assert.IsType<PerformOutcome.Done>(await desk.UndoAsync(done));
        Assert.Empty(await desk.ListAsync("2026-11-01", "2026-12-20"));
    }

    [Fact]
    public async Task It_is_raised_once_when_its_time_has_come_whoever_looks()
    {
        await using var desk = await CreateAsync(database);
        await desk.DoneAsync(CalendarActions.CreateReminder, await PayloadAsync(desk, At(desk, TimeSpan.FromMinutes(10))));
        await RaiseAsync(desk);
        Assert.Empty(await DueAsync(desk));
        desk.Database.Clock.Advance(TimeSpan.FromMinutes(11));
        await Task.WhenAll(RaiseAsync(desk), RaiseAsync(desk), RaiseAsync(desk));
        await RaiseAsync(desk);
        Assert.Single(await DueAsync(desk));
        Assert.Equal(1, await desk.CountAsync($"SELECT count(*) FROM platform.live_events WHERE type = 'reminder_due' AND person_id = '{desk.Account.PersonId}' AND $1 IS NOT NULL"));
    }

    [Fact]
    public async Task A_recurring_one_is_raised_each_time_also_for_the_time_when_nothing_ran()
    {
        await using var desk = await CreateAsync(database);
        await desk.DoneAsync(CalendarActions.CreateReminder, await PayloadAsync(desk, At(desk, TimeSpan.FromMinutes(5)), "FREQ=DAILY;COUNT=10"));
        await RaiseAsync(desk);
        desk.Database.Clock.Advance(TimeSpan.FromDays(3));
        await RaiseAsync(desk);
        Assert.Equal(3, (await DueAsync(desk)).Count);
        desk.Database.Clock.Advance(TimeSpan.FromDays(1));
        await RaiseAsync(desk);
        Assert.Equal(4, (await DueAsync(desk)).Distinct().Count());
    }

    [Fact]
    public async Task An_ordinary_event_is_not_raised_and_a_whole_day_is_no_time_to_be_reminded_at()
    {
        await using var desk = await CreateAsync(database);
        await desk.StoreAsync(Event("Talk", "2026-11-24T10:00", "2026-11-24T11:00"));
        desk.Database.Clock.Advance(TimeSpan.FromDays(60));
        await RaiseAsync(desk);
        Assert.Empty(await DueAsync(desk));
        Assert.Equal("at", (await desk.PreviewAsync(CalendarActions.CreateReminder, await PayloadAsync(desk, EventTime.AllDay(new(2027, 1, 1))))).Error!.Field);
        Assert.Contains((await desk.PreviewAsync(CalendarActions.CreateReminder, await PayloadAsync(desk, Berlin("2026-01-01T10:00")))).Value.Risks, r => r.Level == RiskLevel.Medium);
    }
}
