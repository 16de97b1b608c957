using System.Text;

namespace Steward.Mail.Mime;

/// <summary>
/// Text without what a reader cannot see: control characters, bidirectional overrides, zero-width characters, tag characters, fillers, and stray
/// variation selectors. Joiners stay where scripts and emoji need them. The result is always well-formed Unicode without NUL, which PostgreSQL needs.
/// </summary>
static class VisibleText
{
    public static string Clean(string text)
    {
        var hidden = 0;
        return Clean(text, ref hidden);
    }

    /// <param name="hidden">Grows by the number of characters (UTF-16 units) that were taken out.</param>
    /// <param name="oneLine">Line ends and tabs become single spaces: for subjects, names and file names.</param>
    public static string Clean(string text, ref int hidden, bool oneLine = false)
    {
        var first = FirstSuspect(text, oneLine);
        if (first < 0)
            return text;
        var result = new StringBuilder(text.Length).Append(text, 0, first);
        for (var i = first; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '\r' or '\n' or '\t' or '\v' or '\f' or '\u0085' or '\u2028' or '\u2029')
            {
                if (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
                    continue;
                result.Append(oneLine ? ' ' : c == '\t' ? '\t' : '\n');
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                var rune = char.ConvertToUtf32(c, text[i + 1]);
                if (rune is >= 0xE0000 and <= 0xE0FFF or >= 0x1D173 and <= 0x1D17A || (rune & 0xFFFE) == 0xFFFE)
                    hidden += 2;
                else
                    result.Append(c).Append(text[i + 1]);
                i++;
            }
            else if (char.IsSurrogate(c))
            {
                result.Append('\uFFFD');
            }
            else if (IsInvisible(c) && !(c is '\u200C' or '\u200D' && Joins(result, text, i)) || IsSelector(c) && !FollowsBase(result))
            {
                hidden++;
            }
            else
            {
                result.Append(c);
            }
        }
        return result.ToString();
    }

    static int FirstSuspect(string text, bool oneLine)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c < ' ' ? oneLine || c is not ('\n' or '\t') : c >= 0x7F && (c <= 0x9F || char.IsSurrogate(c) || c is '\u2028' or '\u2029' || IsInvisible(c) || IsSelector(c)))
                return i;
        }
        return -1;
    }

    internal static bool IsInvisible(char c) => c switch
    {
        < ' ' or '\u007F' => true,
        >= '\u0080' and <= '\u009F' => true,
        '\u00AD' or '\u034F' or '\u061C' or '\u115F' or '\u1160' or '\u17B4' or '\u17B5' or '\u3164' or '\uFEFF' or '\uFFA0' => true,
        >= '\u180B' and <= '\u180F' => true,
        >= '\u200B' and <= '\u200F' => true,
        >= '\u202A' and <= '\u202E' => true,
        >= '\u2060' and <= '\u206F' => true,
        >= '\uFFF0' and <= '\uFFFB' or '\uFFFE' or '\uFFFF' => true,
        _ => false,
    };

    static bool IsSelector(char c) => c is >= '\uFE00' and <= '\uFE0F';

    /// <summary>A selector after a visible character chooses its look; a run of selectors can carry a hidden message.</summary>
    static bool FollowsBase(StringBuilder before) => before.Length > 0 && !IsSelector(before[^1]) && !char.IsWhiteSpace(before[^1]);

    /// <summary>Between two emoji, or between two letters of a script that joins (Arabic, Syriac, Indic and their neighbours).</summary>
    static bool Joins(StringBuilder before, string text, int at)
    {
        if (before.Length == 0 || at + 1 >= text.Length)
            return false;
        char left = before[^1], right = text[at + 1];
        if (text[at] == '\u200D' && (char.IsLowSurrogate(left) || left is '\uFE0F' or (>= '\u2600' and <= '\u27BF')) && (char.IsHighSurrogate(right) || right is >= '\u2600' and <= '\u27BF' or '\u2B1B'))
            return true;
        return IsJoiningScript(left) && IsJoiningScript(right);
    }

    static bool IsJoiningScript(char c) => c is >= '\u0600' and <= '\u06FF' or >= '\u0700' and <= '\u08FF' or >= '\u0900' and <= '\u0DFF' or >= '\uFB50' and <= '\uFDFF';
}
