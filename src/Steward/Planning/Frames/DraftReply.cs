using Steward.Mail;
using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>"draft a reply", "prepare an answer to Anna's last mail", "reply to the bank saying that I agree": a draft, or a reply when its words are given.</summary>
sealed class DraftReply : IFrame
{
    public IReadOnlyList<string> Covers(string intent) => ["reply", "draft", "send"];

    public Reading? Read(Clause clause)
    {
        var reply = clause.Act("reply");
        var write = clause.Act("draft") is not null || clause.Act("find") is not null && clause.Has("draft");
        var noun = clause.Has("reply");
        // "any reply from Jonas yet?", "show the answers from Ben": those that came
        if (reply is null && noun && clause.Act("draft", "send", "schedule") is null && !clause.Has("draft") && Came(clause))
            return null;
        if (reply is null && noun && clause.Mentions.All(m => m is ThingMention or FillerMention))
            return new Reading("mail.draft-reply", 0.75, plan => Compose(clause, plan));
        if (reply is null && !(noun && (write || clause.Act("send") is not null || clause.Act("schedule") is not null || clause.HasAny("draft", "drafts") || clause.Act("find") is not null)))
            return null;
        var score = reply is { Leading: true } || write && noun ? 0.93 : 0.8;
        return new Reading("mail.draft-reply", score - (clause.Act("summarise") is null ? 0 : 0.2), plan => Compose(clause, plan));
    }

    static bool Came(Clause clause) => !clause.HasAny("draft") && clause.All<SenderMention>().Any() && clause.All<ThingMention>().First(t => t.Thing == "reply") is var noun
        && (clause.Tokens[clause.End - 1].Norm == "?" || noun.First > clause.First && clause.Tokens[noun.First - 1].Norm is "any" or "the" or "all" or "no" or "his" or "her" or "their" || clause.Tokens[noun.End - 1].Norm.EndsWith('s'));

    static Composed Compose(Clause clause, PlanBuilder plan)
    {
        var used = new HashSet<Mention>(ReferenceEqualityComparer.Instance);
        // "reply to Anna with “Perfect”": quoted words are what the reply says, unless something else says it
        Mention? say = clause.All<SayMention>().FirstOrDefault();
        say ??= clause.All<QuotedMention>().FirstOrDefault(q => q.Text.Length > 0);
        var text = say switch { SayMention s => s.Text, QuotedMention q => q.Text, _ => null };
        if (say is not null)
            used.Add(say);
        // "reply to Anna" speaks of Anna's mail; "to them", "to it" of what was found
        var recipients = clause.All<RecipientMention>().ToList();
        used.UnionWith(recipients);
        var described = clause with { Mentions = [.. clause.Mentions.Select(m => m is RecipientMention r && plan.Messages is null ? new SenderMention(r.First, r.End, r.People) : m)] };
        var mail = MailDescription.Of(described, plan, m => m is SayMention || m == say || plan.Messages is not null && m is RecipientMention);
        used.UnionWith(mail.Used);
        if (mail.Everything && mail.Limit is null && plan.Messages is null)
            throw PlanBuilder.Ask("Which mail shall I answer?", "mail", [new("The latest mail", "draft a reply to the latest mail"), new("The latest unread mail", "draft a reply to the latest unread mail")]);

        if (plan.Messages is null && mail.Limit > 1 || plan.Messages is null && mail.Limit is null && clause.Mentions.Any(m => m is FilterMention or ThingMention { Thing: "mail" } && clause.Before(m) is "all" or "every" or "each"))
            throw PlanBuilder.Ask("I answer one mail at a time, so that each answer fits. Which one shall it be?", "mail", [new("The newest of them", clause.Message.TrimEnd('.', '!', '?', ' ') + ", only the latest mail")]);
        var fresh = plan.Messages is null;
        var one = fresh && mail.Topics.Count == 0;
        var messages = MailSteps.Messages(plan, mail, one ? 1 : MailSteps.Page)!;
        if (one && mail.Limit is null)
            plan.Assume("the newest of these messages");
        var threads = MailSteps.Threads(plan, messages);
        var draft = plan.Add("mail.draft-reply", say is null ? "Write the reply from a template" : "Write the reply in your words", new
        {
            threads = PlanReference.To(threads),
            summary = plan.Summary is { } summary ? PlanReference.To(summary) : (System.Text.Json.JsonElement?)null,
            exact = say is null ? (bool?)null : true,
            instructions = text,
        }, when: threads);
        if (say is null || clause.Act("draft") is not null || clause.HasAny("draft"))
        {
            plan.Add("mail.propose-create-draft", "Propose to save the reply as a draft", new { draft = PlanReference.To(draft) }, when: draft, kind: MailActions.CreateDraft);
            plan.Assume(say is null ? "a draft from a template, which is not sent" : "a draft, which is not sent");
            return new Composed(fresh ? $"draft a reply to {mail.Words}" : "draft a reply", used);
        }
        plan.Add("mail.propose-reply", "Propose to send the reply", new
        {
            messageId = PlanReference.To($"{draft}.inReplyToMessageId"),
            accountId = PlanReference.To($"{draft}.accountId"),
            text = PlanReference.To($"{draft}.text"),
            replyAll = clause.HasPhrase("reply all", "reply to all", "reply - all", "reply to everyone", "reply everyone", "respond to all", "answer all", "respond to everyone", "answer everyone") ? true : (bool?)null,
        }, when: draft, kind: MailActions.Reply, risk: "sends mail");
        plan.Say(clause, say, "what the reply says");
        return new Composed($"propose a reply to {mail.Words}", used);
    }
}
