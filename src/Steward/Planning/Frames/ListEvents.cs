using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>"what's on my calendar tomorrow?", "do I have meetings with Anna this week?", "when is my next call with Jonas?"</summary>
sealed class ListEvents : IFrame
{
    public Reading? Read(Clause clause)
    {
        var calendar = clause.Has("calendar");
        var meeting = clause.Has("meeting");
        if (!calendar && !meeting)
            return null;
        var act = clause.Act("find") is not null;
        var score = (act ? 0.84 : 0.6) + (calendar ? 0.06 : 0);
        if (clause.All<ActMention>().Any(a => a.Act is not "find" and not "schedule" and not "block") || clause.Act("schedule") is { Leading: true } && !calendar)
            score -= 0.35;
        if (clause.All<PronounMention>().Any(p => clause.Tokens[p.First].Norm is "them"))
            score -= 0.35;
        if (clause.Has("slot") || clause.All<FilterMention>().Any(f => f.Atom != "is:unread"))
            score -= 0.2;
        return new Reading("calendar.list", score, plan => Compose(clause, plan));
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
