using Microsoft.Extensions.DependencyInjection;
using Steward.Actions;
using Steward.Mail;
using Steward.Providers.Google.Gmail;
using Steward.Testing.Google;
using Steward.Tests.Mail;
using static Steward.Tests.Mail.MailWorld;

namespace Steward.Providers.Tests.Google;

/// <summary>Troubles that last, and those that a single request does not show.</summary>
public sealed class GmailTroubleTests(GoogleWorld google) : IClassFixture<GoogleWorld>
{
    static readonly Trouble Cut = Trouble.OfTheRoad.Single(t => t.Name == "cut before it arrives"), AnswerLost = Trouble.OfTheRoad.Single(t => t.Name == "cut before the answer");

    static ComposePayload Mail(string subject) => new() { To = Addresses("friend@example.org"), Subject = subject, Text = "see you", TypedByPerson = ["friend@example.org"] };

    [Fact]
    public async Task An_outcome_that_nobody_knows_is_shown_as_such_and_found_out_by_reading()
    {
        await using var world = await google.MailAsync();
        await google.SyncAsync(world);
        var changes = new ApprovedChanges(google, world.Services, world.Subject);
        var approved = await changes.ApproveAsync(MailActions.Send, Mail("once"));
        google.Database.Clock.Advance(TimeSpan.FromMinutes(6));
        var gone = false;
        google.Road.Plan(call =>
        {
            if (gone)
                return Cut;
            gone = call.EndsWith("/drafts/send", StringComparison.Ordinal);
            return gone ? AnswerLost : null;
        });
        await changes.DrainAsync();
        Assert.Equal((ProposalState.Unknown, "outcome_unknown"), ((await changes.GetAsync(approved.Id)).State, (await changes.GetAsync(approved.Id)).Error?.Code));
        google.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await changes.DrainAsync();
        Assert.Equal(ProposalState.Unknown, (await changes.GetAsync(approved.Id)).State);

        google.Road.Clear();
        Assert.Equal(ProposalState.Done, (await changes.SettleAsync(approved.Id)).State);
        Assert.DoesNotContain(google.Road.Calls, call => !call.StartsWith("GET ", StringComparison.Ordinal));
        Assert.Single(google.Box(world).Sent);
    }

    [Fact]
    public async Task An_unknown_outcome_stays_unknown_while_Google_refuses_the_question()
    {
        await using var world = await google.MailAsync();
        await google.SyncAsync(world);
        var changes = new ApprovedChanges(google, world.Services, world.Subject);
        var approved = await changes.ApproveAsync(MailActions.Send, Mail("asked in vain"));
        google.Database.Clock.Advance(TimeSpan.FromMinutes(6));
        var sent = false;
        google.Road.Plan(call =>
        {
            if (sent)
                return Trouble.Answer(403);
            sent = call.EndsWith("/drafts/send", StringComparison.Ordinal);
            return sent ? AnswerLost : null;
        });
        await changes.DrainAsync();
        google.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await changes.DrainAsync();
        Assert.Equal(ProposalState.Unknown, (await changes.GetAsync(approved.Id)).State); // it was sent: "nothing was changed" would be a lie
        google.Road.Clear();
        Assert.Equal(ProposalState.Done, (await changes.SettleAsync(approved.Id)).State);
        Assert.Single(google.Box(world).Sent);
    }

