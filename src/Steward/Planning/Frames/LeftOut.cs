using NodaTime;
using Steward.Planning.Composition;
using Steward.Planning.Mentions;
using Steward.Planning.Time;

namespace Steward.Planning.Frames;

/// <summary>"… except the call with Jonas", "… but keep the standup": events that a change of many leaves alone.</summary>
static class LeftOut
{
    /// <summary>The descriptions for the look-up; null when nothing is left out. What does not describe an event stays to be asked about.</summary>
    public static object[]? Of(Clause clause, PlanBuilder plan, HashSet<Mention> used, Func<Mention, bool>? leaveOut = null)
    {
        var found = new List<object>();
        foreach (var except in clause.All<ExceptMention>().Where(m => leaveOut?.Invoke(m) != true))
        {
            if (except.What.Any(m => m is FilterMention or LabelMention))
                continue;
            var nouns = except.What.OfType<ThingMention>().ToList();
            var words = except.What.Select(m => m switch { TopicMention t => t.Topic, QuotedMention q => q.Text, _ => null }).Where(w => w is not null).ToList();
            var with = except.What.SelectMany(m => m switch { CompanyMention c => c.People.Persons, PersonMention p => p.People.Persons, SenderMention s => s.People.Persons, _ => [] }).ToList();
            foreach (var person in with)
                plan.Resolve(person, clause, mustBeKnown: false);
            // the kind of meeting is its name when nothing else is
            if (words.Count + with.Count == 0)
                words.AddRange(nouns.Select(clause.Text).Where(w => !EventSearch.IsGeneric(w)));
            var (from, to) = except.What.OfType<TimeMention>().Select(t => Begins(t.Future, plan)).FirstOrDefault();
            if (words.Count + with.Count == 0 && from is null)
                continue;
            found.Add(new
            {
                query = words.Count == 0 ? null : string.Join(' ', words),
                with = with.Count == 0 ? null : with.Select(p => new { name = p.Name, emails = p.Addresses, phrase = p.Role is null && p.Address is null ? p.Phrase : null }).ToArray(),
                from = from is { } a ? plan.Instant(a) : (DateTimeOffset?)null,
                to = to is { } b ? plan.Instant(b) : (DateTimeOffset?)null,
            });
            used.Add(except);
            plan.Say(clause, except, "left as it is");
        }
        return found.Count == 0 ? null : [.. found];
    }

    /// <summary>An hour without a day is that of the day the change is about, which only the look-up knows: it is not understood here.</summary>
    static (LocalDateTime? From, LocalDateTime? To) Begins(TimeValue value, PlanBuilder plan) => value switch
    {
        Moment moment => (moment.At, moment.At.PlusMinutes(1)),
        _ when Windows.Of(value, plan) is var (from, to) => (from, to),
        _ => (null, null),
    };
}
