using Steward.Planning.Language;

namespace Steward.Planning.Mentions;

/// <summary>Words by what the lexicon says of them, and pronouns.</summary>
sealed class SenseReader(Sentence sentence) : PhraseReader(sentence)
{
    /// <summary>The sense of a word that fits where it stands: a verb where a verb is expected, a noun after its article.</summary>
    public override Mention? At(int i, int end, List<Mention> before)
    {
        var senses = lexicon.At(tokens, i, end).ToList();
        // "and invite Ben" as a message of its own: a verb
        if (i == 0)
            senses.RemoveAll(s => s.Kind == SenseKind.Marker && s.Words[0] == "and");
        if (Pronoun(i, end) is { } pronoun)
            senses.RemoveAll(s => s.Kind == SenseKind.Thing && s.Words.Length == 1 && s.Words[0] is "those" or "that");
        else
            pronoun = null;
        // "anything on the visa" has an object; "anything on tomorrow" asks for the calendar
        senses.RemoveAll(s => s.Words is ["anything", "on"] && i + 2 < end && tokens[i + 2].Kind == TokenKind.Word && !future.ContainsKey(i + 2));
        // "order my unread mails by urgency" buys nothing
        senses.RemoveAll(s => s is { Kind: SenseKind.Outside, Words: ["order"] } && Enumerable.Range(i + 1, Math.Max(0, Math.Min(3, end - i - 1))).Any(k => lexicon.At(tokens, k, end).Any(n => n.Kind == SenseKind.Filter && n.Value == "is:unread" || n is { Kind: SenseKind.Thing, Value: "mail" or "thread" } && n.Words[0] is not ("stuff" or "things" or "something" or "items" or "it"))));
        senses.RemoveAll(s => s.Kind == SenseKind.Outside && KindOfMeeting(i + s.Words.Length, end));
        if (senses.Count == 0)
            return pronoun;
        var leading = IsLeading(i, before);
        var nominal = i > 0 && tokens[i - 1].Norm is "a" or "an" or "the" or "my" or "our" or "any" or "some" or "free" or "no" or "quick" or "short" or "new" or "this" or "that" or "their" or "his" or "her" or "your" or "brief" or "next" or "every" or "each" || i > 1 && tokens[i - 1].Norm == "'s" && tokens[i - 2].Norm is not ("let" or "what" or "where" or "there" or "it");
        var longest = senses[0].Words.Length;
        var best = senses.Where(s => s.Words.Length == longest).OrderBy(s => Rank(s, leading && !nominal, i + longest, end)).First();
        if (best.Kind == SenseKind.Act && Rank(best, leading && !nominal, i + longest, end) == 12)
            return new UnknownMention(i, i + 1);
        // "my daughter's school play": a noun behind a noun, whatever could be done elsewhere by that name
        if (best is { Kind: SenseKind.Outside, Words.Length: 1 } && !leading && best.Value.EndsWith(" verb", StringComparison.Ordinal) && i > 1 && tokens[i - 1].Kind == TokenKind.Word && !lexicon.At(tokens, i - 1, end).Any() && !future.ContainsKey(i - 1) && people.Read(i - 1, i, guess: false) is null)
            return new UnknownMention(i, i + 1);
        // a longer filler ("could you") does not hide a shorter act
        var mention = Of(best, i, leading && !nominal);
        return pronoun is not null && mention is FillerMention or ThingMention { Thing: "mail" } && pronoun.End >= mention.End ? pronoun : mention;
    }

    /// <summary>"book a table tennis session": unknown nouns and a kind of event stand behind what would be outside.</summary>
    bool KindOfMeeting(int next, int end)
    {
        var at = next;
        while (at < end && at < next + 3 && tokens[at].Kind == TokenKind.Word && !lexicon.At(tokens, at, end).Any() && !future.ContainsKey(at))
            at++;
        return at > next && at < end && lexicon.At(tokens, at, end).Any(s => s is { Kind: SenseKind.Thing, Value: "meeting" });
    }

