using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>Looks a clause's words up, for families that are known by a few words of their own.</summary>
static class Words
{
    public static bool HasAny(this Clause clause, params ReadOnlySpan<string> words)
    {
        for (var i = clause.First; i < clause.End; i++)
            if (words.Contains(clause.Tokens[i].Norm))
                return true;
        return false;
    }

    /// <summary>Index of the first token of a phrase ("out of office"); -1 when it does not occur.</summary>
    public static int Find(this Clause clause, string phrase)
    {
        var space = phrase.IndexOf(' ', StringComparison.Ordinal);
        if (!clause.Knows(space < 0 ? phrase : phrase[..space]))
            return -1;
        for (var i = clause.First; i < clause.End; i++)
            if (Stands(clause, i, phrase))
                return i;
        return -1;
    }

    static bool Stands(Clause clause, int i, ReadOnlySpan<char> phrase)
    {
        while (true)
        {
            var word = i < clause.End ? clause.Tokens[i++].Norm : "";
            if (word.Length == 0 || !phrase.StartsWith(word, StringComparison.Ordinal))
                return false;
            if (phrase.Length == word.Length)
                return true;
            if (phrase[word.Length] != ' ')
                return false;
            phrase = phrase[(word.Length + 1)..];
        }
    }

    public static bool HasPhrase(this Clause clause, params ReadOnlySpan<string> phrases)
    {
        foreach (var phrase in phrases)
            if (clause.Find(phrase) >= 0)
                return true;
        return false;
    }

    /// <summary>Marks the mentions that lie in a phrase as used.</summary>
    public static void Use(this Clause clause, HashSet<Mention> used, params ReadOnlySpan<string> phrases)
    {
        foreach (var phrase in phrases)
            if (clause.Find(phrase) is >= 0 and var at)
                used.UnionWith(clause.Mentions.Where(m => m.First < at + phrase.Split(' ').Length && at < m.End && m is UnknownMention or TopicMention or FilterMention or ThingMention or ActMention));
    }

    /// <summary>The word before a mention, or "".</summary>
    public static string Before(this Clause clause, Mention mention) => mention.First > clause.First ? clause.Tokens[mention.First - 1].Norm : "";
}
