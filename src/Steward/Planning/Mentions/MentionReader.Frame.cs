using Steward.Planning.Language;
using Steward.Planning.Time;

namespace Steward.Planning.Mentions;

/// <summary>What stands around the objects of a clause: verbs in two parts, and conditions.</summary>
sealed partial class MentionReader
{
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
            parts[last] = new FillerMention(last, last + pair.Last.Length);
            i = last;
        }
    }

    /// <summary>Verbs that speak of people or labels have one between their parts: "take Anna off", "take the Todo label off".</summary>
    bool Fits(Pair pair, int i, int last, int end) => pair.Act switch
    {
        "tell" or "uninvite" => people.Read(i + pair.First.Length, end, tokens[i + pair.First.Length].Capital) is not null || tokens[i + 1].Norm is "him" or "her" or "them",
        "unlabel" => Enumerable.Range(i, last - i).Any(k => tokens[k].Norm is "label" or "tag" or "labels" or "tags"),
        _ => true,
    };

    static readonly HashSet<string> Movers = new(StringComparer.Ordinal)
    {
        "put", "move", "throw", "chuck", "toss", "dump", "stick", "drop", "shove", "place", "file", "pop", "get", "bring", "take", "send", "shift", "relocate", "transfer", "clear", "sweep", "push", "go", "goes", "belong", "belongs", "moved", "sent", "want",
    };

    /// <summary>Verbs after which "in the bin" says where to, not where from.</summary>
    static readonly HashSet<string> Placing = new(StringComparer.Ordinal) { "put", "throw", "chuck", "toss", "dump", "stick", "drop", "shove", "place", "file", "pop", "belong", "belongs", "go", "goes", "want" };

    /// <summary>"throw the promotions into the archive", "get all of it out of the inbox": a verb of moving with the place says what is done to mail.</summary>
    void FindPlaces(int first, int end)
    {
        for (var i = first + 1; i < end; i++)
        {
            if (Quotes.Close(tokens, i, end) is { } close)
            {
                i = close;
                continue;
            }
            if (sayings.ContainsKey(i))
                return;
            var (act, last) = Place(i, end);
            if (act is null)
                continue;
            var verb = Enumerable.Range(first, i - first).LastOrDefault(k => Movers.Contains(tokens[k].Norm) && !parts.ContainsKey(k) && (tokens[i].Norm != "in" || Placing.Contains(tokens[k].Norm)) && (k == first || tokens[k - 1].Norm is not ("the" or "a" or "i" or "my" or "did")), -1);
            if (verb < 0 || parts.ContainsKey(i) || parts.Values.Any(p => p is ActMention && p.First <= i && p.First >= first))
                continue;
            parts[verb] = new ActMention(verb, verb + 1, act, Leading: true);
            parts[i] = new FillerMention(i, last);
            return;
        }
    }

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

    /// <summary>"if I am free"; after the verb of a change also any other "if …", which Steward cannot check.</summary>
    ConditionMention? Condition(int i, int end, List<Mention> before)
    {
        var at = i;
        while (at < end && at < i + 2 && tokens[at].Norm is "but" or "only" or "and")
            at++;
        if (at >= end)
            return null;
        if (lexicon.At(tokens, at, end).FirstOrDefault(s => s.Kind == SenseKind.Condition) is { } known)
            return new ConditionMention(i, at + known.Words.Length, known.Value);
        var opens = tokens[at].Norm is "if" or "unless" or "provided" || tokens[at].Norm == "in" && at + 1 < end && tokens[at + 1].Norm == "case";
        if (!opens || lexicon.At(tokens, at, end).Any(s => s.Words.Length > 1) || !before.Exists(m => m is ActMention { Act: not "find" }))
            return null;
        // "… if they are older than a month" describes the mail
        if (tokens[at].Norm is "if" or "unless" && at + 2 < end && tokens[at + 1].Norm is "they" or "it" && tokens[at + 2].Norm is "is" or "are" or "'s" or "were" or "was" or "came" or "have" or "has")
            return null;
        return new ConditionMention(i, end, null);
    }

    static readonly HashSet<string> Online = new(StringComparer.Ordinal) { "zoom", "teams", "skype", "meet", "facetime", "webex", "phone", "telephone", "video", "slack", "discord" };

    /// <summary>"at Luigi's", "in room 4", "room Aurora", "via Zoom": where an event is. Only in a request that has a time of day.</summary>
    PlaceMention? Venue(int i, int first, int end)
    {
        if (!future.Values.Any(s => s.First >= first && s.End <= end && s.Value is Moment or Clock or ClockSpan or MomentSpan { WholeDays: false } or Repeat))
            return null;
        var marked = tokens[i].Norm is "at" or "in" or "@";
        var at = marked || tokens[i].Norm is "via" or "over" or "on" or "by" or "through" ? i + 1 : i;
        if (at >= end)
            return null;
        if (at > i && Online.Contains(tokens[at].Norm) && !(tokens[i].Norm == "at"))
        {
            var call = at + 1 < end && tokens[at + 1].Norm is "call" or "meeting" or "link" ? at + 2 : at + 1;
            return new PlaceMention(i, call, request.Message[tokens[at].Start..tokens[at].End]);
        }
        var start = marked && tokens[at].Norm is "the" or "my" or "our" && at + 1 < end ? at + 1 : at;
        var room = tokens[start].Norm is "room" or "suite" or "office" or "building" or "studio" && start + 1 < end && (tokens[start + 1].Kind == TokenKind.Number || tokens[start + 1].Capital);
        if (!room && (!marked || !tokens[start].Capital || future.ContainsKey(start) || people.Read(start, end, guess: false) is not null && !(start + 1 < end && tokens[start + 1].Norm == "'s") || Account(i, end) is not null))
            return null;
        var last = room ? start + 2 : start + 1;
        while (last < end && last - start < 6 && !future.ContainsKey(last) && (tokens[last].Capital || tokens[last].Norm == "'s" || tokens[last].Kind == TokenKind.Number && room || tokens[last].Norm is "&" or "-" or "." && last + 1 < end && tokens[last + 1].Capital))
            last++;
        return new PlaceMention(i, last, request.Message[tokens[start].Start..tokens[last - 1].End]);
    }
}
