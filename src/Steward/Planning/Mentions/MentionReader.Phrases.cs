using Steward.Planning.Language;
using Steward.Planning.Time;

namespace Steward.Planning.Mentions;

sealed partial class MentionReader
{
    const int LongestTopic = 9;

    static readonly HashSet<string> Determiners = new(StringComparer.Ordinal) { "the", "a", "an", "my", "our", "this", "that", "these", "those", "any", "some", "all", "his", "her", "their", "your", "new" };

    Sense? Marker(int i, int end, string name) => lexicon.At(tokens, i, end).FirstOrDefault(s => s.Kind == SenseKind.Marker && s.Value == name);

    /// <summary>"about the Q3 budget", "regarding 'final invoice'". Ends where another phrase begins.</summary>
    TopicMention? Topic(int i, int end, List<Mention> before)
    {
        if (Marker(i, end, "about") is not { } marker)
            return null;
        var start = i + marker.Words.Length;
        // words that also stand before times, people and things are markers of a topic only when none of these follows
        var weak = marker.Words is ["on" or "for" or "of" or "around" or "called" or "named" or "covering" or "to"];
        if (start >= end)
            return null;
        if (Quotes.Close(tokens, start, end) is { } close && close > start + 1)
            return new TopicMention(i, close + 1, request.Message[tokens[start + 1].Start..tokens[close - 1].End], Quoted: true);
        while (start < end && Determiners.Contains(tokens[start].Norm) && !(weak && future.ContainsKey(start)))
            start++;
        if (start >= end || tokens[start].Kind == TokenKind.Symbol || weak && !MayBeTopic(start, end, before))
            return null;
        if (Account(start, end) is not null && weak || tokens[start].Norm is "me" or "it" or "them" or "him" or "us")
            return null;
        var last = start;
        while (last < end && last - start < LongestTopic && !(last > start && EndsTopic(last, end)))
            last++;
        while (last > start && (tokens[last - 1].Kind == TokenKind.Symbol || tokens[last - 1].Norm is "please" or "thanks" or "and" or "or" or "too" or "now" or "again" or "also"))
            last--;
        if (last > start + 1 && tokens[last - 1].Norm is "thread" or "conversation" or "discussion" or "chain" or "emails" or "mails" or "matter" or "topic" or "subject")
            last--;
        return last > start ? new TopicMention(i, last, request.Message[tokens[start].Start..tokens[last - 1].End], Quoted: false) : null;
    }

    bool MayBeTopic(int i, int end, List<Mention> before)
    {
        if (future.ContainsKey(i) && !(future[i].End < end && future[i].Value is Days { Single: false } && lexicon.At(tokens, future[i].End, end).All(s => s.Kind is not (SenseKind.Filler or SenseKind.Marker)) && tokens[future[i].End].Kind == TokenKind.Word))
            return false;
        if (people.Read(i, end, guess: false) is not null || lexicon.At(tokens, i, end).Any(s => s.Kind is SenseKind.Thing or SenseKind.Filter))
            return false;
        if (lexicon.At(tokens, i, end).Any(s => s.Kind is SenseKind.Filler or SenseKind.Marker or SenseKind.Vague))
            return false;
        return before.Exists(m => m is ThingMention or ActMention);
    }

