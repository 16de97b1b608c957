using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>"what's on my calendar tomorrow?", "do I have meetings with Anna this week?", "when is my next call with Jonas?"</summary>
sealed class ListEvents : IFrame
{
    public IReadOnlyList<string> Covers(string intent) => ["schedule", "block"];

    static readonly string[] Clashing = ["conflict", "conflicts", "conflicting", "clash", "clashes", "clashing", "overlap", "overlaps", "overlapping", "double booked", "double - booked", "doublebooked", "double booking", "double bookings", "at the same time"];

    static readonly string[] Coming =
    [
        "who is coming", "who is turning up", "who 's turning up", "who turns up", "who's coming", "who 's coming", "who comes", "who is in", "who 's in", "who is invited", "who 's invited", "who was invited", "who will be", "who is going", "who 's going", "who is attending", "who 's attending", "who attends", "who takes part", "who is at", "who 's at",
        "who has accepted", "who accepted", "who has declined", "who declined", "who has said yes", "who said yes", "who said no", "who hasn't answered", "who has not answered", "who are the guests", "who else is", "guest list", "guests of", "attendees of", "participants of", "attendee list", "who all is", "who is on",
    ];

    public Reading? Read(Clause clause)
    {
        var asks = !clause.NamesMail && !clause.Has("thread") && !clause.All<ActMention>().Any(a => a.Act is not ("find" or "schedule" or "accept" or "decline" or "block"));
        if (asks && clause.HasPhrase(Clashing) && clause.All<ActMention>().All(a => a.Act == "find" || a is { Act: "schedule", Leading: false }) && !clause.All<ConditionMention>().Any() && !clause.Has("slot") && (clause.Has("meeting") || clause.Has("calendar") || clause.All<TimeMention>().Any()))
            return new Reading("calendar.conflicts", 0.97, plan => Conflicts(clause, plan));
        if (asks && clause.HasPhrase(Coming) && (clause.Has("meeting") || clause.All<TimeMention>().Any() || clause.Mentions.Any(m => m is TopicMention or UnknownMention)))
            return new Reading("calendar.guests", 0.96, plan => Guests(clause, plan));
        var calendar = clause.Has("calendar") || Ahead(clause);
        // "how does my Thursday look?"
        calendar |= clause.HasAny("look", "looks", "looking") && clause.Tokens[clause.First].Norm is "how" or "what" && clause.All<TimeMention>().Any() && !clause.NamesMail;
        // "do I have anything with Marta this month?"
        calendar |= clause.All<CompanyMention>().Any() && clause.HasPhrase("do i have", "have i", "have i got", "is there", "am i", "have we", "do we have", "got anything") && clause.HasAny("anything", "something") && !clause.NamesMail && !clause.All<FilterMention>().Any();
        // "everything this week apart from the standups" speaks of events
        var meeting = clause.Has("meeting") || !clause.NamesMail && clause.All<ExceptMention>().Any(e => e.What.Any(w => w is ThingMention { Thing: "meeting" } or CompanyMention));
        // "when is the budget review?": what has a time stands in the calendar
        var asked = clause.Tokens[clause.First].Norm is "when" or "where" && clause.First + 1 < clause.End && clause.Tokens[clause.First + 1].Norm is "is" or "'s" or "are" or "does" or "do" || clause.Tokens[clause.First].Norm is "whens" || clause.HasPhrase("what time is", "what time does");
        if (!calendar && !meeting && asked && !clause.All<SenderMention>().Any() && !clause.All<FilterMention>().Any(f => f.Atom.StartsWith("filename", StringComparison.Ordinal)) && !clause.Has("mail") && !clause.Has("thread") && !clause.Has("slot") && clause.Mentions.Any(m => m is UnknownMention or TopicMention or QuotedMention))
            return new Reading("calendar.list", 0.8, plan => Compose(clause, plan));
        if (!calendar && !meeting)
            return null;
        var act = clause.Act("find") is not null;
        var score = (act ? 0.84 : 0.6) + (calendar || !clause.Has("meeting") ? 0.06 : 0);
        if (clause.All<ActMention>().Any(a => a.Act is not "find" and not "schedule" and not "block") || clause.Act("schedule") is { Leading: true } && !calendar)
            score -= 0.35;
        if (clause.All<PronounMention>().Any(p => clause.Tokens[p.First].Norm is "them"))
            score -= 0.35;
        if (clause.NamesMail && clause.All<SenderMention>().Any())
            score -= 0.35;
        if (clause.Has("slot") || clause.All<FilterMention>().Any(f => f.Atom != "is:unread"))
            score -= 0.2;
        return new Reading("calendar.list", score, plan => Compose(clause, plan));
    }

