using NodaTime;
using Steward.Planning.Composition;
using Steward.Planning.Mentions;
using Steward.Planning.Time;

namespace Steward.Planning.Frames;

/// <summary>The step that looks up the events that a clause describes: by time, by the words of their title, by who takes part.</summary>
static class EventSearch
{
    const int DefaultDays = 30;

    /// <summary>The reference to the events, or null when the clause describes none.</summary>
    public static string? Add(Clause clause, PlanBuilder plan, HashSet<Mention> used, Func<Mention, bool>? leaveOut, bool listing, bool overlapping = false)
    {
        var except = LeftOut.Of(clause, plan, used, leaveOut);
        var words = new List<string>();
        var with = new List<object>();
        var names = new List<string>();
        foreach (var mention in clause.Mentions.Where(m => leaveOut is null || !leaveOut(m)))
        {
            var people = mention switch { CompanyMention c => c.People, PersonMention p => p.People, SenderMention s => s.People, RecipientMention r => r.People, _ => null };
            if (people is not null)
            {
                foreach (var person in people.Persons)
                    plan.Resolve(person, clause, mustBeKnown: false);
                names.AddRange(people.Persons.Select(p => p.Name));
                with.AddRange(people.Persons.Select(Companion));
                used.Add(mention);
                plan.Say(clause, mention, "with " + string.Join(", ", people.Persons.Select(p => p.Name)));
            }
            else if (mention is TopicMention or QuotedMention or PlaceMention)
            {
                words.Add(mention switch { TopicMention topic => topic.Topic, PlaceMention place => place.Place, _ => ((QuotedMention)mention).Text });
                used.Add(mention);
                plan.Say(clause, mention, "in the event");
            }
            // "the offsite planning meeting": a kind of meeting before another name is part of it
            else if (mention is ThingMention { Thing: "meeting" } kindOf && Kind(clause, kindOf) is not null && clause.Mentions.Any(m => m.First == kindOf.End && m is UnknownMention or TopicMention or ThingMention { Thing: "meeting" }))
            {
                words.Add(clause.Text(kindOf));
                plan.Say(clause, kindOf, "in the event");
            }
            else if (mention is UnknownMention && (!listing || clause.Tokens[clause.First].Norm is "when" or "where" or "whens") && clause.Text(mention).ToLowerInvariant() is not ("after" or "before" or "between" or "during" or "start" or "begin" or "end" or "take" or "place" or "happen" or "starts" or "begins" or "ends"))
            {
                // "but not the next one": what is left out is understood or asked about, and never looked for
                if (Enumerable.Range(mention.First, mention.End - mention.First).Any(i => clause.Tokens[i].Norm is "but" or "not"))
                    throw PlanBuilder.Ask($"I do not know what “{clause.Text(mention.First, clause.End)}” leaves out. Which event shall it be?", "phrase", []);
                words.Add(clause.Text(mention));
                used.Add(mention);
                plan.Say(clause, mention, "in the event");
            }
        }
        // the kind of meeting is part of its name when nothing else is: "cancel the standup"
        var noun = clause.All<ThingMention>().FirstOrDefault(t => t.Thing == "meeting" && leaveOut?.Invoke(t) != true);
        if (noun is not null && words.Count + with.Count == 0 && Kind(clause, noun) is { } kind)
            words.Add(kind);

        var (from, to, exact) = (plan.Now, plan.Today.PlusDays(DefaultDays) + LocalTime.Midnight, false);
        var timed = false;
        TimeValue? said = null;
        ClockSpan? hours = null;
        foreach (var mention in clause.All<TimeMention>().Where(m => leaveOut is null || !leaveOut(m)))
        {
            // "my afternoon meetings today"; of several days, the hours of each
            var value = Windows.Narrowed(said, mention.Future) ?? mention.Future;
            if ((said, mention.Future) is (Days { Single: false }, ClockSpan { Day: null } each))
            {
                hours = each;
                used.Add(mention);
                plan.Say(clause, mention, $"{each.From:HH':'mm}–{each.To:HH':'mm} each day");
                continue;
            }
            hours = (said, mention.Future) is (ClockSpan { Day: null } first, Days { Single: false }) ? first : hours;
            if (Window(value, plan) is not ({ } a, { } b, var at))
                continue;
            said = value;
            // "my 3pm … tomorrow", "tomorrow … at 3"
            if (timed && at && !exact)
                (from, to, exact) = (from.Date + a.TimeOfDay, from.Date + a.TimeOfDay.PlusMinutes(1), true);
            else if (timed && exact && !at)
                (from, to) = (a.Date + from.TimeOfDay, a.Date + from.TimeOfDay.PlusMinutes(1));
            else
                (from, to, exact) = (a, b, at);
            timed = true;
            used.Add(mention);
            plan.Say(clause, mention, exact ? $"begins {plan.Moment(from)}" : $"{plan.Moment(from)} – {plan.Moment(to)}");
        }
        var next = Next(clause);
        if (next is not null)
            used.UnionWith(clause.All<LimitMention>());
        if (!timed && words.Count + with.Count == 0 && next is null && !listing)
            return null;
        if (!timed && listing && words.Count + with.Count == 0 && next is null)
            (from, to) = (plan.Now, plan.Today.PlusDays(1) + LocalTime.Midnight);
        // "what do I have tomorrow? – cancel the meeting with Jonas": that of what was shown
        if (!timed && next is null && !listing && plan.Listed is var (shownFrom, shownTo) && clause.HasAny("the", "that", "my"))
        {
            (from, to) = (shownFrom < plan.Now ? plan.Now : shownFrom, shownTo);
            plan.Assume($"of what was shown before, {plan.Moment(from)} – {plan.Moment(to)}");
        }
        else if (!timed && next is null)
            plan.Assume($"from now until {plan.Day(to.Date.PlusDays(-1))}, as no time is given");
        var query = words.Count == 0 ? null : string.Join(' ', words);
        var id = plan.Add("calendar.list-events", query is null && with.Count == 0 ? next is { } few ? few == 1 ? "Find the next event" : $"Find the next {few} events" : $"List events {plan.Moment(from)} – {plan.Moment(to)}" : $"Find the event “{string.Join(' ', new[] { query, string.Join(' ', names) }.Where(w => !string.IsNullOrEmpty(w)))}”", new
        {
            from = plan.Instant(from),
            to = plan.Instant(to),
            query,
            with = with.Count > 0 ? with : null,
            except,
            hours = hours is null ? null : new { start = hours.From.ToString("HH:mm:ss", null), end = hours.To.ToString("HH:mm:ss", null) },
            overlapping = overlapping ? true : (bool?)null,
            startsWithin = exact || next is not null ? true : (bool?)null,
            limit = next,
        });
        return plan.Events = $"{id}.events";
    }

