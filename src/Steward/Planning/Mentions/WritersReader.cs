using Steward.Planning.Language;

namespace Steward.Planning.Mentions;

/// <summary>Everybody who wrote about something.</summary>
sealed class WritersReader(Sentence sentence, TopicReader topics) : PhraseReader(sentence)
{
    static readonly HashSet<string> Glue = new(StringComparer.Ordinal)
    {
        "who", "that", "has", "have", "had", "'s", "been", "recently", "me", "us", "to", "mail", "email", "mails", "emails", "a", "an", "the", "in", "e", "-", "any", "some", "message",
        "messages", "from", "of", "is", "are", "was", "were", "out", "touch", "with", "got", "part", "took", "all", "at", "on", "just", "ever", "also", "my", "our", "something", "anything", "stuff",
    };

    static readonly HashSet<string> Writing = new(StringComparer.Ordinal)
    {
        "emailed", "mailed", "wrote", "written", "writing", "sent", "sending", "messaged", "contacted", "replied", "participated", "discussed", "discussing", "commented", "asked", "involved",
        "emailing", "mailing", "corresponded", "reached", "email", "mail", "e-mailed", "writes", "wrote", "responded", "chimed", "weighed", "mentioned", "mentioning", "mentions", "talked", "talking", "writes",
        "mails", "emails", "send", "write", "cc'd", "ccd", "copied",
    };

    static readonly HashSet<string> Threads = new(StringComparer.Ordinal) { "thread", "conversation", "discussion", "chain", "exchange", "threads", "emails", "mails", "email", "conversations" };

    /// <summary>"everyone who mailed about the offsite", "all the people on the budget thread", "whoever wrote me regarding X".</summary>
    public override Mention? At(int i, int end, List<Mention> before)
    {
        var at = tokens[i].Norm is "with" or "including" or "for" or "to" or "between" or "the" ? i + 1 : i;
        if (at < end && tokens[at].Norm is "all" or "any" or "every")
            at++;
        while (at < end && tokens[at].Norm is "of" or "the" or "those" or "other" && at > i)
            at++;
        if (at >= end)
            return null;
        var subject = tokens[at].Norm is "everyone" or "everybody" or "people" or "anyone" or "anybody" or "those" or "folks" or "whoever" or "senders" or "person" or "participants" or "persons" or "who" or "them"
            || at > i && tokens[at].Norm is "who" or "that" or "colleagues";
        if (!subject && at > i && tokens[at - 1].Norm is "all" or "those" && tokens[at].Norm is "who" or "that")
            subject = true;
        if (!subject)
            return null;
        var next = at + 1;
        if (tokens[at].Norm == "them")
            return null;
        var wrote = tokens[at].Norm is "senders" or "participants";
        while (next < end && next - at < 12 && Marker(next, end, "about") is not { Words: not ["of"] and not ["on"] and not ["for"] and not ["to"] } && (Glue.Contains(tokens[next].Norm) || Writing.Contains(tokens[next].Norm)))
        {
            wrote |= Writing.Contains(tokens[next].Norm);
            // "on the budget thread": the words up to "thread" are the topic
            if (tokens[next].Norm is "on" or "in" or "from" or "of" && ThreadNamed(next + 1, end) is var (name, last))
                return new WritersMention(i, last, name);
            if (wrote && tokens[next].Norm is "on" or "in" && topics.Read(next, end, [new ThingMention(i, next, "mail")]) is { } on)
                return new WritersMention(i, on.End, on.Topic, on.Quoted);
            next++;
        }
        wrote |= next < end && Writing.Contains(tokens[next].Norm);
        if (next + 1 < end && wrote && Marker(next, end, "about") is { Words.Length: 1 } && tokens[next + 1].Norm is "it" or "this" or "that" && (next + 2 >= end || tokens[next + 2].Kind == TokenKind.Symbol || lexicon.At(tokens, next + 2, end).Any() || future.ContainsKey(next + 2)))
            return new WritersMention(i, next + 2, null);
        if (next < end && wrote && topics.Read(next, end, [new ThingMention(i, next, "mail")]) is { } topic)
            return new WritersMention(i, topic.End, topic.Topic, topic.Quoted);
        return null;
    }

    /// <summary>"the Q4 budget thread" → "Q4 budget".</summary>
    (string Name, int End)? ThreadNamed(int i, int end)
    {
        var start = i;
        while (start < end && Mentions.Sentence.Determiners.Contains(tokens[start].Norm))
            start++;
        for (var last = start + 1; last < Math.Min(end, start + 7); last++)
        {
            if (Threads.Contains(tokens[last].Norm))
            {
                var after = last + 1 < end && Threads.Contains(tokens[last + 1].Norm) ? last + 2 : last + 1;
                var text = request.Message[tokens[start].Start..tokens[last - 1].End];
                // "the thread about the budget"
                return (text.Trim('"', '“', '”', '\'', '‘', '’'), after);
            }
            if (tokens[last].Kind == TokenKind.Symbol && tokens[last].Norm is not ("-" or "'" or "\"" or "“" or "”"))
                return null;
        }
        if (start < end && Threads.Contains(tokens[start].Norm) && topics.Read(start + 1, end, [new ThingMention(start, start + 1, "mail")]) is { } topic)
            return (topic.Topic, topic.End);
        return null;
    }
}
