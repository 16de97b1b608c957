using NodaTime;
using Steward.Planning.Frames;
using Steward.Planning.Mentions;
using Steward.Planning.Time;

namespace Steward.Planning.Composition;

/// <summary>
/// One verb of the calendar with two objects: "cancel the retro and the standup tomorrow", "move the retro to Friday and the standup to 10", "book Ben at 9 and Sarah at 10 on Monday". Each
/// becomes a request of its own; a time that only one of them names belongs to both, and so does the day of an hour.
/// </summary>
static class Coordination
{
    static readonly HashSet<string> Verbs = new(StringComparer.Ordinal) { "cancel", "move", "accept", "decline", "tentative", "lengthen", "shorten" };

    public static void Apply(List<Clause> clauses)
    {
        for (var k = 0; k < clauses.Count && clauses.Count < ClauseSplitter.MaxClauses; k++)
            if (Split(clauses[k]) is var (first, second))
            {
                clauses[k] = first;
                clauses.Insert(k + 1, second);
            }
    }

    /// <summary>"schedule a call with Sarah tomorrow at 10 and one with Ben at 11": verb, noun and day are those of the request before.</summary>
    public static void OneMore(List<Clause> clauses)
    {
        for (var k = 1; k < clauses.Count; k++)
        {
            if (clauses[k].Tokens[clauses[k].First].Norm is not ("one" or "another") || clauses[k].All<ActMention>().Any())
                continue;
            var before = clauses[k - 1];
            var mentions = clauses[k].Mentions.Where(m => m is not ThingMention { Thing: "mail" }).ToList();
            mentions.InsertRange(0, before.Mentions.Where(m => m is ActMention or ThingMention { Thing: "meeting" } or LengthMention && !mentions.Exists(n => n is LengthMention)));
            if (mentions.OfType<TimeMention>().ToList() is [{ Future: Clock clock } only] && before.All<TimeMention>().Select(t => Day(t.Future)).FirstOrDefault(d => d is not null) is { } day)
            {
                mentions.Remove(only);
                mentions.Add(only with { Future = new Moment(day + clock.Time), Past = new Moment(day + clock.Time) });
            }
            else if (!mentions.Exists(m => m is TimeMention))
                mentions.AddRange(before.All<TimeMention>());
            clauses[k] = clauses[k] with { Mentions = mentions };
        }
    }

    /// <summary>"what have I got on Monday and is there time for a haircut": the second question asks about the same day.</summary>
    public static void SameTimes(List<Clause> clauses)
    {
        for (var k = 1; k < clauses.Count; k++)
            if (clauses[k].Has("slot") && !clauses[k].All<TimeMention>().Any() && clauses[k - 1].All<TimeMention>().Any() && (clauses[k - 1].Has("calendar") || clauses[k - 1].Has("meeting"))
                && clauses.GetRange(k - 1, 2).TrueForAll(c => !c.NamesMail && c.All<ActMention>().All(a => a.Act == "find")))
                clauses[k] = clauses[k] with { Mentions = [.. clauses[k].Mentions, .. clauses[k - 1].All<TimeMention>()] };
    }

    static (Clause First, Clause Second)? Split(Clause clause)
    {
        if (clause.NamesMail || clause.All<SayMention>().Any() || clause.All<ActMention>().Where(a => a.Act != "find").ToList() is not [var act])
            return null;
        for (var i = act.End + 1; i + 1 < clause.End; i++)
        {
            if (clause.Tokens[i].Norm is not ("and" or "&" or "plus") || clause.Mentions.Any(m => m is not FillerMention && m.First <= i && i < m.End))
                continue;
            var (left, right) = (clause.Mentions.Where(m => m.First < i && m != act).ToList(), clause.Mentions.Where(m => m.First > i).ToList());
            if (!(Verbs.Contains(act.Act) && Names(clause, left) && Names(clause, right.TakeWhile(m => m is not TimeMention)) || act.Act == "schedule" && Appointment(left) && Appointment(right)))
                continue;
            return (clause with { End = i, Mentions = [.. left.Prepend(act), .. Shared(clause, left, right)] }, clause with { First = i + 1, Mentions = [act, .. right, .. Shared(clause, right, left)] });
        }
        return null;
    }

    /// <summary>An event by a name of its own: "the standup", "the budget review"; not "meetings and calls".</summary>
    static bool Names(Clause clause, IEnumerable<Mention> mentions) => mentions.Any(m => m is ThingMention { Thing: "meeting" } noun && (EventSearch.Kind(clause, noun) is not null || clause.Mentions.Any(n => n.End == noun.First && n is UnknownMention or TopicMention)));

    /// <summary>Somebody with an hour of their own.</summary>
    static bool Appointment(List<Mention> mentions) => mentions.Find(m => m is not FillerMention) is PersonMention or CompanyMention && mentions.Exists(m => m is TimeMention { Future: Clock or Moment });

    /// <summary>What the one takes from the other: all its times when it has none, the day when it has an hour only.</summary>
    static IEnumerable<Mention> Shared(Clause clause, List<Mention> one, List<Mention> other)
    {
        var times = one.OfType<TimeMention>().ToList();
        // "to 10": a bare number is an hour already
        if (times.Count == 0 && !one.Exists(m => m is UnknownMention && clause.Tokens[m.First].Kind == Language.TokenKind.Number))
            return other.Where(m => m is TimeMention or LengthMention);
        return times is [{ Future: Clock }] && other.OfType<TimeMention>().FirstOrDefault(t => Day(t.Future) is not null) is { } dated ? [dated with { Future = Days.On(Day(dated.Future)!.Value), Past = Days.On(Day(dated.Past) ?? Day(dated.Future)!.Value) }] : [];
    }

    static LocalDate? Day(TimeValue value) => value switch { Days { Single: true } day => day.From, Moment moment => moment.At.Date, _ => null };
}
