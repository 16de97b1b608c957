using NodaTime;
using Steward.Calendar;
using Steward.Planning.Composition;
using Steward.Planning.Mentions;
using Steward.Planning.Time;

namespace Steward.Planning.Frames;

/// <summary>"move all meetings from the personal to the work calendar next week": events change the account that they live in.</summary>
sealed class TransferEvents : IFrame
{
    const int DefaultDays = 30;

    static readonly string[] Bringing = ["bring", "carry", "import", "pull"];

    public IReadOnlyList<string> Covers(string intent) => ["move", "schedule"];

    public Reading? Read(Clause clause)
    {
        if (Belongs(clause) is { } home)
            return new Reading("calendar.transfer", 0.972, plan => Compose(home, plan) is var composed ? composed with { Used = clause.Mentions.Where(m => composed.Used.Contains(m) || !home.Mentions.Contains(m)).ToHashSet<Mention>(ReferenceEqualityComparer.Instance) } : composed);
        var brings = clause.HasAny(Bringing) && clause.All<AccountMention>().Any(a => IsTarget(clause, a) && clause.NormsOf(a).Contains("calendar")) && clause.Has("meeting");
        if (clause.Act("move", "schedule") is null && !brings && !clause.HasAny("transfer") || clause.Has("mail") && !clause.HasAny("everything") || clause.Has("thread"))
            return null;
        if (!clause.All<AccountMention>().Any(a => IsTarget(clause, a)))
            return null;
        return clause.Act("move") is not null || brings || clause.HasAny("transfer") ? new Reading("calendar.transfer", 0.972, plan => Compose(clause, plan)) : null;
    }

    /// <summary>"my personal-calendar meetings should live in work", "work should take over next week's meetings from personal": where events shall be, without a verb of moving.</summary>
    static Clause? Belongs(Clause clause)
    {
        if (!clause.Has("meeting") && !clause.Has("calendar") || clause.NamesMail || clause.Act("find", "schedule", "mirror", "block") is { Leading: true } || clause.Tokens[clause.End - 1].Norm == "?")
            return null;
        var accounts = clause.All<AccountMention>().Where(a => a.Accounts.Count == 1).ToList();
        AccountMention? to = clause.HasPhrase("take over", "takes over", "absorb", "adopt") ? accounts.FirstOrDefault(a => a.Marker.Length == 0 && a.First <= clause.First + 1)
            : clause.HasAny("live", "belong", "belongs", "go", "sit", "stay", "be") && clause.HasAny("should", "must", "belong", "belongs", "need", "needs", "ought") ? accounts.LastOrDefault(a => a.Marker is "in" or "on" or "into" or "to") : null;
        if (to is null)
            return null;
        var verbs = new HashSet<string>(StringComparer.Ordinal) { "live", "belong", "belongs", "sit", "take", "over", "instead", "absorb", "adopt" };
        return clause with
        {
            Mentions = [.. clause.Mentions.Where(m => m != to && m is not ActMention && !(m is UnknownMention && clause.NormsOf(m).All(verbs.Contains))), new ActMention(clause.First, clause.First, "move", true), to with { Marker = "to" }],
        };
    }

    static bool IsTarget(Clause clause, AccountMention account) => account.Accounts.Count == 1 && (account.Marker is "to" or "into" or "onto" || account.Marker is "" or "over" && clause.Before(account) is "to" or "into");

