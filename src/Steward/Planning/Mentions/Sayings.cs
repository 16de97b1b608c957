using Steward.Planning.Language;

namespace Steward.Planning.Mentions;

/// <summary>Words that a mail is to say, found before a sentence is parted into its requests: nothing in them is a request.</summary>
/// <param name="Opener">The token that opens the text ("saying", "that", the first word after "tell Anna").</param>
/// <param name="Start">The first token of the text; <paramref name="End"/> is excluded and lies behind a closing quotation mark.</param>
/// <param name="Before">Words that Steward puts before it, so that "ask Ben for the keys" becomes a sentence.</param>
/// <param name="Doubt">Where the text may end because another request seems to begin there.</param>
sealed record Saying(int Opener, int Start, int End, string Before, int? Doubt)
{
    public string Text(string message, IReadOnlyList<Token> tokens, int? until = null)
    {
        var (first, last) = (Start, until ?? End);
        while (first < last - 1 && tokens[first].Norm is "\"" or "“")
            first++;
        while (last > first + 1 && (tokens[last - 1].Norm is "\"" or "”" || tokens[last - 1].Norm is "please" or "thanks" or "," && last > first + 2))
            last--;
        return Before + message[tokens[first].Start..tokens[last - 1].End];
    }
}

/// <summary>Finds them: "saying …", "email Anna that …", "tell Anna …", "let Anna know …", "ask Anna whether …", "reply to Anna: …".</summary>
sealed class Sayings(IReadOnlyList<Token> tokens, Lexicon lexicon, PeopleReader people)
{
    readonly UnansweredReader unanswered = new(tokens, people);

    public List<Saying> Find()
    {
        var found = new List<Saying>();
        var first = 0;
        for (var i = 1; i < tokens.Count;)
        {
            if (ClauseSplitter.RequestAfter(tokens, i, lexicon) is { } next)
                first = next;
            if (Quotes.Close(tokens, i, tokens.Count) is { } close)
                i = close + 1;
            else if (Opened(i, first) is { } saying)
            {
                found.Add(saying);
                i = saying.End;
            }
            else
                i++;
        }
        return found;
    }

    Saying? Opened(int i, int first)
    {
        if (OwnWords.At(tokens, first, i, lexicon) is { } start)
            return Make(i, start, "", doubtful: tokens[i].Norm != "saying" || !Orders(start));
        return SaidTo(i, first) ?? Addressed(i, first) ?? Told(i) ?? Reminded(i) ?? Infinitive(i, first) ?? Gerund(i, first);
    }

    /// <summary>"a reply thanking him for the contract", "asking whether Friday works": what a mail does, as its sentence.</summary>
    Saying? Gerund(int i, int first) => !Written(first, i) ? null : SpeechAct(i, tokens[i].Norm switch
    {
        "thanking" => "thank", "congratulating" => "congratulate", "confirming" => "confirm", "asking" => "ask", "apologising" or "apologizing" => "apologise", "wishing" => "wish", "reminding" => "remind", "informing" => "tell",
        _ => null,
    }, i + 1);

    /// <summary>Whether something is to be written: "what is Jonas asking for" asks what was.</summary>
    bool Written(int first, int i) => tokens[first].Norm is not ("what" or "whats" or "who" or "why" or "which" or "is" or "are" or "was") && tokens[i - 1].Norm is not ("is" or "are" or "was" or "were" or "'s" or "i'm" or "been") && !(i > 1 && tokens[i - 2].Norm is "is" or "are" or "was" or "'s");

    /// <summary>"email Marta to ask whether the keys are ready", "write to Ben to thank him for the lift".</summary>
    Saying? Infinitive(int i, int first) =>
        tokens[i].Norm == "to" && i + 2 < tokens.Count && i > first && Verb(i + 1) is { } verb && OwnWords.Writes(tokens, first, i, lexicon) ? SpeechAct(i, verb, i + 2) : null;