    int Rank(Sense sense, bool verb, int next, int end) => sense.Kind switch
    {
        SenseKind.Negation => 0,
        // "the floor plan", "the status update": a word that is verb and noun, behind another noun
        SenseKind.Act when !verb && sense.Words is ["plan" or "update" or "change" or "report" or "move" or "file" or "set" or "post" or "book" or "cut" or "draft"] && AfterNoun(next - 1) => 12,
        SenseKind.Act when Wished(next - sense.Words.Length, next, end) => 0,
        // a participle describes, also where a verb could stand: "list starred mail"
        SenseKind.Act when sense.Words is [var word] && word.EndsWith("ed", StringComparison.Ordinal) && word is not ("need") => 6,
        SenseKind.Act when sense.Value == "send" && sense.Words is ["email" or "mail" or "message" or "e-mail"] => verb && next < end && AddressesSomebody(next, end) ? 1 : 8,
        SenseKind.Act when sense.Words is ["schedule"] => verb && !(next >= end || future.TryGetValue(next, out var spot) && spot.Value is not Time.Length || tokens[next].Norm is "for" or "on" or "?") ? 1 : 8,
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
        var first = Opening();
        return i > first + 1 && (tokens[first].Norm is "want" or "need" or "have" or "get" or "make" or "see" || first > 0 && tokens[first - 1].Norm == "like");
    }

    /// <summary>Behind a word that nobody knows, which has an article: "the floor …".</summary>
    bool AfterNoun(int i) => i > 1 && tokens[i - 1].Kind == TokenKind.Word && !lexicon.At(tokens, i - 1, i).Any() && !future.ContainsKey(i - 1) && people.Read(i - 1, i, guess: false) is null && tokens[i - 2].Norm is "the" or "a" or "an" or "my" or "our" or "her" or "his" or "that" or "this" or "their" or "new";

    /// <summary>The first word that is more than politeness; behind the last when there is none.</summary>
    int Opening()
    {
        if (opening < 0)
            for (opening = 0; opening < tokens.Count && tokens[opening].Norm is "please" or "pls" or "can" or "could" or "you" or "i" or "i'd" or "would" or "like" or "to" or "hi" or "hey" or "," or "steward" or "we" or "just" or "kindly" or "will";)
                opening++;
        return opening;
    }

    int opening = -1;

    bool AddressesSomebody(int i, int end) => tokens[i].Norm is "him" or "her" or "them" or "everyone" or "everybody" or "to" or "back" || people.Read(i, end, tokens[i].Capital) is not null;

    /// <summary>Words that leave something out only where they stand before it, and mean something else elsewhere.</summary>
    static readonly HashSet<string> Weak = new(StringComparer.Ordinal) { "keep", "skip", "ignore", "ignoring", "leave", "leaving", "minus", "not", "no", "isn't", "aren't", "that", "which", "who", "without", "with", "unless", "only", "just" };

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
            // what is left out and was not understood is asked about: dropped, it would turn into its opposite
            SenseKind.Marker when sense.Value == "except" && !Weak.Contains(sense.Words[0]) => new UnknownMention(i, end),
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
        var bare = i + 1 >= end || tokens[i + 1].Norm is "," or "." or "?" or "!" or "as" or "to" or "too" or "please" or "again" or "with" or "for" or "one" or "ones" || i > 0 && tokens[i - 1].Norm is "label" or "tag" && tokens[i + 1].Capital && i + 2 >= end || i > 0 && tokens[i - 1].Norm is "make" or "move" or "push" or "shift" or "do" && tokens[i + 1].Norm is "a" or "an" or "half" or "two";
        return bare ? new PronounMention(i, i + 1 < end && tokens[i + 1].Norm is "one" or "ones" ? i + 2 : i + 1) : null;
    }

    static readonly HashSet<string> OfMails = new(StringComparer.Ordinal) { "mail", "email", "mails", "emails", "message", "messages", "last", "latest", "newest", "reply", "answer", "note", "thread", "unread", "letter", "letters", "response", "question" };
}
