using System.Text;
using System.Text.RegularExpressions;

namespace Steward.Tools.Summaries;

/// <summary>
/// Cuts text into sentences. A sentence is given back with its whitespace folded and otherwise word for word, because a bullet of an extractive summary must be
/// findable in its source.
/// </summary>
static partial class Sentences
{
    static readonly HashSet<string> Abbreviations = new(StringComparer.OrdinalIgnoreCase)
    {
        "mr", "mrs", "ms", "dr", "prof", "st", "no", "nr", "vs", "etc", "approx", "e.g", "i.e", "z.b", "d.h", "a.m", "p.m", "inc", "ltd", "co", "dept", "fig", "jan", "feb", "mar",
        "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "tel", "ext", "u.s", "u.k", "ca", "bzw", "usw",
    };

    public static IReadOnlyList<string> Of(string text)
    {
        var sentences = new List<string>();
        foreach (var block in Blocks(text))
            Split(block, sentences);
        return sentences;
    }

    /// <summary>Paragraphs with their hard line breaks undone; list items stand alone.</summary>
    static IEnumerable<string> Blocks(string text)
    {
        var block = new StringBuilder();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Append(""))
        {
            var trimmed = line.Trim();
            var item = ListItem().Match(trimmed);
            if ((trimmed.Length == 0 || item.Success) && block.Length > 0)
            {
                yield return block.ToString();
                block.Clear();
            }
            if (trimmed.Length > 0)
                block.Append(block.Length > 0 ? " " : "").Append(item.Success ? trimmed[item.Length..] : trimmed);
        }
    }

    static void Split(string block, List<string> sentences)
    {
        block = Whitespace().Replace(block, " ").Trim();
        var start = 0;
        for (var i = 0; i < block.Length; i++)
        {
            if (block[i] is not ('.' or '!' or '?' or '…') || !EndsSentence(block, start, ref i))
                continue;
            Add(block[start..(i + 1)], sentences);
            start = i + 1;
        }
        Add(block[start..], sentences);
    }

    static void Add(string sentence, List<string> sentences)
    {
        sentence = sentence.Trim();
        if (sentence.Length > 0)
            sentences.Add(sentence);
    }

    static bool EndsSentence(string text, int start, ref int at)
    {
        var mark = text[at];
        var end = at;
        while (end + 1 < text.Length && text[end + 1] is '.' or '!' or '?' or '"' or '”' or '’' or ')' or '…')
            end++;
        if (end + 1 < text.Length && text[end + 1] != ' ')
            return false;
        if (mark == '.' && end == at)
        {
            var word = text[start..at].Split(' ')[^1].TrimStart('(', '"', '“');
            if (Abbreviations.Contains(word) || word.Length == 1 && char.IsLetter(word[0]))
                return false;
            var next = end + 2 < text.Length ? text[end + 2] : 'A';
            if (char.IsLower(next))
                return false;
        }
        at = end;
        return true;
    }

    const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"^([-*•–·]|\d{1,2}[.)])\s+", Options)]
    private static partial Regex ListItem();

    [GeneratedRegex(@"\s+", Options)]
    private static partial Regex Whitespace();
}
