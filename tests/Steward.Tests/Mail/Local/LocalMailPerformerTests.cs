using Microsoft.Extensions.DependencyInjection;
using Steward.Actions;
using Steward.Mail;
using Steward.Testing;
using static Steward.Tests.Mail.MailWorld;

namespace Steward.Tests.Mail.Local;

public sealed class LocalMailPerformerTests(TestDatabase database) : MailPerformerConformance, IClassFixture<TestDatabase>
{
    private protected override async Task<MailWorld> WithAsync(params IncomingMessage[] messages)
    {
        var world = await MailWorld.CreateAsync(database);
        await world.StoreAsync(messages);
        return world;
    }

    private protected override async Task<string> ReachableAddressAsync() => (await database.AddPersonAsync()).Account.Address;

    [Fact]
    public async Task Sending_puts_one_copy_into_each_local_mailbox_and_hidden_recipients_stay_hidden()
    {
        await using var sender = await WithAsync();
        await using var to = await WithAsync();
        await using var hidden = await WithAsync();
        await PerformAsync(sender, MailActions.Send, new ComposePayload
        {
            To = Addresses($"To <{to.Mailbox.Address}>"), Cc = Addresses(sender.Mailbox.Address), Bcc = Addresses($"{hidden.Mailbox.Address}, {to.Mailbox.Address}"), Subject = "hello", Text = "words",
        });
        var own = await sender.MessageAsync("hello");
        Assert.Equal(["INBOX", "SENT", "UNREAD"], own.Summary.Labels.Order());
        Assert.Equal(2, own.Bcc.Count);
        foreach (var world in new[] { to, hidden })
        {
            var received = await world.MessageAsync("hello");
            Assert.Equal(["INBOX", "UNREAD"], received.Summary.Labels.Order());
            Assert.Empty(received.Bcc);
            Assert.Equal(own.MessageId, received.MessageId);
        }
        Assert.Empty(await to.SearchAsync($"bcc:{hidden.Mailbox.Address}"));
    }

