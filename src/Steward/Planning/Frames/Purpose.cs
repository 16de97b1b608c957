using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>What time is blocked for: "… to write the report", "… for preparing the talk". Its words are a title, whatever they would ask for elsewhere.</summary>
static class Purpose
{
    /// <summary>The title, with all that it covers marked as used; null when none is said.</summary>
    public static string? Of(Clause clause, PlanBuilder plan, HashSet<Mention> used)
    {
        for (var i = clause.First + 1; i + 1 < clause.End; i++)
        {
            if (clause.Tokens[i].Norm is not ("to" or "for") || clause.All<TimeMention>().Any(t => i >= t.First - 1 && i < t.End) || clause.All<LengthMention>().Any(l => i >= l.First - 1 && i < l.End))
                continue;
            var end = i + 1;
            while (end < clause.End && !clause.All<ExceptMention>().Any(x => x.First == end) && !clause.All<TimeMention>().Any(t => t.First == end || t.First == end + 1 && clause.Tokens[end].Norm is "on" or "at" or "in" or "by" or "from" or "every") && clause.Tokens[end].Norm is not ("around" or "between" or "," or "." or "?" or "!" or ";" or "please"))
                end++;
            if (end == i + 1 || clause.Tokens[i + 1].Norm is "me" or "us" or "a" && end == i + 2)
                continue;
            used.UnionWith(clause.Mentions.Where(m => m.First >= i && m.End <= end));
            plan.Say(clause, i + 1, end, "title");
            var title = clause.Text(i + 1, end);
            return char.ToUpperInvariant(title[0]) + title[1..];
        }
        return null;
    }
}
