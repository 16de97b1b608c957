using System.Text;
using Steward.Platform;

namespace Steward.Conversations.Attachments;

/// <summary>
/// What a file is, by its content: a name only decides between things that look alike. Calendars are told by their first line (RFC 5545 §3.4), mail by its name and a header field or the
/// "From " line of an mbox (RFC 4155); text is what is valid UTF-8 or UTF-16 without control characters. Nothing is parsed further than that.
/// </summary>
sealed record RecognisedFile(AttachmentKind Kind, string? Text, bool Cut)
{
    /// <summary>More than a person reads in a chat.</summary>
    public const int MostShown = 20_000;

    public static RecognisedFile Of(string name, ReadOnlySpan<byte> content)
    {
        var head = Encoding.Latin1.GetString(content[..Math.Min(content.Length, 1000)]).TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\r', '\n');
        if (head.StartsWith("BEGIN:VCALENDAR", StringComparison.OrdinalIgnoreCase))
            return new(AttachmentKind.Calendar, null, false);
        if (Has(name, ".mbox", ".mbx") && head.StartsWith("From ", StringComparison.Ordinal) || Has(name, ".eml") && StartsWithField(head))
            return new(AttachmentKind.Mail, null, false);
        if (TextOf(content) is not { } text)
            return new(AttachmentKind.File, null, false);
        var clean = VisibleText.Clean(text);
        var cut = clean.Length > MostShown;
        return new(AttachmentKind.Text, cut ? clean[..(char.IsHighSurrogate(clean[MostShown - 1]) ? MostShown - 1 : MostShown)] : clean, cut);
    }

    static bool Has(string name, params ReadOnlySpan<string> endings)
    {
        foreach (var ending in endings)
        {
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    /// <summary>"Subject: …": letters, digits and hyphens up to a colon (RFC 5322 §2.2).</summary>
    static bool StartsWithField(string head)
    {
        var colon = head.IndexOf(':', StringComparison.Ordinal);
        return colon is > 0 and < 78 && head.AsSpan(0, colon).IndexOfAnyExceptInRange('!', '~') < 0;
    }

    static string? TextOf(ReadOnlySpan<byte> content)
    {
        var encoding = content.StartsWith(Encoding.Unicode.Preamble) ? new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true)
            : content.StartsWith(Encoding.BigEndianUnicode.Preamble) ? new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true)
            : (Encoding)new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);
        try
        {
            var text = encoding.GetString(content[(content.StartsWith(encoding.Preamble) ? encoding.Preamble.Length : 0)..]);
            return text.AsSpan().IndexOfAnyInRange('\0', '\u0008') < 0 ? text : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
