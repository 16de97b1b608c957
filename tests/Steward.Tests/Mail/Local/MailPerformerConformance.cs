using Microsoft.Extensions.DependencyInjection;
using Steward.Actions;
using Steward.Mail;
using Steward.Platform;
using Steward.Testing;
using static Steward.Tests.Mail.MailWorld;

namespace Steward.Tests.Mail.Local;

/// <summary>
/// What every provider's mail performer must do. A provider's tests derive from this and say how a mailbox with mail in it is made; reading back goes
/// through the provider's own reader.
/// </summary>
public abstract class MailPerformerConformance
{
    /// <summary>A mailbox of its own, holding these messages.</summary>
    private protected abstract Task<MailWorld> WithAsync(params IncomingMessage[] messages);

    /// <summary>An address that the mailbox can send to.</summary>
    private protected abstract Task<string> ReachableAddressAsync();

    static int keys;

    private protected static string NewKey() => $"key-{Interlocked.Increment(ref keys)}";

    private protected static async Task<PerformOutcome> PerformAsync<T>(MailWorld world, string kind, T payload, string? key = null, string? revision = null)
    {
        await using var scope = world.Services.CreateAsyncScope();
        return await Performer(world, kind, scope).PerformAsync(Approval.Of(kind, world.Subject, payload, key ?? NewKey(), revision, world.Mailbox.Provider), CancellationToken.None);
    }

    private protected static async Task<PerformOutcome> ReconcileAsync<T>(MailWorld world, string kind, T payload, string key)
    {
        await using var scope = world.Services.CreateAsyncScope();
        return await Performer(world, kind, scope).ReconcileAsync(Approval.Of(kind, world.Subject, payload, key, null, world.Mailbox.Provider), CancellationToken.None);
    }

    private protected static async Task<PerformOutcome> UndoAsync(MailWorld world, PerformOutcome done)
    {
        var inverse = Assert.IsType<PerformOutcome.Done>(done).Inverse!;
        return await PerformAsync(world, inverse.Kind, inverse.Payload, revision: inverse.ExpectedRevision);
    }

    static IActionPerformer Performer(MailWorld world, string kind, IServiceScope scope) =>
        scope.ServiceProvider.GetServices<IActionPerformer>().Single(p => p.Provider == world.Mailbox.Provider && p.Performs(kind));

    [Theory]
    [InlineData(MailActions.Archive, "INBOX UNREAD Work", "UNREAD Work")]
    [InlineData(MailActions.MarkRead, "INBOX UNREAD", "INBOX")]
    [InlineData(MailActions.MarkUnread, "INBOX", "INBOX UNREAD")]
    [InlineData(MailActions.Star, "INBOX", "INBOX STARRED")]
    [InlineData(MailActions.Unstar, "INBOX STARRED", "INBOX")]
    [InlineData(MailActions.Trash, "INBOX UNREAD", "TRASH UNREAD")]
    [InlineData(MailActions.Restore, "TRASH UNREAD", "INBOX UNREAD")]
    public async Task A_label_change_does_what_its_name_says_and_its_inverse_takes_it_back(string kind, string before, string after)
    {
        await using var world = await WithAsync(Letter("subject", labels: before.Split(' ')), Letter("bystander", labels: before.Split(' ')));
        var message = await world.MessageAsync("subject");
        var done = await PerformAsync(world, kind, new MessagePayload(message.Summary.Id), revision: message.Summary.Revision);
        var changed = await world.MessageAsync("subject");
        Assert.Equal(after.Split(' ').Order(), changed.Summary.Labels.Order());
        Assert.NotEqual(message.Summary.Revision, changed.Summary.Revision);
        Assert.Equal(before.Split(' ').Order(), (await world.MessageAsync("bystander")).Summary.Labels.Order());

        Assert.IsType<PerformOutcome.Done>(await UndoAsync(world, done));
        Assert.Equal(before.Split(' ').Order(), (await world.MessageAsync("subject")).Summary.Labels.Order());
    }

    [Fact]
    public async Task Labels_are_added_and_removed_and_a_message_has_one_category()
    {
        await using var world = await WithAsync(Letter("s", labels: ["INBOX", "Old", "CATEGORY_PROMOTIONS"]));
        var id = (await world.MessageAsync("s")).Summary.Id;
        var done = await PerformAsync(world, MailActions.Label, new LabelPayload(id, ["New", "CATEGORY_UPDATES"], ["Old"]));
        Assert.Equal(["CATEGORY_UPDATES", "INBOX", "New"], (await world.MessageAsync("s")).Summary.Labels.Order());
        await UndoAsync(world, done);
        Assert.Equal(["CATEGORY_PROMOTIONS", "INBOX", "Old"], (await world.MessageAsync("s")).Summary.Labels.Order());
    }