    /// <summary>"thank Sarah for the flowers", "wish Anna a happy birthday", "remind Ben to send the numbers": the verb of the request is what the mail does.</summary>
    Saying? Addressed(int i, int first)
    {
        if (i < first + 1 || Verb(i - 1) is not ("thank" or "congratulate" or "apologise" or "wish" or "remind") || Enumerable.Range(first, i - 1 - first).Any(k => !lexicon.At(tokens, k, k + 1).Any(s => s.Kind == SenseKind.Filler)))
            return null;
        var person = tokens[i].Norm is "to" && Verb(i - 1) == "apologise" ? i + 1 : i;
        if (person >= tokens.Count || tokens[person].Norm is "me" or "us" or "you" or "myself")
            return null;
        var end = tokens[person].Norm is "him" or "her" or "them" ? person + 1 : people.Read(person, tokens.Count, tokens[person].Capital) is var (_, known) ? known : person;
        return end > person && end < tokens.Count ? SpeechAct(end, Verb(i - 1), end) : null;
    }

    string? Verb(int i) => tokens[i].Norm switch
    {
        "thank" or "congratulate" or "confirm" or "ask" or "wish" or "remind" or "tell" or "check" => tokens[i].Norm,
        "say" or "inform" or "notify" or "let" or "explain" => "tell",
        "apologise" or "apologize" => "apologise",
        "enquire" or "inquire" => "ask",
        _ => null,
    };

    /// <summary>The sentence that a mail says when it does this; the person addressed is left out of it.</summary>
    Saying? SpeechAct(int opener, string? verb, int i)
    {
        if (verb is null || i >= tokens.Count)
            return null;
        var at = tokens[i].Norm is "him" or "her" or "them" or "everyone" or "everybody" ? i + 1 : i == opener ? i : people.Read(i, tokens.Count, tokens[i].Capital) is var (_, end) ? end : i;
        if (at >= tokens.Count)
            return null;
        if (verb == "tell" && tokens[at].Norm == "know")
            at++;
        var next = at < tokens.Count ? tokens[at].Norm : "";
        var asks = next is "if" or "whether" or "when" or "where" or "what" or "who" or "how" or "why" or "which";
        return verb switch
        {
            "thank" => Make(opener, at, "Thank you ", doubtful: true),
            "congratulate" => Make(opener, at, "Congratulations ", doubtful: true),
            "confirm" => Make(opener, next == "that" ? at + 1 : at, "I confirm ", doubtful: true),
            "apologise" => Make(opener, at, "I apologise ", doubtful: true),
            "wish" => Make(opener, at, "I wish you ", doubtful: true),
            "remind" when next == "to" => Make(opener, at + 1, "A reminder: please ", doubtful: true),
            "remind" => Make(opener, next is "that" or "of" or "about" ? at + 1 : at, "A reminder: ", doubtful: true),
            "ask" or "check" when asks && SecondPerson.At(tokens, at + 1) is var (you, rest) => Make(opener, rest, $"I would like to know {next} {you} ", doubtful: true),
            "ask" or "check" when asks => Make(opener, at, "I would like to know ", doubtful: true),
            "ask" when next is "for" or "about" => Make(opener, at, "I would like to ask you ", doubtful: true),
            "ask" when next is "to" => Make(opener, at + 1, "Please ", doubtful: true),
            "tell" => Text(at) is { } told ? Make(opener, told, "", doubtful: true) : null,
            _ => null,
        };
    }

    /// <summary>"say happy birthday to Anna": the words stand before whom they are for.</summary>
    Saying? SaidTo(int i, int first)
    {
        if (i - 1 < first || tokens[i - 1].Norm != "say" || Enumerable.Range(first, i - 1 - first).Any(k => !lexicon.At(tokens, k, k + 1).Any(s => s.Kind == SenseKind.Filler)) || lexicon.At(tokens, i - 1, tokens.Count).Any(s => s.Kind == SenseKind.Act && s.Words.Length > 1))
            return null;
        for (var k = i + 1; k + 1 < tokens.Count; k++)
            if (tokens[k].Norm == "to" && people.Read(k + 1, tokens.Count, tokens[k + 1].Capital) is var (_, end) && (end == tokens.Count || tokens[end].Kind == TokenKind.Symbol || tokens[end].Norm is "please" or "for" or "from"))
                return new Saying(i - 1, i, k, "", null);
        return null;
    }

