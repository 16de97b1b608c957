using System.Text;

namespace Steward.Conversations.Contacts;

/// <summary>Names as they are compared: lower case, Latin letters without their marks, everything that is no letter or digit a gap.</summary>
static class NameFold
{
    /// <summary>U+00C0 to U+017F, one character each; a dot stands for a letter that folds to two.</summary>
    const string Latin =
        "aaaaaa.ceeeeiiiidnooooo ouuuuy..aaaaaa.ceeeeiiiidnooooo ouuuuy.y" +
        "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkklllllll" +
        "lllnnnnnnnnnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

    public static string Of(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            switch (c)
            {
                case 'ß':
                    folded.Append("ss");
                    break;
                case 'Æ' or 'æ':
                    folded.Append("ae");
                    break;
                case 'Œ' or 'œ':
                    folded.Append("oe");
                    break;
                case 'Þ' or 'þ':
                    folded.Append("th");
                    break;
                case >= 'À' and <= 'ſ' when Latin[c - 'À'] != '.':
                    folded.Append(Latin[c - 'À']);
                    break;
                case >= '\u0300' and <= '\u036f':
                    break; // a mark after its letter
                default:
                    folded.Append(char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ');
                    break;
            }
        }
        return string.Join(' ', folded.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
