using Steward.Planning.Language;
using Steward.Planning.Time;

namespace Steward.Planning.Mentions;

/// <summary>
/// Cuts a clause into mentions: at each place every recogniser may claim a phrase, the longest claim wins, and what nobody claims is unknown. The order of phrases in
/// the clause does not matter to it; what belongs together is decided by the frames.
/// </summary>
sealed partial class MentionReader
{
    readonly PlanRequest request;
    readonly IReadOnlyList<Token> tokens;
    readonly Lexicon lexicon = Lexicon.Default;
    readonly PeopleReader people;
    readonly UnansweredReader unanswered;
    readonly Dictionary<int, TimeSpot> past;
    readonly Dictionary<int, TimeSpot> future;
    readonly Dictionary<int, Saying> sayings;
    /// <summary>The two parts of verbs that stand around their object, by their first tokens.</summary>
    readonly Dictionary<int, Mention> parts = [];
    int clauseFirst;
    /// <summary>An exception has no exceptions of its own: reading stays linear.</summary>
    bool inException;

    public MentionReader(PlanRequest request, IReadOnlyList<Token> tokens, TimeContext context, PeopleReader people, IReadOnlyList<Saying> sayings)
    {
        this.request = request;
        this.tokens = tokens;
        this.people = people;
        unanswered = new UnansweredReader(tokens, people);
        this.sayings = sayings.ToDictionary(saying => saying.Opener);
        future = TimeFinder.Find(tokens, context).ToDictionary(spot => spot.First);
        past = TimeFinder.Find(tokens, context with { Past = true }).ToDictionary(spot => spot.First);
        NewEnds(context);
    }

    /// <summary>"extend the workshop on Tuesday until 5pm": the day says which, the hour is the new end.</summary>
    void NewEnds(TimeContext context)
    {
        if (!Enumerable.Range(0, tokens.Count).Any(i => lexicon.At(tokens, i, tokens.Count).Any(s => s is { Kind: SenseKind.Act, Value: "lengthen" or "shorten" })))
            return;
        foreach (var spot in future.Values.ToList())
        {
            var join = Enumerable.Range(spot.First + 1, spot.End - spot.First - 1).FirstOrDefault(k => tokens[k].Norm is "until" or "till", -1);
            if (join < 0 || TimeFinder.Find([.. tokens.Skip(spot.First).Take(join - spot.First)], context) is not [var day] || TimeFinder.Find([.. tokens.Skip(join).Take(spot.End - join)], context) is not [var hour])
                continue;
            future[spot.First] = past[spot.First] = new TimeSpot(day.Value, spot.First, join);
            future[join] = past[join] = new TimeSpot(hour.Value, join, spot.End);
        }
    }

    public List<Mention> Read(int first, int end)
    {
        var mentions = new List<Mention>();
        clauseFirst = first;
        newTextAt = FindNewText(first, end);
        FindPlaces(first, end);
        FindPairs(first, end);
        for (var i = first; i < end;)
        {
            var mention = Next(i, end, mentions);
            mentions.Add(mention);
            i = mention.End;
        }
        return Join(mentions);
    }

    Mention Next(int i, int end, List<Mention> before)
    {
        if (sayings.TryGetValue(i, out var saying) && saying.End <= end)
            return new SayMention(i, saying.End, saying.Text(request.Message, tokens));
        if (parts.TryGetValue(i, out var part) && part.End <= end)
            return part;
        Mention? best = null;
        Claim(Quoted(i, end));
        Claim(Ordinal(i, end));
        Claim(NewText(i, end));
        var silence = unanswered.At(i, end);
        Claim(silence);
        Claim(silence is null ? Condition(i, end, before) : null);
        Claim(Except(i, end) is { } except ? Denied(except) : null);
        Claim(Writers(i, end));
        Claim(inException && Account(i, end) is { Marker: "from" } named && named.End == i + 2 ? null : Account(i, end));
        Claim(Time(i, end));
        Claim(LabelName(i, end, before));
        Claim(NamedLabel(i, end, before));
        Claim(Size(i, end));
        Claim(Deed(i, end));
        Claim(Sender(i, end, before));
        Claim(Limit(i, end));
        Claim(Topic(i, end, before));
        Claim(Lexical(i, end, before));
        Claim(Person(i, end));
        Claim(Copy(i, end));
        Claim(Venue(i, clauseFirst, end));
        return best ?? Leftover(i);

        void Claim(Mention? mention)
        {
            if (mention is not null && mention.End <= end && (best is null || mention.End > best.End))
                best = mention;
        }
    }

