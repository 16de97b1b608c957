using Steward.Planning.Language;

namespace Steward.Planning.Mentions;

/// <summary>
/// Finds where a person begins to dictate: "… saying I'll be late", "write to Marta that the contract is signed", "answer her: yes", "decline it, say I am away".
/// From there to the end of the message everything is the person's own words and no request, whatever it says.
/// </summary>
static class OwnWords
{
    /// <summary>Verbs after which "that" or a colon begins dictated words.</summary>
    static readonly HashSet<string> Writing = new(StringComparer.Ordinal) { "reply", "draft", "send", "tell", "note", "accept", "decline", "tentative" };

    static readonly HashSet<string> Subjects = new(StringComparer.Ordinal)
    {
        "i", "i'm", "i'll", "i've", "we", "we're", "we'll", "he", "she", "it", "they", "you", "you're", "my", "our", "your", "his", "her", "their", "the", "a", "an", "this", "that", "these", "those", "there", "no", "nobody",
        "everything", "everybody", "everyone", "all", "some", "both", "nothing", "today", "tomorrow", "tonight", "yes", "if", "next", "from",
    };

    /// <summary>What somebody does with mail: "that I got yesterday" describes a mail, it is nothing to be written.</summary>
    static readonly HashSet<string> Handling = new(StringComparer.Ordinal)
    {
        "got", "get", "received", "have", "haven't", "havent", "had", "starred", "flagged", "read", "missed", "sent", "wrote", "deleted", "archived", "trashed", "opened", "saw", "didn't", "didnt", "did", "need", "mentioned", "still",
    };

    /// <summary>
    /// The index of the first dictated token when the words that announce it begin at <paramref name="i"/>; null when none do. Dictated words may be none: then it is
    /// the end of the message.
    /// </summary>
    /// <param name="first">Where the request begins that the words belong to.</param>
    public static int? At(IReadOnlyList<Token> tokens, int first, int i, Lexicon lexicon)
    {
        var norm = tokens[i].Norm;
        if (norm == "saying" && !(i > first && (tokens[i - 1].Norm is "everyone" or "everybody" or "people" or "they" or "is" or "are" or "'s" or "been" or "was" or "were" || tokens[first].Norm is "what" or "whats")))
            return After(tokens, i + 1);
        if (norm is "telling" or "tell" && i > first && i + 1 < tokens.Count && tokens[i + 1].Norm is "him" or "her" or "them" or "everyone")
            return After(tokens, i + 2);
        if (norm == "say" && i > first && i + 1 < tokens.Count && (tokens[i + 1].Norm is "that" or ":" or "\"" || tokens[i - 1].Norm is "," or "and" or "to" or ";" or "." or "please" or "then"))
            return After(tokens, i + 1);
        if (norm == "with" && i > first && i + 2 < tokens.Count && tokens[i + 1].Norm is "the" && tokens[i + 2].Norm is "words" or "message" or "text" or "comment" && i + 3 < tokens.Count && tokens[i + 3].Norm is not ("about" or "from"))
            return After(tokens, i + 3);
        if (norm == "adding" && i > first && i + 1 < tokens.Count && tokens[i + 1].Norm is "\"" or "“" or ":" or "that")
            return After(tokens, i + 1);
        // "subject Budget, body: Please send the file"
        if (norm is "body" or "text" or "content" && tokens.Take(i).Any(t => t.Norm == "subject") && i + 1 < tokens.Count)
            return After(tokens, i + 1);
        if (norm == ":" && i > first && (i + 1 >= tokens.Count || tokens[i + 1].SpaceBefore || tokens[i + 1].Kind == TokenKind.Symbol) && Writes(tokens, first, i, lexicon))
            return After(tokens, i + 1);
        // "no to Thursday's town hall, I've a clash": why is what the organiser is told
        if (norm == "," && i > first && i + 2 < tokens.Count && tokens[i + 1].Norm is "i'm" or "i've" or "i'll" or "i" or "because" or "sorry" or "we're" or "as" && lexicon.At(tokens, Opening(tokens, first, lexicon), i).Any(s => s is { Kind: SenseKind.Act, Value: "decline" or "tentative" }))
            return After(tokens, i + 1);
        return norm == "that" && i > first && i + 1 < tokens.Count && BeginsStatement(tokens, i, lexicon) && Addressed(tokens, first, i, lexicon) ? After(tokens, i + 1) : null;
    }

    /// <summary>Where a request begins behind its politeness.</summary>
    static int Opening(IReadOnlyList<Token> tokens, int first, Lexicon lexicon)
    {
        while (first < tokens.Count - 1 && tokens[first].Norm is "please" or "pls" or "kindly" or "," or "so" or "sorry" or "hi" or "hey")
            first++;
        return first;
    }

