using Steward.Planning.Language;
using Steward.Planning.Time;

namespace Steward.Planning.Mentions;

/// <summary>How many are meant, and which of those that were listed before.</summary>
sealed class LimitReader(Sentence sentence) : PhraseReader(sentence)
{
    public override Mention? At(int i, int end, List<Mention> before) => Limit(i, end);

    /// <summary>Where the number stands behind "up to", "at most", "no more than", "max".</summary>
    int? Most(int i, int end) => tokens[i].Norm switch
    {
        "up" when i + 2 < end && tokens[i + 1].Norm == "to" => i + 2,
        "at" when i + 2 < end && tokens[i + 1].Norm is "most" or "max" => i + 2,
        "no" when i + 3 < end && tokens[i + 1].Norm == "more" && tokens[i + 2].Norm == "than" => i + 3,
        "max" or "maximum" when i + 1 < end => i + 1,
        _ => null,
    };

    /// <summary>"the latest three mails", "last 5 messages", "top 10", "the 3 newest", "her last email".</summary>
    LimitMention? Limit(int i, int end)
    {
        var at = tokens[i].Norm is "the" or "my" or "our" && i + 1 < end ? i + 1 : i;
        var two = at + 1 < end && tokens[at].Norm == "most" && tokens[at + 1].Norm == "recent";
        if (tokens[at].Norm is "latest" or "last" or "newest" or "first" or "top" || two)
        {
            var number = two ? at + 2 : at + 1;
            if (number < end && tokens[number].Norm != "one" && Sentence.Number(number) is { } count && (number + 1 >= end || !TimeWords.Units.ContainsKey(tokens[number + 1].Norm)))
                return new LimitMention(i, number + 1, count);
            if (number < end && tokens[number].Norm is "mail" or "email" or "message" or "thread" or "conversation" or "one" or "e" or "letter" or "reply" or "note" && tokens[at].Norm is not "top" and not "first")
                return new LimitMention(i, number, 1);
            // "summarise the newest", of what was found before
            if (request.Earlier.Count > 0 && tokens[at].Norm is "latest" or "newest" && at > i && (number >= end || tokens[number].Kind == TokenKind.Symbol || tokens[number].Norm is "to" or "and" or "please" or "as" or "for" or "with" or "until"))
                return new LimitMention(i, number, 1);
            // "what was the last thing Ben sent", "when did I last hear from Anna": the newest
            if (number < end && tokens[number].Norm is "thing" or "things" || tokens[at].Norm == "last" && number < end && tokens[number].Norm is "hear" or "heard" or "write" or "wrote" or "email" or "emailed" or "mail" or "mailed" or "get" or "got" or "contact" or "contacted")
                return new LimitMention(i, tokens[number].Norm is "thing" or "things" ? number + 1 : number, 1);
            // "the latest invoice from Acme": any one thing that nothing else is known of
            if (tokens[at].Norm is "latest" or "newest" or "last" && at > i && !future.ContainsKey(i) && !future.ContainsKey(at) && number < end && tokens[number].Kind == TokenKind.Word && !tokens[number].Norm.EndsWith('s')
                && !lexicon.At(tokens, number, end).Any(s => s.Kind is not (SenseKind.Filter or SenseKind.Thing) || s is { Kind: SenseKind.Thing, Value: not "mail" }) && people.Read(number, end, guess: false) is null
                && (number + 1 >= end || tokens[number + 1].Kind == TokenKind.Symbol || tokens[number + 1].Norm is "from" or "by" or "about" or "on" or "of" or "that" or "i" or "to" or "regarding" or "with"))
                return new LimitMention(i, number, 1);
            // "the latest lease email": what it is about may stand between
            for (var noun = number + 1; tokens[at].Norm is "latest" or "newest" or "last" && !future.ContainsKey(at) && noun < Math.Min(end, number + 3) && !lexicon.At(tokens, noun - 1, noun).Any(); noun++)
                if (tokens[noun].Norm is "mail" or "email" or "message")
                    return new LimitMention(i, number, 1);
            return null;
        }
        // "up to 50 promotional mails", "no more than 3 mails"
        if (Most(i, end) is { } bound && Sentence.Number(bound) is { } most && bound + 1 < end && tokens[bound + 1].Kind == TokenKind.Word && !TimeWords.Units.ContainsKey(tokens[bound + 1].Norm) && !future.ContainsKey(bound))
            return new LimitMention(i, bound + 1, most);
        // "the next three meetings", "my next call"
        if (tokens[at].Norm is "next" or "upcoming" && at + 1 < end)
        {
            var noun = Sentence.Number(at + 1) is null ? at + 1 : at + 2;
            if (noun < end && lexicon.At(tokens, noun, end).Any(s => s is { Kind: SenseKind.Thing, Value: "meeting" }) && (tokens[at].Norm == "next" || noun == at + 2))
                return new LimitMention(i, noun, Sentence.Number(at + 1) ?? 1);
        }
        if (Sentence.Number(at) is { } n && at + 1 < end)
        {
            if (tokens[at + 1].Norm is "latest" or "newest" or "last" || at + 2 < end && tokens[at + 1].Norm == "most" && tokens[at + 2].Norm == "recent")
                return new LimitMention(i, tokens[at + 1].Norm == "most" ? at + 3 : at + 2, n);
            if (tokens[at + 1].Norm is "mails" or "emails" or "messages" or "threads" or "conversations" or "slots" or "options" or "times" or "suggestions" or "alternatives" or "openings" or "free" or "possible" or "dates" or "proposals" or "things" || tokens[at + 1].Norm == "most" && at + 2 < end && tokens[at + 2].Norm is "important" or "urgent" or "pressing")
                return new LimitMention(i, at + 1, n);
        }
        return null;
    }
}
