using Microsoft.Extensions.DependencyInjection;
using Steward.Actions;
using Steward.Actions.Execution;
using Steward.Calendar;
using Steward.Mail;
using Steward.Testing;
using Steward.Testing.Google;
using static Steward.Tests.Calendar.Desk;
using static Steward.Tests.Mail.MailWorld;

namespace Steward.Providers.Tests.Google;

/// <summary>Two nodes whose clocks are ten minutes apart: the fast one takes the other's call for dead while it is still on its way. What was approved happens once all the same.</summary>
public sealed class ClockSkewTests(GoogleWorld google) : IClassFixture<GoogleWorld>
{
    [Theory]
    [InlineData(MailActions.Send, "/drafts/send")]
    [InlineData(MailActions.Send, "/drafts")]
    [InlineData(CalendarActions.CreateEvent, "/events")]
    public async Task A_call_that_is_taken_for_dead_too_early_has_one_effect(string kind, string path)
    {
        var (slow, account) = await google.CalendarAsync();
        await using var _ = slow;
        await google.SyncAsync(slow);
        var changes = new ApprovedChanges(google, slow, new(account.PersonId, account.AccountId));
        var approved = await changes.ApproveAsync(kind, await PayloadAsync(slow, account, kind));
        google.Database.Clock.Advance(TimeSpan.FromMinutes(6));
        await using var fast = google.Database.Services(s =>
        {
            s.AddMail();
            google.AddGoogle(s);
        }, new ManualClock(google.Database.Clock.GetUtcNow().AddMinutes(10)));

        var (arrived, goOn) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        google.Server.Before = async (_, call) =>
        {
            if (call.StartsWith("POST ", StringComparison.Ordinal) && call.EndsWith(path, StringComparison.Ordinal) && arrived.TrySetResult())
                await goOn.Task;
            return null;
        };
        var first = changes.DrainAsync();
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var second = ActivatorUtilities.CreateInstance<ActionExecutor>(fast).DrainAsync(default);
        await second.WaitAsync(TimeSpan.FromSeconds(30));
        goOn.SetResult();
        await first.WaitAsync(TimeSpan.FromSeconds(30));
        google.Server.Before = (_, _) => Task.FromResult<GoogleAnswer?>(null);

        Assert.Equal(ProposalState.Done, (await changes.SettleAsync(approved.Id)).State);
        var (box, calendars) = (google.Server.Mailbox(account.Address), google.Server.Calendars(account.Address));
        Assert.Empty(box.Drafts);
        Assert.Equal(kind == MailActions.Send ? (1, 0) : (0, 1), (box.Sent.Count, calendars.Effects.Count));
    }

    static async Task<object> PayloadAsync(IServiceProvider services, CalendarAccount account, string kind)
    {
        if (kind == MailActions.Send)
            return new ComposePayload { To = Addresses("friend@example.org"), Subject = "once", Text = "see you", TypedByPerson = ["friend@example.org"] };
        await using var scope = services.CreateAsyncScope();
        var calendars = await scope.ServiceProvider.GetServices<ICalendarReader>().Single(r => r.Provider == "google").GetCalendarsAsync(account, default);
        return new CreateEventPayload { CalendarId = calendars.Single(c => c.Primary).Id, Summary = "once", Start = Berlin("2026-11-24T10:00"), End = Berlin("2026-11-24T11:00") };
    }
}
