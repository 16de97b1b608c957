using Steward.Mail;
using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>"forward all mail about the lease from personal to work", "forward Anna's last mail to ben@example.com".</summary>
sealed class ForwardMail : IFrame
{
    public IReadOnlyList<string> Covers(string intent) => ["forward", "send"];

    public Reading? Read(Clause clause) =>
        clause.Act("forward") is { } act && !(clause.NormsOf(act).Contains("share") && !clause.NamesMail && !clause.All<LimitMention>().Any()) ? new Reading("mail.forward", act.Leading ? 0.93 : 0.8, plan => Compose(clause, plan))
        : Gives(clause) || Goes(clause) || Passes(clause) ? new Reading("mail.forward", 0.93, plan => Compose(clause, plan))
        : clause.Act("send") is { Leading: true } send && Sends(clause, send) ? new Reading("mail.forward", 0.93, plan => Compose(clause, plan)) : null;

    /// <summary>"give Elena the last email from Marta", "let Ben have Anna's mail": somebody gets mail that is there.</summary>
    static bool Gives(Clause clause)
    {
        // "could Anna get the mail from Acme too?"
        if (clause.Tokens[clause.First].Norm is "can" or "could" or "may" && clause.NamesMail && clause.All<PersonMention>().FirstOrDefault() is { } whom && whom.First == clause.First + 1 && whom.End < clause.End && clause.Tokens[whom.End].Norm is "get" or "have" or "see" or "receive" && !clause.Has("slot"))
            return true;
        var verb = clause.Mentions.SkipWhile(m => m is FillerMention && !clause.NormsOf(m).Contains("let")).FirstOrDefault();
        return verb is not null && clause.Tokens[verb.First].Norm is "give" or "let" or "show" && clause.NamesMail && clause.All<PersonMention>().Any(p => p.First == verb.End) && !clause.All<LabelMention>().Any() && !clause.Has("summary") && !clause.Has("label") && !clause.Has("slot")
            && (clause.Tokens[verb.First].Norm != "let" || clause.HasAny("have", "see"));
    }

    static readonly HashSet<string> Addresses = new(StringComparer.Ordinal) { "address", "addresses", "email", "mail", "mailbox", "inbox", "gmail", "outlook" };

    /// <summary>"everything about the insurance from personal to work": mail on its way, without a verb.</summary>
    static bool Passes(Clause clause) =>
        !clause.All<ActMention>().Any() && !clause.Has("meeting") && !clause.Has("calendar") && clause.Has("mail") && clause.All<TopicMention>().Any() && clause.All<AccountMention>().ToList() is [{ Marker: "from", Accounts.Count: 1 } from, { Marker: "to" or "into", Accounts.Count: 1 } to] && from.End == to.First;

    /// <summary>"everything about the lease should go to my work address": mail by what shall become of it. Events go to a calendar, mail to an address.</summary>
    static bool Goes(Clause clause) =>
        !clause.All<ActMention>().Any(a => a.Act != "find") && !clause.Has("meeting") && (clause.NamesMail || clause.Has("mail")) && clause.HasAny("go", "goes", "sent", "be")
        && clause.All<AccountMention>().Any(a => a.Marker is "to" or "into" && clause.NormsOf(a).Any(Addresses.Contains) && Enumerable.Range(Math.Max(clause.First, a.First - 2), Math.Min(2, a.First - clause.First)).Any(i => clause.Tokens[i].Norm is "go" or "goes" or "sent" or "on" or "over"));

    /// <summary>"send all mails about the visa to my work address", "send Ben the latest mail from Jonas": mail that is there is passed on, none is written.</summary>
    static bool Sends(Clause clause, ActMention send)
    {
        if (clause.All<SayMention>().Any() || clause.All<QuotedMention>().Any() || clause.Has("draft") || clause.Has("reply") || clause.Has("summary") || clause.Has("note") || clause.NormsOf(send).Any(w => w is "email" or "mail" or "message" or "write"))
            return false;
        if (!clause.All<RecipientMention>().Any() && !clause.All<PersonMention>().Any() && !clause.All<AccountMention>().Any(a => a.Marker is "to" or "into"))
            return false;
        var noun = clause.All<ThingMention>().FirstOrDefault(t => t.Thing is "mail" or "thread" && clause.NormsOf(t).All(w => w is not ("something" or "anything" or "one")));
        return clause.All<LimitMention>().Any() || noun is not null && (clause.NormsOf(noun).Any(w => w == "everything")
            || clause.Tokens.Skip(send.End).Take(noun.First - send.End).Any(t => t.Norm is "all" or "every" or "the" or "each" or "any" or "those" or "these" or "his" or "her" or "their" or "'s" or "both") && !clause.Tokens.Skip(send.End).Take(noun.First - send.End).Any(t => t.Norm is "a" or "an"));
    }

