using Steward.Actions;
using Steward.Platform;

namespace Steward.Mail.Actions;

/// <summary>
/// Leaving a list by mail (the mailto form of RFC 2369). Recipient and words are the sender's, so the mail is held to be exactly what the letter asks for, and what
/// is odd about that is said.
/// </summary>
static class Unsubscription
{
    /// <summary>The letter, when the mail may go out for it.</summary>
    public static async Task<Result<Message>> LetterAsync(IMailReader reader, Mailbox mailbox, ComposePayload payload, Guid letter, CancellationToken cancel)
    {
        if (await reader.GetMessageAsync(mailbox, letter, cancel) is not { } message)
            return Error.NotFound("message to unsubscribe from");
        return UnsubscribeWays.Of(message).Mail is { } way && payload is { To: [var only], Cc.Count: 0, Bcc.Count: 0, InReplyToMessageId: null, ForwardOfMessageId: null, DraftId: null } && only.Email == way.To
            ? message
            : Error.Invalid("to", "This mail may go to the address alone that the letter gives for unsubscribing.");
    }

    public static IEnumerable<RiskReason> Risks(Message letter)
    {
        var way = UnsubscribeWays.Of(letter).Mail!;
        if (letter.Summary.Labels.Contains(SystemLabels.Spam))
            yield return new(RiskLevel.High, "The letter lies in spam. Unsubscribing tells the sender that your address is read, and can bring more of it.");
        var (from, to) = (letter.Summary.From.Email.Split('@')[^1], way.To.Split('@')[^1]);
        if (!UnsubscribeWays.SameSite(from, to))
            yield return new(way.Text.Length > 0 ? RiskLevel.High : RiskLevel.Medium, $"The mail goes to {to}, not to {from}{(way.Text.Length > 0 ? ", and its words are the sender’s" : "")}.");
    }
}