    bool EndsTopic(int k, int end)
    {
        var token = tokens[k];
        if (token.Kind == TokenKind.Symbol)
            return token.Norm is "," or ";" or ":" or "?" or "!" or "(" or ")" or "\"" || token.Norm == "." && (k + 1 >= end || tokens[k + 1].SpaceBefore) || token.Norm is "-" or "–" or "—" && token.SpaceBefore;
        if (AsTime(k, end) is { } time && IsWindow(time, k))
            return true;
        if (future.TryGetValue(k, out var spot) && spot.Value is Length)
            return true;
        if (token.Norm is "should" or "must" or "needs" or "need" or "please" or "thanks" or "thank" or "as" or "into" or "but" or "so" or "then" or "together" or "saying" or "telling" || token.Norm == "for" && (k + 1 >= end || future.ContainsKey(k + 1) || future.ContainsKey(k + 2) || tokens[k + 1].Norm is "me" or "us"))
            return true;
        if (token.Norm is "be" or "been" or "being" or "get" && k + 1 < end && lexicon.At(tokens, k + 1, end).Any(s => s.Kind == SenseKind.Act))
            return true;
        // "about the budget and translate it", but "about terms and conditions"
        if (token.Norm is "and" or "then" or "&" && k + 2 < end && tokens[k + 1].Kind == TokenKind.Word && ClauseSplitter.BeginsUnknown(tokens, k + 1, k + 2, end))
            return true;
        if (VerbLast(k, end) || VerbWithin(k, end) || k == newTextAt || sayings.ContainsKey(k))
            return true;
        if (token.Norm is "to" && (k + 1 < end && (tokens[k + 1].Norm is "be" or "me" || people.Read(k + 1, end, guess: false) is not null || Account(k, end) is not null)))
            return true;
        if (token.Norm is "to" or "for" or "in" or "on" or "into" && Enumerable.Range(k + 1, Math.Max(0, Math.Min(6, end - k - 1))).Any(n => tokens[k + 1].Norm is "a" or "an" or "the" or "our" && lexicon.At(tokens, n, end).Any(s => s is { Kind: SenseKind.Thing, Value: "meeting" })))
            return true;
        if (token.Norm is "from" or "by" or "sent" && (Sender(k, end, []) is not null || Account(k, end) is not null || k + 1 < end && future.ContainsKey(k + 1)))
            return true;
        if (token.Norm is "with" or "including" && k + 1 < end && (people.Read(k + 1, end, tokens[k + 1].Capital) is not null || tokens[k + 1].Norm is "everyone" or "everybody" or "all" or "people" or "attachments" or "attachment"))
            return true;
        if (token.Norm is "in" or "on" or "at" or "across" && (Account(k, end) is not null || k + 1 < end && AsTime(k + 1, end) is { } later && IsWindow(later, k + 1)))
            return true;
        if (token.Norm is "between" or "during" or "after" or "before" or "since" && k + 1 < end && future.ContainsKey(k + 1))
            return true;
        if (token.Norm is "that" or "which" or "who" or "i" && lexicon.At(tokens, k, end).Any(s => s.Kind == SenseKind.Filter))
            return true;
        if (token.Norm is "and" or "or" && k + 1 < end && (tokens[k + 1].Norm is "from" or "to" or "is" or "are" || lexicon.At(tokens, k + 1, end).Any(s => s.Kind == SenseKind.Act && s.Words[0] is not "mail" and not "plan" and not "call")))
            return true;
        return lexicon.At(tokens, k, end).Any(s => s.Kind == SenseKind.Filter && s.Words.Length > 1 || s.Kind == SenseKind.Marker && s.Value == "except" && s.Words[0] is not "with" || s.Kind == SenseKind.Act && s.Words.Length > 1 && s.Value is not "find")
            || token.Norm is "archived" or "deleted" or "trashed" or "binned" or "starred" or "gone";
    }

    /// <summary>"please the mails about Falcon summarise": a verb at the end of a polite request that has no other, not the last word of a topic.</summary>
    bool VerbLast(int k, int end) =>
        (k + 1 >= end || tokens[k + 1].Kind == TokenKind.Symbol || tokens[k + 1].Norm is "and" or "then")
        && lexicon.At(tokens, k, end).Any(s => s.Kind == SenseKind.Act) && lexicon.At(tokens, k, end).All(s => s.Kind == SenseKind.Act)
        && tokens.Take(k).Any(t => t.Norm is "please" or "pls" or "kindly") && !tokens.Take(k).Where((t, n) => lexicon.At(tokens, n, n + 1).Any(s => s.Kind == SenseKind.Act && s.Value != "find") && lexicon.At(tokens, n, n + 1).All(s => s.Kind == SenseKind.Act)).Any();

