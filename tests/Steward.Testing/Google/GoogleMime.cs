using System.Text;
using Steward.Mail;

namespace Steward.Testing.Google;

/// <summary>Octets of messages, for filling mailboxes.</summary>
public static class GoogleMime
{
    /// <summary>The message as somebody would have sent it.</summary>
    public static byte[] Of(IncomingMessage message) => MimeWriter.Write(new OutgoingMessage
    {
        From = message.From, To = message.To, Cc = message.Cc, Bcc = message.Bcc, Subject = message.Subject, Text = message.Text, Html = message.Html, Date = message.Date,
        MessageId = message.MessageId!, InReplyTo = message.InReplyTo, References = message.References, ReplyTo = message.ReplyTo,
        Attachments = [.. message.Attachments.Select(a => new OutgoingAttachment(a.FileName, a.ContentType, a.Content))],
        Headers = message.ListId is { } list ? [KeyValuePair.Create("List-Id", $"<{list}>")] : [],
    }, withBcc: true).Value;

    public static byte[] WithoutBcc(byte[] raw)
    {
        var text = Encoding.Latin1.GetString(raw);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var kept = new StringBuilder();
        var dropping = false;
        foreach (var line in text[..end].Split("\r\n"))
        {
            dropping = line.StartsWith("Bcc:", StringComparison.OrdinalIgnoreCase) || (dropping && line.StartsWith(' '));
            if (!dropping)
                kept.Append(line).Append("\r\n");
        }
        return Encoding.Latin1.GetBytes(kept.ToString().TrimEnd() + text[end..]);
    }
}
