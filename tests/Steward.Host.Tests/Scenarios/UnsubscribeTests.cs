using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Steward.Mail;
using Steward.Testing;

namespace Steward.Host.Tests.Scenarios;

/// <summary>A person who has had enough of letters, over HTTP. The web is a stand-in that notes what it is asked.</summary>
public sealed class UnsubscribeTests(UnsubscribeTests.Server server) : IClassFixture<UnsubscribeTests.Server>
{
    const string Promotions = "Inbox,Unread,Category Promotions";

    static string List(string url, string more = "") => $"List-Unsubscribe: <{url}>{more}\nList-Unsubscribe-Post: List-Unsubscribe=One-Click";

    [Fact]
    public async Task Leaving_a_senders_newsletters_shows_where_the_request_goes_and_is_done_once_and_not_asked_for_again()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        var url = $"https://shop.example/leave/{Guid.NewGuid():n}";
        await olivia.ReceiveAsync(new Letter("Acme Shop <news@shop.example>", "Sale", "Buy!", 3, Promotions, Headers: List(url)), new Letter("Acme Shop <news@shop.example>", "More sale", "Buy!", 9, Promotions),
            new Letter("Anna <anna@example.org>", "Lunch", "Pizza?", 1));

        var said = await olivia.SayAsync("unsubscribe from the newsletters of Acme Shop");
        Assert.True(await said.StateAsync() == "waiting", (await said.TurnAsync()).GetRawText());
        Assert.DoesNotContain(url, server.Site.Posted);
        var proposal = Assert.Single(await said.ProposalsAsync());
        Assert.Equal(("mail.unsubscribe", "irreversible", "medium"), (Text(proposal, "kind"), Text(proposal, "reversibility"), Text(proposal, "risk")));
        var preview = proposal.GetProperty("preview");
        Assert.Equal("shop.example", Text(preview.GetProperty("recipients")[0], "address"));
        Assert.Contains(preview.GetProperty("changes").EnumerateArray(), c => Text(c, "after").Contains(url, StringComparison.Ordinal));
        Assert.Contains(preview.GetProperty("notes").EnumerateArray(), n => n.GetString()!.Contains("cannot be taken back", StringComparison.Ordinal));

        await olivia.DecideAsync([proposal], _ => true);
        await olivia.CompletedAsync(said.Turn);
        Assert.Contains("1 done", await said.AnswerAsync(), StringComparison.Ordinal);
        Assert.Single(server.Site.Posted, url);
        Assert.Equal("notUndoable", Text(await olivia.PostAsync($"actions/{proposal.GetProperty("id").GetGuid()}/undo", new { }), "outcome"));

