using Steward.Mail;
using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>"send Anna a mail saying that I'll be late", "write to ben@example.com about the invoice saying 'It is paid.'"</summary>
sealed class SendMail : IFrame
{
    public IReadOnlyList<string> Covers(string intent) => ["send", "draft", "reply", "tell", "remind"];

    /// <summary>"remind Jonas to …": somebody else is reminded, by mail.</summary>
    public static bool IsReminder(Clause clause, ActMention act) => act.Act == "remind" && clause.All<PersonMention>().Any(p => p.First == act.End);

    public Reading? Read(Clause clause)
    {
        var act = clause.Act("send", "draft", "schedule", "tell");
        // "say happy birthday to Anna": the words and whom they are for
        if (act is null && clause.All<SayMention>().Any() && (clause.All<RecipientMention>().Any() || clause.All<PersonMention>().Any()) && clause.All<ActMention>().All(a => a.Act is "find" || IsReminder(clause, a)))
            return new Reading("mail.send", 0.9, plan => Compose(clause, plan));
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
        var persons = Recipients(clause, plan, used);
        var (cc, bcc) = (Copies.Of(clause, plan, used, blind: false), Copies.Of(clause, plan, used, blind: true));
        if (persons.Count == 0 && plan.Events is not null && clause.All<SayMention>().Any())
            throw PlanBuilder.Ask($"Whoever takes part is told of the change anyway, without words of yours. To whom shall “{clause.Whole}” go?", "recipient",
                [new($"Leave “{clause.Whole}” out", clause.Replace(clause.First > 0 && clause.Tokens[clause.First - 1].Norm is "and" or "," ? clause.First - 1 : clause.First, clause.End, ""))]);
        if (persons.Count == 0)
            throw PlanBuilder.Ask("To whom shall the mail go?", "recipient", []);
        var topic = clause.All<TopicMention>().FirstOrDefault();
        Mention? body = clause.All<SayMention>().FirstOrDefault();
        body ??= clause.All<QuotedMention>().FirstOrDefault();
        var draft = clause.Has("draft") || clause.Act("send", "tell") is null && clause.Act("draft") is { } made && !clause.Text(made).StartsWith("writ", StringComparison.OrdinalIgnoreCase);
        var text = body switch { SayMention s => s.Text, QuotedMention q => q.Text, _ => null };
        var thanks = text is null ? Courtesy(clause, used) : null;
        // a draft may hold a beginning that the person completes; what is sent at once says the person's own words
        if (text is null && thanks is null && !(draft && topic is not null))
            throw PlanBuilder.Ask("What shall the mail say? Write: saying …", "text", topic is null ? [] : [new("Begin a draft for me to complete", $"draft a mail to {persons[0].Addresses[0]} about {topic.Topic}")]);
        if (body is not null)
            used.Add(body);
        if (topic is not null)
            used.Add(topic);
        used.UnionWith(clause.All<TimeMention>().Where(t => body is not null && t.First > body.First || text is null && topic is not null && t.First >= topic.End));
        var account = clause.All<AccountMention>().FirstOrDefault(a => a.Accounts.Count == 1);
        if (account is not null)
            used.Add(account);
        if (plan.Request.Accounts.Count == 0)
            throw PlanBuilder.Refuse($"You want to write to {persons[0].Name}.", "There is no account to send from.", "Add an account first.");
        var from = account?.Accounts[0] ?? plan.Request.Accounts[0];
        if (body is not null)
            plan.Say(clause, body, "the text, exactly");
        else
            plan.Assume("a few fixed sentences as a draft, which is not sent: complete it before you send it");
        if (account is null && plan.Request.Accounts.Count > 1)
            plan.Assume($"sent from {from.Address}");
        var greeting = $"Hi {persons[0].Name.Split(' ')[0]},\n\n";
        var subject = text is null && thanks is null ? Capital(About(clause, topic!)) : Subject(topic, text ?? thanks!);
        text ??= thanks is not null ? $"{greeting}{thanks}.\n" : $"{greeting}I am writing about {About(clause, topic!)}.\n\n[…]\n";
        if (draft || body is null)
        {
            var saved = new { accountId = from.Id, to = persons.Select(Copies.To).ToArray(), cc, bcc, subject, text };
            plan.Add("mail.propose-create-draft", "Propose to save the draft", new { draft = saved }, kind: MailActions.CreateDraft);
            return new Composed($"propose a draft to {string.Join(", ", persons.Select(p => p.Name))}", used);
        }
        plan.Add("mail.propose-send", "Propose to send the mail", new { accountId = from.Id, to = persons.Select(Copies.To).ToArray(), cc, bcc, subject, text }, kind: MailActions.Send, risk: "sends mail");
        return new Composed($"propose a mail to {string.Join(", ", persons.Select(p => p.Name))}", used);
    }

