using NodaTime;
using Steward.FollowUps;
using Steward.Planning.Composition;
using Steward.Planning.Mentions;
using Steward.Planning.Time;
using Steward.Platform;

namespace Steward.Planning.Frames;

/// <summary>"remind me if Sarah doesn't answer by Friday", "follow up with Jonas on Monday if no reply", "what follow-ups do I have?", "stop following up with Jonas".</summary>
sealed class AwaitAnswer : IFrame
{
    static readonly string[] Nouns = ["follow - ups", "follow ups", "followups", "follow - up", "followup"];


    public IReadOnlyList<string> Covers(string intent) => intent switch
    {
        "follow-ups.wait" => ["follow-up", "remind", "tell", "reply", "snooze", "schedule", "send", "draft"],
        "follow-ups.cancel" => ["follow-up", "cancel", "trash"],
        _ => ["follow-up", "find"],
    };

    public Reading? Read(Clause clause)
    {
        var act = clause.Act("follow-up");
        var noun = clause.HasPhrase(Nouns);
        if (clause.Act("cancel", "trash") is not null && (noun || act is not null) || Stops(clause) is not null)
            return new Reading("follow-ups.cancel", 0.99, plan => List(clause, plan, cancel: true));
        if (noun && (clause.HasAny("my", "open", "pending", "active", "current", "all") || clause.HasPhrase("do i have", "have i", "are there")) && clause.Act("schedule") is null && clause.All<NoAnswerMention>().FirstOrDefault() is null && !clause.All<TimeMention>().Any())
            return new Reading("follow-ups.list", 0.99, plan => List(clause, plan, cancel: false));
        if (clause.All<NoAnswerMention>().Any() && (act is not null || clause.Act("remind", "tell", "snooze") is not null || clause.All<ActMention>().All(a => a.Act is "find" or "schedule")))
            return new Reading("follow-ups.wait", 0.99, plan => Wait(clause, plan));
        return act is { Leading: true } && !clause.HasAny("who", "whom") ? new Reading("follow-ups.wait", 0.95, plan => Wait(clause, plan)) : null;
    }

    /// <summary>"stop following up with …", "stop waiting for …": looked up in the words as they stand, as "following" alone is a time.</summary>
    static (int First, int End)? Stops(Clause clause)
    {
        for (var i = clause.First; i + 1 < clause.End; i++)
        {
            if (clause.Tokens[i].Norm is not ("stop" or "quit"))
                continue;
            if (clause.Tokens[i + 1].Text.Equals("waiting", StringComparison.OrdinalIgnoreCase))
                return (i, i + 2);
            if (i + 2 < clause.End && clause.Tokens[i + 1].Text.Equals("following", StringComparison.OrdinalIgnoreCase) && clause.Tokens[i + 2].Norm == "up")
                return (i, i + 3);
        }
        return null;
    }

    static Composed Wait(Clause clause, PlanBuilder plan)
    {
        var used = new HashSet<Mention>(clause.Mentions.Where(m => m is ThingMention or NegationMention or PronounMention or LimitMention), ReferenceEqualityComparer.Instance);
        var whom = People(clause, used);
        foreach (var person in whom)
            plan.Resolve(person, clause, mustBeKnown: true);
        var sent = whom.Count == 0 ? JustSent(plan) : null;
        var (when, at) = Due(clause, plan);
        if (when is null)
            throw PlanBuilder.Ask("Until when shall I wait for the answer?", "time", [.. new[] { "by tomorrow evening", "in three days", "by next Friday" }.Select(t => new QuestionChoice(t, $"{clause.Message.TrimEnd('.', '!', '?', ' ')} {t}"))]);
        used.UnionWith(clause.All<TimeMention>());
        used.UnionWith(clause.All<LengthMention>());
        plan.Say(clause, when, $"until {plan.Moment(at)}");
        var names = whom.Count > 0 ? string.Join(" or ", whom.Select(p => p.Name)) : sent is null ? "somebody" : "them";
        foreach (var mention in clause.All<NoAnswerMention>())
        {
            used.Add(mention);
            plan.Say(clause, mention, $"no answer of {names} has come by then");
        }
        object? people = sent is { } to ? to : whom.Count == 0 ? null : whom.SelectMany(p => p.Addresses.Select(a => new { email = a, name = p.Name })).ToArray();
        var messages = sent is null ? Letters(clause, plan, whom, used) : null;
        plan.Add("follow-ups.propose-wait", $"Propose to wait for an answer of {names} until {plan.Moment(at)}",
            new { messages = messages is null ? (System.Text.Json.JsonElement?)null : PlanReference.To(messages), @for = people, due = plan.Instant(at) }, kind: FollowUpActions.Wait);
        return new Composed($"propose to tell you when {names} {(whom.Count > 1 ? "have" : "has")} not answered by {plan.Moment(at)}", used);
    }

