using System.Globalization;
using Steward.Actions;
using Steward.Mail;
using Steward.Testing.Google;
using Steward.Tests.Mail;
using static Steward.Tests.Mail.MailWorld;

namespace Steward.Providers.Tests.Google;

/// <summary>Whatever Google and the network do to any request of a change of mail: it is made as often as it was approved.</summary>
public sealed class GmailFaultTests(GoogleWorld google) : IClassFixture<GoogleWorld>
{
    readonly string friend = $"friend-{Guid.NewGuid():n}@gmail.test";

    [Theory]
    [InlineData(MailActions.Archive, false, 20)]
    [InlineData(MailActions.Label, false, 130)]
    [InlineData(MailActions.Archive, true, 20)]
    [InlineData(MailActions.Snooze, false, 20)]
    [InlineData(MailActions.CreateDraft, false, 0)]
    [InlineData(MailActions.UpdateDraft, false, 0)]
    [InlineData(MailActions.DeleteDraft, false, 0)]
    [InlineData(MailActions.Send, false, 0)]
    [InlineData(MailActions.Reply, false, 60)]
    [InlineData(MailActions.Forward, false, 70)]
    public async Task Trouble_at_any_request_of_it(string kind, bool undo, int letters)
    {
        google.Server.Mailbox(friend);
        await using var world = await google.MailAsync([.. Enumerable.Range(0, letters).Select(i => Letter(Token(i), id: $"{Token(i)}-{Guid.NewGuid():n}@example.com",
            labels: ["INBOX", "Work"], attachments: [new("plan.pdf", "application/pdf", "%PDF-1.7"u8.ToArray())]))]);
        await google.SyncAsync(world);
        var ids = (await world.SearchAsync("in:anywhere")).ToDictionary(m => m.Subject, m => m.Id, StringComparer.Ordinal);
        var changes = new ApprovedChanges(google, world.Services, world.Subject);
        var next = 0;
        await FaultSweep.RunAsync(google, changes, async () =>
        {
            var token = Token(next++);
            return new ChangeCase(kind, await PayloadAsync(changes, kind, token, ids.GetValueOrDefault(token)), () => Observe(google.Box(world), token));
        }, all: kind is MailActions.Label or MailActions.Send, undo);
    }

    static string Token(int number) => string.Create(CultureInfo.InvariantCulture, $"case{number:D4}x");

    async Task<object> PayloadAsync(ApprovedChanges changes, string kind, string token, Guid letter)
    {
        var mail = new ComposePayload { To = Addresses(friend), Subject = $"about {token}", Text = "see you", TypedByPerson = [friend] };
        return kind switch
        {
            MailActions.Archive => new MessagePayload(letter),
            MailActions.Snooze => new SnoozePayload(letter, google.Database.Clock.GetUtcNow().AddYears(1)),
            MailActions.Label => new LabelPayload(letter, [$"Label {token}"], ["Work"]),
            MailActions.CreateDraft => mail,
            MailActions.UpdateDraft => mail with { DraftId = await DraftAsync(), Text = "until then" },
            MailActions.DeleteDraft => new DraftPayload(await DraftAsync()),
            MailActions.Send => mail with { DraftId = await DraftAsync() },
            MailActions.Reply => mail with { Subject = $"Re: {token}", InReplyToMessageId = letter },
            _ => mail with { Subject = $"Fwd: {token}", ForwardOfMessageId = letter },
        };

        async Task<Guid> DraftAsync()
        {
            var made = await changes.SettleAsync((await changes.ApproveAsync(MailActions.CreateDraft, mail)).Id);
            return made.Result!.Value.GetProperty("draftId").GetGuid();
        }
    }

    /// <summary>The letter, what was made of it, and what has come to the friend.</summary>
    string Observe(GmailBox box, string token) => string.Join(" | ", new[] { box, google.Server.Mailbox(friend) }.Select(b => string.Join("; ", b.Messages.Where(m => m.Read.Subject.Contains(token, StringComparison.Ordinal))
        .Select(m => $"{m.Read.Subject} [{string.Join(' ', b.Names(m))}] {m.Read.Text.Length} {m.Read.Attachments.Count}{(b.Drafts.ContainsValue(m.Id) ? " draft" : "")}".Replace(token, "§", StringComparison.Ordinal)).Order(StringComparer.Ordinal))));
}
