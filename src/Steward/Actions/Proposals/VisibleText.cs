using System.Globalization;
using System.Text;

namespace Steward.Actions.Proposals;

/// <summary>
/// Makes visible what text can hide from the eye that approves it: control characters, direction overrides and isolates, zero-width and tag characters
/// are shown as <c>⟨U+202E⟩</c>. Joiners stay, because emoji and several scripts need them.
/// </summary>
static class VisibleText
{
    public static string Of(string text, ref int hidden)
    {
        StringBuilder? shown = null;
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Hides(rune))
            {
                shown ??= new StringBuilder(text, 0, at, text.Length + 16);
                shown.Append(CultureInfo.InvariantCulture, $"⟨U+{rune.Value:X4}⟩");
                hidden++;
            }
            else
            {
                shown?.Append(rune);
            }
            at += rune.Utf16SequenceLength;
        }
        return shown?.ToString() ?? text;
    }

    static bool Hides(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => rune.Value is not ('\n' or '\r' or '\t'),
        UnicodeCategory.Format => rune.Value is not (0x200C or 0x200D),
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => true,
        _ => rune.Value is 0x115F or 0x1160 or 0x3164 or 0xFFA0,
    };
}
