using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>"find unread mail from my manager", "anything new from Anna?", "did the bank write to me last week?"</summary>
sealed class FindMail : IFrame
{
    public IReadOnlyList<string> Covers(string intent) => ["send"];

    public Reading? Read(Clause clause)
    {
        var act = clause.Act("find") is not null;
        var thing = clause.Has("mail") || clause.Has("thread");
        var filters = clause.All<FilterMention>().Any();
        var writers = clause.All<WritersMention>().Any();
        thing |= writers || clause.Has("reply") && clause.All<SenderMention>().Any();
        var narrowed = filters || writers || clause.All<QuotedMention>().Any() || clause.All<SenderMention>().Any() || clause.All<TopicMention>().Any() || clause.All<LimitMention>().Any();
        // "what's the capital of France?" asks for no mail
        if (!thing && !filters && clause.Act("find") is { } asks && clause.Text(asks).StartsWith("wh", StringComparison.OrdinalIgnoreCase) && !clause.NormsOf(asks).Any(w => w is "sent" or "mailed" or "emailed" or "wrote") && clause.All<UnknownMention>().Any() && !clause.All<SenderMention>().Any())
            return null;
        thing |= clause.Has("draft");
        var acts = clause.All<ActMention>().Any(a => a.Act != "find");
        if (!thing && !(act && narrowed) && !clause.All<SenderMention>().Any() && (acts || !(filters || clause.All<TopicMention>().Any() && clause.All<TimeMention>().Any())))
            return null;
        var score = act && thing ? 0.85 : thing && narrowed ? 0.8 : clause.All<SenderMention>().Any() ? 0.7 : thing ? 0.55 : 0.6;
        if (clause.All<ActMention>().Any(a => a.Act is not "find" and not "undo"))
            score -= 0.3;
        if (clause.Has("slot") || clause.Has("calendar") || clause.Has("meeting"))
            score -= clause.NamesMail ? 0.05 : 0.35;
        return new Reading("mail.find", score, plan => Compose(clause, plan));
    }

    static Composed Compose(Clause clause, PlanBuilder plan)
    {
        var mail = MailDescription.Of(clause, plan);
        if (mail.Pronoun && mail.Everything && plan.Messages is null || mail.Everything && mail.Limit is null && !clause.Has("mail") && !clause.Has("thread") && !mail.HasAtom("in:"))
            throw PlanBuilder.Ask("Which mail are you looking for?", "mail", Choices(clause));
        // all mail is no answer to what was not understood
        if (mail.Everything && mail.Limit is null && clause.Mentions.Any(m => m is UnknownMention or TimeMention or ThingMention { Thing: "absence" } or RecipientMention && !mail.Used.Contains(m) && clause.Tokens[m.First].Norm is not "overnight"))
            throw PlanBuilder.Ask("Which mail are you looking for?", "mail", Choices(clause));
        if (mail.Everything && plan.Messages is { } earlier && mail.Pronoun)
            return new Composed("show " + earlier, mail.Used);
        // "if there is a mail from Jonas, …": that one
        var one = plan.More && clause.Tokens[clause.First].Norm is "if" or "in" or "when" && !clause.Mentions.Any(m => m is ThingMention { Thing: "mail" } && clause.NormsOf(m).Any(w => w.EndsWith('s')));
        if (one)
            plan.Say(clause, clause.First, clause.First + 1, "only if such mail is found; the newest is meant");
        MailSteps.Search(plan, mail, one ? 1 : plan.More ? MailSteps.All : MailSteps.Page);
        // "find everyone who wrote about the offsite and put something in the calendar for us"
        if (plan.More && clause.All<WritersMention>().FirstOrDefault() is { } writers)
            Attendance.Participants(plan, plan.Messages!, writers.Topic);
        if (mail.Limit is null && !plan.More)
            plan.Assume(MailSteps.PageAssumed);
        return new Composed("find " + mail.Words, mail.Used);
    }

    static QuestionChoice[] Choices(Clause clause) =>
        [new("Unread mail", "find unread mail"), new("Mail of today", "find mail from today"), new("The latest 10", "show the latest 10 mails")];
}
