using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Actions;
using Steward.Mail;
using Steward.Platform;

namespace Steward.FollowUps.Watching;

/// <summary>Drafts the mail that asks again: a few fixed words in the same conversation, for the person to change before they approve.</summary>
sealed class Nudge(StewardDbContext db, MailDirectory directory)
{
    /// <summary>Null when there is nobody to write to.</summary>
    public async Task<ProposalDraft?> DraftAsync(FollowUp row, CancellationToken cancel)
    {
        var mailboxes = await directory.ListAsync(row.PersonId, cancel);
        if (mailboxes.FirstOrDefault(m => m.AccountId == row.AccountId) is not { } mailbox)
            return null;
        var letter = row.MessageId is { } id ? await directory.ReaderOf(mailbox).GetMessageAsync(mailbox, id, cancel) : null;
        var to = row.WaitsFor.Count > 0 ? row.WaitsFor : [.. (letter is null ? [] : letter.Summary.To.Append(letter.Summary.From)).Where(a => !mailboxes.Any(m => m.Address.Equals(a.Email, StringComparison.OrdinalIgnoreCase))).Take(10)];
        if (to.Count == 0)
            return null;
        var name = await db.Set<Person>().AsNoTracking().Where(p => p.Id == row.PersonId).Select(p => p.DisplayName).FirstOrDefaultAsync(cancel) ?? "";
        var subject = letter is null ? "Following up" : letter.Summary.Subject.StartsWith("Re:", StringComparison.OrdinalIgnoreCase) ? letter.Summary.Subject : $"Re: {letter.Summary.Subject}";
        return new ProposalDraft
        {
            Kind = letter is null ? MailActions.Send : MailActions.Reply,
            Subject = new ActionSubject(row.PersonId, row.AccountId),
            Payload = Json.ToElement(new ComposePayload { To = to, Subject = subject, Text = Text(to, letter, name), InReplyToMessageId = letter?.Summary.Id }),
            Why = $"You asked to be told when {FollowUpView.Names(row.WaitsFor)} had not answered{(row.Subject is null ? "" : $" “{row.Subject}”")} in time. The words are a template: change them as you like.",
            Sources = letter is null ? [] : [new SourceRef("message", letter.Summary.Id.ToString(), letter.Summary.Subject)],
            IdempotencyKey = $"follow-up:{row.Id:n}",
        };
    }

    static string Text(IReadOnlyList<MailAddress> to, Message? letter, string name)
    {
        var first = to.Count == 1 && to[0].Name?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var given, ..] && !given.Contains('@', StringComparison.Ordinal) ? $" {given.TrimEnd(',')}" : "";
        var asks = letter is null
            ? "I have not heard from you yet. Could you let me know where this stands?"
            : $"have you had a chance to look at my mail of {letter.Summary.Date.UtcDateTime.ToString("d MMMM", CultureInfo.InvariantCulture)}? A short answer would help me.";
        return $"Hi{first},\n\n{asks}\n\nBest{(name.Length == 0 ? "" : $",\n{name}")}";
    }
}