        var again = await olivia.SayAsync("unsubscribe from the newsletters of Acme Shop");
        Assert.Empty(await again.ProposalsAsync());
        Assert.Contains("asked on", await again.AnswerAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_all_newsletters_those_that_are_never_read_are_left_in_every_account_and_their_letters_archived()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        var personal = await olivia.AddAccountAsync("personal");
        var (never, read, elsewhere) = ($"https://never.example/{Guid.NewGuid():n}", $"https://read.example/{Guid.NewGuid():n}", $"https://else.example/{Guid.NewGuid():n}");
        await olivia.ReceiveAsync(
            new Letter("Never Weekly <a@never.example>", "Never 1", "x", 3, Promotions, Headers: List(never)), new Letter("Never Weekly <a@never.example>", "Never 2", "x", 10, Promotions, Headers: List(never)),
            new Letter("Read Weekly <a@read.example>", "Read 1", "x", 3, Promotions, Headers: List(read)), new Letter("Read Weekly <a@read.example>", "Read 2", "x", 9, "Inbox,Category Promotions", Headers: List(read)));
        await olivia.ReceiveAsync(personal,
            new Letter("Else Weekly <a@else.example>", "Else 1", "x", 2, Promotions, Headers: List(elsewhere)), new Letter("Else Weekly <a@else.example>", "Else 2", "x", 8, Promotions, Headers: List(elsewhere)),
            new Letter("Page Weekly <a@page.example>", "Page 1", "x", 2, Promotions, Headers: "List-Unsubscribe: <https://page.example/bye>"), new Letter("Page Weekly <a@page.example>", "Page 2", "x", 8, Promotions, Headers: "List-Unsubscribe: <https://page.example/bye>"));

        var said = await olivia.SayAsync("unsubscribe from all newsletters that I never read and archive them");
        Assert.True(await said.StateAsync() == "waiting", (await said.TurnAsync()).GetRawText());
        var proposals = await said.ProposalsAsync();
        Assert.Equal(new[] { olivia.AccountId, personal }.Order(), proposals.Select(p => p.GetProperty("accountId").GetGuid()).Order());
        await olivia.DecideAsync(proposals, _ => true);
        var archives = await olivia.UntilAsync(said, all => all.Exists(p => Text(p, "kind") == "mail.archive"));
        await olivia.DecideAsync(archives.Where(p => Text(p, "state") == "pending").ToList(), _ => true);
        await olivia.CompletedAsync(said.Turn);
        Assert.Contains(never, server.Site.Posted);
        Assert.Contains(elsewhere, server.Site.Posted);
        Assert.DoesNotContain(read, server.Site.Posted);
        Assert.Equal(["Read 1", "Read 2"], await olivia.SubjectsAsync("in:inbox"));
        Assert.Contains("can only be left on its own page", await said.AnswerAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_wants_a_mail_gets_it_after_the_undo_window_which_can_be_stopped()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await using var keeper = await Somebody.JoinAsync(server);
        await olivia.ReceiveAsync(new Letter("Chess Club <list@chess.example>", "Round 4", "Pairings", 2, Promotions, Headers: $"List-Unsubscribe: <mailto:{keeper.Address}?subject=leave>"));
        var said = await olivia.SayAsync("unsubscribe me from the Chess Club list");
        var proposal = Assert.Single(await said.ProposalsAsync());
        Assert.Equal(("mail.send", "held"), (Text(proposal, "kind"), Text(proposal, "reversibility")));
        await olivia.DecideAsync([proposal], _ => true);
        await olivia.CompletedAsync(said.Turn);
        Assert.Empty(await keeper.SubjectsAsync("in:inbox"));
        await olivia.PostAsync($"actions/{proposal.GetProperty("id").GetGuid()}/send-now", new { });
        await keeper.EventAsync("mail_changed", _ => true);
        Assert.Equal(["leave"], await keeper.SubjectsAsync("in:inbox"));
    }

    [Fact]
    public async Task Where_nothing_can_be_left_nothing_is_proposed()
    {
        await using var olivia = await Somebody.JoinAsync(server);
        await olivia.ReceiveAsync(new Letter("Anna <anna@example.org>", "Lunch", "Pizza?", 1));
        var said = await olivia.SayAsync("unsubscribe from all newsletters");
        Assert.Equal("completed", await said.StateAsync());
        Assert.Empty(await said.ProposalsAsync());
        Assert.Contains("nothing to do", await said.AnswerAsync(), StringComparison.Ordinal);
    }

    static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    public sealed class Server : StewardServer
    {
        internal Web Site { get; } = new();

        protected override void Replace(IServiceCollection services) => services.AddSingleton<IUnsubscribeClient>(Site);
    }

    internal sealed class Web : IUnsubscribeClient
    {
        readonly List<string> posted = [];

        public IReadOnlyList<string> Posted
        {
            get
            {
                lock (posted)
                    return [.. posted];
            }
        }

        public Task<UnsubscribeOutcome> PostAsync(Uri address, CancellationToken cancel)
        {
            lock (posted)
                posted.Add(address.AbsoluteUri);
            return Task.FromResult<UnsubscribeOutcome>(new UnsubscribeOutcome.Accepted(200));
        }
    }
}
