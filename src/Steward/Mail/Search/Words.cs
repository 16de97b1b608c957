using System.Globalization;
using System.Text;

namespace Steward.Mail.Search;

/// <summary>
/// Cuts text into words: runs of letters and digits, lower-cased; marks on letters and invisible characters do not count, and each Chinese or Japanese
/// character is a word, because nothing separates words there. Messages and queries are cut the same way, which is what makes them meet.
/// </summary>
static class Words
{
    /// <summary>PostgreSQL does not index longer words.</summary>
    const int LongestWord = 500;

    /// <summary>The words with single spaces between them; "" when there are none. Only so much of the text is read.</summary>
    public static string Of(string? text, int atMost = int.MaxValue)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var words = new StringBuilder(Math.Min(text.Length, atMost) + 8);
        var inWord = 0;
        foreach (var rune in text.AsSpan(0, Math.Min(text.Length, atMost)).EnumerateRunes())
        {
            if (IsIgnored(rune))
                continue;
            if (!Rune.IsLetterOrDigit(rune))
            {
                inWord = 0;
                continue;
            }
            var alone = IsIdeograph(rune);
            if ((inWord == 0 || alone || inWord >= LongestWord) && words.Length > 0)
                words.Append(' ');
            inWord = alone ? 0 : inWord >= LongestWord ? 1 : inWord + 1;
            AppendLower(words, rune);
        }
        return words.ToString();
    }

    static void AppendLower(StringBuilder words, Rune rune)
    {
        var lower = Rune.ToLowerInvariant(rune);
        if (lower.IsBmp)
            words.Append((char)lower.Value);
        else
            words.Append(lower.ToString());
    }

    static bool IsIgnored(Rune rune) => !rune.IsAscii
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.EnclosingMark;

    static bool IsIdeograph(Rune rune) => rune.Value is >= 0x3040 and <= 0x30FF or >= 0x3400 and <= 0x4DBF or >= 0x4E00 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x323AF;
}
