using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Actions;
using Steward.Items;
using Steward.Items.Syncing;
using Steward.Mail;
using Steward.Providers.Google;
using Steward.Testing.Google;
using Steward.Tests.Mail;
using static Steward.Tests.Mail.MailWorld;

namespace Steward.Providers.Tests.Google;

/// <summary>A mailbox is mirrored from Gmail and kept in step, whatever happens to it there and to the requests on their way.</summary>
public sealed class GmailSyncTests(GoogleWorld google) : IClassFixture<GoogleWorld>
{
    static IncomingMessage[] Letters(int count) => [.. Enumerable.Range(0, count).Select(i => Letter($"letter {i}", date: new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(i)))];

    async Task<IReadOnlyList<SyncView>> StateAsync(MailWorld world)
    {
        await using var scope = world.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ListSyncs>().ExecuteAsync(world.Mailbox.PersonId, default);
    }

    [Fact]
    public async Task The_past_comes_newest_first_and_what_is_here_can_be_read_before_the_rest_is()
    {
        await using var world = await google.MailAsync(Letters(170));
        var lists = 0;
        google.Server.Before = (_, call) => Task.FromResult(call == "GET gmail/v1/users/me/messages" && ++lists > 1 ? GoogleAnswer.Error(503, "backendError", "down") : null);
        await google.SyncAsync(world);
        google.Server.Before = (_, _) => Task.FromResult<GoogleAnswer?>(null);
        var state = Assert.Single(await StateAsync(world), s => s.Resource == "mail");
        Assert.Equal(("first", 50, "google_error"), (state.Phase, state.Done, state.ErrorCode));
        var (count, _) = await world.Services.GetRequiredService<FindMirrored>().ExtentAsync(world.Mailbox, default);
        Assert.Equal(50, count);
        Assert.Contains("letter 169", await world.SubjectsAsync("newer_than:30d"));
        await google.SyncAsync(world);
        Assert.Equal(170, (await world.SearchAsync("")).Count);
        state = Assert.Single(await StateAsync(world), s => s.Resource == "mail");
        Assert.Equal(("steady", 170, null), (state.Phase, state.Done, state.ErrorCode));
    }

