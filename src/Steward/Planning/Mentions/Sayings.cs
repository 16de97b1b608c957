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
        return Told(i) ?? Reminded(i) ?? Gerund(i);
    }

    /// <summary>"a reply thanking him for the contract", "asking whether Friday works": what a mail does, as its sentence.</summary>
    Saying? Gerund(int i)
    {
        if (tokens[i].Norm is not ("thanking" or "asking" or "confirming" or "apologising" or "apologizing" or "congratulating") || i + 1 >= tokens.Count)
            return null;
        var at = tokens[i + 1].Norm is "him" or "her" or "them" ? i + 2 : people.Read(i + 1, tokens.Count, tokens[i + 1].Capital) is var (_, end) ? end : i + 1;
        if (at >= tokens.Count)
            return null;
        return tokens[i].Norm switch
        {
            "thanking" => Make(i, at, "Thank you ", doubtful: true),
            "congratulating" => Make(i, at, "Congratulations ", doubtful: true),
            "confirming" => Make(i, at, "I confirm ", doubtful: true),
            "asking" when tokens[at].Norm is "for" => Make(i, at, "I would like to ask you ", doubtful: true),
            "asking" when tokens[at].Norm is "to" => Make(i, at + 1, "Please ", doubtful: true),
            "asking" when tokens[at].Norm is "if" or "whether" or "when" or "where" or "what" or "who" or "how" or "why" => Make(i, at, "I would like to know ", doubtful: true),
            "apologising" or "apologizing" => Make(i, at, "I apologise ", doubtful: true),
            _ => null,
        };
    }

    /// <summary>"remind me …", "set a reminder …", "don't let me forget …": all that follows says of what and when, and asks for nothing else.</summary>
    Saying? Reminded(int i) =>
        tokens[i - 1].Norm is "me" or "us" && i > 1 && tokens[i - 2].Norm == "remind" || tokens[i - 1].Norm == "reminder" && (tokens[i].SpaceBefore || tokens[i].Norm == ":") || tokens[i - 1].Norm == "forget" && i > 2 && tokens[i - 2].Norm == "me" && tokens[i - 3].Norm == "let"
            || Noted(i) ? Make(i, Text(i) ?? i, "", doubtful: false) : null;

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
        if (i < 2 || Person(i) is not { } first || first < 1)
            return null;
        var verb = tokens[first - 1].Norm;
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
            "if" or "whether" or "when" or "where" or "what" or "who" or "which" or "how" or "why" when tokens[i + 1].Norm is not ("she" or "he" or "they") => Make(i, i, "I would like to know ", doubtful: true),
            _ => null,
        };
    }

    /// <summary>Where the person begins who ends right before the token; null when nobody does.</summary>
    int? Person(int i)
    {
        for (var k = i - 1; k >= Math.Max(1, i - 4); k--)
            if (tokens[k - 1].Norm is "tell" or "let" or "ask" or "inform" or "notify" && tokens[k].Norm is not ("me" or "us" or "you"))
                return tokens[k].Norm is "him" or "her" or "them" && i == k + 1 || people.Read(k, i, tokens[k].Capital) is var (_, end) && end == i ? k : null;
        return null;
    }

    /// <summary>The text itself gives orders: what is joined to them by "and" is one more of them.</summary>
    bool Orders(int start) => lexicon.At(tokens, start, tokens.Count).Any(s => s.Kind == SenseKind.Act) && lexicon.At(tokens, start, tokens.Count).All(s => s.Kind is SenseKind.Act or SenseKind.Filler);

    Saying? Make(int opener, int start, string before, bool doubtful)
    {
        if (start >= tokens.Count)
            return null;
        if (tokens[start - 1].Norm is "\"" or "“")
            start--;
        if (Quotes.Close(tokens, start, tokens.Count) is { } close && close > start + 1)
            return new Saying(opener, start, close + 1, before, null);
        int? doubt = null;
        for (var k = start + 1; doubtful && doubt is null && k < tokens.Count; k++)
            if (ClauseSplitter.RequestAfter(tokens, k, lexicon) is { } next && !tokens.Skip(next).Take(4).Any(t => t.Norm == "nothing"))
                doubt = k;
        return new Saying(opener, start, tokens.Count, before, doubt);
    }
}