    /// <summary>Who is named; "him", "her", "them" are whom the request before named.</summary>
    static List<PersonRef> Recipients(Clause clause, PlanBuilder plan, HashSet<Mention> used)
    {
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
        if (persons.Count == 0 && clause.All<PronounMention>().FirstOrDefault(p => clause.Tokens[p.First].Norm is "him" or "her" or "them") is { } pronoun)
        {
            persons.AddRange(plan.Spoken.Where(p => p.Addresses.Count > 0));
            if (persons.Count > 1 && clause.Tokens[pronoun.First].Norm != "them")
                throw PlanBuilder.Ask($"Who is “{clause.Text(pronoun)}”?", "recipient", [.. persons.Select(p => new QuestionChoice(p.Name, clause.Replace(pronoun.First, pronoun.End, p.Addresses[0]), p.Addresses[0]))]);
            if (persons.Count > 0)
                plan.Say(clause, pronoun, "to " + string.Join(", ", persons.Select(p => $"{p.Name} ({p.Addresses[0]})")));
        }
        return persons;
    }

    /// <summary>"a thank-you note for yesterday's dinner": a courtesy that has usual words.</summary>
    static string? Courtesy(Clause clause, HashSet<Mention> used)
    {
        var words = Enumerable.Range(clause.First, clause.End - clause.First).ToList();
        var (opening, at) = ("", -1);
        foreach (var i in words)
            (opening, at) = (clause.Tokens[i].Norm, i + 1 < clause.End ? clause.Tokens[i + 1].Norm : "") switch
            {
                ("thank", "you") or ("thank", "-") or ("thanks", _) or ("thankyou", _) => ("Thank you", i),
                ("congratulations" or "congratulation" or "congrats" or "congratulatory", _) => ("Congratulations", i),
                ("apology" or "apologies", _) => ("I apologise", i),
                ("condolence" or "condolences", _) => ("My sincere condolences", i),
                _ => (opening, at),
            };
        if (at < 0)
            return null;
        var reason = words.FirstOrDefault(i => i > at && clause.Tokens[i].Norm is "for" or "on", -1);
        used.UnionWith(clause.Mentions.Where(m => m.First >= at && m is not (PersonMention or RecipientMention or CompanyMention or AccountMention)));
        used.UnionWith(clause.Mentions.Where(m => m is UnknownMention && clause.NormsOf(m).Any(w => w is "short" or "nice" or "quick" or "kind" or "warm" or "little" or "brief" or "you" or "note")));
        var end = words.FirstOrDefault(i => i > reason && clause.Tokens[i].Norm is "to" && clause.All<RecipientMention>().Any(r => r.First == i), clause.End);
        return opening + (reason < 0 || end <= reason ? "" : " " + clause.Text(reason, end).TrimEnd('.', '!', ' '));
    }

    /// <summary>What a mail is about, with the times that belong to it.</summary>
    static string About(Clause clause, TopicMention topic)
    {
        var end = Math.Max(topic.End, clause.All<TimeMention>().LastOrDefault(t => t.First >= topic.End)?.End ?? 0);
        var said = clause.Text(topic.First, end);
        return said.StartsWith("about ", StringComparison.OrdinalIgnoreCase) && said.Length > 6 ? said[6..] : topic.Topic;
    }

    static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>The topic, or the first words of the text.</summary>
    static string Subject(TopicMention? topic, string text)
    {
        if (topic is not null)
            return Capital(topic.Topic);
        var subject = string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Take(6)).TrimEnd('.', ',', '!', '?');
        return subject.Length == 0 ? "Message" : Capital(subject);
    }
}