    [Fact]
    public async Task A_search_beyond_what_is_here_is_put_to_Gmail_word_for_word_and_says_what_may_be_missing()
    {
        await using var world = await google.MailAsync([Letter("the needle", date: new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)), .. Letters(120)]);
        Assert.Equal(["the needle"], await world.SubjectsAsync("subject:needle"));
        var all = (await world.Reader.SearchAsync(world.Mailbox, new MailSearch("", world.Now, Limit: 500), default)).Value;
        Assert.Contains("still being fetched", all.Caveat, StringComparison.Ordinal);
        await google.SyncAsync(world);
        all = (await world.Reader.SearchAsync(world.Mailbox, new MailSearch("", world.Now, Limit: 500), default)).Value;
        Assert.Equal((121, null), (all.Items.Count, all.Caveat));
    }

    [Fact]
    public async Task A_change_in_Gmails_own_page_is_here_after_one_poll_and_costs_one_request_when_there_is_none()
    {
        await using var world = await google.MailAsync(Letter("a"), Letter("b"), Letter("c", labels: ["INBOX", "Work"]));
        await google.SyncAsync(world);
        var box = google.Box(world);
        box.Relabel(box.Messages.First(m => m.Read.Subject == "a"), ["STARRED", box.LabelId("New label")], ["INBOX", "UNREAD"]);
        box.Delete(box.Messages.First(m => m.Read.Subject == "b"));
        box.Deliver(GoogleMime.Of(Letter("d")), ["INBOX"]);
        box.Labels[box.LabelId("Work")] = "Projects";
        await google.SyncAsync(world);
        Assert.Equal(["a", "c", "d"], (await world.SubjectsAsync("in:anywhere")).Order());
        Assert.Equal(["New label", "STARRED"], (await world.MessageAsync("a")).Summary.Labels.Order());
        Assert.Equal(["INBOX", "Projects"], (await world.MessageAsync("c")).Summary.Labels.Order());

        google.Server.Requests.Clear();
        google.Database.Clock.Advance(TimeSpan.FromMinutes(3));
        await world.Services.GetRequiredService<SyncWorker>().DrainAsync(default);
        Assert.Equal(["GET gmail/v1/users/me/history"], google.Server.Requests.Where(r => r.Address == world.Mailbox.Address && r.Call.Contains(" gmail/v1/", StringComparison.Ordinal)).Select(r => r.Call));
    }

    [Fact]
    public async Task Fifty_thousand_messages_come_within_what_Google_lets_one_person_ask_in_seventy_five_minutes()
    {
        const int Here = 400;
        await using var world = await google.MailAsync(Letters(Here));
        google.Road.Clear();
        await google.SyncAsync(world);
        Assert.Equal(Here, (await world.SearchAsync("in:anywhere")).Count);
        // What a message costs does not depend on how many there are: pages and batches are as large for the last as for the first.
        var time = TimeSpan.FromSeconds(google.Road.Units * (50_000.0 / Here) / new GoogleQuotas().GmailPerUser);
        Assert.InRange(time, TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(75));
    }

    [Fact]
    public async Task Many_messages_are_relabelled_by_one_request()
    {
        await using var world = await google.MailAsync([.. Enumerable.Range(0, 3).Select(i => Letter($"letter {i}", labels: ["INBOX", "UNREAD"]))]);
        var box = google.Box(world);
        await world.Services.GetRequiredService<Steward.Providers.Google.Gmail.GmailClient>().BatchModifyAsync(world.Mailbox.AccountId, [.. box.Messages.Take(2).Select(m => m.Id)], ["STARRED"], ["INBOX"], default);
        Assert.Equal(["INBOX UNREAD", "STARRED UNREAD", "STARRED UNREAD"], box.Messages.Select(m => string.Join(' ', m.Labels.Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal));
        await google.SyncAsync(world);
        Assert.Equal(2, (await world.SearchAsync("is:starred")).Count);
    }

    [Fact]
    public async Task A_forgotten_history_is_made_good_by_comparing_the_whole()
    {
        await using var world = await google.MailAsync(Letter("stays"), Letter("goes"), Letter("changes"));
        await google.SyncAsync(world);
        var box = google.Box(world);
        box.Delete(box.Messages.First(m => m.Read.Subject == "goes"));
        box.Relabel(box.Messages.First(m => m.Read.Subject == "changes"), ["STARRED"], ["INBOX"]);
        box.Deliver(GoogleMime.Of(Letter("comes")), ["INBOX"]);
        box.Forget();
        await google.SyncAsync(world);
        Assert.Equal(["changes", "comes", "stays"], (await world.SubjectsAsync("in:anywhere")).Order());
        Assert.Equal(["STARRED", "UNREAD"], (await world.MessageAsync("changes")).Summary.Labels.Order());
    }

    [Fact]
    public async Task A_draft_that_is_edited_in_Gmail_stays_the_same_draft_here_with_another_revision()
    {
        await using var world = await google.MailAsync();
        await google.SyncAsync(world);
        using var gmail = new System.Net.Http.HttpClient { BaseAddress = google.Server.Url, DefaultRequestHeaders = { Authorization = new("Bearer", world.Mailbox.Address) } };
        static System.Net.Http.Json.JsonContent Draft(string text) => System.Net.Http.Json.JsonContent.Create(new { message = new { raw = System.Buffers.Text.Base64Url.EncodeToString(GoogleMime.Of(Letter("plan", text: text, id: $"{text}@example.com"))) } });
        var made = System.Text.Json.Nodes.JsonNode.Parse(await (await gmail.PostAsync("gmail/v1/users/me/drafts", Draft("one"))).Content.ReadAsStringAsync())!;
        await google.SyncAsync(world);
        var before = await world.MessageAsync("plan");
        await gmail.PutAsync($"gmail/v1/users/me/drafts/{made["id"]}", Draft("two"));
        await google.SyncAsync(world);
        var after = await world.MessageAsync("plan");
        Assert.Equal((before.Summary.Id, "two"), (after.Summary.Id, after.Text));
        Assert.NotEqual(before.Summary.Revision, after.Summary.Revision);
    }

    [Fact]
    public async Task What_somebody_changes_at_Gmail_makes_a_pending_proposal_stale()
    {
        await using var world = await google.MailAsync(Letter("s"));
        await google.SyncAsync(world);
        var message = await world.MessageAsync("s");
        Guid id;
        await using (var scope = world.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<Platform.StewardDbContext>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var proposed = await scope.ServiceProvider.GetRequiredService<ProposeAction>().StageAsync(new ProposalDraft
            {
                Kind = MailActions.Archive, Subject = world.Subject, Payload = Platform.Json.ToElement(new MessagePayload(message.Summary.Id)), Why = "test", IdempotencyKey = "k",
            });
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
            id = proposed.Value.Id;
        }
        var box = google.Box(world);
        box.Relabel(box.Messages.Single(), ["STARRED"], []);
        await google.SyncAsync(world);
        await using var reading = world.Services.CreateAsyncScope();
        var view = Assert.Single(await reading.ServiceProvider.GetRequiredService<ReadProposals>().ByIdsAsync(world.Mailbox.PersonId, [id], default));
        Assert.Equal("target_changed", view.Error?.Code);
        Assert.Equal(["INBOX", "STARRED", "UNREAD"], (await world.MessageAsync("s")).Summary.Labels.Order());
    }

    [Fact]
    public async Task An_account_in_trouble_delays_no_other()
    {
        await using var stuck = await google.MailAsync(Letters(3));
        await using var well = await google.MailAsync(Letters(3));
        var address = stuck.Mailbox.Address;
        var release = new TaskCompletionSource();
        google.Server.Before = async (http, _) =>
        {
            if (http.Request.Headers.Authorization.ToString().EndsWith(address, StringComparison.Ordinal))
                await release.Task;
            return null;
        };
        google.Database.Clock.Advance(TimeSpan.FromMinutes(20));
        var draining = well.Services.GetRequiredService<SyncWorker>().DrainAsync(default);
        var deadline = DateTime.UtcNow.AddSeconds(30);
        while ((await well.Services.GetRequiredService<FindMirrored>().ExtentAsync(well.Mailbox, default)).Count < 3)
            Assert.True(DateTime.UtcNow < deadline, "the other account waits");
        Assert.False(draining.IsCompleted);
        release.SetResult();
        await draining;
        google.Server.Before = (_, _) => Task.FromResult<GoogleAnswer?>(null);
    }
}