    /// <summary>"… about hiring summarised", "… about the audit summarise them": a verb that is no noun, as a participle at the end or with a pronoun behind it.</summary>
    bool VerbWithin(int k, int end)
    {
        if (parts.ContainsKey(k))
            return true;
        if (!lexicon.At(tokens, k, end).Any(s => s is { Kind: SenseKind.Act, Value: not "find", Words.Length: 1 }) || lexicon.At(tokens, k, end).Any(s => s.Kind is SenseKind.Thing))
            return false;
        var next = k + 1 < end ? tokens[k + 1].Norm : "";
        return next is "them" or "it" || tokens[k].Norm.EndsWith("ed", StringComparison.Ordinal) && next is "" or "," or "." or "!" or "and" or "please" or "then" or "by" or "for" or "as" or "now";
    }

    /// <summary>Whether a time after a topic restricts it, rather than being part of its name ("the offsite in June").</summary>
    bool IsWindow(TimeMention time, int k)
    {
        // "the Q3 report": a time with a noun behind it belongs to the noun
        if (time.End < tokens.Count && tokens[time.End].Kind == TokenKind.Word && time.Future is Days && !lexicon.At(tokens, time.End, tokens.Count).Any() && !future.ContainsKey(time.End) && tokens[time.End].Norm != "'s")
            return false;
        return time.Future is not Days { Fixed: false, Single: false } || k > 0 && tokens[k - 1].Norm is "in" or "during" or "from" or "since" or "for" or "on";
    }