    [Fact]
    public async Task A_message_that_changed_since_it_was_shown_is_left_alone()
    {
        await using var world = await WithAsync(Letter("s", labels: ["INBOX"]));
        var shown = (await world.MessageAsync("s")).Summary;
        await PerformAsync(world, MailActions.Star, new MessagePayload(shown.Id));
        Assert.IsType<PerformOutcome.Stale>(await PerformAsync(world, MailActions.Archive, new MessagePayload(shown.Id), revision: shown.Revision));
        Assert.Equal(["INBOX", "STARRED"], (await world.MessageAsync("s")).Summary.Labels.Order());
    }

    [Fact]
    public async Task Undoing_after_something_else_changed_is_refused()
    {
        await using var world = await WithAsync(Letter("s", labels: ["INBOX"]));
        var id = (await world.MessageAsync("s")).Summary.Id;
        var archived = await PerformAsync(world, MailActions.Archive, new MessagePayload(id));
        await PerformAsync(world, MailActions.Label, new LabelPayload(id, ["Keep"], []));
        Assert.IsType<PerformOutcome.Stale>(await UndoAsync(world, archived));
        Assert.Equal(["Keep"], (await world.MessageAsync("s")).Summary.Labels);
    }

    [Fact]
    public async Task Somebody_elses_message_is_not_there()
    {
        await using var victim = await WithAsync(Letter("s", labels: ["INBOX"]));
        await using var world = await WithAsync();
        var id = (await victim.MessageAsync("s")).Summary.Id;
        Assert.IsType<PerformOutcome.Refused>(await PerformAsync(world, MailActions.Trash, new MessagePayload(id)));
        Assert.IsType<PerformOutcome.Refused>(await PerformAsync(world, MailActions.Forward,
            new ComposePayload { To = Addresses(await ReachableAddressAsync()), Subject = "x", Text = "x", ForwardOfMessageId = id }));
        Assert.Equal(["INBOX"], (await victim.MessageAsync("s")).Summary.Labels);
    }

    [Fact]
    public async Task A_key_is_performed_once_and_asking_for_it_tells()
    {
        await using var world = await WithAsync();
        var payload = new ComposePayload { To = Addresses(await ReachableAddressAsync()), Subject = "once", Text = "hello" };
        var key = NewKey();
        Assert.IsType<PerformOutcome.NotPerformed>(await ReconcileAsync(world, MailActions.Send, payload, key));
        var first = Assert.IsType<PerformOutcome.Done>(await PerformAsync(world, MailActions.Send, payload, key));
        var asked = Assert.IsType<PerformOutcome.Done>(await ReconcileAsync(world, MailActions.Send, payload, key));
        Assert.Equal(first.ProviderRef, asked.ProviderRef);
        Assert.Equal(first.Result.GetProperty("messageId").GetGuid(), asked.Result.GetProperty("messageId").GetGuid());
        Assert.Single(await world.SearchAsync("in:sent"));
    }

    [Fact]
    public async Task A_draft_is_made_changed_deleted_and_each_is_taken_back()
    {
        await using var world = await WithAsync();
        var payload = new ComposePayload { To = Addresses("Anna <anna@example.com>"), Subject = "plan", Text = "first" };
        var made = Assert.IsType<PerformOutcome.Done>(await PerformAsync(world, MailActions.CreateDraft, payload));
        var draft = await world.MessageAsync("plan");
        Assert.Equal(["DRAFT"], draft.Summary.Labels);

        var changed = await PerformAsync(world, MailActions.UpdateDraft, payload with { DraftId = draft.Summary.Id, Subject = "new plan", Text = "second" }, revision: draft.Summary.Revision);
        Assert.Equal("second", (await world.MessageAsync("new plan")).Text);
        Assert.Single(await world.SearchAsync("in:drafts second"));
        Assert.IsType<PerformOutcome.Done>(await UndoAsync(world, changed));
        Assert.Equal("first", (await world.MessageAsync("plan")).Text);
        Assert.Empty(await world.SearchAsync("in:drafts second"));

        var deleted = await PerformAsync(world, MailActions.DeleteDraft, new DraftPayload(draft.Summary.Id));
        Assert.Empty(await world.SearchAsync("in:drafts"));
        Assert.IsType<PerformOutcome.Done>(await UndoAsync(world, deleted));
        Assert.Single(await world.SearchAsync("in:drafts"));

        Assert.IsType<PerformOutcome.Stale>(await UndoAsync(world, made)); // it has changed since it was made
    }

