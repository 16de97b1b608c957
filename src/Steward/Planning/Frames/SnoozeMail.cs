using Steward.Mail;
using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>"snooze Sarah's mail until Monday morning", "hide the newsletters for a week", "snooze the latest mail from the bank until 5pm".</summary>
sealed class SnoozeMail : IFrame
{
    public Reading? Read(Clause clause)
    {
        if (clause.Act("snooze") is not { } act || clause.Has("meeting") && !clause.Has("mail"))
            return null;
        return new Reading("mail.snooze", act.Leading ? 0.95 : 0.8, plan => Compose(clause, plan));
    }

    public IReadOnlyList<string> Covers(string intent) => ["snooze"];

    static Composed Compose(Clause clause, PlanBuilder plan)
    {
        if (Later.Of(clause, plan) is not var (when, at) || when is null)
            throw PlanBuilder.Ask("Until when shall it be snoozed?", "time",
                [.. new[] { "until tomorrow at 9", "until Monday at 9", "for a week" }.Select(t => new QuestionChoice(t, $"{clause.Message.TrimEnd('.', '!', '?', ' ')} {t}"))]);
        // what stands behind the preposition is the time to come back at; another time may say which mail
        var mail = MailDescription.Of(clause, plan, m => m == when || m is LengthMention);
        var used = new HashSet<Mention>(mail.Used, ReferenceEqualityComparer.Instance) { when };
        plan.Say(clause, when, $"comes back {plan.Moment(at)}");
        var messages = mail.Everything && mail.Limit is null && plan.Messages is null
            ? throw PlanBuilder.Ask("Which mail shall I snooze? Name a sender or a subject.", "mail", [new("The latest mail", clause.Message.TrimEnd('.', '!', '?', ' ').Replace(clause.Text(clause.Act("snooze")!), "snooze the latest mail", StringComparison.Ordinal))])
            : MailSteps.Messages(plan, mail, MailSteps.All, mail.Everything && mail.Limit is null ? null : "in:inbox")!;
        if (mail.Query("in:inbox") != mail.Query() && !mail.Everything)
            plan.Assume("only mail in the inbox");
        plan.Add("mail.propose-snooze", $"Propose to snooze each message until {plan.Moment(at)}",
            new { messageId = PlanReference.To("item.id"), accountId = PlanReference.To("item.accountId"), until = plan.Instant(at) }, forEach: messages, when: messages, kind: MailActions.Snooze);
        return new Composed($"propose to snooze {(mail.Everything ? "them" : mail.Words)} until {plan.Moment(at)}", used);
    }
}