    /// <summary>"from Anna", "by my manager", "Anna sent me", "Anna's mails".</summary>
    SenderMention? Sender(int i, int end, List<Mention> before)
    {
        if (Marker(i, end, "from") is { } marker && i + marker.Words.Length < end)
        {
            var at = i + marker.Words.Length;
            if (marker.Words is ["of"] && !(before.Count > 0 && before[^1] is ThingMention { Thing: "mail" or "thread" }))
                return null;
            if (marker.Words is ["by"] && future.ContainsKey(i))
                return null;
            // "from October" is a time; a person of that name is known by it
            if (future.TryGetValue(at, out var spot) && (!tokens[at].Capital || spot.End > at + 1 || people.Read(at, end, guess: false) is null))
                return null;
            return people.Read(at, end, guess: true) is var (who, last) ? new SenderMention(i, last, who) : null;
        }
        if (people.Read(i, end, guess: false) is not var (owner, next) || next >= end)
            return null;
        if (tokens[next].Norm == "'s" && next + 1 < end && lexicon.At(tokens, next + 1, end).Any(s => s.Kind is SenseKind.Thing && s.Value is "mail" or "thread" || s.Kind is SenseKind.Filter or SenseKind.Vague) )
            return new SenderMention(i, next + 1, owner);
        var newest = tokens[next].Norm is "last";
        var verb = newest ? next + 1 : next;
        while (verb < end && tokens[verb].Norm is "has" or "have" or "had" or "just" or "recently" or "ever" or "already" or "also" or "did" or "actually" or "finally" or "still" or "again" or "even")
            verb++;
        if (verb < end && tokens[verb].Norm is "sent" or "wrote" or "written" or "emailed" or "mailed" or "messaged" or "forwarded" or "send" or "write" or "email" or "mail" or "message" or "replied" or "responded" or "answered"
            || verb < end && i > 0 && tokens[i - 1].Norm is "did" or "does" or "do" && tokens[verb].Norm is "reply" or "respond" or "answer" or "say" or "want" or "think" or "need" or "mean" or "suggest" or "propose" or "ask" or "request" or "expect" or "tell"
            || InTouch(verb, end)
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

    /// <summary>"been in touch", "reached out", "contacted me".</summary>
    bool InTouch(int i, int end) => i < end && (tokens[i].Norm is "contacted" or "pinged" || i + 1 < end && (tokens[i].Norm is "reached" or "reach" && tokens[i + 1].Norm == "out" || tokens[i].Norm is "get" or "got" or "gotten" or "come" or "came" or "getting" && tokens[i + 1].Norm == "back" || tokens[i].Norm is "been" or "got" or "gotten" or "get" && tokens[i + 1].Norm == "in" && i + 2 < end && tokens[i + 2].Norm is "touch" or "contact"));

    /// <summary>"with Anna", "to Ben", or a known name alone.</summary>
    Mention? Person(int i, int end)
    {
        if (Marker(i, end, "with") is { } with && !(i == 0 && with.Words[0] == "and") && i + with.Words.Length < end && people.Read(i + with.Words.Length, end, guess: tokens[i + with.Words.Length].Capital) is var (company, last))
            return new CompanyMention(i, last, company);
        if (Marker(i, end, "to") is { } to && i + to.Words.Length < end && people.Read(i + to.Words.Length, end, guess: tokens[i + to.Words.Length].Capital) is var (receivers, end2))
            return new RecipientMention(i, end2, receivers);
        if (tokens[i].Norm == "for" && i + 1 < end && people.Read(i + 1, end, guess: false) is var (whom, end3))
            return new CompanyMention(i, end3, whom);
        return people.Read(i, end, guess: false) is var (who, end4) ? new PersonMention(i, end4, who) : null;
    }

    /// <summary>"cc Ben", "bcc: my manager", "with Ben in copy".</summary>
    CopyMention? Copy(int i, int end)
    {
        var at = tokens[i].Norm is "and" or "," or "with" or "also" && i + 1 < end ? i + 1 : i;
        if (tokens[at].Norm is "cc" or "bcc" or "cc'ing" or "copying" or "cc'd" or "ccing")
        {
            var whom = at + 1;
            while (whom < end && tokens[whom].Norm is ":" or "to" or "in" or "with")
                whom++;
            return whom < end && people.Read(whom, end, tokens[whom].Capital) is var (copied, last) ? new CopyMention(i, last, copied, tokens[at].Norm == "bcc") : null;
        }
        return at > i && people.Read(at, end, tokens[at].Capital) is var (who, next) && next + 1 < end && tokens[next].Norm is "in" or "on" or "as" && tokens[next + 1].Norm is "cc" or "copy" or "bcc" ? new CopyMention(i, next + 2, who, tokens[next + 1].Norm == "bcc") : null;
    }

    /// <summary>"except those from Anna", "but not the newsletters". What follows is read like any description.</summary>
    ExceptMention? Except(int i, int end)
    {
        if (inException || Marker(i, end, "except") is not { } marker)
            return null;
        // "… but keep those from Anna"; at its beginning "keep" asks for something
        if (marker.Words is ["keep"] or ["skip"] or ["ignore"] or ["minus"] && (i == 0 || tokens[i - 1].Norm is not ("," or "but" or "and" or ";")))
            return null;
        inException = true;
        var at = i + marker.Words.Length;
        var what = new List<Mention>();
        while (at < end)
        {
            var next = Next(at, end, [new ThingMention(i, at, "mail")]);
            if (next is UnknownMention && marker.Words is not ["not"] && !ClauseSplitter.BeginsUnknown(tokens, next.First, next.End, end))
                next = Nouns(at, end);
            if (next is SenderMention or FilterMention or TopicMention or LabelMention or TimeMention || next is PersonMention)
                what.Add(next);
            else if (next is not (FillerMention or ThingMention { Thing: "mail" or "thread" } or PronounMention) || what.Count > 0 && tokens[next.First].Norm is not ("and" or "or" or "," or "the"))
                break;
            at = next.End;
            // "not read from Sarah" denies the reading, not Sarah
            if (what.Count > 0 && tokens[marker.Words.Length + i - 1].Norm is "not" or "isn't" or "aren't" or "weren't" or "wasn't" && !(at < end && tokens[at].Norm is "or" or "nor" or ","))
                break;
        }
        inException = false;
        return what.Count == 0 ? null : new ExceptMention(i, what[^1].End, what);
    }

    /// <summary>"not read" is unread, "not unread" is read.</summary>
    static Mention Denied(ExceptMention except) => except.What switch
    {
        [FilterMention { Atom: "is:read" }] => new FilterMention(except.First, except.End, "is:unread", "unread"),
        [FilterMention { Atom: "is:unread" }] => new FilterMention(except.First, except.End, "is:read", "read already"),
        _ => except,
    };

    /// <summary>"… but keep the invoices": words that name what is left out.</summary>
    TopicMention Nouns(int i, int end)
    {
        var last = i + 1;
        while (last < end && Leftover(last) is UnknownMention && !lexicon.At(tokens, last, end).Any() && !future.ContainsKey(last))
            last++;
        return new TopicMention(i, last, request.Message[tokens[i].Start..tokens[last - 1].End], Quoted: false);
    }

    /// <summary>Where a clause carries a label: "as Receipts", "with the label 'To do'", "label them Work", "tagged Travel".</summary>
    Mention? LabelName(int i, int end, List<Mention> before)
    {
        if (tokens[i].Norm is "labelled" or "labeled" or "tagged" or "categorised" or "categorized" && i + 1 < end)
        {
            var at = tokens[i + 1].Norm is "as" or "with" && i + 2 < end ? i + 2 : i + 1;
            return Name(at, end) is var (name, last) ? new FilterMention(i, last, $"label:{Composition.QueryText.Word(name)}", $"labelled {name}") : null;
        }
        var labelling = before.Exists(m => m is ActMention { Act: "label" or "unlabel" });
        if (labelling && tokens[i].Norm is "as" or "with" or "under" or "to" or "into" && i + 1 < end)
        {
            var at = i + 1;
            while (at < end && tokens[at].Norm is "the" or "label" or "tag" or "folder" or "a" or "category" or "new" or ":")
                at++;
            if (tokens[i].Norm == "to" && at == i + 1 || at < end && people.Read(at, end, false) is not null && tokens[i].Norm is "with" or "to")
                return null;
            return at < end && Name(at, end) is var (name, last) ? new LabelMention(i, last, name) : null;
        }
        if (labelling && before.Count > 0 && before[^1] is ActMention { Act: "label" or "unlabel" } act && (act.End - act.First > 1 || tokens[i].Capital || Quotes.Close(tokens, i, end) is not null) && (lexicon.At(tokens, i, end).All(s => s.Kind is SenseKind.Role) || tokens[i].Capital && act.End - act.First > 2))
            return Name(i, end) is var (direct, last2) ? new LabelMention(i, last2, direct) : null;
        // "tag this week's newsletters Reading": a name at the end, behind what is to be labelled
        if (labelling && i + 1 == end && tokens[i].Capital && before.Count > 1 && before.Exists(m => m is ThingMention or FilterMention or SenderMention or TopicMention or PronounMention) && lexicon.At(tokens, i, end).All(s => s.Kind == SenseKind.Role) && people.Read(i, end, false) is null && !before.Exists(m => m is LabelMention))
            return Name(i, end) is var (trailing, stop) ? new LabelMention(i, stop, trailing) : null;
        if (labelling && before.Count > 1 && before[^1] is PronounMention && Name(i, end) is var (after, last3))
            return new LabelMention(i, last3, after);
        return null;
    }

    (string Name, int End)? Name(int i, int end)
    {
        if (Quotes.Close(tokens, i, end) is { } close && close > i + 1)
            return (request.Message[tokens[i + 1].Start..tokens[close - 1].End], close + 1);
        if (tokens[i].Kind == TokenKind.Symbol)
            return null;
        var last = i + 1;
        while (last < end && last - i < 4 && (tokens[last].Capital && tokens[i].Capital || tokens[last].Norm is "-" or "/" or "&"))
            last++;
        return (request.Message[tokens[i].Start..tokens[last - 1].End], last);
    }
}
