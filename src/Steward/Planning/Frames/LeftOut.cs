using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>Events that are left out: "except the standup", "but not the one with Elena", "but keep Thursday's lunch and the 4pm". What cannot be said to the tool stays unused, and is asked about.</summary>
static class LeftOut
{
    /// <summary>The tool's argument; null when nothing is left out.</summary>
    public static object[]? Of(Clause clause, PlanBuilder plan, HashSet<Mention> used, Func<Mention, bool>? leaveOut = null)
    {
        var all = new List<object>();
        foreach (var except in clause.All<ExceptMention>().Where(m => leaveOut?.Invoke(m) != true))
        {
            var groups = Groups(clause, except).ConvertAll(g => One(clause, g, plan));
            if (groups.Exists(g => g is null))
                continue;
            all.AddRange(groups.SelectMany(g => g!));
            used.Add(except);
            plan.Say(clause, except, "left as it is");
        }
        return all.Count == 0 ? null : [.. all];
    }

    /// <summary>Phrases that stand side by side describe one event; "and", "or" and commas begin another.</summary>
    static List<List<Mention>> Groups(Clause clause, ExceptMention except)
    {
        var groups = new List<List<Mention>>();
        foreach (var mention in except.What)
        {
            var last = groups.Count == 0 ? null : groups[^1][^1];
            if (last is null || Enumerable.Range(last.End, Math.Max(0, mention.First - last.End)).Any(i => clause.Tokens[i].Norm is "and" or "or" or "nor" or "," or "&"))
                groups.Add([]);
            groups[^1].Add(mention);
        }
        return groups;
    }

    static NodaTime.LocalDate? Day(Clause clause, PlanBuilder plan) => clause.All<TimeMention>().Select(t => EventSearch.Window(t.Future, plan).From?.Date).FirstOrDefault(d => d is not null);

    /// <summary>What one group leaves out; several people of one phrase leave out the events of each. Null when it says something else.</summary>
    static List<object>? One(Clause clause, List<Mention> group, PlanBuilder plan)
    {
        var words = new List<string>();
        var persons = new List<PersonRef>();
        (NodaTime.LocalDateTime From, NodaTime.LocalDateTime To)? time = null;
        foreach (var mention in group)
            switch (mention)
            {
                case TopicMention topic:
                    words.Add(topic.Topic);
                    break;
                case QuotedMention quoted:
                    words.Add(quoted.Text);
                    break;
                case ThingMention { Thing: "meeting" } noun:
                    if (EventSearch.Kind(clause, noun) is { } kind)
                        words.Add(kind);
                    break;
                case TimeMention { Future: var value } when EventSearch.Window(value, plan) is ({ } from, { } to, _):
                    // "clear my Thursday but keep the 4pm": an hour of that day
                    time = value is Time.Clock && Day(clause, plan) is { } day ? (day + from.TimeOfDay, day + to.TimeOfDay) : (from, to);
                    break;
                case CompanyMention or PersonMention or SenderMention:
                    persons.AddRange(PeopleReader.In([mention]));
                    break;
                default:
                    return null;
            }
        foreach (var person in persons)
            plan.Resolve(person, clause, mustBeKnown: false);
        if (words.Count + persons.Count == 0 && time is null)
            return null;
        var query = words.Count == 0 ? null : string.Join(' ', words);
        var (begin, end) = time is { } t ? (plan.Instant(t.From), plan.Instant(t.To)) : ((DateTimeOffset?)null, (DateTimeOffset?)null);
        return persons.Count == 0 ? [new { query, from = begin, to = end }] : persons.ConvertAll(p => (object)new { query, with = new[] { EventSearch.Companion(p) }, from = begin, to = end });
    }
}