    static Composed Compose(Clause clause, PlanBuilder plan)
    {
        var used = new HashSet<Mention>(ReferenceEqualityComparer.Instance);
        clause.Use(used, ["transfer", .. Bringing]);
        var mentions = clause.All<AccountMention>().ToList();
        used.UnionWith(mentions);
        var to = mentions.Last(a => IsTarget(clause, a)).Accounts[0];
        var from = mentions.FirstOrDefault(a => a.Accounts.Count == 1 && a.Accounts[0].Id != to.Id)?.Accounts[0];
        foreach (var mention in mentions)
            plan.Say(clause, mention, mention.Accounts.Count == 1 ? mention.Accounts[0].Address : "all accounts");
        var words = new List<string>();
        var (start, end, timed) = (plan.Now, plan.Today.PlusDays(DefaultDays) + LocalTime.Midnight, false);
        foreach (var mention in clause.Mentions.Where(m => !used.Contains(m)).ToList())
        {
            if (mention is TimeMention time && Windows.Of(time.Future, plan) is var (a, b))
            {
                (start, end, timed) = (a < plan.Now ? plan.Now : a, b, true);
                used.Add(mention);
                plan.Say(clause, mention, Windows.Spoken(time.Future, plan));
            }
            else if (mention is TopicMention or QuotedMention or UnknownMention or PersonMention)
            {
                used.Add(mention);
                var word = mention switch { TopicMention t => t.Topic, QuotedMention q => q.Text, PersonMention p => p.People.Persons[0].Phrase, _ => clause.Text(mention) };
                if (word.ToLowerInvariant() is "private" or "personal" or "work" or "business" or "private calendar" or "personal calendar" or "work calendar")
                    from ??= plan.Request.Accounts.FirstOrDefault(x => x.Id != to.Id && x.Label.Equals(word.StartsWith("private", StringComparison.OrdinalIgnoreCase) ? "personal" : word.Split(' ')[0], StringComparison.OrdinalIgnoreCase));
                else
                    words.Add(word.StartsWith("my ", StringComparison.OrdinalIgnoreCase) ? word[3..] : word);
                plan.Say(clause, mention, "which events");
            }
        }
        if (!timed)
            plan.Assume($"from now until {plan.Day(end.Date.PlusDays(-1))}, as no time is given");
        if (from is null && words.Count == 0 && !timed)
            throw PlanBuilder.Ask("Which events shall I move there? Name the calendar, the time or the title.", "event", []);
        var others = from is null ? plan.Request.Accounts.Where(x => x.Id != to.Id).Select(x => x.Id).ToArray() : [from.Id];
        if (others.Length == 0)
            throw PlanBuilder.Refuse("You want to move events to another account.", "There is only one account.", "Add another account under Accounts.");
        var list = plan.Add("calendar.list-events", $"List events {plan.Moment(start)} – {plan.Moment(end)}{(from is null ? "" : $" of {from.Address}")}", new
        {
            from = plan.Instant(start), to = plan.Instant(end), query = words.Count == 0 ? null : string.Join(' ', words), accountIds = others, except = LeftOut.Of(clause, plan, used), startsWithin = (bool?)null,
        });
        Add(plan, $"{list}.events", to);
        return new Composed($"bring what is found to {to.Address}: first the copies, then, when they are there, the originals’ removal", used);
    }

    static void Add(PlanBuilder plan, string events, PlanAccount to)
    {
        var first = plan.Add("calendar.plan-transfer", $"See which of them are in the calendar of {to.Address}", new { events = PlanReference.To(events), toAccountId = to.Id }, when: events);
        plan.Add("calendar.propose-create-event", $"Propose each event in the calendar of {to.Address}", new
        {
            calendar = PlanReference.To("item.calendar"), accountId = PlanReference.To("item.accountId"), summary = PlanReference.To("item.summary"), slot = PlanReference.To("item.slot"),
            exactStart = PlanReference.To("item.startDate"), exactEnd = PlanReference.To("item.endDate"), attendees = PlanReference.To("item.attendees"), location = PlanReference.To("item.location"),
            description = PlanReference.To("item.description"), visibility = PlanReference.To("item.visibility"), mirrorKey = PlanReference.To("item.mirrorKey"),
        }, forEach: $"{first}.copy", when: $"{first}.copy", kind: CalendarActions.CreateEvent);
        var second = plan.Add("calendar.plan-transfer", "See whose copy is there now", new { events = PlanReference.To(events), toAccountId = to.Id }, when: $"{first}.copy");
        plan.Add("calendar.propose-delete-event", "Propose to remove the originals whose copy is there", new
        {
            eventId = PlanReference.To("item.id"), accountId = PlanReference.To("item.accountId"), originalStart = PlanReference.To("item.originalStart"),
        }, forEach: $"{second}.remove", when: $"{second}.remove", kind: CalendarActions.DeleteEvent);
    }
}
