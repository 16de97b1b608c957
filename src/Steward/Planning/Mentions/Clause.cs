using Steward.Planning.Language;

namespace Steward.Planning.Mentions;

/// <summary>One request of a sentence: its tokens and what is mentioned in it.</summary>
sealed record Clause(string Message, IReadOnlyList<Token> Tokens, int First, int End, IReadOnlyList<Mention> Mentions)
{
    public IEnumerable<T> All<T>() where T : Mention => Mentions.OfType<T>();

    public bool Has(string thing) => All<ThingMention>().Any(t => t.Thing == thing);

    public ActMention? Act(params ReadOnlySpan<string> acts)
    {
        ActMention? best = null;
        foreach (var act in All<ActMention>())
            if (acts.Contains(act.Act) && (best is null || act.Leading && !best.Leading))
                best = act;
        return best;
    }

    public string Text(Mention mention) => Text(mention.First, mention.End);

    /// <summary>Empty for what stands nowhere: a verb that was only meant.</summary>
    public string Text(int first, int end) => end <= first ? "" : Message[Tokens[first].Start..Tokens[end - 1].End];

    public string Whole => Text(First, End);

    (int First, int End, HashSet<string> Words)? known;

    /// <summary>Whether a word stands in it; looked up, because families ask for hundreds.</summary>
    public bool Knows(string word)
    {
        if (known is not { } words || words.First != First || words.End != End)
            known = words = (First, End, Norms.ToHashSet(StringComparer.Ordinal));
        return words.Words.Contains(word);
    }

    /// <summary>Its words as lexicons know them.</summary>
    public IEnumerable<string> Norms => Tokens.Skip(First).Take(End - First).Select(t => t.Norm);

    /// <summary>The words of a mention.</summary>
    public IEnumerable<string> NormsOf(Mention mention) => Tokens.Skip(mention.First).Take(mention.End - mention.First).Select(t => t.Norm);

    /// <summary>Mail under its own name, and not only "everything" or "the ones".</summary>
    public bool NamesMail => Has("thread") || All<ThingMention>().Any(t => t.Thing == "mail" && NormsOf(t).Any(Mails.Contains));

    static readonly HashSet<string> Mails = new(StringComparer.Ordinal)
    {
        "mail", "mails", "email", "emails", "message", "messages", "msg", "msgs", "letter", "letters", "correspondence", "correspondance", "post", "mial",
    };

    /// <summary>The request without a phrase of it, or with another in its place.</summary>
    public string Replace(int first, int end, string with)
    {
        var text = Message[..Tokens[first].Start] + with + Message[Tokens[end - 1].End..];
        return string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}

/// <summary>
/// Parts a sentence into its requests: at "and", "then", a comma or a stop, but only before words that begin a new request. Quoted stretches and lines that begin
/// with ">" are never parted, and nothing in the words of a mail (<see cref="Saying"/>) is a request.
/// </summary>
static class ClauseSplitter
{
    public const int MaxClauses = 8;

    public static List<(int First, int End)> Split(IReadOnlyList<Token> tokens, Lexicon lexicon, IReadOnlyList<Saying> sayings)
    {
        var clauses = new List<(int, int)>();
        var first = 0;
        for (var i = 0; i < tokens.Count && clauses.Count < MaxClauses - 1;)
        {
            if (Quotes.Close(tokens, i, tokens.Count) is { } close)
            {
                i = close + 1;
                continue;
            }
            if (sayings.FirstOrDefault(s => s.Opener == i) is { } saying)
            {
                i = saying.End;
                continue;
            }
            if (i > first && (RequestAfter(tokens, i, lexicon) ?? (RunsOn(tokens, i, first, lexicon) ? i : null)) is { } next && !sayings.Any(s => s.Opener == next))
            {
                clauses.Add((first, i));
                first = next;
                i = Math.Max(next, i + 1);
                continue;
            }
            i++;
        }
        if (first < tokens.Count)
            clauses.Add((first, tokens.Count));
        return clauses;
    }

    /// <summary>The index at which a request begins behind the joining words at the token; null when none does.</summary>
    public static int? RequestAfter(IReadOnlyList<Token> tokens, int i, Lexicon lexicon) =>
        Forbidden(tokens, i, lexicon) ?? (Joint(tokens, i) is { } next && next < tokens.Count && (BeginsRequest(tokens, next, lexicon, tokens[i].Norm is "." or ";" or "!" or "?" || tokens[next - 1].Norm is "then" or "afterwards") || IsOneMore(tokens, next) || IsOneMoreEvent(tokens, i, next, lexicon))
            ? next : null);

