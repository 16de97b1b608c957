using Steward.Actions;
using Steward.Mail;
using Steward.Platform;

namespace Steward.FollowUps.Watching;

/// <summary>What a wait comes to when the mail that it names has been looked at.</summary>
/// <param name="Message">The mail that waits.</param>
/// <param name="Since">What came before is no answer.</param>
/// <param name="Answer">An answer that is there already.</param>
sealed record WaitingFor(Message? Message, DateTimeOffset Since, MessageSummary? Answer);

sealed class Waiting(MailDirectory directory, FindAnswer answers, TimeProvider clock)
{
    const int MostPeople = 50;
    static readonly TimeSpan Longest = TimeSpan.FromDays(2 * 366);

    public async Task<Result<WaitingFor>> OfAsync(ActionSubject subject, WaitPayload payload, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (payload.MessageId is null && payload.For.Count == 0)
            return Error.Invalid("for", "Say whose answer you wait for, or to which mail.");
        if (payload.For.Count > MostPeople || payload.For.Any(a => !MailAddresses.IsCanonical(a.Email)))
            return Error.Invalid("for", $"At most {MostPeople} people are waited for, each by a mail address.");
        if (payload.Due <= now || payload.Due - now > Longest)
            return Error.Invalid("due", payload.Due <= now ? "The time to wait until has passed already." : "One waits for at most two years.");
        var mailboxes = await directory.ListAsync(subject.PersonId, cancel);
        if (mailboxes.FirstOrDefault(m => m.AccountId == subject.AccountId) is not { } mailbox)
            return Error.NotFound("account");
        Message? message = null;
        if (payload.MessageId is { } id && (message = await directory.ReaderOf(mailbox).GetMessageAsync(mailbox, id, cancel)) is null)
            return Error.NotFound("message");
        // to one's own mail everything later is an answer; to a mail of theirs only what comes from now on
        var own = message is not null && mailboxes.Any(m => m.Address.Equals(message.Summary.From.Email, StringComparison.OrdinalIgnoreCase));
        var since = own ? message!.Summary.Date : now;
        var answer = own ? await answers.InThreadAsync(mailbox, mailboxes, message!.Summary.ThreadId, payload.For, since, cancel) : null;
        return new WaitingFor(message, since, answer);
    }
}