    static int After(IReadOnlyList<Token> tokens, int i)
    {
        while (i < tokens.Count && tokens[i].Norm is "that" or ":" or "," or "\"" or "“")
            i++;
        return i;
    }

    /// <summary>Whether the request begins with a verb of writing, or with "note" or "reminder"; polite words may stand before it.</summary>
    public static bool Writes(IReadOnlyList<Token> tokens, int first, int end, Lexicon lexicon)
    {
        for (var i = first; i < end;)
        {
            var senses = lexicon.At(tokens, i, end).ToList();
            // "all mail that …" names mail, it writes none
            if (i > first && tokens[i - 1].Norm is "all" or "the" or "my" or "any" or "every" or "each" or "some" or "no" or "this" or "that" or "new" && senses.Exists(s => s is { Kind: SenseKind.Thing, Value: "mail" }))
                return false;
            if (senses.Exists(s => s.Kind == SenseKind.Act && Writing.Contains(s.Value) || s is { Kind: SenseKind.Thing, Value: "note" or "reminder" } || i > first && s is { Kind: SenseKind.Thing, Value: "draft" or "reply" }))
                return true;
            if (!senses.Exists(s => s.Kind is SenseKind.Filler) && tokens[i].Norm is not ("," or "and" or "then" or "make" or "create"))
                return false;
            i += senses.Find(s => s.Kind is SenseKind.Filler)?.Words.Length ?? 1;
        }
        return false;
    }

    /// <summary>Whether "that" at the place is followed by somebody or something that does something, and not by what describes a mail.</summary>
    static bool BeginsStatement(IReadOnlyList<Token> tokens, int i, Lexicon lexicon)
    {
        var next = tokens[i + 1];
        if (!Subjects.Contains(next.Norm) && !next.Capital && !Time.TimeWords.Weekdays.ContainsKey(next.Norm) && !(next.Norm.EndsWith('s') && next.Norm is not ("is" or "was" or "has" or "does") && i + 2 < tokens.Count))
            return false;
        return i + 2 >= tokens.Count || !(next.Norm is "i" or "we" or "he" or "she" or "they" || next.Capital) || !Handling.Contains(tokens[i + 2].Norm)
            || tokens[i + 2].Norm is "have" or "had" or "haven't" or "need" or "still" && (tokens[i - 1].Capital || !lexicon.At(tokens, i - 1, i).Any() || tokens[i - 1].Norm is "him" or "her" or "them") && !Handled(tokens, i + 3);
    }

    static bool Handled(IReadOnlyList<Token> tokens, int i) => i < tokens.Count && Handling.Contains(tokens[i].Norm) && tokens[i].Norm is not ("a" or "to");

    /// <summary>Somebody is written to: the verb stands before, and the words right before "that" are no mail that could be described by it.</summary>
    static bool Addressed(IReadOnlyList<Token> tokens, int first, int i, Lexicon lexicon)
    {
        if (!Writes(tokens, first, i, lexicon))
            return false;
        var before = tokens[i - 1].Norm;
        if (before is "know" or "him" or "her" or "them" or "back" or "reply" or "respond" or "answer" && !(i > 1 && tokens[i - 2].Norm is "the" or "a" or "any" or "his" or "her" or "their") || tokens[i - 1].Kind == TokenKind.Address || tokens[i - 1].Capital)
            return true;
        if (lexicon.At(tokens, i - 1, i).Any(s => s.Kind == SenseKind.Role))
            return true;
        // "a quick note that …": what is not there yet is to be written
        if (before is "note" or "line" or "word" or "up" or "message" or "mail" or "email" or "reply" or "answer" or "draft" && Enumerable.Range(Math.Max(first, i - 4), Math.Min(4, i - first)).Any(k => tokens[k].Norm is "a" or "an"))
            return true;
        // "answer her last mail that Thursday works": a statement, because what mail is meant has been said
        if (lexicon.At(tokens, i - 1, i).Any(s => s is { Kind: SenseKind.Thing, Value: "mail" or "thread" }))
            return !(tokens[i + 1].Norm is "i" or "we" or "he" or "she" or "they" or "it" or "was" or "is") && tokens[i + 1].Norm is not ("talks" or "mentions" or "says" or "discusses" or "asks");
        return !lexicon.At(tokens, i - 1, i).Any(s => s.Kind is SenseKind.Thing or SenseKind.Filter or SenseKind.Marker or SenseKind.Act) && before is not ("all" or "everything" or "anything" or "the" or "say" or "so");
    }
}
