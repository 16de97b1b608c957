using System.Globalization;
using System.Text;
using Steward.Platform;

namespace Steward.Mail.Mime;

/// <summary>
/// Bytes to text by the name of a charset as it stands in mail. Never fails: what is unknown or untrue is read as UTF-8 when it is valid UTF-8 and
/// as Windows-1252 otherwise, and a note says so.
/// </summary>
static class Charsets
{
    static readonly UTF8Encoding Strict = new(false, true);
    static readonly Encoding Western;

    static Charsets()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Western = Encoding.GetEncoding(1252);
    }

    public static string Decode(ReadOnlySpan<byte> bytes, string? charset, List<string>? notes = null)
    {
        var name = Name(charset);
        switch (name)
        {
            case "" or "us-ascii":
                return Guess(bytes);
            case "utf-8":
                return Utf8(bytes, notes);
            case "windows-1252":
                return Western.GetString(bytes);
        }
        if (Find(name) is { } encoding)
            return encoding.GetString(bytes);
        Note(notes, $"unknown charset {VisibleText.Clean(name.Length > 40 ? name[..40] : name)}");
        return Guess(bytes);
    }

    /// <summary>For bytes of which nothing is known, raw 8-bit header fields above all.</summary>
    public static string Guess(ReadOnlySpan<byte> bytes)
    {
        if (Ascii.IsValid(bytes))
            return Encoding.ASCII.GetString(bytes);
        return System.Text.Unicode.Utf8.IsValid(bytes) ? Strict.GetString(bytes) : Western.GetString(bytes);
    }

    /// <summary>A text that says it is UTF-8 keeps its sound characters when a few bytes are broken; if most are, it never was UTF-8.</summary>
    static string Utf8(ReadOnlySpan<byte> bytes, List<string>? notes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes))
            return Strict.GetString(bytes);
        var text = Encoding.UTF8.GetString(bytes);
        int broken = 0, sound = 0;
        foreach (var c in text)
        {
            if (c == '\uFFFD')
                broken++;
            else if (c >= 0x80)
                sound++;
        }
        Note(notes, "text is not valid utf-8");
        return broken > sound ? Western.GetString(bytes) : text;
    }

    /// <summary>Common misspellings, and narrower charsets whose wider superset is what senders mean (as in the WHATWG Encoding Standard).</summary>
    static string Name(string? charset)
    {
        var name = (charset ?? "").Trim().Trim('"', '\'').ToLowerInvariant();
        return name switch
        {
            "utf8" or "unicode-1-1-utf-8" or "utf-8mb4" => "utf-8",
            "ascii" or "us_ascii" or "ansi_x3.4-1968" or "iso646-us" => "us-ascii",
            "iso-8859-1" or "iso8859-1" or "iso_8859-1" or "latin1" or "latin-1" or "l1" or "cp1252" or "cp-1252" or "windows1252" or "ansi" => "windows-1252",
            "iso-8859-9" or "latin5" => "windows-1254",
            "gb2312" or "gbk" or "gb_2312-80" or "x-gbk" or "cp936" => "gb18030",
            "ks_c_5601-1987" or "euc-kr" or "korean" => "ks_c_5601-1987",
            "sjis" or "x-sjis" or "ms_kanji" or "cp932" => "shift_jis",
            "big5-hkscs" => "big5",
            "iso-8859-8-i" => "iso-8859-8",
            _ when name.StartsWith("cp", StringComparison.Ordinal) && int.TryParse(name.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is >= 1250 and <= 1258 => $"windows-{page}",
            _ => name,
        };
    }

    static Encoding? Find(string name)
    {
        if (name.Length > 40)
            return null;
        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null; // the framework's only way to say that it does not know a name
        }
    }

    internal static void Note(List<string>? notes, string text)
    {
        if (notes is not null && notes.Count < 20 && !notes.Contains(text, StringComparer.Ordinal))
            notes.Add(text);
    }
}