    /// <summary>Who is waited for: named in the condition, after "with", or as the receiver of the mail.</summary>
    static List<PersonRef> People(Clause clause, HashSet<Mention> used)
    {
        if (clause.All<NoAnswerMention>().Select(m => m.People).FirstOrDefault(p => p is not null) is { } named)
        {
            used.UnionWith(clause.Mentions.Where(m => m is CompanyMention or PersonMention or RecipientMention));
            return [.. named.Persons];
        }
        foreach (var mention in clause.Mentions)
        {
            var people = mention switch { CompanyMention c => c.People, PersonMention p => p.People, RecipientMention r => r.People, SenderMention s => s.People, _ => null };
            if (people is null)
                continue;
            used.Add(mention);
            return [.. people.Persons];
        }
        return [];
    }

    /// <summary>The receivers of a mail that the same request proposes to send: it is not there yet, so whatever they write counts.</summary>
    static System.Text.Json.JsonElement? JustSent(PlanBuilder plan) =>
        plan.Steps.LastOrDefault(s => s.Tool is "mail.propose-send")?.Arguments.GetValueOrDefault("to") is { ValueKind: System.Text.Json.JsonValueKind.Array } to ? to : null;

    /// <summary>The mails that may wait: those that were spoken of, or what the person sent to them, about what is named.</summary>
    static string Letters(Clause clause, PlanBuilder plan, List<PersonRef> whom, HashSet<Mention> used)
    {
        var described = clause with { Mentions = [.. clause.Mentions.Where(m => m is TopicMention or QuotedMention or AccountMention or FilterMention)] };
        var mail = MailDescription.Of(described, plan);
        used.UnionWith(mail.Used);
        if (mail.Everything && whom.Count == 0 && plan.Messages is { } earlier)
            return earlier;
        var to = whom.Count == 0 ? null : QueryText.To([.. whom.SelectMany(p => p.Addresses)]);
        if (to is null && mail.Everything)
            throw PlanBuilder.Ask("Whose answer shall I wait for?", "people", []);
        var query = string.Join(' ', new[] { "in:sent", to, mail.Query() }.Where(a => !string.IsNullOrEmpty(a)));
        var id = plan.Add("mail.search", $"Find what you sent{(whom.Count == 0 ? "" : $" to {string.Join(" or ", whom.Select(p => p.Name))}")}{(mail.Topics.Count == 0 ? "" : $" about {mail.Topics[0]}")}",
            new { query, accountIds = mail.Accounts.Count > 0 ? mail.Accounts.Select(a => a.Id).ToArray() : null, limit = 10 });
        return $"{id}.messages";
    }

    /// <summary>By a day means by the end of its working hours; on a day, when they begin.</summary>
    static (Mention? Mention, LocalDateTime At) Due(Clause clause, PlanBuilder plan)
    {
        foreach (var mention in clause.Mentions.Reverse())
        {
            if (mention is TimeMention time && (clause.Tokens[time.First].Norm is "by" or "until" or "till" or "before" or "within" or "this" or "end" || clause.Before(time) is "by" or "until" or "till" or "before" or "within"))
            {
                var named = TimeFinder.Find([.. clause.Tokens.Skip(time.First + (clause.Tokens[time.First].Norm is "by" or "until" or "till" or "before" ? 1 : 0)).Take(time.End - time.First)], plan.Context).FirstOrDefault()?.Value ?? time.Future;
                if (named is Days days && days.To + plan.Context.WorkdayEnd is var end && end > plan.Now)
                    return (mention, end);
            }
        }
        return Later.Of(clause, plan) is var (found, at) ? (found, at) : (null, default);
    }

    static Composed List(Clause clause, PlanBuilder plan, bool cancel)
    {
        var used = new HashSet<Mention>(clause.Mentions.Where(m => m is not UnknownMention and not TopicMention), ReferenceEqualityComparer.Instance);
        clause.Use(used, Nouns);
        used.UnionWith(clause.Mentions.Where(m => Stops(clause) is var (first, end) && m.First < end && first < m.End));
        var whom = People(clause, used);
        foreach (var person in whom)
            plan.Resolve(person, clause, mustBeKnown: true);
        var about = clause.All<TopicMention>().FirstOrDefault(t => !Nouns.Any(n => clause.Text(t).Contains("follow", StringComparison.OrdinalIgnoreCase)));
        if (about is not null)
            used.Add(about);
        if (cancel && whom.Count == 0 && about is null && !clause.HasAny("all", "every", "my", "them", "everything"))
            throw PlanBuilder.Ask("Which follow-up shall I cancel? Name whom you wait for, or say “all my follow-ups”.", "people", [new("All of them", "cancel all my follow-ups")]);
        var id = plan.Add("follow-ups.list", whom.Count == 0 ? "Find your follow-ups" : $"Find the follow-ups with {string.Join(", ", whom.Select(p => p.Name))}",
            new { @for = whom.Count == 0 ? null : whom.SelectMany(p => p.Addresses.Select(a => new { email = a, name = p.Name })).ToArray(), about = about?.Topic });
        if (cancel)
            plan.Add("follow-ups.propose-cancel", "Propose to stop waiting for each", new { followUpId = PlanReference.To("item.id"), accountId = PlanReference.To("item.accountId") }, forEach: $"{id}.followUps", when: $"{id}.followUps", kind: FollowUpActions.Cancel);
        return new Composed(cancel ? "propose to stop waiting for them" : "list what you wait for", used);
    }
}
