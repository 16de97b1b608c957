using System.Security.Cryptography;
using Steward.Mail.Mime;
using Steward.Platform;

namespace Steward.Mail;

/// <summary>A message as it was read, with what an importer needs beyond the message itself.</summary>
/// <param name="Message">Without labels: those are the importer's decision.</param>
/// <param name="Headers">All header fields of the message, for rules about lists, spam and status.</param>
/// <param name="HasDate">False when nothing in the message told its date.</param>
/// <param name="Notes">What was wrong with it and how it was read all the same; at most 20, free of the message's text.</param>
public sealed record ReadMessage(IncomingMessage Message, MessageHeaders Headers, bool HasDate, IReadOnlyList<string> Notes);

/// <summary>
/// Reads RFC 5322 messages with MIME as they are found in the wild. Never throws for what is in the bytes and never refuses a message for being broken:
/// only what is over a limit is refused, with the reason. Time and memory are linear in the size, within <see cref="MimeLimits"/>. All text that comes out
/// is outside text without invisible characters, and is valid for PostgreSQL.
/// </summary>
public static class MimeReader
{
    const int LongestSubject = 1000;

    /// <param name="raw">The message; kept by reference in the result, so it must not change afterwards.</param>
    /// <param name="now">Dates later than this are not believed; the date of a message that tells none.</param>
    /// <param name="envelope">What a mailbox file says about the arrival; taken when the message itself tells no date.</param>
    public static Result<ReadMessage> Read(ReadOnlyMemory<byte> raw, DateTimeOffset now, MimeLimits? limits = null, DateTimeOffset? envelope = null)
    {
        limits ??= MimeLimits.Default;
        if (raw.Length > limits.MessageBytes)
            return TooLarge(limits);
        var notes = new List<string>();
        var reader = new PartReader(limits, notes);
        var part = Part.Read(raw, limits);
        if (!part.Ok)
            return part.Error!;
        if (reader.Read(part.Value) is { } refused)
            return refused;
        var hidden = 0;
        var headers = new MessageHeaders(part.Value.Fields);
        var date = MailDates.Of(headers, now);
        var body = reader.Finish();
        var message = new IncomingMessage
        {
            MessageId = Ids(headers["Message-ID"], 1).FirstOrDefault(),
            InReplyTo = Ids(headers["In-Reply-To"], 1).FirstOrDefault(),
            References = References(headers),
            From = From(headers, ref hidden, notes),
            To = Addresses(headers, "To", ref hidden, notes),
            Cc = Addresses(headers, "Cc", ref hidden, notes),
            Bcc = Addresses(headers, "Bcc", ref hidden, notes),
            ReplyTo = Addresses(headers, "Reply-To", ref hidden, notes),
            Subject = Line(EncodedWords.Decode(headers["Subject"] ?? "", notes), LongestSubject, ref hidden),
            WrittenOffset = MailDates.OffsetOf(headers["Date"]),
            Date = date ?? MailDates.Plausible(envelope, now) ?? now,
            Text = body.Text,
            Html = body.Html,
            HiddenCharacters = body.Hidden + hidden,
            ListId = headers["List-Id"] is { } list ? Line(Ids(list, 1).FirstOrDefault() ?? list, 300, ref hidden) : null,
            ListUnsubscribe = headers["List-Unsubscribe"] is { } unsubscribe ? Line(unsubscribe, 2000, ref hidden) : null,
            OneClickUnsubscribe = headers["List-Unsubscribe-Post"]?.Trim().Equals("List-Unsubscribe=One-Click", StringComparison.OrdinalIgnoreCase) == true,
            Size = raw.Length,
            Attachments = body.Attachments,
            Raw = raw,
            RawSha256 = SHA256.HashData(raw.Span),
        };
        return new ReadMessage(message, headers, date is not null, notes);
    }

    /// <summary>Reads from a stream, of which no more is taken than the limit allows.</summary>
    public static async Task<Result<ReadMessage>> ReadAsync(Stream stream, DateTimeOffset now, MimeLimits? limits, CancellationToken cancel)
    {
        limits ??= MimeLimits.Default;
        using var bytes = new MemoryStream();
        var buffer = new byte[64 << 10];
        for (int read; (read = await stream.ReadAsync(buffer, cancel)) > 0;)
        {
            if (bytes.Length + read > limits.MessageBytes)
                return TooLarge(limits);
            await bytes.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
        return Read(bytes.ToArray(), now, limits);
    }

    /// <summary>HTML to the text that a reader sees, and the number of characters that are left out because no reader would.</summary>
    public static (string Text, int Hidden) TextOfHtml(string html)
    {
        var (text, hidden) = HtmlText.Read(html);
        text = VisibleText.Clean(text, out var removed);
        return (text, hidden + removed);
    }

    /// <summary>A date as mail writes it, in any of the forms that occur; null when there is none in it.</summary>
    public static DateTimeOffset? ParseDate(string text) => MailDates.Parse(text);

    /// <summary>Header text with its encoded words (RFC 2047) decoded; still outside text, not cleaned.</summary>
    public static string DecodeWords(string text) => EncodedWords.Decode(text);

    internal static Error TooLarge(MimeLimits limits) => Error.Refused("message_too_large", $"The message is larger than {limits.MessageBytes >> 20} MB.");

    static MailAddress From(MessageHeaders headers, ref int hidden, List<string> notes)
    {
        foreach (var name in new[] { "From", "Sender", "Return-Path", "X-Original-From" })
        {
            if (Addresses(headers, name, ref hidden, notes) is [var first, ..])
                return first;
        }
        notes.Add("no sender");
        var text = Line(headers["From"] ?? "", 200, ref hidden);
        return new MailAddress(text.Length == 0 ? null : text, "unknown@sender.invalid");
    }

    static IReadOnlyList<MailAddress> Addresses(MessageHeaders headers, string name, ref int hidden, List<string> notes)
    {
        var values = headers.All(name);
        return values.Count switch
        {
            0 => [],
            1 => MailAddresses.Parse(values[0], ref hidden, notes),
            _ => MailAddresses.Parse(string.Join(", ", values), ref hidden, notes),
        };
    }

    static IReadOnlyList<string> References(MessageHeaders headers)
    {
        var ids = Ids(headers["References"], 1000);
        // The first names the thread and the last the parent; a list that grew beyond reason loses its middle.
        return ids.Count <= 100 ? ids : [ids[0], .. ids.Skip(ids.Count - 99)];
    }

    static List<string> Ids(string? text, int most)
    {
        var ids = new List<string>();
        var rest = text.AsSpan();
        while (ids.Count < most && rest.IndexOf('<') is var open and >= 0)
        {
            rest = rest[(open + 1)..];
            var close = rest.IndexOfAny('>', '<');
            if (close < 0)
                break;
            if (rest[close] == '>' && VisibleText.CleanLine(rest[..close].ToString()) is { Length: > 0 and <= 998 } id)
                ids.Add(id);
            rest = rest[close..];
        }
        if (ids.Count == 0 && most == 1 && VisibleText.CleanLine(text ?? "") is { Length: > 2 and <= 998 } bare && !bare.Contains(' ', StringComparison.Ordinal) && bare.Contains('@', StringComparison.Ordinal))
            ids.Add(bare.Trim('<', '>'));
        return ids;
    }

    static string Line(string text, int most, ref int hidden)
    {
        var line = AddressParser.Line(text, ref hidden);
        return line.Length <= most ? line : VisibleText.CleanLine(line[..most]);
    }
}
