namespace Steward.Tools.Summaries;

/// <summary>Content words of a sentence, lower-case and lightly stemmed, for comparing sentences with one another.</summary>
static class Words
{
    static readonly HashSet<string> Stop = new(StringComparer.Ordinal)
    {
        "a", "about", "after", "again", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because", "been", "before", "but", "by", "can", "could", "did", "do", "does",
        "doing", "for", "from", "get", "got", "had", "has", "have", "he", "her", "here", "hers", "hi", "him", "his", "hello", "dear", "how", "i", "if", "in", "into", "is", "it", "its",
        "just", "let", "me", "more", "most", "my", "no", "not", "now", "of", "on", "one", "only", "or", "our", "out", "over", "please", "she", "should", "so", "some", "than", "thank",
        "thanks", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "too", "up", "us", "very", "was", "we", "were", "what", "when", "where", "which",
        "who", "will", "with", "would", "you", "your", "re", "fwd", "der", "die", "das", "und", "ist", "nicht", "ein", "eine", "mit", "für", "auf", "von", "zu", "im", "den", "wir", "ich", "sie",
    };

    public static IReadOnlyList<string> Of(string text)
    {
        var words = new List<string>();
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && char.IsLetterOrDigit(text[i]))
            {
                if (start < 0)
                    start = i;
                continue;
            }
            if (start < 0)
                continue;
            var word = text[start..i].ToLowerInvariant();
            if (word.Length > 1 && !Stop.Contains(word))
                words.Add(Stem(word));
            start = -1;
        }
        return words;
    }

    /// <summary>Plural and the commonest verb endings; enough for "budgets" to meet "budget".</summary>
    static string Stem(string word) => word switch
    {
        { Length: > 5 } when word.EndsWith("ing", StringComparison.Ordinal) => word[..^3],
        { Length: > 4 } when word.EndsWith("ies", StringComparison.Ordinal) => word[..^3] + "y",
        { Length: > 4 } when word.EndsWith("ed", StringComparison.Ordinal) => word[..^2],
        { Length: > 3 } when word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) => word[..^1],
        _ => word,
    };
}
