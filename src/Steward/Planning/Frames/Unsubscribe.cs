using Steward.Mail;
using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>"unsubscribe from the newsletters of Acme", "get me off the Design Weekly list", "unsubscribe from all newsletters that I never read", "stop sending me these".</summary>
sealed class Unsubscribe : IFrame
{
    /// <summary>Bulk mail of half a year: whoever has not written since needs no asking.</summary>
    const string AllLists = "(category:promotions OR category:updates OR category:forums OR category:social) newer_than:180d";
    const int Newest = 200, Most = 1000;

    public IReadOnlyList<string> Covers(string intent) => ["unsubscribe", "find"];

    public Reading? Read(Clause clause) => clause.Act("unsubscribe") is { } act ? new Reading("mail.unsubscribe", act.Leading ? 0.96 : 0.85, plan => Compose(clause, plan)) : null;

    static Composed Compose(Clause clause, PlanBuilder plan)
    {
        var name = Name(clause);
        var neverRead = NeverRead(clause);
        var mail = MailDescription.Of(clause, plan, m => name.Contains(m) || IsList(clause, m) || neverRead.Contains(m));
        var used = new HashSet<Mention>([.. mail.Used, .. name, .. neverRead, .. clause.Mentions.Where(m => IsList(clause, m) || m is ThingMention or NegationMention)], ReferenceEqualityComparer.Instance);
        foreach (var kind in clause.Mentions.Where(m => IsList(clause, m)))
            plan.Say(clause, kind, "mail that says how to unsubscribe");
        var lists = clause.Mentions.Any(m => IsList(clause, m));
        var these = clause.HasAny("these", "those", "this", "it", "them") && mail.Everything && name.Count == 0;
        if (mail.Everything && name.Count == 0 && (!lists || these) && plan.Messages is null)
            throw PlanBuilder.Ask("From which newsletter? Name its sender, or say “all newsletters”.", "mail",
                [new("All newsletters that I never read", "unsubscribe from all newsletters that I never read"), new("All newsletters", "unsubscribe from all newsletters")]);

        string messages;
        if (mail.Everything && name.Count == 0 && plan.Messages is { } earlier && (these || !lists))
            messages = earlier;
        else
            messages = Search(clause, plan, mail, name);
        if (neverRead.Count > 0)
        {
            foreach (var phrase in neverRead)
                plan.Say(clause, phrase, "two letters or more, all of them unread");
        }
        var found = plan.Add("mail.find-subscriptions", "See which of them can be unsubscribed from", new { messages = PlanReference.To(messages), neverRead = neverRead.Count > 0 ? true : (bool?)null, offerArchive = plan.More ? (bool?)null : true }, when: messages);
        // "… and archive them": what is there of these lists, not all that was searched
        (plan.Messages, plan.MessagesQuery) = ($"{found}.messages", null);
        var arguments = new { messageId = PlanReference.To("item.id"), accountId = PlanReference.To("item.accountId") };
        plan.Add("mail.propose-unsubscribe", "Propose to unsubscribe from each", arguments, forEach: $"{found}.oneClick", when: $"{found}.oneClick", kind: MailActions.Unsubscribe, risk: "cannot be taken back");
        plan.Add("mail.propose-unsubscribe-mail", "Propose the mail that each of the others asks for", arguments, forEach: $"{found}.byMail", when: $"{found}.byMail", kind: MailActions.Send, risk: "sends mail");
        var what = name.Count > 0 ? clause.Text(name[0].First, name[^1].End) : mail.Everything ? neverRead.Count > 0 ? "newsletters that you never read" : lists ? "all newsletters" : "them" : mail.Words;
        return new Composed($"propose to unsubscribe from {what}", used);
    }

    static string Search(Clause clause, PlanBuilder plan, MailDescription mail, IReadOnlyList<Mention> name)
    {
        var atoms = new List<string>();
        if (name.Count > 0)
        {
            var sender = clause.Text(name[0].First, name[^1].End);
            atoms.Add(QueryText.From([sender]));
            plan.Say(clause, name[0].First, name[^1].End, $"from a sender called {sender}");
        }
        var narrow = mail.Query() is { Length: > 0 } query ? query : null;
        // a sender or a topic says which; anything else (an age, an exception) only narrows the newsletters
        if (name.Count == 0 && mail.Senders.Count == 0 && mail.Topics.Count == 0)
            atoms.Add(AllLists);
        if (narrow is not null)
            atoms.Add(narrow);
        var accounts = mail.Accounts.Count > 0 ? mail.Accounts.Select(a => a.Id).ToArray() : null;
        var id = plan.Add("mail.search", name.Count > 0 ? $"Find mail from {clause.Text(name[0].First, name[^1].End)}" : mail.Everything ? "Find newsletters" : $"Find {mail.Words}",
            new { query = string.Join(' ', atoms), accountIds = accounts, limit = mail.Limit ?? (atoms.Contains(AllLists) ? Most : Newest) });
        return $"{id}.messages";
    }

    /// <summary>"newsletters", "promotional mail", "the … list": what kind of thing is left, which says nothing of its sender.</summary>
    static bool IsList(Clause clause, Mention mention) => mention is FilterMention { Atom: "category:promotions" or "category:updates" or "category:forums" or "category:social" }
        || mention is UnknownMention && clause.Tokens[mention.First].Norm is "list" or "lists" or "subscription" or "subscriptions" or "newsletter" or "newsletters" or "mailing" or "digest";

    /// <summary>The words that name a sender whom no contact bears. They stand together; one that is written as a name is part of it whatever else it means: "Design Weekly", "Morning Brew".</summary>
    static IReadOnlyList<Mention> Name(Clause clause)
    {
        var name = new List<Mention>();
        foreach (var mention in clause.Mentions.Where(m => m.First > clause.First && !IsList(clause, m)))
        {
            var part = mention is UnknownMention || mention is TimeMention or ThingMention or VagueMention or LengthMention && Enumerable.Range(mention.First, mention.End - mention.First).All(i => clause.Tokens[i].Capital);
            if (part)
                name.Add(mention);
            else if (name.Count > 0)
                break;
        }
        return name.Exists(m => m is UnknownMention || m is ThingMention) || name.Count > 1 ? name : [];
    }

    /// <summary>"that I never read", "I don't open anyway": the words, whatever else they are read as.</summary>
    static IReadOnlyList<Mention> NeverRead(Clause clause)
    {
        foreach (var phrase in Phrases)
            if (clause.Find(phrase) is >= 0 and var at)
                return [.. clause.Mentions.Where(m => m.First < at + phrase.Split(' ').Length && at < m.End && m is not ActMention)];
        return [];
    }

    static readonly string[] Phrases =
    [
        "i never read", "i never open", "i never look at", "i have never read", "i've never read", "i have never opened", "i've never opened", "never read", "never opened", "i don't read", "i do not read",
        "i don't open", "i do not open", "i don't even open", "i ignore", "i always ignore", "i haven't read", "i haven't opened", "i have not read", "i have not opened", "unread", "unopened",
    ];
}
