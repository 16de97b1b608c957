using Steward.Planning.Composition;
using Steward.Planning.Language;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>
/// Every verb of a request is used by its plan or asked about: a plan that does half of what was said, and says nothing of the rest, is worse than a question.
/// Known verbs must belong to the reading that was chosen; an unknown word that stands where a verb begins another request stops the plan too.
/// </summary>
static class UnusedActs
{
    /// <summary>Verbs that only help another one along.</summary>
    static bool Helps(Clause clause, ActMention act) =>
        act.Act == "find" || act.End == act.First + 1 && clause.Tokens[act.First].Norm is "get" or "put" or "set" or "make" or "hold" or "create" or "add" or "plan" or "call";

    public static void Check(Clause clause, IReadOnlyList<string> covered, Composed composed)
    {
        foreach (var act in clause.All<ActMention>())
            if (!composed.Used.Contains(act) && !Helps(clause, act) && !covered.Contains(act.Act))
                throw Ask(clause, act.First, act.End);
        for (var k = 1; k < clause.Mentions.Count; k++)
            if (clause.Mentions[k] is UnknownMention word && !composed.Used.Contains(word) && ClauseSplitter.BeginsUnknown(clause.Tokens, word.First, word.End, clause.End))
                // A clause whose parts were put together may end before a word that it mentions.
                throw Ask(clause, word.First, Math.Max(word.End, clause.End));
    }

    static PlanningStop Ask(Clause clause, int first, int end)
    {
        while (end > first + 1 && clause.Tokens[end - 1].Kind == TokenKind.Symbol)
            end--;
        var phrase = clause.Text(first, end);
        var from = first > clause.First && clause.Tokens[first - 1].Norm is "and" or "then" or "," or "&" or "+" ? first - 1 : first;
        return PlanBuilder.Ask($"I do not know what “{phrase}” asks for together with the rest. Shall I leave it out?", "phrase",
            [new QuestionChoice($"Leave “{phrase}” out", clause.Replace(from, end, ""))]);
    }
}
