using Steward.Planning.Language;

namespace Steward.Planning.Mentions;

/// <summary>Reads answers that may not come; who is waited for stands inside the condition.</summary>
sealed class UnansweredReader(IReadOnlyList<Token> tokens, PeopleReader people)
{
    static readonly HashSet<string> NotDone = new(StringComparer.Ordinal)
    {
        "doesn't", "doesnt", "don't", "dont", "didn't", "didnt", "hasn't", "hasnt", "haven't", "havent", "hadn't", "isn't", "aren't", "won't", "wont", "can't", "fails", "never", "not", "without",
    };

    static readonly HashSet<string> Answers = new(StringComparer.Ordinal)
    {
        "answer", "answers", "answered", "answering", "reply", "replies", "replied", "replying", "respond", "responds", "responded", "responding", "react", "reacts", "reacted", "write", "writes", "wrote", "written", "get", "gets", "got", "gotten", "come", "comes", "came",
        "confirm", "confirms", "confirmed", "hear", "heard", "receive", "received",
    };

    static readonly HashSet<string> AnswerNouns = new(StringComparer.Ordinal) { "answer", "answers", "reply", "replies", "response", "responses", "word", "news", "feedback", "confirmation", "anything", "nothing", "sign" };

    /// <summary>Null unless the words at this place open such a condition.</summary>
    public NoAnswerMention? At(int i, int end)
    {
        var at = i;
        while (at < end && at < i + 2 && tokens[at].Norm is "but" or "only" or "and" or ",")
            at++;
        if (at >= end || tokens[at].Norm is not ("if" or "unless" or "when" or "should" or "without" or "in"))
            return null;
        var unless = tokens[at].Norm == "unless";
        if (tokens[at].Norm == "in")
        {
            if (at + 1 >= end || tokens[at + 1].Norm != "case")
                return null;
            at++;
        }
        if (tokens[at].Norm != "without")
            at++;
        while (at < end && tokens[at].Norm is "there" or "'s" or "is" or "there's" or "we" or "there'll" or "by" or "then")
            at++;
        if (at >= end)
            return null;
        // "if none comes", "if nothing arrives"
        if (tokens[at].Norm is "none" or "nothing" && at + 1 < end && tokens[at + 1].Norm is "come" or "comes" or "came" or "arrive" or "arrives" or "arrived")
            return new(i, Tail(at + 2, end), null);
        // "if no reply", "if nobody answers", "without an answer from Ben"
        if (tokens[at].Norm is "no" or "without" && Noun(at + 1, end) is { } noun)
            return Whose(i, noun, end, null);
        if (tokens[at].Norm is "nobody" or "none" || tokens[at].Norm is "no" or "not" && at + 1 < end && tokens[at + 1].Norm is "one" or "body")
            return Verb(at + (tokens[at].Norm is "nobody" or "none" ? 1 : 2), end) is { } silent ? Whose(i, silent, end, null) : null;
        // "if I don't hear back from Sarah", "unless I get an answer"
        if (tokens[at].Norm is "i" or "we" && Silence(at + 1, end, unless) is { } heard)
            return Whose(i, heard, end, null);
        People? who = null;
        if (tokens[at].Norm is "he" or "she" or "they" or "it" or "anyone" or "anybody" or "someone" or "somebody" or "that" or "the" && at + 1 < end && people.Read(at, end, guess: false) is null)
            at += tokens[at].Norm == "the" ? 2 : 1;
        else if (people.Read(at, end, guess: tokens[at].Capital) is var (named, next))
            (who, at) = (named, next);
        return Silence(at, end, unless) is { } last ? Whose(i, last, end, who) : null;
    }

    /// <summary>"doesn't answer", "hasn't replied yet"; after "unless" the same without the denial. The index behind it.</summary>
    int? Silence(int at, int end, bool unless)
    {
        var denied = unless;
        for (var skipped = 0; at < end && skipped < 4 && tokens[at].Norm is "do" or "does" or "did" or "has" or "have" or "had" or "is" or "will" or "yet" or "still" or "ever" or "actually" or "really" or "'s" or "to" or "been" or "already" || at < end && NotDone.Contains(tokens[at].Norm); skipped++, at++)
            denied |= NotDone.Contains(tokens[at].Norm);
        // "if I get no answer"
        if (!denied && at + 2 < end && tokens[at].Norm is "get" or "got" or "receive" or "hear" or "have" && tokens[at + 1].Norm is "no" or "nothing")
            return tokens[at + 1].Norm == "nothing" ? Tail(at + 2, end) : Noun(at + 2, end);
        // "if he doesn't": of what was asked before
        return denied ? Verb(at, end) ?? (!unless && (at >= end || tokens[at].Kind == TokenKind.Symbol) && NotDone.Contains(tokens[at - 1].Norm) ? at : null) : null;
    }

    int? Verb(int at, int end)
    {
        while (at < end && tokens[at].Norm is "has" or "have" or "had" or "did" or "yet" or "ever")
            at++;
        if (at >= end || !Answers.Contains(tokens[at].Norm))
            return null;
        var verb = tokens[at].Norm;
        at++;
        // "get back to me", "write back", "come back", "hear back", "hear from", "get an answer"
        if (verb is "get" or "gets" or "got" or "gotten" or "write" or "writes" or "wrote" or "written" or "come" or "comes" or "came" or "hear" or "heard" or "receive" or "received")
        {
            if (at < end && tokens[at].Norm is "back" or "anything" or "nothing")
                return Tail(at + 1, end);
            if (at < end && tokens[at].Norm == "from" && verb is "hear" or "heard")
                return at;
            return Noun(at, end) ?? (verb is "write" or "writes" or "written" or "wrote" ? Tail(at, end) : null);
        }
        return Tail(at, end);
    }

    int? Noun(int at, int end)
    {
        while (at < end && tokens[at].Norm is "an" or "a" or "any" or "the" or "some" or "his" or "her" or "their")
            at++;
        if (at < end && AnswerNouns.Contains(tokens[at].Norm))
            return Tail(at + 1, end);
        return people.Read(at, end, guess: false) is var (_, next) && next + 1 < end && tokens[next].Norm == "'s" && AnswerNouns.Contains(tokens[next + 1].Norm) ? Tail(next + 2, end) : null;
    }

    int Tail(int at, int end)
    {
        while (at < end && (tokens[at].Norm is "back" or "yet" or "comes" or "came" or "arrives" or "me" or "us" || tokens[at].Norm == "to" && at + 1 < end && tokens[at + 1].Norm is "me" or "us" or "it" or "that"))
            at += tokens[at].Norm == "to" ? 2 : 1;
        return at;
    }

    /// <summary>"… from Sarah" behind it says whose, when that was not said before.</summary>
    NoAnswerMention Whose(int first, int last, int end, People? who) =>
        who is null && last + 1 < end && tokens[last].Norm == "from" && people.Read(last + 1, end, guess: tokens[last + 1].Capital) is var (named, next) ? new(first, next, named)
        : last + 1 < end && tokens[last].Norm == "from" && tokens[last + 1].Norm is "him" or "her" or "them" or "anyone" or "anybody" ? new(first, last + 2, who)
        : new(first, last, who);
}
