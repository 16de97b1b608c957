using System.Text;
using Steward.Actions;
using Steward.Calendar;
using Steward.Testing;
using static Steward.Tests.Calendar.Desk;

namespace Steward.Tests.Calendar;

/// <summary>Answers to invitations: the person's own, and nobody else's.</summary>
public sealed class RespondTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static ParsedEvent Sync(Desk desk, string? rule = null) => Event("Marketing sync", "2026-11-24T10:00", "2026-11-24T11:00", rule, "sync") with
    {
        Attendees = [new("elena@example.org", "Elena", ResponseStatus.Accepted, Organizer: true), new(desk.Account.Address, "Me"), new("ben@example.org", "Ben")],
    };

    [Fact]
    public async Task Declining_changes_my_own_answer_frees_the_time_and_comes_back_by_undo()
    {
        await using var desk = await CreateAsync(database);
        await desk.StoreAsync(Sync(desk));
        var e = await desk.FindAsync("Marketing sync");
        var before = await desk.SnapshotAsync();
        var preview = (await desk.PreviewAsync(CalendarActions.Respond, new RespondPayload(e.Id, ResponseStatus.Declined))).Value;
        Assert.Equal(("Decline “Marketing sync”", "not answered", "declined"), (preview.Title, preview.Changes[0].Before, preview.Changes[0].After));
        Assert.Contains(preview.Notes, n => n.Contains("Elena hears of it by the mail", StringComparison.Ordinal));

        var done = await desk.DoneAsync(CalendarActions.Respond, new RespondPayload(e.Id, ResponseStatus.Declined), preview.Target.Revision);
        var after = (await desk.GetAsync(e.Id))!;
        Assert.Equal([ResponseStatus.Accepted, ResponseStatus.Declined, ResponseStatus.NeedsAction], after.Attendees.Select(a => a.Response));
        Assert.False(BusyTimes.TakesTime(after, desk.Account.Address));
        Assert.IsType<PerformOutcome.Done>(await desk.UndoAsync(done));
        Assert.Equal(before, await desk.SnapshotAsync());
    }

    [Fact]
    public async Task One_happening_of_a_series_is_answered_and_the_others_stay_open()
    {
        await using var desk = await CreateAsync(database);
        await desk.StoreAsync(Sync(desk, "FREQ=WEEKLY;COUNT=3"));
        var e = await desk.FindAsync("Marketing sync");
        await desk.DoneAsync(CalendarActions.Respond, new RespondPayload(e.Id, ResponseStatus.Accepted, Berlin("2026-12-01T10:00")), e.Revision);
        Assert.Equal([ResponseStatus.NeedsAction, ResponseStatus.Accepted, ResponseStatus.NeedsAction],
            (await desk.ListAsync("2026-11-20", "2026-12-20")).Select(i => i.Event.Attendees.Single(a => a.Email == desk.Account.Address).Response));
    }

    [Fact]
    public async Task Accepting_over_another_event_says_what_it_overlaps()
    {
        await using var desk = await CreateAsync(database);
        await desk.StoreAsync(Sync(desk), Event("Dentist", "2026-11-24T10:30", "2026-11-24T11:30"));
        var e = await desk.FindAsync("Marketing sync");
        Assert.Contains((await desk.PreviewAsync(CalendarActions.Respond, new RespondPayload(e.Id, ResponseStatus.Accepted))).Value.Risks, r => r.Text.Contains("Dentist", StringComparison.Ordinal));
        Assert.Empty((await desk.PreviewAsync(CalendarActions.Respond, new RespondPayload(e.Id, ResponseStatus.Declined))).Value.Risks);
    }

    [Fact]
    public async Task Who_is_not_invited_who_organises_and_who_has_answered_already_cannot_answer()
    {
        await using var desk = await CreateAsync(database);
        await desk.StoreAsync(
            Event("Theirs", "2026-11-24T10:00", "2026-11-24T11:00") with { Attendees = [new("ben@example.org", "Ben")] },
            Event("Mine", "2026-11-25T10:00", "2026-11-25T11:00") with { Attendees = [new(desk.Account.Address, "Me", ResponseStatus.Accepted, Organizer: true)] },
            Event("Answered", "2026-11-26T10:00", "2026-11-26T11:00") with { Attendees = [new(desk.Account.Address, "Me", ResponseStatus.Tentative)] });
        foreach (var (title, code) in new[] { ("Theirs", "not_invited"), ("Mine", "own_event"), ("Answered", "nothing_to_change") })
            Assert.Equal(code, (await desk.PreviewAsync(CalendarActions.Respond, new RespondPayload((await desk.FindAsync(title)).Id, ResponseStatus.Tentative))).Error!.Code);
        Assert.Equal("response", (await desk.PreviewAsync(CalendarActions.Respond, new RespondPayload((await desk.FindAsync("Answered")).Id, ResponseStatus.NeedsAction))).Error!.Field);
    }

    [Fact]
    public async Task The_reply_for_calendars_names_the_event_the_organiser_and_me_alone()
    {
        await using var desk = await CreateAsync(database);
        await desk.StoreAsync(Sync(desk) with { Description = "Secret agenda" });
        var e = await desk.FindAsync("Marketing sync");
        var text = WriteInvitationReply.Write(e, e.Attendees.Single(a => a.Organizer), e.Attendees.Single(a => a.Email == desk.Account.Address), ResponseStatus.Declined, null, "I have a conflict, sorry; really", Utc("2026-11-20T09:00:00Z"));
        Assert.Contains("METHOD:REPLY\r\n", text, StringComparison.Ordinal);
        Assert.Contains($"PARTSTAT=DECLINED:mailto:{desk.Account.Address}"[..40], text.Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("ORGANIZER;CN=Elena:mailto:elena@example.org\r\n", text, StringComparison.Ordinal);
        Assert.Contains("COMMENT:I have a conflict\\, sorry\\; really\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ben@", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret", text, StringComparison.Ordinal);
        var read = Assert.Single(ReadCalendarFile.Read(Encoding.UTF8.GetBytes(text.Replace("METHOD:REPLY", "METHOD:PUBLISH", StringComparison.Ordinal)), CancellationToken.None).Value.Events);
        Assert.Equal((e.Uid, e.Start), (read.Uid, read.Start));
    }
}
