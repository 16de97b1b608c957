using Steward.Planning.Language;

namespace Steward.Planning.Mentions;

/// <summary>What stands around the objects of a clause: verbs in two parts, and conditions.</summary>
sealed partial class MentionReader
{
    /// <summary>"bring the call forward": the first part is the verb, the second carries no meaning of its own.</summary>
    void FindPairs(int first, int end)
    {
        for (var i = first; i < end; i++)
        {
            if (Quotes.Close(tokens, i, end) is { } close)
            {
                i = close;
                continue;
            }
            if (sayings.TryGetValue(i, out var saying))
            {
                i = saying.End - 1;
                continue;
            }
            if (parts.ContainsKey(i) || lexicon.PairAt(tokens, i, end) is not ({ } pair, var last) || pair.Act is "tell" or "uninvite" && people.Read(i + pair.First.Length, end, tokens[i + pair.First.Length].Capital) is null && tokens[i + 1].Norm is not ("him" or "her" or "them"))
                continue;
            // a longer phrase of the lexicon at the same place says something else: "put a star on …"
            if (lexicon.At(tokens, i, end).Any(s => s.Kind == SenseKind.Act && s.Words.Length > pair.First.Length))
                continue;
            parts[i] = new ActMention(i, i + pair.First.Length, pair.Act, Leading: true);
            parts[last] = new FillerMention(last, last + pair.Last.Length);
            i = last;
        }
    }

    /// <summary>"if I am free"; after the verb of a change also any other "if …", which Steward cannot check.</summary>
    ConditionMention? Condition(int i, int end, List<Mention> before)
    {
        var at = i;
        while (at < end && at < i + 2 && tokens[at].Norm is "but" or "only" or "and")
            at++;
        if (at >= end)
            return null;
        if (lexicon.At(tokens, at, end).FirstOrDefault(s => s.Kind == SenseKind.Condition) is { } known)
            return new ConditionMention(i, at + known.Words.Length, known.Value);
        var opens = tokens[at].Norm is "if" or "unless" or "provided" || tokens[at].Norm == "in" && at + 1 < end && tokens[at + 1].Norm == "case";
        if (!opens || lexicon.At(tokens, at, end).Any(s => s.Words.Length > 1) || !before.Exists(m => m is ActMention { Act: not "find" }))
            return null;
        // "… if they are older than a month" describes the mail
        if (tokens[at].Norm is "if" or "unless" && at + 2 < end && tokens[at + 1].Norm is "they" or "it" && tokens[at + 2].Norm is "is" or "are" or "'s" or "were" or "was" or "came" or "have" or "has")
            return null;
        return new ConditionMention(i, end, null);
    }
}