    /// <summary>"remind me …", "set a reminder …", "don't let me forget …": all that follows says of what and when, and asks for nothing else.</summary>
    Saying? Reminded(int i) =>
        tokens[i - 1].Norm is "me" or "us" && i > 1 && tokens[i - 2].Norm == "remind" || tokens[i - 1].Norm == "reminder" && (tokens[i].SpaceBefore || tokens[i].Norm == ":") || tokens[i - 1].Norm == "forget" && i > 2 && tokens[i - 2].Norm == "me" && tokens[i - 3].Norm == "let"
            || Noted(i) ? Unanswered(i) ? null : Make(i, Text(tokens[i].Norm == "to" && i + 2 < tokens.Count && tokens[i + 1].Norm is "self" or "myself" ? i + 2 : i) ?? i, "", doubtful: false) : null;

    /// <summary>"remind me if Sarah doesn't answer" is nothing to be reminded of, but something to wait for.</summary>
    bool Unanswered(int from) => Enumerable.Range(from, tokens.Count - from).Any(k => unanswered.At(k, tokens.Count) is not null);

    /// <summary>"note that …", "make a note to …", "jot down …", "remember that …": what follows is the note.</summary>
    bool Noted(int i) => tokens[i - 1].Norm switch
    {
        "note" => tokens[i].Norm is "that" or "to" or ":" or "of" && (i < 2 || tokens[i - 2].Norm is "a" or "please" or "and" or "then"),
        "down" => i > 1 && tokens[i - 2].Norm is "jot" or "note" or "write" && tokens[i].Norm is not ("?" or "about") && (i < 3 || tokens[i - 3].Norm is not ("i" or "we")),
        "remember" => tokens[i].Norm == "that" && (i < 2 || tokens[i - 2].Norm is "please" or "and" or ","),
        _ => false,
    };

    int? Text(int start)
    {
        while (start < tokens.Count && tokens[start].Norm is "that" or ":" or ",")
            start++;
        return start < tokens.Count ? start : null;
    }

    /// <summary>"tell Anna (that) …", "let Anna know …", "ask Anna whether …": the text begins behind the person.</summary>
    Saying? Told(int i)
    {
        // "ask Jonas by mail when …"
        var end = i > 3 && tokens[i - 1].Norm is "mail" or "email" or "e-mail" && tokens[i - 2].Norm is "by" or "via" or "per" or "in" ? i - 2 : i;
        if (i < 2 || Person(end) is not { } first || first < 1)
            return null;
        var verb = tokens[first - 1].Norm;
        if (verb == "let" && tokens[i].Norm == "know" && i + 2 < tokens.Count && tokens[i + 1].Norm == "why" && tokens[i + 2].Norm is ":" or "-" or "–")
            return Text(i + 3) is { } why ? Make(i, why, "", doubtful: true) : null;
        if (verb == "let" && tokens[i].Norm == "know")
            return i + 1 < tokens.Count && tokens[i + 1].Norm is not ("about" or "if" or "when" or "whether") && Text(i + 1) is { } known ? Make(i, known, "", doubtful: true) : null;
        if (verb is "tell" or "inform" or "notify")
            return tokens[i].Norm switch
            {
                "about" or "of" or "," or "." or "and" or "what" or "how" => null,
                "to" => Make(i, i + 1, "Please ", doubtful: true),
                _ => Text(i) is { } told ? Make(i, told, "", doubtful: true) : null,
            };
        if (verb != "ask" || i + 1 >= tokens.Count)
            return null;
        return tokens[i].Norm switch
        {
            "to" => Make(i, i + 1, "Please ", doubtful: true),
            "for" => Make(i, i, "I would like to ask you ", doubtful: true),
            "if" or "whether" or "when" or "where" or "what" or "how" or "why" when SecondPerson.At(tokens, i + 1) is var (you, rest) => Make(i, rest, $"I would like to know {tokens[i].Norm} {you} ", doubtful: true),
            "if" or "whether" or "when" or "where" or "what" or "who" or "which" or "how" or "why" when tokens[i + 1].Norm is not ("she" or "he" or "they") => Make(i, i, "I would like to know ", doubtful: true),
            _ => null,
        };
    }

