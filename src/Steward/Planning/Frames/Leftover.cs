using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>
/// What a plan does not express although the request says it. A change with something left over is asked about, because a restriction that is dropped widens it;
/// a plan that only reads goes on when most of the request was understood, and says what was not used.
/// </summary>
static class Leftover
{
    const double Penalty = 0.08;
    const int Tolerated = 3;

    /// <summary>What to take off the confidence.</summary>
    public static double Check(Clause clause, Composed composed, PlanBuilder plan, bool proposes)
    {
        var left = clause.Mentions.Where(m => !composed.Used.Contains(m) && Means(m, proposes)).ToList();
        if (left.Count == 0)
            return 0;
        var unknown = left.Count(m => m is UnknownMention);
        var known = clause.Mentions.Count(m => m is not (FillerMention or UnknownMention));
        if (proposes || unknown > Tolerated || unknown > known)
        {
            var (first, end) = (left[0].First, left[0].End);
            for (var k = 1; k < left.Count && left[k].First == end; k++)
                end = left[k].End;
            var phrase = clause.Text(first, end);
            if (left[0] is ConditionMention)
                throw PlanBuilder.Ask($"I cannot check the condition “{phrase}”. Shall I leave it out?", "condition", [new QuestionChoice($"Leave “{phrase}” out", clause.Replace(first, end, "").Trim(' ', ','))]);
            throw PlanBuilder.Ask($"I do not know what “{phrase}” means for this request. Shall I leave it out?", "phrase",
                [new QuestionChoice($"Leave “{phrase}” out", clause.Replace(first, end, ""))]);
        }
        foreach (var mention in left)
            plan.Say(clause, mention, "not used");
        return Penalty * left.Count;
    }

    static bool Means(Mention mention, bool proposes) => mention switch
    {
        ThingMention { Thing: "rest" } => proposes,
        FillerMention or ActMention or ThingMention or PronounMention or NegationMention => false,
        VagueMention vague => proposes && vague.What is "old" or "taste",
        _ => true,
    };
}
