using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>"summarise all mail about the launch", "what did people say about pricing?", "catch me up on the Falcon thread".</summary>
sealed class SummariseMail : IFrame
{
    public IReadOnlyList<string> Covers(string intent) => ["summarise", "draft", "send"];

    public Reading? Read(Clause clause)
    {
        var act = clause.Act("summarise");
        var noun = clause.Has("summary");
        // "what is the budget discussion about?"
        var last = clause.End - (clause.Tokens[clause.End - 1].Norm == "?" ? 2 : 1);
        var wondering = clause.Act("find") is not null && (clause.Has("thread") || clause.Has("mail")) && last > clause.First && clause.Tokens[last].Norm == "about" && clause.Tokens[clause.First].Norm is "what" or "whats";
        if (wondering)
            return new Reading("mail.summarise", 0.9, plan => Compose(clause, plan));
        // "what does Elena want from me?"
        if (act is null && clause.Tokens[clause.First].Norm is "what" or "whats" && clause.All<SenderMention>().Any(s => Speech(clause, s)))
            return new Reading("mail.summarise", 0.9, plan => Compose(clause, plan));
        if (act is null && clause.Tokens[clause.First].Norm is "what" or "whats" && Enumerable.Range(clause.First + 2, Math.Max(0, clause.End - clause.First - 2)).Any(i => Saying.Contains(clause.Tokens[i].Norm) && Anyone.Contains(clause.Tokens[i - 1].Norm)))
            return new Reading("mail.summarise", 0.9, plan => Compose(clause, plan));
        if (act is null && !noun)
            return null;
        var described = clause.All<TopicMention>().Any() || clause.All<SenderMention>().Any() || clause.Has("mail") || clause.Has("thread") || clause.All<PronounMention>().Any();
        var score = (act is not null ? 0.92 : 0.88) - (described ? 0 : 0.1);
        if (clause.Has("calendar") || clause.Has("slot"))
            score -= 0.4;
        return new Reading("mail.summarise", score, plan => Compose(clause, plan));
    }

    static readonly HashSet<string> Saying = new(StringComparer.Ordinal)
    {
        "say", "said", "saying", "want", "think", "thinking", "need", "mean", "suggest", "suggested", "propose", "proposed", "ask", "asked", "asking", "request", "expect", "discuss", "discussed", "decide", "decided", "agree", "agreed", "conclude", "concluded", "talk", "mention", "mentioned",
    };

    /// <summary>"what did everybody say about …": nobody is named.</summary>
    static readonly HashSet<string> Anyone = new(StringComparer.Ordinal) { "everybody", "everyone", "people", "they", "we", "team", "folks", "others", "all", "anyone", "anybody", "been", "was", "being", "guys", "colleagues" };

    static bool Speech(Clause clause, SenderMention sender) => clause.NormsOf(sender).Any(Saying.Contains);

    static Composed Compose(Clause clause, PlanBuilder plan)
    {
        var mail = MailDescription.Of(clause, plan);
        if (mail.Everything && mail.Limit is null && plan.Messages is null)
            throw PlanBuilder.Ask("Mail about what shall I summarise?", "topic",
                [new("Unread mail", "summarise unread mail"), new("Mail of today", "summarise mail from today"), new("Mail of the last 7 days", "summarise mail from the last 7 days")]);
        var before = plan.Steps.Count;
        var messages = MailSteps.Messages(plan, mail, MailSteps.Page)!;
        if (mail.Limit is null && plan.Steps.Count > before)
            plan.Assume(MailSteps.PageAssumed);
        var threads = MailSteps.Threads(plan, messages);
        var id = plan.Add("mail.summarise", "Summarise, sentence by sentence from the mail itself", new { threads = PlanReference.To(threads), topic = plan.Topic ?? mail.Words }, when: threads);
        plan.Summary = id;
        plan.Assume("sentences of the mail itself as the summary, each with its source");
        return new Composed("summarise " + mail.Words, mail.Used);
    }
}