    /// <summary>"anything after lunch today?", "what do I have this afternoon": what is ahead stands in the calendar, not in the mail.</summary>
    static bool Ahead(Clause clause) =>
        !Enumerable.Range(clause.First, clause.End - clause.First).Any(i => clause.Tokens[i].Norm is "came" or "arrived" or "received" or "come" or "landed" or "got" or "new" or "arrive")
        && !clause.All<TimeMention>().Any(t => clause.NormsOf(t).Any(w => w is "last" or "past" or "previous"))
        && clause.All<TimeMention>().Any(t => clause.HasPhrase("do i have", "have i got", "do we have") && t.Future is Time.Days && clause.Tokens[t.First].Norm is not ("from" or "since") && clause.Before(t) is not ("from" or "since") || t.Future == t.Past && t.Future is not Time.Repeat || t.Future is Time.MomentSpan { To: not null } && clause.Tokens[t.First].Norm is not ("before" or "since"))
        && clause.Mentions.All(m => m is TimeMention or FillerMention or ActMention { Act: "find" } || m is ThingMention { Thing: "mail" } t && clause.Text(t).ToLowerInvariant() is "anything" or "something" or "things" or "everything");

    /// <summary>"do I have any conflicts next week?": what takes place at the same time as something else.</summary>
    static Composed Conflicts(Clause clause, PlanBuilder plan)
    {
        var used = new HashSet<Mention>(ReferenceEqualityComparer.Instance);
        used.UnionWith(clause.All<AccountMention>());
        used.UnionWith(clause.All<LimitMention>());
        clause.Use(used, Clashing);
        if (!clause.All<TimeMention>().Any())
            plan.Assume("the next seven days, as no time is given");
        EventSearch.Add(clause, plan, used, m => used.Contains(m) || m is SenderMention, listing: true, overlapping: true);
        return new Composed("look for events that overlap", used);
    }

    /// <summary>"who is coming to the review?": who was invited, and what they answered.</summary>
    static Composed Guests(Clause clause, PlanBuilder plan)
    {
        var used = new HashSet<Mention>(ReferenceEqualityComparer.Instance);
        used.UnionWith(clause.All<AccountMention>());
        used.UnionWith(clause.All<LimitMention>());
        clause.Use(used, Coming);
        var described = clause with { Mentions = [.. clause.Mentions.Where(m => !used.Contains(m)).Select(m => RespondInvitation.Described(clause, m))] };
        used.UnionWith(clause.Mentions.Where(m => !described.Mentions.Contains(m, ReferenceEqualityComparer.Instance)));
        var events = EventSearch.Add(described, plan, used, null, listing: false) ?? throw PlanBuilder.Ask("Whose guests do you want to know? Name the event's title or time.", "event", []);
        plan.Add("calendar.list-guests", "Say who was invited, and what they answered", new { events = PlanReference.To(events) }, when: events);
        return new Composed("say who is invited", used);
    }

    static Composed Compose(Clause clause, PlanBuilder plan)
    {
        var used = new HashSet<Mention>(ReferenceEqualityComparer.Instance);
        used.UnionWith(clause.All<AccountMention>());
        used.UnionWith(clause.All<FilterMention>().Where(f => f.Atom == "is:unread"));
        used.UnionWith(clause.All<LimitMention>());
        EventSearch.Add(clause, plan, used, null, listing: true);
        return new Composed("show what is in your calendar", used);
    }
}
