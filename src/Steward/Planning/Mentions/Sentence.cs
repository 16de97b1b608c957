using Steward.Planning.Language;
using Steward.Planning.Time;

namespace Steward.Planning.Mentions;

/// <summary>What everybody who reads phrases looks at: the tokens of a request, and what was found in it before it was parted into clauses.</summary>
sealed class Sentence
{
    public Sentence(PlanRequest request, IReadOnlyList<Token> tokens, TimeContext context, PeopleReader people, IReadOnlyList<Saying> sayings)
    {
        (Request, Tokens, People) = (request, tokens, people);
        Sayings = sayings.ToDictionary(saying => saying.Opener);
        Future = TimeFinder.Find(tokens, context).ToDictionary(spot => spot.First);
        Past = TimeFinder.Find(tokens, context with { Past = true }).ToDictionary(spot => spot.First);
        NewEnds(context);
        Particles(context);
        Ones(context);
    }

    public PlanRequest Request { get; }
    public IReadOnlyList<Token> Tokens { get; }
    public Lexicon Lexicon { get; } = Lexicon.Default;
    public PeopleReader People { get; }
    /// <summary>The expressions of time as they are read when one looks ahead, and back, by their first tokens.</summary>
    public Dictionary<int, TimeSpot> Future { get; }
    public Dictionary<int, TimeSpot> Past { get; }
    public Dictionary<int, Saying> Sayings { get; }
    /// <summary>The two parts of verbs that stand around their object, by their first tokens.</summary>
    public Dictionary<int, Mention> Parts { get; } = [];
    /// <summary>An exception has no exceptions of its own: reading stays linear.</summary>
    public bool InException { get; set; }

    public static readonly HashSet<string> Determiners = new(StringComparer.Ordinal) { "the", "a", "an", "my", "our", "this", "that", "these", "those", "any", "some", "all", "his", "her", "their", "your", "new" };

    public Sense? Marker(int i, int end, string name) => Lexicon.At(Tokens, i, end).FirstOrDefault(s => s.Kind == SenseKind.Marker && s.Value == name);

    public TimeMention? AsTime(int i, int end) =>
        Future.TryGetValue(i, out var f) && f.End <= end && f.Value is not Length && !Unchanged(f)
            ? SameHour(i, f) ?? new TimeMention(i, f.End, Past.TryGetValue(i, out var p) && p.End == f.End ? p.Value : f.Value, f.Value) : null;

    /// <summary>"at the same time" alone: an event keeps its hour, and names none.</summary>
    bool Unchanged(TimeSpot spot) => Tokens[spot.End - 1].Norm == "time" && Enumerable.Range(spot.First, spot.End - spot.First).All(k => Tokens[k].Norm is "at" or "the" or "same" or "time");

    /// <summary>"to Friday, same time": here the hour is that of the event, not of now.</summary>
    TimeMention? SameHour(int i, TimeSpot spot) =>
        spot.Value is Moment { At: var at } && spot.End - i > 2 && Tokens[spot.End - 1].Norm == "time" && Tokens[spot.End - 2].Norm == "same" ? new TimeMention(i, spot.End, Days.On(at.Date), Days.On(at.Date)) : null;

    /// <summary>A small number, in digits or as a word.</summary>
    public int? Number(int i) => Tokens[i].Kind == TokenKind.Number && Tokens[i].Text.Length <= 3 ? int.Parse(Tokens[i].Text, System.Globalization.CultureInfo.InvariantCulture)
        : TimeWords.Cardinals.TryGetValue(Tokens[i].Norm, out var n) && n > 0 ? n : null;

    /// <summary>What nobody claims: a mark says nothing, a word is unknown.</summary>
    public Mention Leftover(int i) => Tokens[i].Kind == TokenKind.Symbol || Tokens[i].Norm == "'s" || Tokens[i] is { Norm: "s", SpaceBefore: false } || Tokens[i].Norm is "until" or "since" && Future.ContainsKey(i + 1) ? new FillerMention(i, i + 1) : new UnknownMention(i, i + 1);

    static readonly HashSet<string> TakesIn = new(StringComparer.Ordinal) { "squeeze", "squeezing", "fit", "fitting", "slot", "pencil", "get" };

    /// <summary>"squeeze in 20 minutes": the preposition belongs to the verb, and the length is a length.</summary>
    void Particles(TimeContext context)
    {
        foreach (var spot in Future.Values.ToList())
            if (Tokens[spot.First].Norm == "in" && spot.First > 0 && TakesIn.Contains(Tokens[spot.First - 1].Norm) && TimeFinder.Find([.. Tokens.Skip(spot.First + 1).Take(spot.End - spot.First - 1)], context) is [{ Value: Length } length])
            {
                Future.Remove(spot.First);
                Past.Remove(spot.First);
                Future[spot.First + 1] = Past[spot.First + 1] = new TimeSpot(length.Value, spot.First + 1 + length.First, spot.First + 1 + length.End);
            }
    }

    /// <summary>"move the first one to 5pm": "one" is no hour there.</summary>
    void Ones(TimeContext context)
    {
        foreach (var spot in Future.Values.ToList())
        {
            if (spot.First == 0 || Tokens[spot.First].Norm != "one" || Tokens[spot.First - 1].Norm is not ("first" or "second" or "third" or "fourth" or "last" or "latest" or "other" or "that" or "this" or "next" or "the"))
                continue;
            Future.Remove(spot.First);
            Past.Remove(spot.First);
            foreach (var rest in TimeFinder.Find([.. Tokens.Skip(spot.First + 1).Take(spot.End - spot.First - 1)], context))
                Future[spot.First + 1 + rest.First] = Past[spot.First + 1 + rest.First] = rest with { First = spot.First + 1 + rest.First, End = spot.First + 1 + rest.End };
        }
    }

    /// <summary>"extend the workshop on Tuesday until 5pm": the day says which, the hour is the new end.</summary>
    void NewEnds(TimeContext context)
    {
        if (!Enumerable.Range(0, Tokens.Count).Any(i => Lexicon.At(Tokens, i, Tokens.Count).Any(s => s is { Kind: SenseKind.Act, Value: "lengthen" or "shorten" })))
            return;
        foreach (var spot in Future.Values.ToList())
        {
            var join = Enumerable.Range(spot.First + 1, spot.End - spot.First - 1).FirstOrDefault(k => Tokens[k].Norm is "until" or "till", -1);
            if (join < 0 || TimeFinder.Find([.. Tokens.Skip(spot.First).Take(join - spot.First)], context) is not [var day] || TimeFinder.Find([.. Tokens.Skip(join).Take(spot.End - join)], context) is not [var hour])
                continue;
            Future[spot.First] = Past[spot.First] = new TimeSpot(day.Value, spot.First, join);
            Future[join] = Past[join] = new TimeSpot(hour.Value, join, spot.End);
        }
    }
}
