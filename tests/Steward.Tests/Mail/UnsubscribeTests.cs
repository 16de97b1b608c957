using Microsoft.Extensions.DependencyInjection;
using Steward.Actions;
using Steward.Mail;
using Steward.Platform;
using Steward.Testing;
using static Steward.Tests.Mail.MailWorld;

namespace Steward.Tests.Mail;

/// <summary>Lists are left once, by the way that their letter gives and no other, and what is not known is said to be so.</summary>
public sealed class UnsubscribeTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    const string OneClick = "<https://news.example/u?t=1>";

    [Theory]
    [InlineData("<https://a.example/u>", true, "https://a.example/u", null, "https://a.example/u")]
    [InlineData("<https://a.example/u>", false, null, null, "https://a.example/u")]
    [InlineData("<mailto:leave@a.example?subject=out%20please>, <https://a.example/u>", true, "https://a.example/u", "leave@a.example|out please|", "https://a.example/u")]
    [InlineData("<mailto:leave@A.example>", true, null, "leave@a.example|unsubscribe|", null)]
    [InlineData("<mailto:leave@a.example?body=token%3A77%0D%0Aok>", false, null, "leave@a.example||token:77\nok", null)]
    [InlineData("(a comment) <https://a.example/\t u>", true, "https://a.example/u", null, "https://a.example/u")]
    [InlineData("<mailto:leave@a.example?cc=boss@b.example>", false, null, null, null)]
    [InlineData("<mailto:a@a.example,b@b.example>", false, null, null, null)]
    [InlineData("<http://a.example/u>", true, null, null, "http://a.example/u")]
    [InlineData("<https://a.example:8443/u>", true, null, null, "https://a.example:8443/u")]
    [InlineData("<https://user:secret@a.example/u>", true, null, null, null)]
    [InlineData("<https://a.example/cut-off", true, null, null, null)]
    [InlineData("<javascript:alert(1)>, <file:///etc/passwd>", true, null, null, null)]
    [InlineData("", true, null, null, null)]
    public void The_ways_of_a_letter_are_those_that_can_do_no_more_than_they_say(string field, bool oneClick, string? post, string? mail, string? page)
    {
        var ways = UnsubscribeWays.Of(field, oneClick);
        Assert.Equal((post, mail, page), (ways.OneClick?.AbsoluteUri, ways.Mail is { } m ? $"{m.To}|{m.Subject}|{m.Text}" : null, ways.Page?.AbsoluteUri));
    }

    [Theory]
    [InlineData("click.news.example", "news.example", true)]
    [InlineData("u.shop.co.uk", "mail.shop.co.uk", true)]
    [InlineData("other.co.uk", "shop.co.uk", false)]
    [InlineData("list-manage.example", "news.example", false)]
    [InlineData("localhost", "localhost", false)]
    public void What_belongs_to_the_sender_is_told_by_the_name_below_the_suffix(string one, string other, bool same) => Assert.Equal(same, UnsubscribeWays.SameSite(one, other));

    [Fact]
    public async Task The_card_shows_the_very_request_where_it_goes_and_that_nothing_takes_it_back()
    {
        await using var world = await WorldAsync(new Site(), NewsLetter("Digest"), NewsLetter("Elsewhere", "<https://clicks.service.example/u>"), NewsLetter("Junk", labels: [SystemLabels.Spam]));
        var message = await world.MessageAsync("Digest");
        var preview = (await PreviewAsync(world, MailActions.Unsubscribe, new UnsubscribePayload(message.Summary.Id, "https://news.example/u?t=1"))).Value;
        Assert.Equal("Unsubscribe from “Daily News”", preview.Title);
        Assert.Contains("POST https://news.example/u?t=1\nList-Unsubscribe=One-Click", preview.Changes.Select(c => c.After));
        var recipient = Assert.Single(preview.Recipients);
        Assert.Equal(("web", "news.example", Trust.Outside, message.Summary.Id.ToString()), (recipient.Role, recipient.Address, recipient.Origin, recipient.Source!.Id));
        Assert.Contains(preview.Notes, n => n.Contains("cannot be taken back", StringComparison.Ordinal));
        Assert.Empty(preview.Risks);
        var kind = world.Services.GetServices<IActionKind>().Single(k => k.Name == MailActions.Unsubscribe);
        Assert.Equal((EffectClass.External, Reversibility.Irreversible), (kind.Effect, kind.Reversibility));

        var elsewhere = (await PreviewAsync(world, MailActions.Unsubscribe, new UnsubscribePayload((await world.MessageAsync("Elsewhere")).Summary.Id, "https://clicks.service.example/u"))).Value;
        Assert.Equal(RiskLevel.Medium, Assert.Single(elsewhere.Risks).Level);
        var junk = (await PreviewAsync(world, MailActions.Unsubscribe, new UnsubscribePayload((await world.MessageAsync("Junk")).Summary.Id, "https://news.example/u?t=1"))).Value;
        Assert.Equal(RiskLevel.High, Assert.Single(junk.Risks).Level);
    }

    [Fact]
    public async Task Nobody_can_have_another_address_called_nor_one_that_takes_no_click()
    {
        await using var world = await WorldAsync(new Site(), NewsLetter("Digest"), NewsLetter("By hand", oneClick: false));
        var id = (await world.MessageAsync("Digest")).Summary.Id;
        Assert.Equal("address", (await PreviewAsync(world, MailActions.Unsubscribe, new UnsubscribePayload(id, "https://elsewhere.example/"))).Error!.Field);
        Assert.Equal("no_one_click", (await PreviewAsync(world, MailActions.Unsubscribe, new UnsubscribePayload((await world.MessageAsync("By hand")).Summary.Id, "https://news.example/u?t=1"))).Error!.Code);
        Assert.Equal(ErrorKind.NotFound, (await PreviewAsync(world, MailActions.Unsubscribe, new UnsubscribePayload(Guid.NewGuid(), "https://news.example/"))).Error!.Kind);
    }

    [Fact]
    public async Task A_list_is_asked_once_per_key_and_asking_again_later_finds_nothing_to_do_until_letters_come()
    {
        var site = new Site();
        await using var world = await WorldAsync(site, NewsLetter("Digest"));
        var payload = new UnsubscribePayload((await world.MessageAsync("Digest")).Summary.Id, "https://news.example/u?t=1");
        var done = Assert.IsType<PerformOutcome.Done>(await PerformAsync(world, payload, "same"));
        Assert.Null(done.Inverse);
        Assert.IsType<PerformOutcome.Done>(await PerformAsync(world, payload, "same"));
        Assert.IsType<PerformOutcome.Done>(await ReconcileAsync(world, payload, "same"));
        Assert.Equal(["https://news.example/u?t=1"], site.Posted);
        Assert.Equal("nothing_to_change", (await PreviewAsync(world, MailActions.Unsubscribe, payload)).Error!.Code);

        await world.StoreAsync(NewsLetter("Digest again", date: world.Now.AddDays(3)));
        var again = (await PreviewAsync(world, MailActions.Unsubscribe, new UnsubscribePayload((await world.MessageAsync("Digest again")).Summary.Id, "https://news.example/u?t=1"))).Value;
        Assert.Contains(again.Notes, n => n.Contains("letters still came", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_no_is_a_no_and_an_answer_that_never_came_is_not_asked_for_again()
    {
        var site = new Site { Answer = new UnsubscribeOutcome.Refused("http_404", "gone") };
        await using var world = await WorldAsync(site, NewsLetter("Digest"));
        var payload = new UnsubscribePayload((await world.MessageAsync("Digest")).Summary.Id, "https://news.example/u?t=1");
        Assert.Equal("http_404", Assert.IsType<PerformOutcome.Refused>(await PerformAsync(world, payload, "a")).Code);
        Assert.IsType<PerformOutcome.NotPerformed>(await ReconcileAsync(world, payload, "a"));

        site.Answer = new UnsubscribeOutcome.Unknown("silence");
        Assert.IsType<PerformOutcome.Unknown>(await PerformAsync(world, payload, "b"));
        site.Answer = new UnsubscribeOutcome.Accepted(200);
        Assert.IsType<PerformOutcome.Unknown>(await PerformAsync(world, payload, "b"));
        Assert.IsType<PerformOutcome.Unknown>(await ReconcileAsync(world, payload, "b"));
        Assert.Equal(2, site.Posted.Count);
    }

    [Fact]
    public async Task Twelve_at_once_with_one_key_are_one_request()
    {
        var site = new Site();
        await using var world = await WorldAsync(site, NewsLetter("Digest"));
        var payload = new UnsubscribePayload((await world.MessageAsync("Digest")).Summary.Id, "https://news.example/u?t=1");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => PerformAsync(world, payload, "race"))));
        Assert.Single(site.Posted);
        Assert.Contains(outcomes, o => o is PerformOutcome.Done);
        Assert.All(outcomes, o => Assert.True(o is PerformOutcome.Done or PerformOutcome.Unknown));
    }

    [Fact]
    public async Task A_letter_that_asks_for_a_mail_gets_exactly_that_and_the_card_says_whose_words_they_are()
    {
        var list = (await database.AddPersonAsync($"leave-{Guid.NewGuid():n}@lists.example")).Account.Address;
        await using var world = await WorldAsync(new Site(), NewsLetter("Digest", $"<mailto:{list}?subject=remove%20me&body=id%3A7>", oneClick: false));
        var letter = (await world.MessageAsync("Digest")).Summary.Id;
        var payload = new ComposePayload { To = [new MailAddress(null, list)], Subject = "remove me", Text = "id:7", UnsubscribesFrom = letter };
        var preview = (await PreviewAsync(world, MailActions.Send, payload)).Value;
        Assert.Equal("Unsubscribe from “Daily News” by mail", preview.Title);
        var recipient = Assert.Single(preview.Recipients);
        Assert.Equal((list, Trust.Outside, letter.ToString()), (recipient.Address, recipient.Origin, recipient.Source!.Id));
        Assert.Contains(preview.Risks, r => r.Level == RiskLevel.High && r.Text.Contains("its words are the sender’s", StringComparison.Ordinal));
        Assert.Equal("to", (await PreviewAsync(world, MailActions.Send, payload with { To = [new MailAddress(null, "boss@work.example")] })).Error!.Field);
        Assert.Equal("to", (await PreviewAsync(world, MailActions.Send, payload with { Cc = [new MailAddress(null, "boss@work.example")] })).Error!.Field);
        Assert.Equal("unsubscribesFrom", (await PreviewAsync(world, MailActions.CreateDraft, payload)).Error!.Field);
    }

    [Fact]
    public async Task The_header_of_a_message_as_it_came_says_whether_a_click_is_enough()
    {
        await using var world = await WorldAsync(new Site());
        foreach (var (name, post) in new[] { ("yes", "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), ("no", "") })
        {
            var raw = $"From: News <n@news.example>\r\nMessage-ID: <{name}@news.example>\r\nSubject: {name}\r\nList-Unsubscribe: {OneClick}\r\n{post}\r\nHi";
            await world.StoreAsync(MimeReader.Read(System.Text.Encoding.ASCII.GetBytes(raw), world.Now).Value.Message);
        }
        Assert.NotNull(UnsubscribeWays.Of(await world.MessageAsync("yes")).OneClick);
        Assert.Null(UnsubscribeWays.Of(await world.MessageAsync("no")).OneClick);
    }

    Task<MailWorld> WorldAsync(Site site, params IncomingMessage[] letters) => FilledAsync(MailWorld.CreateAsync(database, services => services.AddSingleton<IUnsubscribeClient>(site)), letters);

    static async Task<MailWorld> FilledAsync(Task<MailWorld> made, IncomingMessage[] letters)
    {
        var world = await made;
        await world.StoreAsync(letters);
        return world;
    }

    static IncomingMessage NewsLetter(string subject, string field = OneClick, bool oneClick = true, string[]? labels = null, DateTimeOffset? date = null) =>
        Letter(subject, "Daily News <hello@news.example>", labels: labels, date: date) with { ListUnsubscribe = field, OneClickUnsubscribe = oneClick };

    static async Task<PerformOutcome> PerformAsync(MailWorld world, UnsubscribePayload payload, string key)
    {
        await using var scope = world.Services.CreateAsyncScope();
        return await Performer(scope).PerformAsync(Approval.Of(MailActions.Unsubscribe, world.Subject, payload, $"{key}-{world.Mailbox.AccountId:n}"), CancellationToken.None);
    }

    static async Task<PerformOutcome> ReconcileAsync(MailWorld world, UnsubscribePayload payload, string key)
    {
        await using var scope = world.Services.CreateAsyncScope();
        return await Performer(scope).ReconcileAsync(Approval.Of(MailActions.Unsubscribe, world.Subject, payload, $"{key}-{world.Mailbox.AccountId:n}"), CancellationToken.None);
    }

    static IActionPerformer Performer(AsyncServiceScope scope) => scope.ServiceProvider.GetServices<IActionPerformer>().Single(p => p.Performs(MailActions.Unsubscribe));

    static async Task<Result<ActionPreview>> PreviewAsync(MailWorld world, string kind, object payload)
    {
        await using var scope = world.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetServices<IActionKind>().Single(k => k.Name == kind).PreviewAsync(world.Subject, payload, scope.ServiceProvider, CancellationToken.None);
    }
}

/// <summary>A site that notes what it is asked, and answers as the test says.</summary>
sealed class Site : IUnsubscribeClient
{
    public List<string> Posted { get; } = [];
    public UnsubscribeOutcome Answer { get; set; } = new UnsubscribeOutcome.Accepted(200);

    public Task<UnsubscribeOutcome> PostAsync(Uri address, CancellationToken cancel)
    {
        lock (Posted)
            Posted.Add(address.AbsoluteUri);
        return Task.FromResult(Answer);
    }
}
