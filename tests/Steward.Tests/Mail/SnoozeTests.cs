using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Steward.Actions;
using Steward.Mail;
using Steward.Mail.Snoozing;
using Steward.Platform;
using Steward.Testing;
using Steward.Tests.Tools;
using static Steward.Tests.Mail.MailWorld;

namespace Steward.Tests.Mail;

/// <summary>Mail goes away until a time, comes back once, unread and on top, and every way of taking it back leaves nothing behind.</summary>
public sealed class SnoozeTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static int keys;

    static async Task<PerformOutcome> PerformAsync(MailWorld world, string kind, object payload, string? revision = null, string? key = null)
    {
        await using var scope = world.Services.CreateAsyncScope();
        var performer = scope.ServiceProvider.GetServices<IActionPerformer>().Single(p => p.Performs(kind));
        return await performer.PerformAsync(Approval.Of(kind, world.Subject, payload is System.Text.Json.JsonElement json ? json : Json.ToElement(payload), key ?? $"snooze-{Interlocked.Increment(ref keys)}", revision), CancellationToken.None);
    }

    static Task<PerformOutcome> UndoAsync(MailWorld world, PerformOutcome done) =>
        Assert.IsType<PerformOutcome.Done>(done).Inverse is { } inverse ? PerformAsync(world, inverse.Kind, inverse.Payload, inverse.ExpectedRevision) : throw new InvalidOperationException();

    static async Task<Result<ActionPreview>> PreviewAsync(MailWorld world, string kind, object payload)
    {
        await using var scope = world.Services.CreateAsyncScope();
        var found = scope.ServiceProvider.GetServices<IActionKind>().Single(k => k.Name == kind);
        return await found.PreviewAsync(world.Subject, payload, scope.ServiceProvider, CancellationToken.None);
    }

    static async Task<int> WakeAsync(MailWorld world)
    {
        await using var scope = world.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<WakeSnoozed>().RunAsync(CancellationToken.None);
    }

    static async Task<MessageSummary> OneAsync(MailWorld world, string subject = "later") => (await world.MessageAsync(subject)).Summary;

    static async Task IsAsync(MailWorld world, string label, DateTimeOffset? until)
    {
        var now = await OneAsync(world);
        Assert.Equal(label, Assert.Single(now.Labels));
        Assert.Equal(until, now.SnoozedUntil);
    }

    [Fact]
    public async Task A_snoozed_message_leaves_the_inbox_and_comes_back_once_unread_and_on_top()
    {
        await using var world = await CreateAsync(database);
        await world.StoreAsync(Letter("later", labels: ["INBOX", "Work"], date: world.Now.AddDays(-3)), Letter("newer", labels: ["INBOX"], date: world.Now.AddDays(-1)));
        var message = await OneAsync(world);
        var until = world.Now.AddHours(2);
        Assert.IsType<PerformOutcome.Done>(await PerformAsync(world, MailActions.Snooze, new SnoozePayload(message.Id, until), message.Revision));
        var away = await OneAsync(world);
        Assert.Equal(["SNOOZED", "Work"], away.Labels.Order());
        Assert.Equal(until, away.SnoozedUntil);
        Assert.Equal(["newer"], await world.SubjectsAsync("in:inbox"));
        Assert.Equal(["later"], await world.SubjectsAsync("in:snoozed"));

        await WakeAsync(world);
        Assert.Equal(away.Revision, (await OneAsync(world)).Revision);
        world.Database.Clock.Advance(TimeSpan.FromHours(2));
        await Task.WhenAll(WakeAsync(world), WakeAsync(world), WakeAsync(world));
        var back = await OneAsync(world);
        Assert.Equal(int.Parse(away.Revision, CultureInfo.InvariantCulture) + 1, int.Parse(back.Revision, CultureInfo.InvariantCulture));
        Assert.Equal(["INBOX", "UNREAD", "Work"], back.Labels.Order());
        Assert.Null(back.SnoozedUntil);
        Assert.Equal(message.Date, back.Date);
        var threads = await world.Reader.SearchThreadsAsync(world.Mailbox, new MailSearch("in:inbox", world.Now), CancellationToken.None);
        Assert.Equal(["later", "newer"], threads.Value.Items.Select(t => t.Subject));
        await WakeAsync(world);
        Assert.Equal(back.Revision, (await OneAsync(world)).Revision);
    }

    [Fact]
    public async Task Undo_and_unsnooze_bring_it_back_and_nothing_wakes_later()
    {
        await using var world = await CreateAsync(database);
        await world.StoreAsync(Letter("later", labels: ["INBOX"]));
        var id = (await OneAsync(world)).Id;
        var first = await PerformAsync(world, MailActions.Snooze, new SnoozePayload(id, world.Now.AddHours(1)));
        var second = await PerformAsync(world, MailActions.Snooze, new SnoozePayload(id, world.Now.AddHours(5)));
        Assert.Equal(world.Now.AddHours(5), (await OneAsync(world)).SnoozedUntil);
        Assert.IsType<PerformOutcome.Done>(await UndoAsync(world, second));
        Assert.Equal(world.Now.AddHours(1), (await OneAsync(world)).SnoozedUntil);
        Assert.IsType<PerformOutcome.Stale>(await UndoAsync(world, first));

        var unsnoozed = await PerformAsync(world, MailActions.Unsnooze, new MessagePayload(id));
        await IsAsync(world, "INBOX", null);
        Assert.IsType<PerformOutcome.Done>(await UndoAsync(world, unsnoozed));
        await IsAsync(world, "SNOOZED", world.Now.AddHours(1));

        await PerformAsync(world, MailActions.Trash, new MessagePayload(id));
        await IsAsync(world, "TRASH", null);
        world.Database.Clock.Advance(TimeSpan.FromHours(9));
        await WakeAsync(world);
        await IsAsync(world, "TRASH", null);
    }

    [Fact]
    public async Task A_key_is_performed_once_and_a_message_that_changed_is_left_alone()
    {
        await using var world = await CreateAsync(database);
        await world.StoreAsync(Letter("later", labels: ["INBOX"]));
        var shown = await OneAsync(world);
        var payload = new SnoozePayload(shown.Id, world.Now.AddHours(1));
        Assert.IsType<PerformOutcome.Done>(await PerformAsync(world, MailActions.Snooze, payload, shown.Revision, "same"));
        var revision = (await OneAsync(world)).Revision;
        Assert.IsType<PerformOutcome.Done>(await PerformAsync(world, MailActions.Snooze, payload, shown.Revision, "same"));
        Assert.Equal(revision, (await OneAsync(world)).Revision);
        Assert.IsType<PerformOutcome.Stale>(await PerformAsync(world, MailActions.Unsnooze, new MessagePayload(shown.Id), shown.Revision));
    }

    [Fact]
    public async Task The_preview_shows_the_time_and_what_makes_no_sense_is_refused()
    {
        await using var tools = await ToolWorld.CreateAsync(database);
        var world = tools.Mail;
        await world.StoreAsync(Letter("later", labels: ["INBOX"]), Letter("gone", labels: ["TRASH"]));
        var id = (await OneAsync(world)).Id;
        var preview = (await PreviewAsync(world, MailActions.Snooze, new SnoozePayload(id, world.Now.AddHours(1)))).Value;
        Assert.Equal(["labels", "snoozedUntil"], preview.Changes.Select(c => c.Field));
        Assert.EndsWith("[Europe/Berlin]", preview.Changes[1].After, StringComparison.Ordinal);
        Assert.Equal("until", (await PreviewAsync(world, MailActions.Snooze, new SnoozePayload(id, world.Now.AddSeconds(-1)))).Error!.Field);
        Assert.Equal("until", (await PreviewAsync(world, MailActions.Snooze, new SnoozePayload(id, world.Now.AddYears(6)))).Error!.Field);
        Assert.Equal("not_in_mailbox", (await PreviewAsync(world, MailActions.Snooze, new SnoozePayload((await OneAsync(world, "gone")).Id, world.Now.AddHours(1)))).Error!.Code);
        Assert.Equal("nothing_to_change", (await PreviewAsync(world, MailActions.Unsnooze, new MessagePayload(id))).Error!.Code);
        var drafted = await tools.DraftAsync<SnoozePayload>("mail.propose-snooze", new { messageId = id, accountId = world.Mailbox.AccountId, until = "2027-01-01T09:00:00+01:00" });
        Assert.Equal(new DateTimeOffset(2027, 1, 1, 8, 0, 0, TimeSpan.Zero), drafted.Until);
    }
}
