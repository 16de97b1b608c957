namespace Steward.Agents.Readers;

/// <summary>Finds a quoted passage in the text that it is said to come from. A quotation that is not there is not evidence, and what stands on it is dropped.</summary>
static class Spans
{
    const int Shortest = 8;

    /// <summary>Where the passage is, white space and typographic quotation marks aside. Null when it is not there, or too short to say anything.</summary>
    public static (int Start, int End)? Find(string text, string quote)
    {
        var wanted = Fold(quote.Trim().Trim('"', '“', '”', '…', '.', ' '), out _);
        if (wanted.Length < Shortest)
            return null;
        var folded = Fold(text, out var places);
        var at = folded.IndexOf(wanted, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? null : (places[at], places[at + wanted.Length - 1] + 1);
    }

    static string Fold(string text, out List<int> places)
    {
        var folded = new System.Text.StringBuilder(text.Length);
        places = new List<int>(text.Length);
        var space = true;
        for (var i = 0; i < text.Length; i++)
        {
            var c = char.IsWhiteSpace(text[i]) ? ' ' : text[i] switch { '’' or '‘' => '\'', '“' or '”' => '"', var other => other };
            if (c == ' ' && space)
                continue;
            space = c == ' ';
            folded.Append(c);
            places.Add(i);
        }
        return folded.ToString();
    }
}