    Mention Leftover(int i) => tokens[i].Kind == TokenKind.Symbol || tokens[i].Norm == "'s" ? new FillerMention(i, i + 1) : new UnknownMention(i, i + 1);

    /// <summary>The sense of a word that fits where it stands: a verb where a verb is expected, a noun after its article.</summary>
    Mention? Lexical(int i, int end, List<Mention> before)
    {
        var senses = lexicon.At(tokens, i, end).ToList();
        // "and invite Ben" as a message of its own: a verb
        if (i == 0)
            senses.RemoveAll(s => s.Kind == SenseKind.Marker && s.Words[0] == "and");
        if (Pronoun(i, end) is { } pronoun)
            senses.RemoveAll(s => s.Kind == SenseKind.Thing && s.Words.Length == 1 && s.Words[0] is "those" or "that");
        else
            pronoun = null;
        if (senses.Count == 0)
            return pronoun;
        var leading = IsLeading(i, before);
        var nominal = i > 0 && tokens[i - 1].Norm is "a" or "an" or "the" or "my" or "our" or "any" or "some" or "free" or "no" or "quick" or "short" or "new" or "this" or "that" or "their" or "his" or "her" or "your" or "brief" or "next" || i > 1 && tokens[i - 1].Norm == "'s" && tokens[i - 2].Norm is not ("let" or "what" or "where" or "there" or "it");
        var longest = senses[0].Words.Length;
        var best = senses.Where(s => s.Words.Length == longest).OrderBy(s => Rank(s, leading && !nominal, i + longest, end)).First();
        // a longer filler ("could you") does not hide a shorter act
        var mention = Of(best, i, leading && !nominal);
        return pronoun is not null && mention is FillerMention or ThingMention { Thing: "mail" } && pronoun.End >= mention.End ? pronoun : mention;
    }

    int Rank(Sense sense, bool verb, int next, int end) => sense.Kind switch
    {
        SenseKind.Negation => 0,
        SenseKind.Act when Wished(next - sense.Words.Length, next, end) => 0,
        // a participle describes, also where a verb could stand: "list starred mail"
        SenseKind.Act when sense.Words is [var word] && word.EndsWith("ed", StringComparison.Ordinal) && word is not ("need") => 6,
        SenseKind.Act when sense.Value == "send" && sense.Words is ["email" or "mail" or "message" or "e-mail"] => verb && next < end && AddressesSomebody(next, end) ? 1 : 8,
        SenseKind.Act when sense.Words is ["schedule"] => verb && !(next >= end || future.ContainsKey(next) || tokens[next].Norm is "for" or "on" or "?") ? 1 : 8,
        SenseKind.Act => verb ? 1 : 6,
        SenseKind.Thing => 3,
        SenseKind.Filter => 2,
        SenseKind.Outside when sense.Value.EndsWith(" verb", StringComparison.Ordinal) => verb || sense.Words.Length > 1 ? 0 : 11,
        SenseKind.Outside => 5,
        SenseKind.Condition => 0,
        SenseKind.Vague => 4,
        SenseKind.Role => 9,
        SenseKind.Marker => 10,
        SenseKind.Filler => 7,
    };

    /// <summary>"I want every unread mail from Priya starred": a participle at the end says what shall have been done.</summary>
    bool Wished(int i, int next, int end)
    {
        if (!tokens[i].Norm.EndsWith("ed", StringComparison.Ordinal) && tokens[i].Norm is not ("read" or "unread"))
            return false;
        while (next < end && (tokens[next].Kind == TokenKind.Symbol || tokens[next].Norm is "please" or "pls" or "now" or "thanks" or "too" or "asap" or "today" or "for" or "me"))
            next++;
        if (next < end && !(tokens[next].Norm is "as" or "with" or "by" or "and" or "then"))
            return false;
        var first = Enumerable.Range(0, i).FirstOrDefault(k => tokens[k].Norm is not ("please" or "pls" or "can" or "could" or "you" or "i" or "i'd" or "would" or "like" or "to" or "hi" or "hey" or "," or "steward" or "we" or "just" or "kindly" or "will"), -1);
        return first >= 0 && i > first + 1 && (tokens[first].Norm is "want" or "need" or "have" or "get" or "make" or "see" || first > 0 && tokens[first - 1].Norm == "like");
    }

