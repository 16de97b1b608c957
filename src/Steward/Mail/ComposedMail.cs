using System.Globalization;
using System.Text;
using Steward.Mail.Actions;
using Steward.Platform;

namespace Steward.Mail;

/// <summary>
/// What a compose payload comes to when the messages that it names have been looked at: exactly what will be stored or sent. The same function makes it for the
/// preview and for the performer, and messages other than drafts never change, so what was shown is what goes out.
/// </summary>
/// <param name="Text">The whole text: for a forward with the forwarded message below.</param>
/// <param name="Attachments">Each with the message whose it is.</param>
/// <param name="Answered">The message that is answered, when it is one.</param>
/// <param name="Letter">The message whose list is left, when one is.</param>
public sealed record ComposedMail(
    ComposePayload Payload, string Text, string? InReplyTo, IReadOnlyList<string> References, IReadOnlyList<(Guid MessageId, Attachment Attachment)> Attachments,
    Message? Answered, Message? Draft, Message? Letter)
{
    const int LongestText = 500_000, LongestCalendar = 20_000, MostRecipients = 200, MostReferences = 50;

    public IEnumerable<(string Role, MailAddress Address)> Recipients =>
        [.. Payload.To.Select(a => ("to", a)), .. Payload.Cc.Select(a => ("cc", a)), .. Payload.Bcc.Select(a => ("bcc", a))];

    public static async Task<Result<ComposedMail>> OfAsync(IMailReader reader, Mailbox mailbox, string kind, ComposePayload payload, CancellationToken cancel)
    {
        if (Check(kind, payload) is { } error)
            return error;
        Message? answered = null, forwarded = null, draft = null;
        if (payload.InReplyToMessageId is { } answer && (answered = await reader.GetMessageAsync(mailbox, answer, cancel)) is null)
            return Error.NotFound("message to answer");
        if (payload.ForwardOfMessageId is { } forward && (forwarded = await reader.GetMessageAsync(mailbox, forward, cancel)) is null)
            return Error.NotFound("message to forward");
        if (payload.DraftId is { } draftId)
        {
            draft = await reader.GetMessageAsync(mailbox, draftId, cancel);
            if (draft is null || !draft.Summary.Labels.Contains(SystemLabels.Draft) || draft.Summary.Labels.Contains(SystemLabels.Trash))
                return Error.NotFound("draft");
        }
        Message? letter = null;
        if (payload.UnsubscribesFrom is { } list)
        {
            var leaves = await Unsubscription.LetterAsync(reader, mailbox, payload, list, cancel);
            if (leaves.Error is { } refused)
                return refused;
            letter = leaves.Value;
        }
        var source = answered ?? forwarded;
        // A draft that began as a forward has the forwarded text and files in it already.
        var below = draft is null ? forwarded : null;
        return new ComposedMail(
            payload,
            below is null ? payload.Text : Below(payload.Text, below),
            answered?.MessageId ?? draft?.InReplyTo,
            source is null ? draft?.References ?? [] : [.. source.References.Append(source.MessageId).Distinct(StringComparer.Ordinal).TakeLast(MostReferences)],
            [.. (draft ?? below) is { } holder ? holder.Attachments.Select(a => (holder.Summary.Id, a)) : []],
            answered,
            draft,
            letter);
    }

    static Error? Check(string kind, ComposePayload payload)
    {
        if (kind == MailActions.Reply && payload.InReplyToMessageId is null)
            return Error.Invalid("inReplyToMessageId", "A reply names the message that it answers.");
        if (kind == MailActions.Forward && payload.ForwardOfMessageId is null)
            return Error.Invalid("forwardOfMessageId", "A forward names the message that it forwards.");
        if (kind == MailActions.UpdateDraft && payload.DraftId is null)
            return Error.Invalid("draftId", "Name the draft that is changed.");
        if (kind == MailActions.CreateDraft && payload.DraftId is not null)
            return Error.Invalid("draftId", "A new draft has no id yet.");
        if (payload.UnsubscribesFrom is not null && kind != MailActions.Send)
            return Error.Invalid("unsubscribesFrom", "A list is left by a new mail.");
        if (payload.Text.Length > LongestText)
            return Error.Invalid("text", $"The text is longer than {LongestText:N0} characters.");
        if (payload.Calendar is { } calendar && (kind != MailActions.Send || calendar.Length > LongestCalendar || !calendar.StartsWith("BEGIN:VCALENDAR", StringComparison.Ordinal)))
            return Error.Invalid("calendar", "An answer to an invitation is a short iCalendar text, and goes with a new mail.");
        var count = payload.To.Count + payload.Cc.Count + payload.Bcc.Count;
        if (count > MostRecipients)
            return Error.Invalid("to", $"A message has at most {MostRecipients} recipients.");
        return count == 0 && (kind is MailActions.Send or MailActions.Reply or MailActions.Forward)
            ? Error.Invalid("to", "Say who gets this message.")
            : null;
    }

    static string Below(string text, Message forwarded)
    {
        var summary = forwarded.Summary;
        var whole = new StringBuilder(text).Append(text.Length == 0 ? "" : "\n\n").Append("---------- Forwarded message ----------\n");
        whole.Append(CultureInfo.InvariantCulture, $"From: {Show(summary.From)}\n");
        whole.Append(CultureInfo.InvariantCulture, $"Date: {summary.Date.UtcDateTime:ddd, d MMM yyyy HH:mm} UTC\n");
        whole.Append(CultureInfo.InvariantCulture, $"Subject: {summary.Subject}\n");
        whole.Append(CultureInfo.InvariantCulture, $"To: {string.Join(", ", summary.To.Select(Show))}\n");
        if (forwarded.Cc.Count > 0)
            whole.Append(CultureInfo.InvariantCulture, $"Cc: {string.Join(", ", forwarded.Cc.Select(Show))}\n");
        return whole.Append('\n').Append(forwarded.Text).ToString();
    }

    internal static string Show(MailAddress address) => string.IsNullOrEmpty(address.Name) ? address.Email : $"{address.Name} <{address.Email}>";

    /// <summary>The message in the form that the writer of MIME takes; it checks every header field.</summary>
    public OutgoingMessage ToOutgoing(MailAddress from, string messageId, DateTimeOffset date, IReadOnlyList<OutgoingAttachment> attachments) => new()
    {
        From = from,
        To = Payload.To,
        Cc = Payload.Cc,
        Bcc = Payload.Bcc,
        Subject = Payload.Subject,
        Text = Text,
        CalendarReply = Payload.Calendar,
        Date = date,
        MessageId = messageId,
        InReplyTo = InReplyTo is { } id && IsWritable(id) ? id : null,
        References = [.. References.Where(IsWritable)],
        Attachments = attachments,
    };

    /// <summary>Ids of others' messages may hold what must not be written; such an id is left out of the header, and the thread still holds by our own record.</summary>
    static bool IsWritable(string id) => id.Length is > 0 and <= 900 && id.All(c => c is > ' ' and < (char)127 and not ('<' or '>'));
}
