using Steward.Planning.Language;

namespace Steward.Planning.Mentions;

/// <summary>Finds verbs that stand around their objects: "bring the call forward", "throw the ads into the archive". Each part becomes a phrase of its own.</summary>
sealed class VerbParts(Sentence sentence)
{
    readonly IReadOnlyList<Token> tokens = sentence.Tokens;
    readonly Lexicon lexicon = sentence.Lexicon;
    readonly PeopleReader people = sentence.People;
    readonly Dictionary<int, Saying> sayings = sentence.Sayings;
    readonly Dictionary<int, Mention> parts = sentence.Parts;

    public void Find(int first, int end)
    {
        FindPlaces(first, end);
        FindPairs(first, end);
    }

    /// <summary>"bring the call forward": the first part is the verb, the second carries no meaning of its own.</summary>
    void FindPairs(int first, int end)
    {
        for (var i = first; i < end; i++)
        {
            if (Quotes.Close(tokens, i, end) is { } close)
            {
                i = close;
                continue;
            }
            if (sayings.TryGetValue(i, out var saying))
            {
                i = saying.End - 1;
                continue;
            }
            if (parts.ContainsKey(i) || lexicon.PairsAt(tokens, i, end).FirstOrDefault(p => Fits(p.Pair, i, p.Last, end)) is not ({ } pair, var last))
                continue;
            // a longer phrase of the lexicon at the same place says something else: "put a star on …"
            if (lexicon.At(tokens, i, end).Any(s => s.Kind == SenseKind.Act && s.Words.Length > pair.First.Length))
                continue;
            parts[i] = new ActMention(i, i + pair.First.Length, pair.Act, Leading: true);
            // "put these under Travel": the preposition is what announces the label
            if (pair.Act is not "label")
                parts[last] = new FillerMention(last, last + pair.Last.Length);
            i = last;
        }
    }

    /// <summary>Verbs that speak of people or labels have one between their parts: "take Anna off", "take the Todo label off".</summary>
    bool Fits(Pair pair, int i, int last, int end) => pair.Act switch
    {
        "tell" or "uninvite" => people.Read(i + pair.First.Length, end, tokens[i + pair.First.Length].Capital) is not null || tokens[i + 1].Norm is "him" or "her" or "them",
        "unlabel" => Enumerable.Range(i, last - i).Any(k => tokens[k].Norm is "label" or "tag" or "labels" or "tags"),
        // "keep 3 hours on Friday for the thesis": of a time, not of a thing
        "block" when pair.Last is ["for"] => sentence.Future.TryGetValue(i + pair.First.Length, out var kept) && kept.Value is Time.Length,
        // "show me the plan again on Monday": without a time it is only shown once more
        "snooze" => Enumerable.Range(last + 1, Math.Max(0, Math.Min(2, end - last - 1))).Any(sentence.Future.ContainsKey),
        _ => true,
    };

    static readonly HashSet<string> Movers = new(StringComparer.Ordinal)
    {
        "put", "move", "throw", "chuck", "toss", "dump", "stick", "drop", "shove", "place", "file", "pop", "get", "bring", "take", "send", "shift", "relocate", "transfer", "clear", "sweep", "push", "go", "goes", "belong", "belongs", "moved", "sent", "want", "pull", "drag", "rope",
    };

    /// <summary>Verbs after which "in the bin" says where to, not where from.</summary>
    static readonly HashSet<string> Placing = new(StringComparer.Ordinal) { "put", "throw", "chuck", "toss", "dump", "stick", "drop", "shove", "place", "file", "pop", "belong", "belongs", "go", "goes", "want" };

    /// <summary>"throw the promotions into the archive", "get all of it out of the inbox": a verb of moving with the place says what is done to mail.</summary>
    void FindPlaces(int first, int end)
    {
        // the last verb of moving that was passed, and the last after which "in" says where to
        var (mover, placer) = (-1, -1);
        for (var i = first; i < end; i++)
        {
            if (Quotes.Close(tokens, i, end) is { } close)
            {
                i = close;
                continue;
            }
            if (sayings.ContainsKey(i) && i > first)
                return;
            var (act, last) = i > first ? Place(i, end) : (null, i);
            if (Movers.Contains(tokens[i].Norm) && !parts.ContainsKey(i) && (i == first || tokens[i - 1].Norm is not ("the" or "a" or "i" or "my" or "did")))
                (mover, placer) = (i, Placing.Contains(tokens[i].Norm) ? i : placer);
            if (act is null && mover >= 0 && Gathers.Contains(tokens[mover].Norm) && IntoMeeting(i, end))
                parts[mover] = new ActMention(mover, mover + 1, "schedule", Leading: true);
            if (act is null)
                continue;
            var verb = tokens[i].Norm == "in" ? placer : mover;
            if (verb < 0 || parts.ContainsKey(i) || parts.Values.Any(p => p is ActMention && p.First <= i && p.First >= first))
                continue;
            parts[verb] = new ActMention(verb, verb + 1, act, Leading: true);
            parts[i] = new FillerMention(i, last);
            return;
        }
    }

    static readonly HashSet<string> Gathers = new(StringComparer.Ordinal) { "pull", "get", "bring", "drag", "rope", "put", "invite", "gather" };

    /// <summary>"… into a 30 min call", "… in a meeting": people are brought together.</summary>
    bool IntoMeeting(int i, int end) => tokens[i].Norm is "into" or "in" or "onto" or "on" && i + 1 < end && tokens[i + 1].Norm is "a" or "an" or "one"
        && Enumerable.Range(i + 2, Math.Max(0, Math.Min(5, end - i - 2))).Any(k => lexicon.At(tokens, k, end).Any(s => s is { Kind: SenseKind.Thing, Value: "meeting" }));

    /// <summary>"into the archive", "in the bin", "out of my inbox", "back to the inbox".</summary>
    (string? Act, int End) Place(int i, int end)
    {
        var at = tokens[i].Norm == "back" ? i + 1 : i;
        if (at >= end)
            return (null, i);
        var inward = tokens[at].Norm is "into" or "to" or "in" or "onto";
        var within = tokens[at].Norm == "in";
        var outward = tokens[at].Norm is "out" or "off";
        if (!inward && !outward)
            return (null, i);
        at++;
        while (at < end && tokens[at].Norm is "of" or "the" or "my" or "our" or "your" or "that" or "from")
            at++;
        if (at >= end)
            return (null, i);
        var last = at + 1;
        if (last < end && tokens[at].Norm is "recycle" or "rubbish" or "garbage" or "trash" or "recycling" && tokens[last].Norm is "bin" or "can" or "folder" or "heap")
            last++;
        else if (last < end && tokens[last].Norm is "folder")
            last++;
        var inbox = tokens[at].Norm is "inbox" or "mailbox" or "inboxes";
        return inward && tokens[at].Norm is "archive" or "archives" ? ("archive", last)
            : inward && tokens[at].Norm is "bin" or "trash" or "rubbish" or "garbage" or "recycle" or "recycling" or "wastebasket" or "dustbin" ? ("trash", last)
            : inward && inbox && !within ? ("restore", last)
            : outward && inbox ? ("archive", last) : (null, i);
    }
}
