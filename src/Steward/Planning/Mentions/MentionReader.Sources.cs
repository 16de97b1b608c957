using Steward.Planning.Language;

namespace Steward.Planning.Mentions;

sealed partial class MentionReader
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
    WritersMention? Writers(int i, int end)
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
            if (wrote && tokens[next].Norm is "on" or "in" && Topic(next, end, [new ThingMention(i, next, "mail")]) is { } on)
                return new WritersMention(i, on.End, on.Topic, on.Quoted);
            next++;
        }
        wrote |= next < end && Writing.Contains(tokens[next].Norm);
        if (next + 1 < end && wrote && Marker(next, end, "about") is { Words.Length: 1 } && tokens[next + 1].Norm is "it" or "this" or "that" && (next + 2 >= end || tokens[next + 2].Kind == TokenKind.Symbol || lexicon.At(tokens, next + 2, end).Any() || future.ContainsKey(next + 2)))
            return new WritersMention(i, next + 2, null);
        if (next < end && wrote && Topic(next, end, [new ThingMention(i, next, "mail")]) is { } topic)
            return new WritersMention(i, topic.End, topic.Topic, topic.Quoted);
        return null;
    }

    /// <summary>"the Q4 budget thread" → "Q4 budget".</summary>
    (string Name, int End)? ThreadNamed(int i, int end)
    {
        var start = i;
        while (start < end && Determiners.Contains(tokens[start].Norm))
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
        if (start < end && Threads.Contains(tokens[start].Norm) && Topic(start + 1, end, [new ThingMention(start, start + 1, "mail")]) is { } topic)
            return (topic.Topic, topic.End);
        return null;
    }

    /// <summary>"in my work account", "across all accounts", "from personal", "both mailboxes".</summary>
    AccountMention? Account(int i, int end)
    {
        var marker = tokens[i].Norm is "in" or "on" or "from" or "across" or "at" or "to" or "into" or "within" or "via" or "using" or "over" or "through" or "of" or "for" ? tokens[i].Norm : "";
        var at = marker.Length > 0 ? i + 1 : i;
        if (marker == "over" && at < end && tokens[at].Norm is "to" or "into" or "in")
            (marker, at) = (tokens[at].Norm, at + 1);
        var all = false;
        while (at < end && tokens[at].Norm is "my" or "the" or "our" or "all" or "both" or "each" or "every" or "any" or "of" or "different" or "email" or "mail" or "connected" or "linked" or "two" or "three" && (at + 1 < end))
        {
            all |= tokens[at].Norm is "all" or "both" or "each" or "every" or "any";
            if (tokens[at].Norm is "email" or "mail" && tokens[at + 1].Norm is not ("accounts" or "account" or "addresses" or "address" or "inboxes"))
                break;
            at++;
        }
        if (at >= end)
            return null;
        if (tokens[at].Norm is "accounts" or "mailboxes" or "inboxes" or "addresses" or "calendars" && (all || marker is "across" or "in" or "over" or "through" or "from"))
            return new AccountMention(i, at + 1, [], marker);
        if (all && tokens[at].Norm is "account" or "mailbox")
            return new AccountMention(i, at + 1, [], marker);
        if (tokens[at].Norm == "everywhere")
            return new AccountMention(i, at + 1, [], marker);
        foreach (var account in request.Accounts)
            if (NamedBy(account, at, end) is { } last)
            {
                var noun = last;
                while (noun < end && tokens[noun].Norm is "account" or "mailbox" or "inbox" or "mail" or "email" or "gmail" or "address" or "calendar" or "one" or "outlook")
                    noun++;
                // a label alone ("work") is an account only where one is expected
                if (noun == last && (marker is not ("from" or "to" or "in" or "on") || last < end && tokens[last].Kind == TokenKind.Word && !lexicon.At(tokens, last, end).Any()) && !tokens[at].Text.Contains('@', StringComparison.Ordinal))
                    continue;
                if (noun == last + 1 && marker.Length == 0 && tokens[last].Norm is "mail" or "email" && i == at)
                    return new AccountMention(i, last, [.. request.Accounts.Where(a => a.Label.Equals(account.Label, StringComparison.OrdinalIgnoreCase))], marker);
                return new AccountMention(i, noun, [account], marker);
            }
        return null;
    }

    int? NamedBy(PlanAccount account, int i, int end)
    {
        if (tokens[i].Kind == TokenKind.Address)
            return tokens[i].Text.Equals(account.Address, StringComparison.OrdinalIgnoreCase) ? i + 1 : null;
        foreach (var name in (ReadOnlySpan<string>)[account.Label, account.DisplayName])
        {
            var words = Tokeniser.Split(name);
            if (words.Count == 0 || i + words.Count > end)
                continue;
            var fits = true;
            for (var k = 0; k < words.Count && fits; k++)
                fits = tokens[i + k].Norm == words[k].Norm;
            if (fits)
                return i + words.Count;
        }
        return tokens[i].Norm is "private" or "home" && account.Label.Equals("personal", StringComparison.OrdinalIgnoreCase)
            || tokens[i].Norm is "office" or "company" or "corporate" or "business" or "job" && account.Label.Equals("work", StringComparison.OrdinalIgnoreCase) ? i + 1 : null;
    }
}