    static readonly HashSet<string> Generic = new(StringComparer.Ordinal) { "meeting", "meetings", "event", "events", "appointment", "appointments", "call", "calls", "session", "date" };

    /// <summary>The word by which events of a kind are found in their titles: "standup" for "the standups"; null for what any event is.</summary>
    public static string? Kind(Clause clause, ThingMention noun)
    {
        var kind = noun.End == noun.First + 1 ? clause.Tokens[noun.First].Norm : clause.Text(noun).ToLowerInvariant();
        return Generic.Contains(kind) ? null : EventTitle.Singular(kind);
    }

    /// <summary>Somebody who takes part, as the tool takes it.</summary>
    public static object Companion(PersonRef person) => new { name = person.Name, emails = person.Addresses, phrase = person.Role is null && person.Address is null ? person.Phrase : null };

    /// <summary>How many of the next events are meant: "my next call", "the next three meetings", "when do I next meet Anna".</summary>
    static int? Next(Clause clause)
    {
        if (clause.All<LimitMention>().FirstOrDefault() is { } limit)
            return Math.Clamp(limit.Count, 1, 100);
        var timed = clause.All<TimeMention>().ToList();
        return Enumerable.Range(clause.First, clause.End - clause.First).Any(i => clause.Tokens[i].Norm == "next" && !timed.Exists(t => i >= t.First && i < t.End)) ? 1 : null;
    }

    /// <summary>The stretch that a time means for events; exact: they begin in that very minute.</summary>
    public static (LocalDateTime? From, LocalDateTime? To, bool Exact) Window(TimeValue value, PlanBuilder plan) => value switch
    {
        Days days => (days.From + LocalTime.Midnight, days.To.PlusDays(1) + LocalTime.Midnight, false),
        Moment moment => (moment.At, moment.At.PlusMinutes(1), true),
        Clock clock when new TimeGrammar(plan.Context, []).Resolve(clock).At is var at => (at, at.PlusMinutes(1), true),
        // "after 6pm" ends with its day
        MomentSpan { WholeDays: false, From: { } after, To: null } => (after, after.Date.PlusDays(1) + LocalTime.Midnight, false),
        MomentSpan span => (span.From ?? plan.Now, span.To ?? (span.From ?? plan.Now).PlusDays(DefaultDays), false),
        ClockSpan span => (plan.Today + span.From, plan.Today.PlusDays(span.To <= span.From ? 1 : 0) + span.To, false),
        _ => (null, null, false),
    };
}
