using System.Text;
using Steward.Platform;

namespace Steward.Mail.Mime;

/// <summary>What the parts of a message come to.</summary>
sealed record MessageBody(string Text, string? Html, int Hidden, IReadOnlyList<IncomingAttachment> Attachments);

/// <summary>
/// Walks the parts of a message (RFC 2046) and gathers readable text, HTML and attachments. In alternatives the plain text is the text and the last HTML is
/// the HTML. A message inside a message becomes an attachment, and its text goes along. Broken multiparts are read as what they still contain.
/// </summary>
sealed class PartReader(MimeLimits limits, List<string> notes)
{
    readonly List<IncomingAttachment> attachments = [];
    readonly List<Piece> pieces = [];
    int parts;
    int hidden;

    /// <summary>One stretch of text: plain, HTML, or the same content in both.</summary>
    sealed record Piece(string? Plain, string? Html);

    public Error? Read(Part part) => Read(part, 0, pieces);

    Error? Read(Part part, int depth, List<Piece> into)
    {
        if (++parts > limits.Parts)
            return Error.Refused("too_many_parts", $"The message has more than {limits.Parts} parts.");
        if (depth > limits.Depth)
            return Error.Refused("too_deep", $"The message nests parts more than {limits.Depth} deep.");
        var type = part.Type.Value;
        if (type.StartsWith("multipart/", StringComparison.Ordinal))
            return Multipart(part, depth, into);
        if (type is "message/rfc822" or "message/global" or "message/news")
            return Inner(part, depth, into);
        if (IsText(part))
            Text(part, into);
        else
            Attach(part, TransferCoding.Decode(part.Body.Span, part.Encoding));
        return null;
    }

    Error? Multipart(Part part, int depth, List<Piece> into)
    {
        var sections = Multiparts.Split(part, notes);
        if (sections.Count == 0)
        {
            Charsets.Note(notes, "multipart without its boundary, read as text");
            Text(part, into);
            return null;
        }
        var inside = part.Type.Value == "multipart/alternative" ? [] : into;
        foreach (var section in sections)
        {
            var child = Part.Read(section, limits, part.Type.Value == "multipart/digest" ? "message/rfc822" : "text/plain");
            if (!child.Ok)
                return child.Error;
            if (Read(child.Value, depth + 1, inside) is { } refused)
                return refused;
        }
        if (inside != into && inside.Count > 0)
            into.Add(new Piece(inside.FirstOrDefault(piece => !string.IsNullOrWhiteSpace(piece.Plain))?.Plain, inside.LastOrDefault(piece => piece.Html is not null)?.Html));
        return null;
    }

    /// <summary>An attached message: kept as it is, and its text is readable and searchable as part of this one's.</summary>
    Error? Inner(Part part, int depth, List<Piece> into)
    {
        var bytes = part.Encoding is "base64" or "quoted-printable" ? TransferCoding.Decode(part.Body.Span, part.Encoding) : part.Body;
        var inner = Part.Read(bytes, limits);
        if (!inner.Ok)
            return inner.Error;
        var subject = VisibleText.CleanLine(EncodedWords.Decode(inner.Value.Fields.First("Subject") ?? "", notes));
        if (depth == 0 || attachments.Count < limits.Parts)
            attachments.Add(new IncomingAttachment(FileNames.Clean(part.FileName ?? (subject.Length > 0 ? subject + ".eml" : null), "message/rfc822", attachments.Count), "message/rfc822", bytes));
        into.Add(new Piece($"---------- Attached message ----------\nFrom: {inner.Value.Fields.First("From")}\nDate: {inner.Value.Fields.First("Date")}\nSubject: {subject}\n", null));
        // Its own attachments stay inside it, so that bytes are held once.
        var kept = attachments.Count;
        var refused = Read(inner.Value, depth + 1, into);
        attachments.RemoveRange(kept, attachments.Count - kept);
        return refused;
    }

