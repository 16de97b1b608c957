using Steward.Planning.Composition;
using Steward.Planning.Mentions;
using Steward.Platform;

namespace Steward.Planning.Frames;

/// <summary>
/// "what did Sarah say about the budget?", "when did Jonas say the contract ends?", "answer from my mail: who owns the Falcon migration?": a question that mail answers. "suggest what to reply to Anna",
/// "what should I do about the mail from the bank?": what one might do about a message. A model reads what was found; without one, passages and rules do.
/// </summary>
sealed class AnswerFromMail : IFrame
{
    const int MostRead = 20;

    public IReadOnlyList<string> Covers(string intent) => intent == "mail.suggest" ? ["draft", "reply", "send", "find"] : ["reply", "send", "find", "summarise"];

    public Reading? Read(Clause clause)
    {
        if (Suggests(clause))
            return new Reading("mail.suggest", 0.95, plan => Suggest(clause, plan));
        var asked = clause.All<TopicMention>().Any() || clause.All<QuotedMention>().Any();
        if (clause.HasPhrase("from my mail", "from my mails", "from my email", "from my emails", "out of my mail", "out of my emails") && clause.Tokens[clause.First].Norm is "answer")
            return new Reading("mail.answer", 0.95, plan => Answer(clause, plan));
        return asked && Asking.Contains(clause.Tokens[clause.First].Norm) && clause.Mentions.Any(m => m is SenderMention or PersonMention) && clause.Norms.Any(Said.Contains) ? new Reading("mail.answer", 0.93, plan => Answer(clause, plan)) : null;
    }

    static readonly HashSet<string> Asking = new(StringComparer.Ordinal) { "what", "whats", "when", "where", "who", "how", "which", "why" };

    static readonly HashSet<string> Said = new(StringComparer.Ordinal) { "say", "said", "tell", "told", "mention", "mentioned", "decide", "decided", "suggest", "suggested", "propose", "proposed", "promise", "promised", "confirm", "confirmed" };

    static bool Suggests(Clause clause) =>
        clause.HasPhrase("suggest what to", "suggest what i", "suggest next steps", "suggest something to do", "suggest what could", "suggest how to reply", "suggest how to answer")
        || clause.HasPhrase("what should i do about", "what should i do with", "what could i do about", "what can i do about", "what shall i do about", "what to do about") && (clause.Has("mail") || clause.Has("thread") || clause.All<SenderMention>().Any());

    static Composed Answer(Clause clause, PlanBuilder plan)
    {
        // "answer from my mail: what did Ben decide?": what stands behind the colon is the question, and its words are looked for
        var question = clause.All<SayMention>().FirstOrDefault();
        var mail = MailDescription.Of(clause, plan, m => m == question);
        var used = new HashSet<Mention>(mail.Used, ReferenceEqualityComparer.Instance);
        used.UnionWith(clause.Mentions.Where(m => m == question || m is UnknownMention && clause.NormsOf(m).All(w => Said.Contains(w) || Asking.Contains(w))));
        string messages;
        if (question is not null && Sought(question.Text) is { Count: > 0 } words)
        {
            plan.Say(clause, question, $"the question; mail with any of the words {string.Join(", ", words)} is read");
            messages = $"{plan.Add("mail.search", "Find mail that speaks of it", new { query = $"{mail.Query()} {QueryText.Topic(string.Join(" or ", words), quoted: false)}".Trim(), limit = MostRead })}.messages";
        }
        else
        {
            if (mail.Everything && plan.Messages is null)
                throw PlanBuilder.Ask("In which mail shall I look for the answer? Name a person or a topic.", "topic", []);
            messages = MailSteps.Messages(plan, mail, MostRead)!;
        }
        plan.Add("mail.answer", "Answer out of what they say, with the passages", new { question = question?.Text ?? clause.Whole, messages = PlanReference.To(messages) }, when: messages);
        plan.Assume($"out of the newest {MostRead} messages");
        return new Composed(question is null ? "answer this from " + mail.Words : "answer this from your mail", used);
    }

    /// <summary>The words of a question that mail may hold.</summary>
    static List<string> Sought(string question) =>
        [.. question.Split([' ', '?', ',', '.', '!', '"'], StringSplitOptions.RemoveEmptyEntries).Where(w => w.Length > 3 && !Asking.Contains(w.ToLowerInvariant()) && !Said.Contains(w.ToLowerInvariant()) && !Small.Contains(w.ToLowerInvariant())).Distinct(StringComparer.OrdinalIgnoreCase).Take(6)];

    static readonly HashSet<string> Small = new(StringComparer.Ordinal) { "does", "have", "been", "were", "will", "about", "that", "this", "with", "from", "there", "their", "would", "should", "could" };

    static Composed Suggest(Clause clause, PlanBuilder plan)
    {
        // "to reply to Anna" speaks of Anna's mail
        var described = clause with { Mentions = [.. clause.Mentions.Select(m => m is RecipientMention r ? new SenderMention(r.First, r.End, r.People) : m)] };
        var mail = MailDescription.Of(described, plan);
        var used = new HashSet<Mention>(mail.Used, ReferenceEqualityComparer.Instance);
        used.UnionWith(clause.All<RecipientMention>());
        used.UnionWith(clause.All<ActMention>());
        if (mail.Everything && mail.Limit is null && plan.Messages is null)
            throw PlanBuilder.Ask("About which mail?", "mail", [new("The latest mail", "suggest what to do about the latest mail"), new("The latest unread mail", "suggest what to do about the latest unread mail")]);
        var messages = MailSteps.Messages(plan, mail, 1)!;
        plan.Add("mail.suggest-next", "Read the newest and suggest what could be done", new { messages = PlanReference.To(messages) }, when: messages);
        plan.Assume("the newest of these messages");
        return new Composed($"suggest what to do about {mail.Words}", used);
    }
}
