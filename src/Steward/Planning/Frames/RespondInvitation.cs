using Steward.Calendar;
using Steward.Mail;
using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>"decline the marketing sync, say I have a conflict", "accept Jonas's invitation for Thursday", "rsvp maybe to the team dinner".</summary>
sealed class RespondInvitation : IFrame
{
    public IReadOnlyList<string> Covers(string intent) => ["accept", "decline", "tentative", "reply", "send", "mark"];

    public Reading? Read(Clause clause)
    {
        if (clause.Act("tentative", "decline", "accept") is not { } act || clause.NamesMail)
            return null;
        // "tentatively" may stand apart from its verb: "accept the offsite tentatively"
        var response = clause.Act("tentative") is not null || Enumerable.Range(clause.First, clause.End - clause.First).Any(i => clause.Tokens[i].Norm is "tentatively" or "maybe" or "provisionally") && act.Act == "accept"
            ? ResponseStatus.Tentative
            : act.Act == "decline" || Negative(clause, act) ? ResponseStatus.Declined : ResponseStatus.Accepted;
        return new Reading($"calendar.{response switch { ResponseStatus.Accepted => "accept", ResponseStatus.Declined => "decline", _ => "tentative" }}", act.Leading ? 0.95 : 0.8, plan => Compose(clause, plan, response));
    }

    /// <summary>"rsvp no": the answer stands behind the verb.</summary>
    static bool Negative(Clause clause, ActMention act) => act.End < clause.End && clause.Tokens[act.End].Norm == "no";

    static Composed Compose(Clause clause, PlanBuilder plan, ResponseStatus response)
    {
        var used = new HashSet<Mention>(ReferenceEqualityComparer.Instance);
        var comment = clause.All<SayMention>().FirstOrDefault();
        if (comment is not null)
        {
            used.Add(comment);
            plan.Say(clause, comment, "what the organiser is told, word for word");
        }
        used.UnionWith(clause.Mentions.Where(m => m is AccountMention or NegationMention || m.End == m.First + 1 && clause.Tokens[m.First].Norm is "tentatively" or "maybe" or "provisionally" or "no" or "yes" or "pending" or "open"));
        var described = clause with { Mentions = [.. clause.Mentions.Where(m => !used.Contains(m)).Select(m => Described(clause, m))] };
        var before = described.Mentions;
        var events = EventChoice.Add(described, plan, used, m => m == comment, "answer the invitation to");
        used.UnionWith(clause.Mentions.Where(m => !before.Contains(m, ReferenceEqualityComparer.Instance)));
        var verb = response switch { ResponseStatus.Accepted => "accept", ResponseStatus.Declined => "decline", _ => "tentatively accept" };
        plan.Add("calendar.propose-respond", $"Propose to {verb} it", Arguments(response, null), forEach: events, when: events, kind: CalendarActions.Respond);
        plan.Add("calendar.propose-invitation-reply", "Propose the mail to the organiser", Arguments(response, comment), forEach: events, when: events, kind: MailActions.Send, risk: "sends mail");
        return new Composed($"propose to {verb} what is found and to tell the organiser", used);
    }

    /// <summary>"Jonas's invitation": whose it is, is who takes part; "the invitation to the sync": what it is to, describes the event.</summary>
    public static Mention Described(Clause clause, Mention mention) => mention switch
    {
        SenderMention sender when sender.People.Persons.All(p => p.Known) => new CompanyMention(sender.First, sender.End, sender.People),
        SenderMention sender => new UnknownMention(sender.First + 1, sender.End),
        RecipientMention to when !to.People.Persons.All(p => p.Known) => new UnknownMention(to.First + 1, to.End),
        _ => mention,
    };

    static Dictionary<string, object?> Arguments(ResponseStatus response, SayMention? comment)
    {
        var arguments = new Dictionary<string, object?>
        {
            ["eventId"] = PlanReference.To("item.event.id"), ["accountId"] = PlanReference.To("item.event.accountId"), ["originalStart"] = PlanReference.To("item.originalStart"), ["response"] = response,
        };
        if (comment is not null)
            arguments["comment"] = comment.Text;
        return arguments;
    }
}
