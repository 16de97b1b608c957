using Steward.Planning.Language;

namespace Steward.Planning.Mentions;

/// <summary>What must hold, and answers that may not come.</summary>
sealed class ConditionReader(Sentence sentence) : PhraseReader(sentence)
{
    readonly UnansweredReader unanswered = new(sentence.Tokens, sentence.People);

    public override Mention? At(int i, int end, List<Mention> before) => (Mention?)unanswered.At(i, end) ?? Condition(i, end, before);

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
        if (tokens[at].Norm is "if" or "unless" && before.Exists(m => m is ThingMention { Thing: "mail" or "thread" } or FilterMention or SenderMention or TopicMention) && at + 2 < end
            && (tokens[at + 1].Norm is "they" or "it" && tokens[at + 2].Norm is "is" or "are" or "'s" or "were" or "was" or "came" or "have" or "has" || tokens[at + 1].Norm is "they're" or "it's" && tokens[at + 2].Norm is "older" or "newer" or "from" or "unread" or "read" or "more" or "over"))
            return null;
        return new ConditionMention(i, end, null);
    }
}
