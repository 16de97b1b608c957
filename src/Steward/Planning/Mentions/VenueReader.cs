using Steward.Planning.Language;
using Steward.Planning.Time;

namespace Steward.Planning.Mentions;

/// <summary>Where an event is.</summary>
sealed class VenueReader(Sentence sentence, AccountReader accounts) : PhraseReader(sentence)
{
    /// <summary>Whether the clause names a time of day.</summary>
    bool timed;

    public override void Begin(int first, int end) => timed = NamesTime(first, end) || Wished(first, end);

    /// <summary>"the review should be in room 4".</summary>
    bool Wished(int first, int end) => Enumerable.Range(first, end - first).Any(i => tokens[i].Norm is "should" or "must" or "needs" or "need" or "can" or "could") && Enumerable.Range(first, end - first).Any(i => i + 1 < end && tokens[i].Norm is "be" or "place" or "held" or "happen" && tokens[i + 1].Norm is "in" or "at");

    bool NamesTime(int first, int end) => future.Values.Any(s => s.First >= first && s.End <= end && s.Value is Moment or Clock or ClockSpan or MomentSpan { WholeDays: false } or Repeat);

    static readonly HashSet<string> Places = new(StringComparer.Ordinal)
    {
        "school", "gym", "pub", "clinic", "hospital", "church", "library", "station", "beach", "park", "cinema", "theatre", "theater", "zoo", "museum", "restaurant", "cafe", "bar", "pool", "stadium", "airport", "hotel", "university", "college", "bakery", "market", "town", "hall", "club", "court", "salon", "garage", "bank",
        "kindergarten", "nursery", "surgery", "practice", "headquarters", "hq", "reception", "canteen", "lobby", "garden",
    };

    static readonly HashSet<string> Online = new(StringComparer.Ordinal) { "zoom", "teams", "skype", "meet", "facetime", "webex", "phone", "telephone", "video", "slack", "discord" };

    /// <summary>"at Luigi's", "in room 4", "room Aurora", "via Zoom": where an event is. Only in a request that has a time of day.</summary>
    public override Mention? At(int i, int end, List<Mention> before)
    {
        if (!timed)
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
        // "dinner at my mother's"
        if (tokens[i].Norm == "at" && people.Read(at, end, tokens[at].Capital) is var (_, host) && host < end && tokens[host].Norm == "'s" && (host + 1 >= end || tokens[host + 1].Kind == TokenKind.Symbol || future.ContainsKey(host + 1) || tokens[host + 1].Norm is "on" or "for" or "with" or "and" or "at" or "from" or "in" or "place" or "house"))
            return new PlaceMention(i, host + (host + 1 < end && tokens[host + 1].Norm is "place" or "house" ? 2 : 1), request.Message[tokens[at].Start..tokens[host + (host + 1 < end && tokens[host + 1].Norm is "place" or "house" ? 1 : 0)].End]);
        var start = marked && tokens[at].Norm is "the" or "my" or "our" && at + 1 < end ? at + 1 : at;
        var room = tokens[start].Norm is "room" or "suite" or "office" or "building" or "studio" && start + 1 < end && (tokens[start + 1].Kind == TokenKind.Number || tokens[start + 1].Capital);
        // "at the school", "at work"
        if (tokens[i].Norm == "at" && Places.Contains(tokens[start].Norm) && (start + 1 >= end || tokens[start + 1].Kind == TokenKind.Symbol || future.ContainsKey(start + 1) || tokens[start + 1].Norm is "with" or "on" or "for" or "and" or "at" or "from" or "please"))
            return new PlaceMention(i, start + 1, request.Message[tokens[at].Start..tokens[start].End]);
        if (!room && (!marked || !tokens[start].Capital || future.ContainsKey(start) || people.Read(start, end, guess: false) is not null && !(start + 1 < end && tokens[start + 1].Norm == "'s") || accounts.Read(i, end) is not null))
            return null;
        var last = room ? start + 2 : start + 1;
        while (last < end && last - start < 6 && !future.ContainsKey(last) && (tokens[last].Capital || tokens[last].Norm == "'s" || tokens[last].Kind == TokenKind.Number && room || tokens[last].Norm is "&" or "-" or "." && last + 1 < end && tokens[last + 1].Capital))
            last++;
        return new PlaceMention(i, last, request.Message[tokens[start].Start..tokens[last - 1].End]);
    }
}