    bool AddressesSomebody(int i, int end) => tokens[i].Norm is "him" or "her" or "them" or "everyone" or "everybody" or "to" or "back" || people.Read(i, end, tokens[i].Capital) is not null;

    static Mention Of(Sense sense, int i, bool leading)
    {
        var end = i + sense.Words.Length;
        return sense.Kind switch
        {
            SenseKind.Act => new ActMention(i, end, sense.Value, leading),
            SenseKind.Thing => new ThingMention(i, end, sense.Value),
            SenseKind.Filter => new FilterMention(i, end, sense.Value, sense.Meaning ?? sense.Value),
            SenseKind.Vague => new VagueMention(i, end, sense.Value),
            SenseKind.Outside when sense.Value.Split(' ') is var parts => new OutsideMention(i, end, parts[0], parts[1] == "verb", leading),
            SenseKind.Condition => new ConditionMention(i, end, sense.Value),
            SenseKind.Negation => new NegationMention(i, end),
            SenseKind.Filler or SenseKind.Marker => new FillerMention(i, end),
            SenseKind.Role => new UnknownMention(i, end),
        };
    }

    /// <summary>Nothing but filler stands before, or a word after which a verb begins.</summary>
    bool IsLeading(int i, List<Mention> before) =>
        before.TrueForAll(m => m is FillerMention or NegationMention or ActMention { Act: "find" }) || tokens[i - 1].Norm is "please" or "pls" or "plz" or "to" or "," or ":" or "kindly" or "-" or "—" or "you" or "be" or "i" or "then";

    PronounMention? Pronoun(int i, int end)
    {
        if (tokens[i].Norm is "them" or "it" or "him" or "her" or "hers" || tokens[i].Norm is "his" or "their" or "its" && i + 1 < end && OfMails.Contains(tokens[i + 1].Norm))
            return new PronounMention(i, i + 1);
        if (tokens[i].Norm is not ("those" or "these" or "that" or "this" or "both"))
            return null;
        // "those from Anna" is a noun of its own; "those mails" has one
        var bare = i + 1 >= end || tokens[i + 1].Norm is "," or "." or "?" or "!" or "as" or "to" or "too" or "please" or "again" or "with" or "for" or "one" or "ones";
        return bare ? new PronounMention(i, i + 1 < end && tokens[i + 1].Norm is "one" or "ones" ? i + 2 : i + 1) : null;
    }

    static readonly HashSet<string> OfMails = new(StringComparer.Ordinal) { "mail", "email", "mails", "emails", "message", "messages", "last", "latest", "newest", "reply", "answer", "note", "thread", "unread", "letter", "letters", "response", "question" };

    /// <summary>"the first one", "the second slot", "number three"; only in a conversation, where something was listed before.</summary>
    OrdinalMention? Ordinal(int i, int end)
    {
        if (request.Earlier.Count == 0)
            return null;
        var at = tokens[i].Norm is "the" or "that" ? i + 1 : i;
        if (at >= end)
            return null;
        int? index = tokens[at].Norm switch { "first" or "1st" => 0, "second" or "2nd" => 1, "third" or "3rd" => 2, "fourth" or "4th" => 3, "fifth" or "5th" => 4, _ => null };
        if (tokens[at].Norm is "number" or "option" && at + 1 < end && Number(at + 1) is { } number && number is > 0 and < 10)
            return new OrdinalMention(i, at + 2, number - 1);
        if (index is null || at == i)
            return null;
        if (at + 1 >= end || tokens[at + 1].Kind == TokenKind.Symbol)
            return new OrdinalMention(i, at + 1, index.Value);
        return tokens[at + 1].Norm is "one" or "slot" or "option" or "mail" or "email" or "message" or "suggestion" or "time" ? new OrdinalMention(i, at + 2, index.Value) : null;
    }

    /// <summary>Quoted text is data, whatever it says.</summary>
    QuotedMention? Quoted(int i, int end)
    {
        var close = Quotes.Close(tokens, i, end);
        if (close is not { } last)
            return null;
        var text = last > i + 1 ? request.Message[tokens[i + 1].Start..tokens[last - 1].End] : "";
        return new QuotedMention(i, last + 1, text);
    }