    /// <summary>Where the person begins who ends right before the token; null when nobody does.</summary>
    int? Person(int i)
    {
        for (var k = i - 1; k >= Math.Max(1, i - 4); k--)
            if (tokens[k - 1].Norm is "tell" or "let" or "ask" or "inform" or "notify" && tokens[k].Norm is not ("me" or "us" or "you"))
                return tokens[k].Norm is "him" or "her" or "them" or "everyone" or "everybody" or "all" && i == k + 1 || tokens[k].Norm is "the" && i == k + 2 && tokens[k + 1].Norm is "others" or "guests" or "attendees" or "participants" or "organiser" or "organizer" || people.Read(k, i, tokens[k].Capital) is var (_, end) && end == i ? k : null;
        return null;
    }

    /// <summary>The text itself gives orders: what is joined to them by "and" is one more of them.</summary>
    bool Orders(int start) => lexicon.At(tokens, start, tokens.Count).Any(s => s.Kind == SenseKind.Act) && lexicon.At(tokens, start, tokens.Count).All(s => s.Kind is SenseKind.Act or SenseKind.Filler);

    /// <summary>"…, and put Elena in cc".</summary>
    bool Put(int k)
    {
        if (tokens[k].Norm is not ("." or "," or ";" or "and"))
            return false;
        var at = k + 1;
        while (at < tokens.Count && tokens[at].Norm is "and" or "put" or "keep" or "with" or "please")
            at++;
        return at < tokens.Count && people.Read(at, tokens.Count, tokens[at].Capital) is var (_, end) && end + 1 < tokens.Count && tokens[end].Norm is "in" or "on" && tokens[end + 1].Norm is "cc" or "bcc" or "copy";
    }

    /// <summary>"…. Cc Elena": who gets a copy is no part of the text.</summary>
    bool Copied(int k) => Put(k) || tokens[k].Norm is "." or "," or ";" or "and" && k + 2 < tokens.Count && tokens[k + 1].Norm is "cc" or "bcc" && people.Read(tokens[k + 2].Norm == ":" && k + 3 < tokens.Count ? k + 3 : k + 2, tokens.Count, guess: true) is not null;

    Saying? Make(int opener, int start, string before, bool doubtful)
    {
        if (start >= tokens.Count)
            return null;
        // "tell him why: I'm sick", "… the following: …": what announces the words is none of them
        var lead = tokens[start].Norm == "the" ? start + 1 : start;
        if (lead + 2 < tokens.Count && tokens[lead].Norm is "why" or "this" or "following" or "reason" && tokens[lead + 1].Norm == ":")
            start = lead + 2;
        if (tokens[start - 1].Norm is "\"" or "“")
            start--;
        if (Quotes.Close(tokens, start, tokens.Count) is { } close && close > start + 1)
            return new Saying(opener, start, close + 1, before, null);
        int? doubt = null;
        for (var k = start + 1; doubtful && doubt is null && k < tokens.Count; k++)
        {
            if (Copied(k))
                return new Saying(opener, start, k, before, doubt);
            if (ClauseSplitter.RequestAfter(tokens, k, lexicon) is { } next && !tokens.Skip(next).Take(4).Any(t => t.Norm == "nothing"))
                doubt = k;
        }
        return new Saying(opener, start, tokens.Count, before, doubt);
    }
}