    static bool IsText(Part part)
    {
        if (part.Disposition.Value == "attachment" || part.Type.Value.Length > 0 && part.FileName is not null && part.Disposition.Value != "inline")
            return false;
        return part.Type.Value switch
        {
            "text/calendar" or "text/x-vcard" or "text/vcard" or "text/directory" or "text/css" or "text/javascript" or "text/rtf" => false,
            "text/plain" or "text/html" => part.FileName is null || part.Disposition.Value == "inline",
            "message/delivery-status" or "message/disposition-notification" or "message/partial" => true,
            var type when type.StartsWith("text/", StringComparison.Ordinal) => true,
            // No type at all, or one that is not even a type: text, unless it is encoded like a file.
            var type => !Parameters.IsMediaType(type) && part.Encoding != "base64",
        };
    }

    void Text(Part part, List<Piece> into)
    {
        var bytes = part.Encoding is "x-uuencode" or "uuencode" or "x-uue" ? part.Body.ToArray() : TransferCoding.Decode(part.Body.Span, part.Encoding);
        var text = Charsets.Decode(bytes, part.Type["charset"], notes).Replace("\r\n", "\n", StringComparison.Ordinal);
        if (text.Length > limits.TextCharacters)
        {
            text = text[..limits.TextCharacters];
            Charsets.Note(notes, "text cut off at the limit");
        }
        if (part.Type.Value == "text/html")
        {
            into.Add(new Piece(null, text));
            return;
        }
        if (text.Contains("begin ", StringComparison.Ordinal))
            text = Uuencode.Extract(text, (name, content) => attachments.Add(new IncomingAttachment(FileNames.Clean(name, "application/octet-stream", attachments.Count), FileNames.TypeOf(name), content)), limits.Parts);
        if (part.Type["format"]?.Equals("flowed", StringComparison.OrdinalIgnoreCase) == true)
            text = FlowedText.Unfold(text, part.Type["delsp"]?.Equals("yes", StringComparison.OrdinalIgnoreCase) == true);
        into.Add(new Piece(text, null));
    }

    void Attach(Part part, byte[] content)
    {
        var type = Parameters.IsMediaType(part.Type.Value) ? part.Type.Value : "application/octet-stream";
        var id = part.Fields.First("Content-ID")?.Trim('<', '>', ' ');
        attachments.Add(new IncomingAttachment(FileNames.Clean(part.FileName, type, attachments.Count), type, content, string.IsNullOrEmpty(id) ? null : VisibleText.CleanLine(id.Length > 500 ? id[..500] : id)));
    }

    public MessageBody Finish()
    {
        var text = new StringBuilder();
        foreach (var piece in pieces)
        {
            // The HTML is read even when there is plain text: what it hides is worth knowing.
            var seen = piece.Html is null ? "" : HtmlText(piece.Html);
            var more = VisibleText.Clean(string.IsNullOrWhiteSpace(piece.Plain) ? seen : piece.Plain, out var removed).Trim('\n');
            hidden += removed;
            if (text.Length + more.Length > limits.TextCharacters)
                more = more[..Math.Max(0, limits.TextCharacters - text.Length)];
            if (more.Length > 0)
                text.Append(text.Length > 0 ? "\n\n" : "").Append(more);
        }
        return new MessageBody(VisibleText.Clean(text.ToString()).TrimEnd(), Html(), hidden, attachments);
    }

    string HtmlText(string html)
    {
        var (text, count) = Mime.HtmlText.Read(html);
        hidden += count;
        return text;
    }

    /// <summary>One document; plain pieces between HTML ones are kept. NUL and unpaired surrogates cannot be stored.</summary>
    string? Html()
    {
        if (pieces.All(piece => piece.Html is null))
            return null;
        var html = pieces.Count == 1 ? pieces[0].Html! : string.Join("\n<hr>\n", pieces.Select(piece => piece.Html ?? $"<pre>{System.Net.WebUtility.HtmlEncode(piece.Plain)}</pre>"));
        if (html.Length > limits.TextCharacters)
            html = html[..limits.TextCharacters];
        return html.Replace('\0', '\uFFFD').EnumerateRunes().Any(rune => rune == Rune.ReplacementChar)
            ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(html.Replace('\0', '\uFFFD')))
            : html;
    }
}