    TimeMention? AsTime(int i, int end) =>
        future.TryGetValue(i, out var f) && f.End <= end && f.Value is not Length
            ? SameHour(i, f) ?? new TimeMention(i, f.End, past.TryGetValue(i, out var p) && p.End == f.End ? p.Value : f.Value, f.Value) : null;

    /// <summary>"to Friday, same time": here the hour is that of the event, not of now.</summary>
    TimeMention? SameHour(int i, TimeSpot spot) =>
        spot.Value is Moment { At: var at } && spot.End - i > 2 && tokens[spot.End - 1].Norm == "time" && tokens[spot.End - 2].Norm == "same" ? new TimeMention(i, spot.End, Days.On(at.Date), Days.On(at.Date)) : null;

    Mention? Time(int i, int end)
    {
        if (AsTime(i, end) is { } time)
            return time;
        if (tokens[i].Norm is "hour" or "hours" && i > 0 && tokens[i - 1].Norm is "free" or "spare" or "open" or "available" or "full")
            return new LengthMention(i, i + 1, NodaTime.Period.FromHours(1));
        return future.TryGetValue(i, out var spot) && spot.Value is Length length && spot.End <= end ? new LengthMention(i, spot.End, length.Period) : null;
    }

    /// <summary>"the latest three mails", "last 5 messages", "top 10", "the 3 newest", "her last email".</summary>
    LimitMention? Limit(int i, int end)
    {
        var at = tokens[i].Norm is "the" or "my" or "our" && i + 1 < end ? i + 1 : i;
        var two = at + 1 < end && tokens[at].Norm == "most" && tokens[at + 1].Norm == "recent";
        if (tokens[at].Norm is "latest" or "last" or "newest" or "first" or "top" || two)
        {
            var number = two ? at + 2 : at + 1;
            if (number < end && tokens[number].Norm != "one" && Number(number) is { } count && (number + 1 >= end || !TimeWords.Units.ContainsKey(tokens[number + 1].Norm)))
                return new LimitMention(i, number + 1, count);
            if (number < end && tokens[number].Norm is "mail" or "email" or "message" or "thread" or "conversation" or "one" or "e" or "letter" or "reply" or "note" && tokens[at].Norm is not "top" and not "first")
                return new LimitMention(i, number, 1);
            // "summarise the newest", of what was found before
            if (request.Earlier.Count > 0 && tokens[at].Norm is "latest" or "newest" && at > i && (number >= end || tokens[number].Kind == TokenKind.Symbol))
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
        // "the next three meetings", "my next call"
        if (tokens[at].Norm is "next" or "upcoming" && at + 1 < end)
        {
            var noun = Number(at + 1) is null ? at + 1 : at + 2;
            if (noun < end && lexicon.At(tokens, noun, end).Any(s => s is { Kind: SenseKind.Thing, Value: "meeting" }) && (tokens[at].Norm == "next" || noun == at + 2))
                return new LimitMention(i, noun, Number(at + 1) ?? 1);
        }
        if (Number(at) is { } n && at + 1 < end)
        {
            if (tokens[at + 1].Norm is "latest" or "newest" or "last" || at + 2 < end && tokens[at + 1].Norm == "most" && tokens[at + 2].Norm == "recent")
                return new LimitMention(i, tokens[at + 1].Norm == "most" ? at + 3 : at + 2, n);
            if (tokens[at + 1].Norm is "mails" or "emails" or "messages" or "threads" or "conversations" or "slots" or "options" or "times" or "suggestions" or "alternatives" or "openings" or "free" or "possible")
                return new LimitMention(i, at + 1, n);
        }
        return null;
    }

    int? Number(int i) => tokens[i].Kind == TokenKind.Number && tokens[i].Text.Length <= 3 ? int.Parse(tokens[i].Text, System.Globalization.CultureInfo.InvariantCulture)
        : TimeWords.Cardinals.TryGetValue(tokens[i].Norm, out var n) && n > 0 ? n : null;

    /// <summary>
    /// Unknown words right before a noun describe it: "budget emails", "the Falcon kickoff meeting". Where a verb of mail has no other object, they are the object:
    /// "archive invoices from Acme". Either way they narrow what is meant.
    /// </summary>
    List<Mention> Join(List<Mention> mentions)
    {
        // "the hotel confirmation" of a mail is a word of it, whatever cannot be booked
        if (mentions.Exists(m => m is ActMention { Leading: true, Act: not "find" } act && OfMail.Contains(act.Act)) && !mentions.Exists(m => m is OutsideMention { Verb: true }))
            mentions = mentions.ConvertAll(m => m is OutsideMention { Key: not ("awaiting" or "files") } ? new UnknownMention(m.First, m.End) : m);
        var objectless = mentions.Exists(m => m is ActMention act && OfMail.Contains(act.Act)) && !mentions.Exists(m => m is ThingMention { Thing: "mail" or "thread" or "meeting" or "calendar" or "slot" });
        // "offsite mails": a kind of meeting before mail is what the mail is about
        for (var k = 0; k + 1 < mentions.Count; k++)
            if (mentions[k] is ThingMention { Thing: "meeting" } kind && mentions[k + 1] is ThingMention { Thing: "mail" or "thread" })
                mentions[k] = new TopicMention(kind.First, kind.End, request.Message[tokens[kind.First].Start..tokens[kind.End - 1].End], Quoted: false);
        for (var k = 0; k < mentions.Count; k++)
        {
            if (mentions[k] is not UnknownMention)
                continue;
            var last = LastOfList(mentions, k);
            if (ClauseSplitter.BeginsUnknown(tokens, mentions[k].First, mentions[k].End, mentions[^1].End))
                continue;
            var next = last + 1 < mentions.Count ? mentions[last + 1] : null;
            var functional = last == k && tokens[mentions[k].First].Norm is "but" or "so" or "than" or "while" or "because" or "else" or "even" or "though";
            // "the invoice from Acme", "Marta sent me the floor plan": what was sent
            var sent = !functional && !mentions.Exists(m => m is ThingMention { Thing: "meeting" or "calendar" or "slot" or "note" or "reminder" } || m is ActMention { Leading: true } act && act.Act != "find" && !OfMail.Contains(act.Act))
                && (next is SenderMention && tokens[next.First].Norm is "from" or "by" || mentions.Take(k).LastOrDefault(m => m is not FillerMention) is SenderMention sender && Enumerable.Range(sender.First, sender.End - sender.First).Any(t => tokens[t].Norm is "sent" or "send"));
            var describes = sent || !functional && (next is ThingMention { Thing: "mail" or "thread" or "meeting" or "deepwork" } or FilterMention
                || k > 0 && mentions[k - 1] is FillerMention && Enumerable.Range(mentions[k - 1].First, mentions[k - 1].End - mentions[k - 1].First).Concat([Math.Max(0, mentions[k - 1].First - 1)]).Any(t => tokens[t].Norm == "with") && mentions.Take(k).Any(m => m is ThingMention { Thing: "mail" }));
            var isObject = !functional && objectless && last - k < 5 && (mentions[k].First > 0 || next is not null && mentions.Skip(last + 1).Any(m => m is ActMention)) && !mentions.Take(k).Any(m => m is TopicMention or SenderMention or PronounMention or UnknownMention)
                && next is null or SenderMention or TimeMention or LabelMention or AccountMention or ExceptMention or RecipientMention or FillerMention;
            if (!describes && !isObject)
            {
                k = last;
                continue;
            }
            var (first, end) = (mentions[k].First, mentions[last].End);
            var text = request.Message[tokens[first].Start..tokens[end - 1].End];
            mentions.RemoveRange(k, last - k + 1);
            mentions.Insert(k, new TopicMention(first, end, text, Quoted: false));
            objectless = false;
        }
        return mentions;
    }

    /// <summary>The end of a run of unknown words, also of a list of them: "invoices and receipts", "invoices + receipts".</summary>
    int LastOfList(List<Mention> mentions, int k)
    {
        var last = k;
        while (last + 1 < mentions.Count)
        {
            if (mentions[last + 1] is UnknownMention)
                last++;
            else if (last + 2 < mentions.Count && mentions[last + 1] is FillerMention && tokens[mentions[last + 1].First].Norm is "and" or "or" or "+" or "&" or "/" && mentions[last + 2] is UnknownMention
                && !ClauseSplitter.BeginsUnknown(tokens, mentions[last + 2].First, mentions[last + 2].End, mentions[^1].End))
                last += 2;
            else
                break;
        }
        return last;
    }

    static readonly HashSet<string> OfMail = new(StringComparer.Ordinal) { "archive", "trash", "restore", "mark-read", "mark-unread", "star", "unstar", "label", "unlabel", "snooze", "unsnooze", "find", "summarise", "forward" };
}
