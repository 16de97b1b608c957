using Steward.Mail;
using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>"send Anna a mail saying that I'll be late", "write to ben@example.com about the invoice saying 'It is paid.'"</summary>
sealed class SendMail : IFrame
{
    public IReadOnlyList<string> Covers(string intent) => ["send", "draft", "reply", "tell"];

    public Reading? Read(Clause clause)
    {
        var act = clause.Act("send", "draft", "schedule", "tell");
        if (act is null || clause.Has("reply") || clause.Has("summary") || clause.Act("schedule") == act && !(clause.Has("draft") && !clause.Has("meeting")))
            return null;
        var people = clause.All<RecipientMention>().Any() || clause.All<PersonMention>().Any() || clause.All<CompanyMention>().Any();
        var mail = clause.Has("mail") || clause.Has("draft") || clause.Has("note") || clause.All<SayMention>().Any();
        if (!people && !mail || clause.Has("meeting") && !mail || clause.Has("slot"))
            return null;
        return new Reading("mail.send", (act.Leading ? 0.8 : 0.6) + (people && mail ? 0.1 : 0) - (clause.All<SenderMention>().Any() ? 0.2 : 0), plan => Compose(clause, plan));
    }

    static Composed Compose(Clause clause, PlanBuilder plan)
    {
        var used = new HashSet<Mention>(ReferenceEqualityComparer.Instance);
        var persons = new List<PersonRef>();
        foreach (var mention in clause.Mentions)
        {
            var people = mention switch { RecipientMention r => r.People, PersonMention p => p.People, CompanyMention c => c.People, _ => null };
            if (people is null)
                continue;
            foreach (var person in people.Persons)
                plan.Resolve(person, clause, mustBeKnown: true);
            persons.AddRange(people.Persons);
            used.Add(mention);
            plan.Say(clause, mention, "to " + string.Join(", ", people.Persons.Select(p => $"{p.Name} ({p.Addresses[0]})")));
        }
        if (persons.Count == 0)
            throw PlanBuilder.Ask("To whom shall the mail go?", "recipient", []);
        var topic = clause.All<TopicMention>().FirstOrDefault();
        var quoted = clause.All<QuotedMention>().FirstOrDefault();
        Mention? body = clause.All<SayMention>().FirstOrDefault();
        body ??= quoted;
        var text = body switch { SayMention s => s.Text, QuotedMention q => q.Text, _ => null };
        if (text is null)
            throw PlanBuilder.Ask("What shall the mail say? Write: saying …", "text", []);
        used.Add(body!);
        if (topic is not null)
            used.Add(topic);
        foreach (var time in clause.All<TimeMention>().Where(t => t.First > body!.First))
            used.Add(time);
        var account = clause.All<AccountMention>().FirstOrDefault(a => a.Accounts.Count == 1);
        if (account is not null)
            used.Add(account);
        if (plan.Request.Accounts.Count == 0)
            throw PlanBuilder.Refuse($"You want to write to {persons[0].Name}.", "There is no account to send from.", "Add an account first.");
        var from = account?.Accounts[0] ?? plan.Request.Accounts[0];
        plan.Say(clause, body!, "the text, exactly");
        if (account is null && plan.Request.Accounts.Count > 1)
            plan.Assume($"sent from {from.Address}");
        var draft = clause.Has("draft") || clause.Act("send", "tell") is null && clause.Act("draft") is { } made && !clause.Text(made).StartsWith("writ", StringComparison.OrdinalIgnoreCase);
        if (draft)
        {
            var saved = new { accountId = from.Id, to = persons.Select(To).ToArray(), subject = Subject(topic, text), text };
            plan.Add("mail.propose-create-draft", "Propose to save the draft", new { draft = saved }, kind: MailActions.CreateDraft);
            return new Composed($"propose a draft to {string.Join(", ", persons.Select(p => p.Name))}", used);
        }
        plan.Add("mail.propose-send", "Propose to send the mail", new { accountId = from.Id, to = persons.Select(To).ToArray(), subject = Subject(topic, text), text }, kind: MailActions.Send, risk: "sends mail");
        return new Composed($"propose a mail to {string.Join(", ", persons.Select(p => p.Name))}", used);
    }

    static object To(PersonRef person) => new { email = person.Addresses[0], name = person.Candidates.Count == 1 ? person.Name : null };

    /// <summary>The topic, or the first words of the text.</summary>
    static string Subject(TopicMention? topic, string text)
    {
        if (topic is not null)
            return char.ToUpperInvariant(topic.Topic[0]) + topic.Topic[1..];
        var words = text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        var subject = string.Join(' ', words.Take(6)).TrimEnd('.', ',', '!', '?');
        return char.ToUpperInvariant(subject[0]) + subject[1..];
    }
}