    [Fact]
    public async Task A_reply_joins_its_thread_and_names_what_it_answers()
    {
        await using var world = await WithAsync(Letter("question", id: "q@example.com", references: ["root@example.com"]));
        var question = await world.MessageAsync("question");
        var address = await ReachableAddressAsync();
        var done = Assert.IsType<PerformOutcome.Done>(await PerformAsync(world, MailActions.Reply,
            new ComposePayload { To = Addresses(address), Subject = "Re: question", Text = "answer", InReplyToMessageId = question.Summary.Id }));
        var reply = (await world.Reader.GetMessageAsync(world.Mailbox, done.Result.GetProperty("messageId").GetGuid(), CancellationToken.None))!;
        Assert.Equal("q@example.com", reply.InReplyTo);
        Assert.Equal(["root@example.com", "q@example.com"], reply.References);
        Assert.Equal(question.Summary.ThreadId, reply.Summary.ThreadId);
        Assert.Contains("SENT", reply.Summary.Labels);
    }

    [Fact]
    public async Task A_forward_takes_text_and_attachments_along()
    {
        await using var world = await WithAsync(Letter("original", text: "the original words", attachments: [new("a.pdf", "application/pdf", "%PDF"u8.ToArray())]));
        var original = await world.MessageAsync("original");
        await PerformAsync(world, MailActions.Forward,
            new ComposePayload { To = Addresses(await ReachableAddressAsync()), Subject = "Fwd: original", Text = "see below", ForwardOfMessageId = original.Summary.Id });
        var sent = await world.MessageAsync("Fwd: original");
        Assert.StartsWith("see below\n\n---------- Forwarded message", sent.Text, StringComparison.Ordinal);
        Assert.EndsWith("the original words", sent.Text, StringComparison.Ordinal);
        Assert.Single(sent.Attachments);
        Assert.Equal(await OctetsAsync(world, original), await OctetsAsync(world, sent));
    }

    static async Task<byte[]> OctetsAsync(MailWorld world, Message message)
    {
        using var content = new MemoryStream();
        await (await world.Reader.OpenAttachmentAsync(world.Mailbox, message.Summary.Id, 0, CancellationToken.None))!.CopyToAsync(content);
        return content.ToArray();
    }

    [Fact]
    public async Task A_sent_draft_is_no_longer_a_draft_and_a_changed_one_is_not_sent()
    {
        await using var world = await WithAsync();
        var payload = new ComposePayload { To = Addresses(await ReachableAddressAsync()), Subject = "d", Text = "one" };
        var draft = Assert.IsType<PerformOutcome.Done>(await PerformAsync(world, MailActions.CreateDraft, payload)).Result.GetProperty("draftId").GetGuid();
        var shown = (await world.MessageAsync("d")).Summary.Revision;
        await PerformAsync(world, MailActions.UpdateDraft, payload with { DraftId = draft, Text = "two" });
        Assert.IsType<PerformOutcome.Stale>(await PerformAsync(world, MailActions.Send, payload with { DraftId = draft }, revision: shown));
        Assert.Empty(await world.SearchAsync("in:sent"));
        var now = (await world.MessageAsync("d")).Summary.Revision;
        Assert.IsType<PerformOutcome.Done>(await PerformAsync(world, MailActions.Send, payload with { DraftId = draft, Text = "two" }, revision: now));
        Assert.Empty(await world.SearchAsync("in:drafts"));
        Assert.Single(await world.SearchAsync("in:sent"));
    }

    [Fact]
    public async Task A_hidden_header_is_refused_and_nothing_is_sent()
    {
        await using var world = await WithAsync();
        var address = await ReachableAddressAsync();
        foreach (var payload in new[]
        {
            new ComposePayload { To = Addresses(address), Subject = "x\r\nBcc: evil@example.com", Text = "x" },
            new ComposePayload { To = [new("n\nBcc: evil@example.com", address)], Subject = "x", Text = "x" },
            new ComposePayload { To = [new(null, address + "\r\nBcc: evil@example.com")], Subject = "x", Text = "x" },
        })
            Assert.IsType<PerformOutcome.Refused>(await PerformAsync(world, MailActions.Send, payload));
        Assert.Empty(await world.SearchAsync("in:anywhere"));
    }
}
