using System.Security.Cryptography;
using System.Text;

namespace Steward.Mail.Mime;

/// <summary>Writes the body: one text part, multipart/alternative when there is HTML or an answer to an invitation, multipart/mixed around it when there are attachments.</summary>
static class BodyWriter
{
    public static void Write(MimeOutput output, OutgoingMessage message)
    {
        // "=_" can stand neither in quoted-printable nor in base64 (RFC 2045 §6.7), and 7-bit texts that hold it are not sent as 7bit.
        var seed = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message.MessageId)))[..24];
        if (message.Attachments.Count == 0)
        {
            Content(output, message, "=_a" + seed);
            return;
        }
        var boundary = "=_m" + seed;
        output.Line($"Content-Type: multipart/mixed; boundary=\"{boundary}\"");
        output.Line();
        output.Line("--" + boundary);
        Content(output, message, "=_a" + seed);
        foreach (var attachment in message.Attachments)
        {
            output.Line("--" + boundary);
            Attach(output, attachment);
        }
        output.Line($"--{boundary}--");
    }

    static void Content(MimeOutput output, OutgoingMessage message, string boundary)
    {
        if (message.Html is null && message.CalendarReply is null)
        {
            Text(output, "text/plain", message.Text);
            return;
        }
        output.Line($"Content-Type: multipart/alternative; boundary=\"{boundary}\"");
        output.Line();
        output.Line("--" + boundary);
        Text(output, "text/plain", message.Text);
        foreach (var (type, text) in new[] { ("text/html", message.Html), ("text/calendar; method=REPLY", message.CalendarReply) })
        {
            if (text is null)
                continue;
            output.Line("--" + boundary);
            Text(output, type, text);
        }
        output.Line($"--{boundary}--");
    }

    static void Text(MimeOutput output, string type, string text)
    {
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        var ascii = text.All(c => c < 127 && c != '\0');
        output.Line($"Content-Type: {type}; charset={(ascii ? "us-ascii" : "utf-8")}");
        if (ascii && lines.All(IsSafeLine))
        {
            output.Line("Content-Transfer-Encoding: 7bit");
            output.Line();
            foreach (var line in lines)
                output.Line(line);
        }
        else if (Encoding.UTF8.GetByteCount(text) < text.Length * 1.4)
        {
            output.Line("Content-Transfer-Encoding: quoted-printable");
            output.Line();
            foreach (var line in lines)
                QuotedPrintable(output, line);
        }
        else
        {
            output.Line("Content-Transfer-Encoding: base64");
            output.Line();
            Base64(output, Encoding.UTF8.GetBytes(string.Join("\r\n", lines)));
        }
    }

    /// <summary>Survives every relay and mailbox format as it is: short, no trailing space, no control character, no "From ", no lone dot, no boundary.</summary>
    static bool IsSafeLine(string line) =>
        line.Length <= 78 && line.All(c => c is >= ' ' or '\t') && !line.EndsWith(' ') && !line.EndsWith('\t') && !line.StartsWith("From ", StringComparison.Ordinal) && line != "."
        && !line.Contains("=_", StringComparison.Ordinal);

    static void QuotedPrintable(MimeOutput output, string text)
    {
        var line = new StringBuilder(80);
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var i = 0; i < bytes.Length; i++)
        {
            var b = bytes[i];
            var last = i == bytes.Length - 1;
            var plain = b is >= 33 and <= 126 and not (byte)'=' || b is (byte)' ' or (byte)'\t' && !last;
            if (i == 0 && (b == (byte)'.' || text.StartsWith("From ", StringComparison.Ordinal)))
                plain = false;
            if (line.Length + (plain ? 1 : 3) > 75)
            {
                output.Line(line.Append('=').ToString());
                line.Clear();
            }
            if (plain)
                line.Append((char)b);
            else
                line.Append('=').Append(Convert.ToHexString([b]));
        }
        output.Line(line.ToString());
    }

    static void Base64(MimeOutput output, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length > 57; bytes = bytes[57..])
            output.Line(Convert.ToBase64String(bytes[..57]));
        output.Line(Convert.ToBase64String(bytes));
    }

    static void Attach(MimeOutput output, OutgoingAttachment attachment)
    {
        var type = Parameters.IsMediaType(attachment.ContentType) ? attachment.ContentType : "application/octet-stream";
        // RFC 2046 §5.2.1 and §5.1 forbid base64 for composite types; bytes that must arrive unchanged go as what they are to a mailer: octets.
        if (type.StartsWith("message/", StringComparison.OrdinalIgnoreCase) || type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
            type = "application/octet-stream";
        output.Line($"Content-Type: {type}");
        output.Line("Content-Transfer-Encoding: base64");
        foreach (var line in Parameters.Write("Content-Disposition: attachment", "filename", attachment.FileName))
            output.Line(line);
        output.Line();
        Base64(output, attachment.Content.Span);
    }
}