    /// <summary>"lunch with Anna on Friday at 12 and dinner with Marta on Saturday": a second event, with guests of its own.</summary>
    static bool IsOneMoreEvent(IReadOnlyList<Token> tokens, int i, int next, Lexicon lexicon)
    {
        bool Held(int k) => lexicon.At(tokens, k, tokens.Count).FirstOrDefault(s => s is { Kind: SenseKind.Thing, Value: "meeting" }) is { } kind && k + kind.Words.Length < tokens.Count && tokens[k + kind.Words.Length].Norm == "with";
        return tokens[i].Norm is "and" or "," && Held(next) && Enumerable.Range(Math.Max(0, i - 12), Math.Min(12, i)).Any(Held);
    }

    /// <summary>"… but don't archive them": what is not wanted, as a request of its own.</summary>
    static int? Forbidden(IReadOnlyList<Token> tokens, int i, Lexicon lexicon)
    {
        if (tokens[i].Norm != "but" || i + 2 >= tokens.Count || lexicon.At(tokens, i, tokens.Count).Any(s => s is { Kind: SenseKind.Marker, Words.Length: > 2 }))
            return null;
        var verb = tokens[i + 1].Norm is "don't" or "never" ? i + 2 : tokens[i + 1].Norm == "do" && tokens[i + 2].Norm == "not" ? i + 3 : tokens.Count;
        return verb < tokens.Count && lexicon.At(tokens, verb, tokens.Count).Any(s => s.Kind == SenseKind.Act) ? i + 1 : null;
    }

    /// <summary>"… and one with Ben at 11": another of the same.</summary>
    static bool IsOneMore(IReadOnlyList<Token> tokens, int i) =>
        tokens[i].Norm is "one" or "another" && i + 1 < tokens.Count && tokens[i + 1].Norm is "with" or "one" or "about" or "to" or "on" or "at";

    /// <summary>"find the mails about the audit summarise them": a plain verb with a pronoun behind it, and nothing that joins it to what is before.</summary>
    static bool RunsOn(IReadOnlyList<Token> tokens, int i, int first, Lexicon lexicon)
    {
        if (i < first + 2 || tokens[i - 1].Norm is "to" or "you" or "please" or "pls" or "and" or "can" or "could" or "not" or "will" or "would" or "i" or "me" or "let's" or "be" or "kindly" or "then" or "just" or "," or "or" or "n't" or "don't" or "never" or "-" or "we" or "they" or "who" or "that")
            return false;
        var senses = lexicon.At(tokens, i, tokens.Count).ToList();
        return senses.Count > 0 && senses.TrueForAll(s => s.Kind == SenseKind.Act && s.Value is not ("find" or "schedule" or "block" or "mark")) && senses.Exists(s => s.Words.Length == 1)
            && i + 1 < tokens.Count && tokens[i + 1].Norm is "it" or "them" or "those" or "these" or "him" or "her";
    }

    /// <summary>The index after the joining words; null when there are none.</summary>
    static int? Joint(IReadOnlyList<Token> tokens, int i)
    {
        var at = i;
        while (at < tokens.Count && tokens[at].Norm is "," or ";" or "." or "!" or "?" or "and" or "then" or "&" or "plus" or "also" or "afterwards" or "finally" or "next" or "+"
            && (tokens[at].Norm is not "next" || at > i) && (tokens[at].Norm is not ("." or "+" or "&") || at + 1 >= tokens.Count || tokens[at + 1].SpaceBefore))
            at++;
        if (at + 1 < tokens.Count && tokens[at].Norm == "after" && tokens[at + 1].Norm is "that" or "this")
            at += 2;
        if (at < tokens.Count && tokens[at].Norm == "," && at > i)
            at++;
        return at > i ? at : null;
    }

