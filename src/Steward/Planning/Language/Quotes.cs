namespace Steward.Planning.Language;

/// <summary>Finds quoted stretches, so that nothing inside them is read as a request.</summary>
static class Quotes
{
    /// <summary>In single marks no longer stretch is taken for quoted.</summary>
    const int LongestSingle = 60;

    /// <summary>How many tokens stand in quoted stretches.</summary>
    public static int Inside(IReadOnlyList<Token> tokens)
    {
        var inside = 0;
        for (var i = 0; i < tokens.Count; i++)
            if (Close(tokens, i, tokens.Count) is { } close)
                (inside, i) = (inside + close - i, close);
        return inside;
    }

    /// <summary>The index of the closing mark when a quotation opens at the token; an opening mark that is never closed quotes the rest.</summary>
    public static int? Close(IReadOnlyList<Token> tokens, int i, int end)
    {
        var close = tokens[i].Text switch
        {
            "\"" => "\"",
            "“" or "„" => "”",
            "«" => "»",
            "‘" when tokens[i].SpaceBefore => "’",
            "'" when tokens[i].SpaceBefore => "'",
            _ => null,
        };
        if (close is null)
            return null;
        // an apostrophe may open nothing at all: it is not looked for through a whole text
        var last = close is "'" or "’" ? Math.Min(end, i + LongestSingle) : end;
        for (var k = i + 1; k < last; k++)
            if (tokens[k].Text == close || close == "”" && tokens[k].Text is "“" or "\"")
                return k;
        return close is "'" or "’" ? null : end - 1;
    }
}
