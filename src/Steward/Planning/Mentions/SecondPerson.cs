using Steward.Planning.Language;

namespace Steward.Planning.Mentions;

/// <summary>"ask Ben whether he's free": what is said of somebody to the person who writes becomes "you are free" when it is said to them.</summary>
static class SecondPerson
{
    static readonly HashSet<string> Modals = new(StringComparer.Ordinal) { "can", "could", "will", "would", "should", "may", "might", "must", "had", "did", "received", "got", "agreed", "saw", "sent", "needed", "wanted", "liked" };

    static readonly Dictionary<string, string> Auxiliaries = new(StringComparer.Ordinal)
    {
        ["is"] = "you are", ["are"] = "you are", ["'s"] = "you are", ["was"] = "you were", ["were"] = "you were", ["has"] = "you have", ["have"] = "you have", ["does"] = "you do", ["doesn't"] = "you don't", ["hasn't"] = "you haven't", ["isn't"] = "you aren't", ["wasn't"] = "you weren't",
    };

    static readonly Dictionary<string, string> Contracted = new(StringComparer.Ordinal)
    {
        ["they're"] = "you are", ["they've"] = "you have", ["he'll"] = "you will", ["she'll"] = "you will", ["they'll"] = "you will", ["he'd"] = "you would", ["she'd"] = "you would", ["they'd"] = "you would", ["hes"] = "you are", ["shes"] = "you are",
    };

    /// <summary>"he's got" has, "he's free" is.</summary>
    static readonly HashSet<string> Had = new(StringComparer.Ordinal) { "got", "been", "had", "seen", "done", "read", "heard", "sent", "finished", "received", "found", "made", "paid", "spoken", "talked" };

    /// <summary>The words in the second person, and the token behind those that they stand for; null when the token begins nothing of that kind.</summary>
    public static (string You, int Next)? At(IReadOnlyList<Token> tokens, int i)
    {
        if (i >= tokens.Count)
            return null;
        if (Contracted.TryGetValue(tokens[i].Norm, out var whole))
            return (whole, i + 1);
        if (tokens[i].Norm is not ("he" or "she" or "they") || i + 1 >= tokens.Count)
            return null;
        var verb = tokens[i + 1].Norm;
        if (verb == "'s" && i + 2 < tokens.Count && Had.Contains(tokens[i + 2].Norm))
            return ("you have", i + 2);
        if (Auxiliaries.TryGetValue(verb, out var said))
            return (said, i + 2);
        if (tokens[i].Norm == "they" || Modals.Contains(verb) || !verb.EndsWith('s') || verb.Length < 4)
            return ("you", i + 1);
        return ($"you {(verb.EndsWith("ies", StringComparison.Ordinal) ? verb[..^3] + "y" : verb is "goes" || verb.EndsWith("ches", StringComparison.Ordinal) || verb.EndsWith("shes", StringComparison.Ordinal) ? verb[..^2] : verb[..^1])}", i + 2);
    }
}