    static bool BeginsRequest(IReadOnlyList<Token> tokens, int i, Lexicon lexicon, bool strong)
    {
        var at = i;
        if (tokens[i - 1].Norm is "and" or "then" or "." or "?" or "!" or ";" or "also" && Questions.Contains(tokens[i].Norm) && i + 1 < tokens.Count && Auxiliaries.Contains(tokens[i + 1].Norm))
            return true;
        // "and let her know …"
        if (IsReplyAsNoun(tokens, i, lexicon) || lexicon.PairsAt(tokens, i, tokens.Count).Any(p => p.Pair.Act == "tell"))
            return true;
        if (tokens[at].Norm is "don't" && at + 1 < tokens.Count || tokens[at].Norm is "do" && at + 1 < tokens.Count && tokens[at + 1].Norm == "not")
            at += tokens[at].Norm == "do" ? 2 : 1;
        for (var skipped = 0; skipped < 6 && at < tokens.Count; skipped++)
        {
            var senses = lexicon.At(tokens, at, tokens.Count).ToList();
            if (senses.Exists(s => s.Kind == SenseKind.Outside && s.Value.EndsWith(" verb", StringComparison.Ordinal)))
                return true;
            if (senses.Find(s => s.Kind == SenseKind.Act) is { } act)
                return Verb(tokens, at, act, senses, strong);
            if (senses.Find(s => s.Kind == SenseKind.Filler) is not { } filler || !(strong || Polite(tokens[at].Norm)))
                return false;
            // "Sarah and I can meet" is no new request; "and I want to archive it" is
            if (tokens[at].Norm == "i" && filler.Words.Length == 1 && !strong)
                return false;
            at += filler.Words.Length;
        }
        return false;
    }

    /// <summary>"… and a reply draft", "+ draft reply": a request that has no verb.</summary>
    static bool IsReplyAsNoun(IReadOnlyList<Token> tokens, int i, Lexicon lexicon)
    {
        var at = tokens[i].Norm is "a" or "an" ? i + 1 : i;
        return at < tokens.Count && lexicon.At(tokens, at, tokens.Count).Any(s => s is { Kind: SenseKind.Thing, Value: "reply" } && (at > i || s.Words.Length > 1));
    }

    /// <summary>Whether unknown words stand where a verb would: after "and", "then" or a stop, with an object behind them or nothing at all: "… and translate it", "…, then print".</summary>
    public static bool BeginsUnknown(IReadOnlyList<Token> tokens, int first, int end, int clauseEnd)
    {
        if (first == 0)
            return false;
        var (before, after) = (tokens[first - 1].Norm, end < clauseEnd ? tokens[end].Norm : "");
        return before is "and" or "then" or "," or ";" or "." or "&" or "+" or "also" or "please" or "to"
            && (before is "then" or "and" && end >= clauseEnd
                || after is "it" or "them" or "him" or "her" or "the" or "a" or "an" or "my" or "all" or "me" or "those" or "these" or "that" or "this" or "everything" or "everyone" or "each" or "every");
    }

    static bool Polite(string word) => word is "please" or "pls" or "could" or "can" or "would" or "then" or "also" or "just" or "i" or "let" or "let's" or "if" or "kindly" or "go" or "maybe";

    /// <summary>"… and when do I have an hour", "… and is there time for lunch": a second question.</summary>
    static readonly HashSet<string> Questions = new(StringComparer.Ordinal) { "what", "when", "where", "who", "which", "how", "is", "are", "do", "have" };

    static readonly HashSet<string> Auxiliaries = new(StringComparer.Ordinal) { "do", "does", "did", "am", "is", "are", "can", "could", "should", "shall", "must", "will", "would", "there", "i" };

    static bool Verb(IReadOnlyList<Token> tokens, int i, Sense act, List<Sense> senses, bool strong)
    {
        // "unread and starred" describes
        if (act.Words is [var word] && word.EndsWith("ed", StringComparison.Ordinal) && word is not "need")
            return false;
        // "…, into the archive" says where to, it begins nothing
        if (act.Words[0] is "into" or "to" or "in" or "out" or "off" or "as")
            return false;
        var next = i + act.Words.Length;
        var after = next < tokens.Count ? tokens[next].Norm : "";
        if (act.Value == "invite" && act.Words.Length == 1 && after is not ("" or "from" or "to" or "for" or "of" or "and"))
            return true;
        // words that are nouns as often as verbs need an object behind them
        if (senses.Exists(s => s.Kind is SenseKind.Thing && s.Words.Length >= act.Words.Length) || act.Words is ["plan" or "set" or "make" or "get" or "call" or "mark" or "open" or "check" or "cc" or "answer" or "put" or "ask" or "file" or "enter" or "stick" or "pop" or "read" or "what" or "whats" or "when" or "which"])
            return after is "a" or "an" or "the" or "me" or "them" or "it" or "him" or "her" or "to" or "all" or "my" or "everyone" or "up" or "those" or "these" or "for" or "that" or "some" or "any" or "as" or "'s" or "is" or "are" or "something" or "anything" or "everything" || strong || next < tokens.Count && tokens[next].Capital && !senses.Exists(s => s.Kind is SenseKind.Thing) && !tokens[i].Capital && act.Words[0] is not ("call" or "answer" or "read" or "what" or "when" or "which");
        return act.Value != "find" || act.Words[0] is not ("i" or "see" or "got") || strong;
    }
}
