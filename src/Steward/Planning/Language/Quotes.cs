namespace Steward.Planning.Language;

/// <summary>Finds quoted stretches, so that nothing inside them is read as a request.</summary>
static class Quotes
{
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
        for (var k = i + 1; k < end; k++)
            if (tokens[k].Text == close || close == "”" && tokens[k].Text is "“" or "\"")
                return k;
        return close is "'" or "’" ? null : end - 1;
    }
}