    [Theory]
    [InlineData(429, "rateLimitExceeded")]
    [InlineData(403, "quotaExceeded")]
    public async Task What_Google_refuses_as_too_much_was_not_done_and_is_done_later(int status, string reason)
    {
        await using var world = await google.MailAsync(Letter("away with it", labels: ["INBOX"]));
        await google.SyncAsync(world);
        var changes = new ApprovedChanges(google, world.Services, world.Subject);
        var draft = (await changes.SettleAsync((await changes.ApproveAsync(MailActions.CreateDraft, Mail("my own draft"))).Id)).Result!.Value.GetProperty("draftId").GetGuid();
        Guid[] ids =
        [
            (await changes.ApproveAsync(MailActions.Archive, new MessagePayload((await world.MessageAsync("away with it")).Summary.Id))).Id,
            (await changes.ApproveAsync(MailActions.Send, Mail("a new letter"))).Id, (await changes.ApproveAsync(MailActions.Send, Mail("my own draft") with { DraftId = draft })).Id,
        ];
        google.Server.Before = (_, call) => Task.FromResult(call.EndsWith("/modify", StringComparison.Ordinal) || call.EndsWith("/drafts/send", StringComparison.Ordinal) ? GoogleAnswer.Error(status, reason, "too much") : null);
        google.Database.Clock.Advance(TimeSpan.FromMinutes(6));
        await changes.DrainAsync();
        google.Server.Before = (_, _) => Task.FromResult<GoogleAnswer?>(null);
        foreach (var id in ids)
            Assert.Equal((ProposalState.Executing, "put_off"), ((await changes.GetAsync(id)).State, (await changes.GetAsync(id)).Error?.Code));
        Assert.Empty(google.Box(world).Sent);

        foreach (var id in ids)
            Assert.Equal((ProposalState.Done, null), ((await changes.SettleAsync(id)).State, (await changes.GetAsync(id)).Error));
        Assert.Equal(2, google.Box(world).Sent.Count);
        Assert.Empty(google.Box(world).Drafts);
        Assert.DoesNotContain("INBOX", google.Box(world).Messages.Single(m => m.Read.Subject == "away with it").Labels);
        await using var unknown = google.Database.Source.CreateCommand("SELECT count(*) FROM audit.entries WHERE proposal_id = ANY ($1) AND action = 'action.unknown'");
        unknown.Parameters.Add(new() { Value = ids });
        Assert.Equal(0L, await unknown.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_permission_that_is_taken_back_in_the_middle_of_a_batch_leaves_what_was_not_reached_as_it_was()
    {
        await using var world = await google.MailAsync([.. Enumerable.Range(0, 12).Select(i => Letter($"letter {i}", labels: ["INBOX"]))]);
        await google.SyncAsync(world);
        var changes = new ApprovedChanges(google, world.Services, world.Subject);
        var ids = new List<Guid>();
        foreach (var message in await world.SearchAsync("in:inbox"))
            ids.Add((await changes.ApproveAsync(MailActions.Archive, new MessagePayload(message.Id))).Id);
        var made = 0;
        google.Road.Plan(call =>
        {
            if (call.EndsWith("/modify", StringComparison.Ordinal) && ++made == 5)
                google.Tokens.End(world.Mailbox.Address);
            return null;
        });
        await changes.DrainAsync();
        google.Road.Clear();
        var box = google.Box(world);
        Assert.InRange(box.Messages.Count(m => !m.Labels.Contains("INBOX")), 4, 8); // up to four are under way at once
        google.Tokens.Allow(world.Mailbox.Address);
        var proposals = new List<ProposalView>();
        foreach (var id in ids)
            proposals.Add(await changes.GetAsync(id));
        var archived = proposals.Where(p => p.State is ProposalState.Done or ProposalState.Unknown).Select(p => p.Payload.GetProperty("messageId").GetGuid()).ToHashSet();
        Assert.All(proposals, p => Assert.True(p.State is ProposalState.Done or ProposalState.Unknown or ProposalState.Failed || p is { State: ProposalState.Approved, Error: not null }, p.State.ToString()));
        Assert.True(box.Messages.Count(m => !m.Labels.Contains("INBOX")) <= archived.Count);
        Assert.True(proposals.Count(p => p.State == ProposalState.Done) <= box.Messages.Count(m => !m.Labels.Contains("INBOX")));
    }

    [Fact]
    public async Task A_batch_of_which_some_parts_fail_is_made_good_message_by_message()
    {
        await using var world = await google.MailAsync([.. Enumerable.Range(0, 30).Select(i => Letter($"letter {i}"))]);
        var troubled = google.Box(world).Messages.Select(m => m.Id).Where((_, i) => i % 3 == 0).ToHashSet(StringComparer.Ordinal);
        var gone = google.Box(world).Messages.First(m => !troubled.Contains(m.Id));
        google.Server.Before = (_, call) =>
        {
            var id = call[(call.LastIndexOf('/') + 1)..];
            return Task.FromResult(id == gone.Id ? GoogleAnswer.NotFound(id) : troubled.Remove(id) ? GoogleAnswer.Error(troubled.Count % 2 == 0 ? 429 : 500, "rateLimitExceeded", "slow down") : null);
        };
        await google.SyncAsync(world);
        google.Server.Before = (_, _) => Task.FromResult<GoogleAnswer?>(null);
        Assert.Empty(troubled);
        Assert.Equal(29, (await world.SearchAsync("in:anywhere")).Count);
    }

    [Fact]
    public async Task A_draft_of_the_persons_own_is_neither_sent_nor_deleted_when_a_search_finds_too_much()
    {
        await using var world = await google.MailAsync();
        var own = google.Box(world).Deliver(GoogleMime.Of(Letter("my own draft")), ["DRAFT"]);
        google.Box(world).Drafts.Add("r-own", own.Id);
        await google.SyncAsync(world);
        google.Server.Before = (http, call) =>
        {
            if (call == "GET gmail/v1/users/me/drafts")
                http.Request.QueryString = new Microsoft.AspNetCore.Http.QueryString(); // as a program does that knows no q
            return Task.FromResult<GoogleAnswer?>(null);
        };
        var changes = new ApprovedChanges(google, world.Services, world.Subject);
        var sent = await changes.SettleAsync((await changes.ApproveAsync(MailActions.Send, Mail("another"))).Id);
        google.Server.Before = (_, _) => Task.FromResult<GoogleAnswer?>(null);
        Assert.Equal(ProposalState.Done, sent.State);
        Assert.Equal(["another", "my own draft"], google.Box(world).Messages.Select(m => m.Read.Subject).Order());
        Assert.Equal(["r-own"], google.Box(world).Drafts.Keys);
    }

    [Fact]
    public async Task A_snoozed_message_leaves_the_inbox_at_Gmail_and_comes_back_there_in_time()
    {
        await using var world = await google.MailAsync(Letter("later", labels: ["INBOX"]), Letter("never", labels: ["INBOX"]));
        await google.SyncAsync(world);
        var changes = new ApprovedChanges(google, world.Services, world.Subject);
        var until = google.Database.Clock.GetUtcNow().AddDays(1);
        var later = await changes.SettleAsync((await changes.ApproveAsync(MailActions.Snooze, new SnoozePayload((await world.MessageAsync("later")).Summary.Id, until))).Id);
        var never = await changes.SettleAsync((await changes.ApproveAsync(MailActions.Snooze, new SnoozePayload((await world.MessageAsync("never")).Summary.Id, until))).Id);
        Assert.Equal((ProposalState.Done, ProposalState.Done), (later.State, never.State));
        await changes.UndoAsync(never.Id);
        await google.SyncAsync(world);
        var box = google.Box(world);
        var (snoozed, back) = ((await world.MessageAsync("later")).Summary, (await world.MessageAsync("never")).Summary);
        Assert.Equal(("SNOOZED", until), (Assert.Single(snoozed.Labels), snoozed.SnoozedUntil));
        Assert.Equal(("INBOX", null), (Assert.Single(back.Labels), back.SnoozedUntil));
        Assert.Empty(box.Messages.Single(m => m.Read.Subject == "later").Labels);
        Assert.Equal(0, await ReturnAsync(world));

        google.Database.Clock.Advance(TimeSpan.FromDays(1));
        google.Road.Plan(_ => Cut);
        Assert.Equal(0, await ReturnAsync(world)); // Google is not there: at another tick
        google.Road.Clear();
        google.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await ReturnAsync(world));
        Assert.Equal(0, await ReturnAsync(world));
        Assert.Equal(["INBOX", "UNREAD"], box.Messages.Single(m => m.Read.Subject == "later").Labels.Order());
        await google.SyncAsync(world);
        var here = (await world.MessageAsync("later")).Summary;
        Assert.Equal(["INBOX", "UNREAD"], here.Labels.Order());
        Assert.Null(here.SnoozedUntil);
    }

    static async Task<int> ReturnAsync(MailWorld world)
    {
        await using var scope = world.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ReturnSnoozedGmail>().RunAsync(default);
    }
}
