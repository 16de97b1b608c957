using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>What an event is called: what the request quotes; else its topic, its noun with what describes it, and who takes part.</summary>
static class EventTitle
{
    public static string Of(Clause clause, Attendance attendance, HashSet<Mention> used, PlanBuilder plan)
    {
        if (clause.All<QuotedMention>().FirstOrDefault(q => q.Text.Length > 0) is { } quoted)
        {
            used.Add(quoted);
            plan.Say(clause, quoted, "title");
            return quoted.Text;
        }
        var noun = clause.All<ThingMention>().FirstOrDefault(t => t.Thing == "meeting") ?? clause.All<ThingMention>().FirstOrDefault(t => t.Thing == "absence");
        var topic = clause.All<TopicMention>().FirstOrDefault();
        // "fix a date for the review" is no date
        if (noun is not null && clause.Text(noun).Equals("date", StringComparison.OrdinalIgnoreCase) && clause.All<UnknownMention>().Any())
            noun = null;
        // words that describe nothing else are the title: "add dentist to my calendar"
        var words = clause.Mentions.Where(m => m is UnknownMention).ToList();
        // of words in several places the first run is the title
        words = [.. words.Where((w, k) => Enumerable.Range(1, k).All(n => words[n - 1].End >= words[n].First - 1 && clause.Mentions.All(m => m is FillerMention or UnknownMention || m.First < words[n - 1].First || m.First >= words[n].First)))];
        if (topic is not null)
        {
            used.Add(topic);
            plan.Say(clause, topic, topic.Quoted || noun is null || topic.First > noun.First ? "what it is about" : "title");
            return Capital(topic.First < (noun?.First ?? 0) && topic.End == noun!.First ? $"{topic.Topic} {clause.Text(noun)}" : topic.Topic);
        }
        if (words.Count > 0 && (noun is null || words[^1].End == noun.First || words[0].First == noun.End || words[0].First == noun.End + 1 && clause.Tokens[noun.End].Norm == ":"))
        {
            used.UnionWith(words);
            var title = clause.Text(words[0].First, words[^1].End);
            plan.Say(clause, words[0].First, words[^1].End, "title");
            return Capital(noun is null ? title : words[^1].End == noun.First ? $"{title} {clause.Text(noun)}"
                // "lunch ana": a kind of meeting is part of its title; "new meeting: budget" is not
                : words[0].First == noun.End && noun is { Thing: "meeting" } && EventSearch.Kind(clause, noun) is not null ? clause.Text(noun.First, words[^1].End) : title);
        }
        if (attendance.Topic is { } about)
            return Capital(about);
        var name = noun is null ? "Meeting" : Capital(Singular(clause.Text(noun)));
        return attendance.Words.Length > 0 && attendance.Words != "with them" && attendance.Reference is null ? $"{name} {attendance.Words}" : name;
    }

    public static string Singular(string noun) => noun.EndsWith('s') && !noun.EndsWith("ss", StringComparison.Ordinal) ? noun[..^1] : noun;

    static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
