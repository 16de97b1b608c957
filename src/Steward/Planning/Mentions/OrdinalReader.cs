using Steward.Planning.Language;

namespace Steward.Planning.Mentions;

/// <summary>One of those that were listed before.</summary>
sealed class OrdinalReader(Sentence sentence) : PhraseReader(sentence)
{
    /// <summary>"the first one", "the second slot", "number three"; only in a conversation, where something was listed before.</summary>
    public override Mention? At(int i, int end, List<Mention> before)
    {
        if (request.Earlier.Count == 0)
            return null;
        var at = tokens[i].Norm is "the" or "that" ? i + 1 : i;
        if (at >= end)
            return null;
        int? index = tokens[at].Norm switch { "first" or "1st" => 0, "second" or "2nd" => 1, "third" or "3rd" => 2, "fourth" or "4th" => 3, "fifth" or "5th" => 4, _ => null };
        if (tokens[at].Norm is "number" or "option" && at + 1 < end && Sentence.Number(at + 1) is { } number && number is > 0 and < 10)
            return new OrdinalMention(i, at + 2, number - 1);
        if (index is null || at == i)
            return null;
        // "move it to the first" is a date
        if (i > 0 && tokens[i - 1].Norm is "to" or "until" or "till" or "by" && (at + 1 >= end || tokens[at + 1].Norm is not ("one" or "slot" or "option" or "time")) && before.Exists(m => m is ActMention { Act: "move" or "snooze" }))
            return null;
        if (at + 1 >= end || tokens[at + 1].Kind == TokenKind.Symbol || tokens[at + 1].Norm is "and" or "or" or "to" or "until" or "please" or "by" or "with" or "as" or "for" or "too" or "then")
            return new OrdinalMention(i, at + 1, index.Value);
        return tokens[at + 1].Norm is "one" or "slot" or "option" or "mail" or "email" or "message" or "suggestion" or "time" ? new OrdinalMention(i, at + 2, index.Value) : null;
    }
}
