using Steward.Planning.Language;

namespace Steward.Planning.Mentions;

/// <summary>Whose mail is meant.</summary>
sealed class SenderReader(Sentence sentence) : PhraseReader(sentence)
{
    public override Mention? At(int i, int end, List<Mention> before) => Read(i, end, before);

    /// <summary>"from Anna", "by my manager", "Anna sent me", "Anna's mails".</summary>
    public SenderMention? Read(int i, int end, List<Mention> before)
    {
        if (Marker(i, end, "from") is { } marker && i + marker.Words.Length < end)
        {
            var at = i + marker.Words.Length;
            if (marker.Words is ["of"] && !(before.Count > 0 && before[^1] is ThingMention { Thing: "mail" or "thread" }))
                return null;
            // "remove Travel from the Lisbon mails": from what it is taken, not whose they are
            if (before.Count > 0 && before[^1] is LabelMention && tokens[at].Norm is "the" or "all" or "my" or "these" or "those")
                return null;
            if (marker.Words is ["by"] && (future.ContainsKey(i) || Orders.Contains(tokens[at].Norm)))
                return null;
            // "from October" is a time; a person of that name is known by it
            if (future.TryGetValue(at, out var spot) && (!tokens[at].Capital || spot.End > at + 1 || people.Read(at, end, guess: false) is null))
                return null;
            return people.Read(at, end, guess: true) is var (who, last) ? new SenderMention(i, last, who) : null;
        }
        if ((people.Read(i, end, guess: false) ?? Stranger(i, end)) is not var (owner, next) || next >= end)
            return null;
        if (tokens[next].Norm == "'s" && next + 1 < end && lexicon.At(tokens, next + 1, end).Any(s => s.Kind is SenseKind.Thing && s.Value is "mail" or "thread" || s.Kind is SenseKind.Filter or SenseKind.Vague) )
            return new SenderMention(i, next + 1, owner);
        var newest = tokens[next].Norm is "last";
        var verb = newest ? next + 1 : next;
        while (verb < end && tokens[verb].Norm is "has" or "have" or "had" or "just" or "recently" or "ever" or "already" or "also" or "did" or "actually" or "finally" or "still" or "again" or "even")
            verb++;
        if (DroppedALine(verb, end) is { } line)
            return new SenderMention(i, line, owner, newest);
        if (verb < end && tokens[verb].Norm is "sent" or "wrote" or "written" or "emailed" or "mailed" or "messaged" or "forwarded" or "send" or "write" or "email" or "mail" or "message" or "replied" or "responded" or "answered"
            || verb < end && i > 0 && tokens[i - 1].Norm is "did" or "does" or "do" && tokens[verb].Norm is "reply" or "respond" or "answer" or "say" or "want" or "think" or "need" or "mean" or "suggest" or "propose" or "ask" or "request" or "expect" or "tell"
            || InTouch(verb, end)
            || verb < end && i > 0 && tokens[verb].Norm is "told" or "explained" or "mentioned" or "quoted" or "gave" or "attached" or "shared" or "promised" or "asked" or "described" or "listed" or "said" or "announced" or "confirmed" && tokens[i - 1].Norm is "which" or "where" or "when" or "whether" or "if" or "that"
            || verb < end && tokens[next].Norm is "has" or "have" && tokens[verb].Norm is "said" or "asked" or "suggested" or "proposed" or "answered")
        {
            var last = verb + 1;
            while (last < end && tokens[last].Norm is "in" or "touch" or "contact" or "out" or "back" && InTouch(verb, end))
                last++;
            while (last < end && tokens[last].Norm is "me" or "us" or "to" or "from" or "of" or "for" && (tokens[last].Norm is "me" or "us" || last + 1 < end && tokens[last + 1].Norm is "me" or "us"))
                last++;
            return new SenderMention(i, last, owner, newest);
        }
        return null;
    }

    /// <summary>"sorted by importance": an order, nobody's mail.</summary>
    static readonly HashSet<string> Orders = new(StringComparer.Ordinal) { "importance", "urgency", "priority", "date", "size", "age", "relevance", "sender", "name", "subject", "topic", "mail", "email", "phone" };

    /// <summary>"if the bank has mailed me", "did Vodafone write": somebody whom no contact bears, known by what they did.</summary>
    (People People, int End)? Stranger(int i, int end)
    {
        if (!(tokens[i].Norm is "the" || tokens[i].Capital) || i == 0 || tokens[i - 1].Norm is not ("if" or "whether" or "did" or "has" or "have" or "what" or "anything" or "something") || tokens[i].Norm == "the" && i + 1 < end && tokens[i + 1].Norm is "last" or "latest" or "newest" or "first" or "next" or "other" or "same" || people.Read(i, end, guess: true) is not var (who, next))
            return null;
        var verb = next;
        while (verb < end && tokens[verb].Norm is "has" or "have" or "had" or "just" or "already" or "ever")
            verb++;
        return verb < end && (tokens[verb].Norm is "mailed" or "emailed" or "messaged" or "written" or "replied" or "responded" or "answered" || tokens[verb].Norm is "sent" or "wrote" or "send" or "write" or "reply" or "answer" or "mail" or "email") ? (who, next) : null;
    }

    /// <summary>"dropped me a line", "sent me a note": the index behind it.</summary>
    int? DroppedALine(int i, int end) =>
        i + 3 < end && tokens[i].Norm is "dropped" or "drop" or "shot" or "shoot" or "pinged" && tokens[i + 1].Norm is "me" or "us" && tokens[i + 2].Norm is "a" or "an" && tokens[i + 3].Norm is "line" or "note" or "mail" or "email" or "message" ? i + 4 : null;

    /// <summary>"been in touch", "reached out", "contacted me".</summary>
    bool InTouch(int i, int end) => i < end && (tokens[i].Norm is "contacted" or "pinged" || i + 1 < end && (tokens[i].Norm is "reached" or "reach" && tokens[i + 1].Norm == "out" || tokens[i].Norm is "get" or "got" or "gotten" or "come" or "came" or "getting" && tokens[i + 1].Norm == "back" || tokens[i].Norm is "been" or "got" or "gotten" or "get" && tokens[i + 1].Norm == "in" && i + 2 < end && tokens[i + 2].Norm is "touch" or "contact"));
}
