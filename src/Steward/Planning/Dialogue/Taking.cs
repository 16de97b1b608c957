using Steward.Planning.Mentions;

namespace Steward.Planning.Dialogue;

/// <summary>"the first one please", right after free times were listed: that one is to be booked, without a verb that says so.</summary>
static class Taking
{
    public static void Apply(PlanRequest request, List<Clause> clauses)
    {
        if (Referents.LastPlanned(request) is not { Plan.Steps: [.., { Tool: "calendar.find-slots" }] })
            return;
        var clause = clauses[0];
        if (clause.All<OrdinalMention>().Any() && clause.Mentions.All(m => m is OrdinalMention or FillerMention or CompanyMention or PersonMention or ActMention { Act: "find" }))
            clauses[0] = clause with { Mentions = [new ActMention(clause.First, clause.First, "schedule", true), .. clause.Mentions] };
    }
}
