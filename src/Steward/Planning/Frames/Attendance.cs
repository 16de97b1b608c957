using System.Text.Json;
using Steward.Planning.Composition;
using Steward.Planning.Mentions;
using Steward.Platform;

namespace Steward.Planning.Frames;

/// <summary>Who takes part: named people, or everybody who wrote about something (found by a search first).</summary>
sealed record Attendance(JsonElement? Attendees, string? Reference, string Words, string? Topic)
{
    public static Attendance Of(Clause clause, PlanBuilder plan, HashSet<Mention> used, bool mustBeKnown)
    {
        var people = new List<object>();
        var names = new List<string>();
        string? topic = null, reference = null;
        foreach (var mention in clause.Mentions)
        {
            var named = mention switch { CompanyMention c => c.People, PersonMention p => p.People, RecipientMention r => r.People, SenderMention s when clause.Act("find") is null => s.People, _ => null };
            if (named is not null)
            {
                used.Add(mention);
                foreach (var person in named.Persons)
                {
                    plan.Resolve(person, clause, mustBeKnown);
                    names.Add(person.Name);
                    if (person.Addresses.Count > 0)
                        people.Add(new { email = person.Addresses[0], name = person.Candidates.Count == 1 ? person.Name : null });
                }
                plan.Say(clause, mention, string.Join(", ", named.Persons.Select(p => p.Known ? $"{p.Name} ({p.Addresses[0]})" : $"{p.Phrase}: not among your contacts, so only your own calendar is looked at")));
            }
            else if (mention is WritersMention writers)
            {
                used.Add(mention);
                (reference, topic) = (Writers(clause, plan, writers, used), writers.Topic);
                names.Add(topic is null ? "everyone who wrote" : $"everyone who wrote about {topic}");
            }
        }
        if (reference is null && people.Count == 0 && clause.All<PronounMention>().FirstOrDefault(p => Follows(clause, p)) is { } them && (plan.People ?? plan.Messages) is not null)
        {
            used.Add(them);
            reference = plan.People ?? Participants(plan, plan.Messages!, plan.Topic);
            names.Add("them");
            topic = plan.Topic;
        }
        else if (reference is null && people.Count == 0 && plan.People is not null && clause.HasAny("us", "together", "everyone", "everybody"))
        {
            (reference, topic) = (plan.People, plan.Topic);
            names.Add("them");
        }
        JsonElement? attendees = reference is not null ? PlanReference.To(reference) : people.Count > 0 ? Json.ToElement(people) : null;
        return new Attendance(attendees, reference, names.Count == 0 ? "" : "with " + string.Join(", ", names), topic);
    }

    static bool Follows(Clause clause, PronounMention pronoun) => pronoun.First > 0 && clause.Tokens[pronoun.First].Norm is "them" or "him" or "her" && clause.Tokens[pronoun.First - 1].Norm is "with" or "of" or "invite" or "for" or "to" or "including"
        || pronoun.End < clause.End && clause.Tokens[pronoun.First].Norm == "them" && clause.Tokens[pronoun.End].Norm is "all" or "together" or "in" or "into" or "on" or "to";

    static string Writers(Clause clause, PlanBuilder plan, WritersMention writers, HashSet<Mention> used)
    {
        // "a meeting about the offsite with everyone who mailed about it"
        if (writers.Topic is null && clause.All<TopicMention>().FirstOrDefault() is { } same)
            return Participants(plan, MailSteps.Search(plan, MailDescription.Of(clause with { Mentions = [same] }, plan), MailSteps.All), same.Topic);
        var only = clause with { Mentions = [.. clause.Mentions.Where(m => m == writers || m is ExceptMention || m is TimeMention t && t.First == writers.End && t.Past is Time.Days { From: var from } && from < plan.Today)] };
        if (writers.Topic is null && plan.Messages is null)
            throw PlanBuilder.Ask("Who wrote about what?", "topic", []);
        var mail = MailDescription.Of(only, plan);
        used.UnionWith(mail.Used.Where(m => m is ExceptMention or TimeMention));
        var messages = writers.Topic is null ? plan.Messages! : MailSteps.Search(plan, mail, MailSteps.All);
        return Participants(plan, messages, writers.Topic);
    }

    public static string Participants(PlanBuilder plan, string messages, string? topic)
    {
        var id = plan.Add("mail.participants", topic is null ? "Who wrote them" : $"Who wrote about {topic}", new
        {
            messages = PlanReference.To(messages),
            topic,
            exclude = plan.Request.Accounts.Select(a => a.Address).ToArray(),
        }, when: messages);
        return plan.People = $"{id}.people";
    }
}