    [Fact]
    public async Task The_same_key_at_the_same_time_changes_once()
    {
        await using var world = await WithAsync();
        var payload = new ComposePayload { To = Addresses(await ReachableAddressAsync()), Subject = "race", Text = "x" };
        var key = NewKey();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => PerformAsync(world, MailActions.Send, payload, key))));
        Assert.Single(outcomes.Select(o => Assert.IsType<PerformOutcome.Done>(o).ProviderRef).Distinct());
        Assert.Single(await world.SearchAsync("in:sent"));
    }

    [Fact]
    public async Task Two_mailboxes_that_write_to_each_other_at_once_do_not_block_each_other_for_ever()
    {
        await using var a = await WithAsync();
        await using var b = await WithAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => PerformAsync(i % 2 == 0 ? a : b, MailActions.Send,
            new ComposePayload { To = Addresses((i % 2 == 0 ? b : a).Mailbox.Address), Subject = $"m{i}", Text = "x" }))));
        Assert.Equal(20, (await a.SearchAsync("in:anywhere")).Count);
        Assert.Equal(20, (await b.SearchAsync("in:anywhere")).Count);
    }

    [Fact]
    public async Task Outside_addresses_are_refused_without_a_relay()
    {
        await using var world = await WithAsync();
        var refused = Assert.IsType<PerformOutcome.Refused>(await PerformAsync(world, MailActions.Send, new ComposePayload { To = Addresses("x@outside.example"), Subject = "s", Text = "t" }));
        Assert.Equal("no_route", refused.Code);
        Assert.Contains("x@outside.example", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Through_the_relay_go_only_those_outside_and_the_rest_is_delivered_here()
    {
        var relay = new RecordingRelay();
        await using var world = await MailWorld.CreateAsync(database, s => s.AddSingleton<IMailRelay>(relay));
        await using var local = await WithAsync();
        var payload = new ComposePayload { To = Addresses("x@outside.example"), Cc = Addresses(local.Mailbox.Address), Bcc = Addresses("y@outside.example"), Subject = "s", Text = "t" };
        var done = Assert.IsType<PerformOutcome.Done>(await PerformAsync(world, MailActions.Send, payload));
        var handed = Assert.Single(relay.Messages);
        Assert.Equal(["x@outside.example", "y@outside.example"], handed.Envelope.Order());
        Assert.Equal(done.ProviderRef, handed.MessageId);
        Assert.Single(await world.SearchAsync("in:sent"));
        Assert.Single(await local.SearchAsync("in:inbox"));
    }

    [Fact]
    public async Task A_relay_that_refuses_has_sent_nothing()
    {
        await using var world = await MailWorld.CreateAsync(database, s => s.AddSingleton<IMailRelay>(new RecordingRelay(new RelayOutcome.Refused("550", "no such user"))));
        var payload = new ComposePayload { To = Addresses("x@outside.example"), Subject = "s", Text = "t" };
        var key = NewKey();
        Assert.Equal("550", Assert.IsType<PerformOutcome.Refused>(await PerformAsync(world, MailActions.Send, payload, key)).Code);
        Assert.Empty(await world.SearchAsync("in:anywhere"));
        Assert.IsType<PerformOutcome.NotPerformed>(await ReconcileAsync(world, MailActions.Send, payload, key));
    }

    [Fact]
    public async Task A_relay_that_does_not_answer_leaves_the_outcome_unknown_and_is_never_called_again()
    {
        var relay = new RecordingRelay(new RelayOutcome.Unknown("timeout"));
        await using var world = await MailWorld.CreateAsync(database, s => s.AddSingleton<IMailRelay>(relay));
        var payload = new ComposePayload { To = Addresses("x@outside.example"), Subject = "s", Text = "t" };
        var key = NewKey();
        Assert.IsType<PerformOutcome.Unknown>(await PerformAsync(world, MailActions.Send, payload, key));
        Assert.IsType<PerformOutcome.Unknown>(await ReconcileAsync(world, MailActions.Send, payload, key));
        Assert.IsType<PerformOutcome.Unknown>(await PerformAsync(world, MailActions.Send, payload, key));
        Assert.Single(relay.Messages);
    }

    [Fact]
    public async Task Thread_lines_and_counts_follow_a_change()
    {
        await using var world = await WithAsync(Letter("s", id: "1@x.example"), Letter("Re: s", inReplyTo: "1@x.example"));
        foreach (var message in await world.SearchAsync("in:inbox"))
            await PerformAsync(world, MailActions.MarkRead, new MessagePayload(message.Id));
        var thread = (await world.Reader.SearchThreadsAsync(world.Mailbox, new MailSearch("in:inbox", world.Now), CancellationToken.None)).Value.Items.Single();
        Assert.Equal((2, 0), (thread.MessageCount, thread.UnreadCount));
        await PerformAsync(world, MailActions.Trash, new MessagePayload((await world.MessageAsync("Re: s")).Summary.Id));
        thread = (await world.Reader.SearchThreadsAsync(world.Mailbox, new MailSearch("", world.Now), CancellationToken.None)).Value.Items.Single();
        Assert.Equal((1, "INBOX"), (thread.MessageCount, string.Join(' ', thread.Labels)));
        Assert.Equal([new Label("INBOX", true, 1, 0), new Label("TRASH", true, 1, 0)], await world.Reader.GetLabelsAsync(world.Mailbox, CancellationToken.None));
    }

    sealed class RecordingRelay(RelayOutcome? outcome = null) : IMailRelay
    {
        public List<RelayMessage> Messages { get; } = [];
        public bool Configured => true;

        public Task<RelayOutcome> SendAsync(RelayMessage message, CancellationToken cancel)
        {
            Messages.Add(message);
            return Task.FromResult(outcome ?? new RelayOutcome.Accepted());
        }
    }
}
