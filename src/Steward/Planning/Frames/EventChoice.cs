using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>
/// The event that a change is about. "The standup" is one event: when several fit, or a series does and it was not said whether one happening or all are meant, the tool asks
/// with what it found. "All my meetings tomorrow" are as many as there are.
/// </summary>
static class EventChoice
{
    /// <summary>The reference to the list of events to change, each with the start that names it.</summary>
    public static string Add(Clause clause, PlanBuilder plan, HashSet<Mention> used, Func<Mention, bool>? leaveOut, string verb)
    {
        // "the marketing sync": what restricts mail elsewhere is part of the event's name before its noun
        var renamed = clause.Mentions.OfType<FilterMention>().Where(f => NamesEvent(clause, f)).ToList();
        clause = clause with { Mentions = [.. clause.Mentions.Select(m => renamed.Contains(m) ? new UnknownMention(m.First, m.End) : m)] };
        used.UnionWith(renamed);
        var said = clause.Mentions.Where(m => leaveOut?.Invoke(m) != true).ToList();
        used.UnionWith(said.Where(m => m is TimeMention { Future: Time.Repeat }));
        if (plan.Events is { } same && !said.Exists(m => m is TopicMention or PersonMention or CompanyMention or UnknownMention or TimeMention) && said.OfType<ThingMention>().Any(t => t.Thing == "meeting" && t.First > clause.First && clause.Tokens[t.First - 1].Norm is "that" or "this" or "same"))
            return Choose(plan, same, Scope(clause, said));
        if (said.OfType<PronounMention>().FirstOrDefault() is { } pronoun && plan.Events is { } earlier)
        {
            used.Add(pronoun);
            return clause.Text(pronoun).ToLowerInvariant() is "it" or "that" or "this" or "that one" or "this one" && !clause.HasAny("all", "everything") ? Choose(plan, earlier, Scope(clause, said)) : earlier;
        }
        // "move the second one to Friday", of what was listed
        if (said.OfType<OrdinalMention>().FirstOrDefault() is { } place && plan.Events is { } listed && !said.Exists(m => m is TopicMention or PersonMention or CompanyMention or UnknownMention or TimeMention))
        {
            used.Add(place);
            plan.Say(clause, place, "that one of what was found");
            return Choose(plan, listed, "occurrence", place.Index);
        }
        // "… and invite Priya": to what the request before speaks of
        if (plan.Events is { } spoken && said.TrueForAll(m => m is ActMention or FillerMention))
            return Choose(plan, spoken, Scope(clause, said));
        // "…, only that of 24 November at 10:00" takes the place of any other time
        var named = Named(clause);
        if (named is not null)
            used.UnionWith(said.OfType<TimeMention>());
        var events = EventSearch.Add(clause, plan, used, m => leaveOut?.Invoke(m) == true || named is not null && m is TimeMention && m != named || m is TimeMention { Future: Time.Repeat }, listing: false)
            ?? throw PlanBuilder.Ask($"Which event shall I {verb}? Name its time, its title or who takes part.", "event", []);
        return Plural(clause, said) ? events : Choose(plan, events, Scope(clause, said));
    }

    /// <summary>The time that names one happening, for whoever looks for the time to move to.</summary>
    public static TimeMention? Named(Clause clause)
    {
        for (var k = 1; k < clause.Mentions.Count; k++)
            if (clause.Mentions[k] is TimeMention time && clause.Mentions[k - 1] is ThingMention { Thing: "occurrence" })
                return time;
        return null;
    }

    /// <summary>A word such as "marketing" right before "sync", "meeting", "call".</summary>
    public static bool NamesEvent(Clause clause, FilterMention filter) => clause.All<ThingMention>().Any(t => t.Thing == "meeting" && t.First == filter.End);

    static string Choose(PlanBuilder plan, string events, string? scope, int? place = null) =>
        $"{plan.Add("calendar.choose-event", scope == "series" ? "Choose the series that is meant" : "Choose the event that is meant", new { events = PlanReference.To(events), scope, place })}.events";

    static string? Scope(Clause clause, List<Mention> said) =>
        clause.Has("series") || said.Exists(m => m is TimeMention { Future: Time.Repeat }) ? "series"
        : clause.Has("occurrence") || said.Exists(m => m is TimeMention or LimitMention) || Enumerable.Range(clause.First, clause.End - clause.First).Any(i => clause.Tokens[i].Norm == "next" && said.Exists(m => i >= m.First && i < m.End)) ? "occurrence"
        : null;

    static bool Plural(Clause clause, List<Mention> said) =>
        said.Exists(m => m is LimitMention { Count: > 1 } || m is ThingMention { Thing: "meeting" } && clause.Tokens[m.End - 1].Norm is var noun && noun.EndsWith('s') && noun is not ("series" or "sales"))
        || said.Exists(m => m is FillerMention or ThingMention && Enumerable.Range(m.First, m.End - m.First).Any(i => clause.Tokens[i].Norm is "all" or "every" or "both" or "each" or "everything" or "rest"));
}
