using System.Globalization;
using System.Text;
using Steward.Platform;

namespace Steward.Actions.Proposals;

/// <summary>
/// Shows what text hides from the eye that approves it. <see cref="VisibleText"/> says what is invisible and takes it out where text comes in; here the text
/// is what will be performed, so nothing is taken out: it is spelled as <c>⟨U+202E⟩</c>.
/// </summary>
static class HiddenText
{
    public static string Show(string text, ref int hidden)
    {
        VisibleText.Clean(text, out var found);
        if (found == 0)
            return text;
        hidden += found;
        var shown = new StringBuilder(text.Length + 9 * found);
        foreach (var rune in text.EnumerateRunes())
        {
            var letter = rune.ToString();
            if (VisibleText.Clean(letter).Length == 0)
                shown.Append(CultureInfo.InvariantCulture, $"⟨U+{rune.Value:X4}⟩");
            else
                shown.Append(letter);
        }
        return shown.ToString();
    }
}