    static Composed Compose(Clause clause, PlanBuilder plan)
    {
        var used = new HashSet<Mention>(ReferenceEqualityComparer.Instance);
        object[]? to = null;
        if (clause.All<AccountMention>().FirstOrDefault(a => a.Marker is "to" or "into") is { Accounts: [var account] } target)
        {
            to = [new { email = account.Address, name = account.DisplayName }];
            used.Add(target);
            plan.Say(clause, target, $"to {account.Address}");
        }
        else if ((clause.All<RecipientMention>().FirstOrDefault() ?? (Mention?)clause.All<CompanyMention>().FirstOrDefault(_ => clause.HasAny("share")) ?? (Mention?)clause.All<PersonMention>().FirstOrDefault(p => p.First > clause.First && clause.Act("forward", "send") is { } act && (p.First == act.End || p.End == act.First) || Gives(clause) && p.First > clause.First)) is { } recipient)
        {
            var people = recipient switch { RecipientMention named => named.People, CompanyMention with => with.People, _ => ((PersonMention)recipient).People };
            foreach (var person in people.Persons)
                plan.Resolve(person, clause, mustBeKnown: true);
            to = [.. people.Persons.Select(Copies.To)];
            used.Add(recipient);
            plan.Say(clause, recipient, "to " + string.Join(", ", people.Persons.Select(p => $"{p.Name} ({p.Addresses[0]})")));
        }
        if (to is null)
            throw PlanBuilder.Ask("To whom shall I forward it?", "recipient", [.. plan.Request.Accounts.Take(3).Select(a => new QuestionChoice($"To my {a.Label} account", $"{clause.Message.TrimEnd('.', '!', '?', ' ')} to {a.Address}", a.Address))]);
        var (cc, bcc) = (Copies.Of(clause, plan, used, blind: false), Copies.Of(clause, plan, used, blind: true));
        if (Gives(clause))
            used.UnionWith(clause.Mentions.Where(m => m is UnknownMention && clause.NormsOf(m).All(w => w is "give" or "let" or "have" or "see")));
        var mail = MailDescription.Of(clause, plan, used.Contains);
        used.UnionWith(mail.Used);
        if (clause.All<SayMention>().FirstOrDefault() is { } say)
            used.Add(say);
        var messages = MailSteps.Messages(plan, mail, mail.Topics.Count == 0 && mail.Senders.Count > 0 && mail.Limit is null && !Plural(clause) ? 1 : 100)
            ?? throw PlanBuilder.Ask("Which mail shall I forward?", "mail", [new("The latest mail", $"{clause.Message} the latest mail")]);
        if (mail.Limit is null && plan.Steps[^1] is { Tool: "mail.search" } search && search.Arguments["limit"].GetInt32() == 1)
            plan.Assume("only the newest of these messages");
        plan.Add("mail.propose-forward", "Propose to forward each message", new
        {
            messageId = PlanReference.To("item.id"),
            accountId = PlanReference.To("item.accountId"),
            to,
            cc,
            bcc,
            text = clause.All<SayMention>().FirstOrDefault()?.Text,
        }, forEach: messages, when: messages, kind: MailActions.Forward, risk: "sends mail");
        return new Composed($"propose to forward {mail.Words}", used);
    }

    static bool Plural(Clause clause) => clause.Tokens.Skip(clause.First).Take(clause.End - clause.First).Any(t => t.Norm is "all" or "every" or "everything" or "mails" or "emails" or "messages" or "any" or "each");
}
