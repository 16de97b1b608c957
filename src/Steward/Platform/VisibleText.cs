using System.Globalization;
using System.Text;

namespace Steward.Platform;

/// <summary>
/// Outside text as a person sees it: what is approved must be what is read, so nothing that cannot be seen or that reorders what is seen passes.
/// Removed: control characters (tab and line feed stay), bidirectional marks, embeddings, overrides and isolates, zero-width characters, blank fillers,
/// Unicode tags and supplementary variation selectors, annotations, non-characters. Line ends become a line feed; unpaired surrogates become U+FFFD,
/// because PostgreSQL refuses them. Joiners stay only where they shape the visible: between letters of joining scripts and inside emoji.
/// Cleaning twice gives the same as cleaning once.
/// </summary>
public static class VisibleText
{
    /// <param name="removed">How many code points were taken out; line ends made uniform are not counted.</param>
    public static string Clean(string text, out int removed)
    {
        removed = 0;
        if (!NeedsWork(text))
            return text;
        var clean = new StringBuilder(text.Length);
        Rune? last = null;
        for (var i = 0; i < text.Length;)
        {
            var valid = Rune.TryGetRuneAt(text, i, out var rune);
            if (!valid)
                rune = Rune.ReplacementChar;
            i += valid ? rune.Utf16SequenceLength : 1;
            if (rune.Value is '\r' or 0x85 or 0x2028 or 0x2029)
            {
                if (rune.Value == '\r' && i < text.Length && text[i] == '\n')
                    continue;
                rune = new Rune('\n');
            }
            if (IsJoiner(rune) ? !Joins(last, text, i) : IsSelector(rune) ? last is not { } shown || !CanBeSelected(shown) : IsInvisible(rune))
            {
                removed++;
                continue;
            }
            clean.Append(rune.ToString());
            last = rune;
        }
        return clean.ToString();
    }

    public static string Clean(string text) => Clean(text, out _);

    /// <summary>The same for a field of one line (a subject, a name): line ends and tabs become a space, and the ends are trimmed.</summary>
    public static string CleanLine(string text, out int removed)
    {
        var clean = Clean(text, out removed);
        return (clean.AsSpan().IndexOfAny('\n', '\t') < 0 ? clean : clean.Replace('\n', ' ').Replace('\t', ' ')).Trim();
    }

    public static string CleanLine(string text) => CleanLine(text, out _);

    /// <summary>Printable ASCII and line feeds are the common case and are handed back as they are.</summary>
    static bool NeedsWork(string text)
    {
        foreach (var c in text)
        {
            if (c is not ('\n' or '\t' or (>= ' ' and < '\x7f')))
                return true;
        }
        return false;
    }

    static bool IsInvisible(Rune rune) => rune.Value switch
    {
        '\n' or '\t' => false,
        0xAD or 0x34F or 0x61C or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFEFF or 0xFFA0 => true,
        >= 0x180B and <= 0x180F => true,
        >= 0x200B and <= 0x200F => true,
        >= 0x202A and <= 0x202E => true,
        >= 0x2060 and <= 0x206F => true,
        >= 0xFDD0 and <= 0xFDEF => true,
        >= 0xFFF0 and <= 0xFFFB => true,
        >= 0x1BCA0 and <= 0x1BCA3 => true,
        >= 0x1D173 and <= 0x1D17A => true,
        >= 0xE0000 and <= 0xE0FFF => true,
        _ => (rune.Value & 0xFFFE) == 0xFFFE || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control,
    };

    static bool IsJoiner(Rune rune) => rune.Value is 0x200C or 0x200D;

    static bool IsSelector(Rune rune) => rune.Value is >= 0xFE00 and <= 0xFE0F;

    /// <summary>A selector picks a form of a base that is shown; a row of selectors hides data.</summary>
    static bool CanBeSelected(Rune rune) => !IsSelector(rune) && !IsJoiner(rune) && !Rune.IsWhiteSpace(rune);

    /// <summary>Joiners matter between two letters or marks of the scripts that join (Arabic to Khmer), and between the parts of one emoji.</summary>
    static bool Joins(Rune? before, string text, int next) =>
        before is { } left && Rune.TryGetRuneAt(text, Math.Min(next, text.Length - 1), out var right) && next < text.Length
        && ((IsJoiningScript(left) && IsJoiningScript(right)) || ((IsPictograph(left) || IsSelector(left)) && IsPictograph(right)));

    static bool IsJoiningScript(Rune rune) => rune.Value is (>= 0x600 and <= 0x8FF) or (>= 0x900 and <= 0x17FF and not (>= 0x10A0 and <= 0x13FF)) or (>= 0xA840 and <= 0xABFF)
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.Control) && !IsInvisible(rune);

    static bool IsPictograph(Rune rune) => rune.Value is (>= 0x1F000 and <= 0x1FAFF) or (>= 0x2190 and <= 0x27BF) or (>= 0x2B00 and <= 0x2BFF);
}
