using NodaTime;
using Steward.Calendar;
using Steward.Planning.Composition;
using Steward.Planning.Mentions;
using Steward.Planning.Time;

namespace Steward.Planning.Frames;

/// <summary>"copy my private appointments to work as busy", "sync availability across all my calendars": one calendar shows when another is busy.</summary>
sealed class MirrorCalendar : IFrame
{
    const int DefaultDays = 28;

    static readonly string[] Cues =
        ["mirror", "mirroring", "mirrored", "sync", "synchronise", "synchronize", "syncing", "replicate", "duplicate", "copy", "share", "nobody double books me", "show up as busy", "as busy", "busy times", "block out", "block", "blocked", "blockers", "busy blocks", "reflect", "busy", "whenever", "something", "show", "keep", "two", "both", "in sync"];

    public IReadOnlyList<string> Covers(string intent) => ["block", "schedule", "forward"];

    public Reading? Read(Clause clause)
    {
        if (clause.NamesMail || clause.All<LengthMention>().Any() || clause.HasAny("move", "moving"))
            return null;
        if (Wish(clause))
            return new Reading("calendar.mirror", 0.975, plan => Compose(clause, plan));
        var copies = clause.HasAny("mirror", "mirroring", "mirrored", "sync", "synchronise", "synchronize", "syncing", "replicate", "duplicate", "copy", "share", "reflect");
        var asBusy = clause.HasPhrase("as busy", "as blocked", "busy blocks", "busy times", "as unavailable") || clause.HasAny("busy") && clause.Act("block", "find", "schedule") is not null;
        var (from, to) = Accounts(clause, clause.All<AccountMention>().ToList(), null);
        var calendars = clause.HasAny("calendar", "calendars", "availability", "busy", "appointments", "events", "meetings", "accounts", "appointment", "event");
        if (!calendars || !copies && !asBusy && !Blocks(clause, from, to))
            return null;
        var several = clause.All<AccountMention>().Any(a => a.Accounts.Count == 0) || clause.HasAny("calendars", "accounts");
        return from is not null || to is not null || several && (copies || asBusy) ? new Reading("calendar.mirror", 0.975, plan => Compose(clause, plan)) : null;
    }

    /// <summary>"make both calendars reflect each other's busy times", "my colleagues should see I'm busy when I have private stuff": that somebody is busy, and two places it is to be seen in.</summary>
    static bool Wish(Clause clause)
    {
        var busy = clause.HasAny("busy", "availability", "unavailable", "free/busy") || clause.HasPhrase("book me", "books me", "double book", "double books", "double-book", "busy times") || clause.Act("block") is not null && clause.HasPhrase("whatever is in", "whatever's in", "whatever is on", "everything in", "everything on");
        var shown = clause.HasAny("see", "sees", "show", "shows", "reflect", "reflects", "aligned", "align", "consistent", "match", "matches", "mark", "marks", "marked", "visible", "keep", "step", "block", "nobody", "copy", "share", "everywhere", "sync", "synced", "synchronised", "synchronized");
        if (!busy || !shown || clause.All<TimeMention>().Any(t => t.Future is Moment or Clock) || clause.All<SenderMention>().Any() || clause.All<RecipientMention>().Any())
            return false;
        var accounts = clause.All<AccountMention>().SelectMany(a => a.Accounts).Distinct().Count() + (clause.HasAny("private", "home", "family") && !clause.All<AccountMention>().Any(a => clause.NormsOf(a).Any(w => w is "private" or "home")) ? 1 : 0) + (clause.HasAny("colleagues", "colleague", "coworkers", "company", "office") || clause.HasPhrase("at work") && !clause.All<AccountMention>().Any(a => clause.NormsOf(a).Contains("work")) ? 1 : 0);
        return accounts >= 2 || clause.HasPhrase("book me", "books me") && clause.HasAny("nobody", "noone") && clause.HasAny("private", "personal") || clause.HasAny("everywhere") || clause.HasAny("calendars", "accounts") && clause.HasAny("both", "all", "each") || clause.HasAny("calendar", "account", "calendars", "accounts") && clause.HasAny("others", "other");
    }

    /// <summary>"block my work calendar when I have private appointments".</summary>
    static bool Blocks(Clause clause, PlanAccount? from, PlanAccount? to) => clause.Act("block") is not null && clause.HasAny("when", "whenever", "while", "during", "for") && from is not null && to is not null;

    static Composed Compose(Clause clause, PlanBuilder plan)
    {
        var used = new HashSet<Mention>(ReferenceEqualityComparer.Instance);
        clause.Use(used, Cues);
        var (from, to) = Accounts(clause, [.. clause.All<AccountMention>()], used, plan.Request.Accounts);
        used.UnionWith(clause.All<AccountMention>());
        // the words of the wish itself; what restricts it (a name, a topic) stays to be asked about
        if (Wish(clause))
            used.UnionWith(clause.Mentions.Where(m => m is UnknownMention or ActMention or PlaceMention or FilterMention or ThingMention or PronounMention or NegationMention or ConditionMention && Words.Overlaps(clause.NormsOf(m)) || m is PersonMention or CompanyMention && clause.NormsOf(m).Any(w => w is "colleagues" or "colleague" or "coworkers" or "people") || m is ExceptMention && clause.NormsOf(m).Any(w => w is "details" or "detail" or "titles")));
        if (plan.Request.Accounts.Count < 2)
            throw PlanBuilder.Refuse("You want one calendar to show when another is busy.", "That needs two accounts, and there is only one.", "Add another account under Accounts.");
        (LocalDateTime From, LocalDateTime To)? window = null;
        foreach (var mention in clause.All<TimeMention>())
        {
            if (Windows.Of(mention.Future, plan) is not { } stretch)
                continue;
            window = stretch;
            used.Add(mention);
            plan.Say(clause, mention, Windows.Spoken(mention.Future, plan));
        }
        var (start, end) = window ?? (plan.Today + LocalTime.Midnight, plan.Today.PlusDays(DefaultDays) + LocalTime.Midnight);
        if (window is null)
            plan.Assume($"the next {DefaultDays} days, as no time is given");
        plan.Assume("copies say “Busy” and nothing else: no title, place or guests");
        var which = (from, to) switch
        {
            ({ } a, { } b) => $"from {a.Address} to {b.Address}",
            ({ } a, null) => $"from {a.Address} to the others",
            (null, { } b) => $"from the others to {b.Address}",
            _ => "from each account to the others",
        };
        var id = plan.Add("calendar.plan-mirror", $"Compare what is busy {which}, {plan.Day(start.Date)} – {plan.Day(end.PlusTicks(-1).Date)}", new { from = plan.Instant(start), to = plan.Instant(end), fromAccountId = from?.Id, toAccountId = to?.Id });
        plan.Add("calendar.propose-create-event", "Propose the copies that are missing", new
        {
            calendar = PlanReference.To("item.calendar"), accountId = PlanReference.To("item.accountId"), summary = PlanReference.To("item.summary"),
            exactStart = PlanReference.To("item.start"), exactEnd = PlanReference.To("item.end"), mirrorKey = PlanReference.To("item.mirrorKey"),
        }, forEach: $"{id}.create", when: $"{id}.create", kind: CalendarActions.CreateEvent);
        plan.Add("calendar.propose-update-event", "Propose to change the copies whose original has changed", new
        {
            eventId = PlanReference.To("item.event.id"), accountId = PlanReference.To("item.event.accountId"), summary = PlanReference.To("item.summary"),
            exactStart = PlanReference.To("item.start"), exactEnd = PlanReference.To("item.end"),
        }, forEach: $"{id}.update", when: $"{id}.update", kind: CalendarActions.UpdateEvent);
        plan.Add("calendar.propose-delete-event", "Propose to remove the copies whose original is gone", new { eventId = PlanReference.To("item.id"), accountId = PlanReference.To("item.accountId") },
            forEach: $"{id}.remove", when: $"{id}.remove", kind: CalendarActions.DeleteEvent);
        return new Composed($"compare what is busy {which}, and propose the copies", used);
    }

    /// <summary>Where the busy times come from and where they are shown; null for "the others".</summary>
    static (PlanAccount? From, PlanAccount? To) Accounts(Clause clause, List<AccountMention> mentions, HashSet<Mention>? used, IReadOnlyList<PlanAccount>? all = null)
    {
        PlanAccount? from = null, to = null;
        foreach (var mention in mentions.Where(m => m.Accounts.Count == 1))
        {
            if (mention.Marker is "in" && clause.Tokens[Math.Max(clause.First, mention.First - 1)].Norm is "'s" or "is" or "something" or "have" or "whatever")
                from ??= mention.Accounts[0];
            else if (mention.Marker is "to" or "into" or "in" or "on" or "onto" or "at" || clause.Act("block") is not null && mention.Marker.Length == 0 && to is null)
                to ??= mention.Accounts[0];
            else
                from ??= mention.Accounts[0];
        }
        // "my private appointments": the account by what it is for
        foreach (var mention in clause.All<TopicMention>().Cast<Mention>().Concat(clause.All<UnknownMention>()))
        {
            var word = clause.Text(mention).ToLowerInvariant();
            if (word is not ("private" or "personal" or "home" or "work" or "business" or "office" or "professional"))
                continue;
            from ??= all is null ? Placeholder : all.FirstOrDefault(a => a.Label.Equals(word is "private" or "personal" or "home" ? "personal" : "work", StringComparison.OrdinalIgnoreCase));
            used?.Add(mention);
        }
        if (to is null && clause.HasAny("colleagues", "colleague", "coworkers", "company", "office"))
            to = all is null ? Placeholder : all.FirstOrDefault(a => a.Id != from?.Id && a.Label.Equals("work", StringComparison.OrdinalIgnoreCase));
        if (to is null && all is not null && clause.HasPhrase("at work", "work as busy") && from?.Label.Equals("work", StringComparison.OrdinalIgnoreCase) != true)
            to = all.FirstOrDefault(a => a.Label.Equals("work", StringComparison.OrdinalIgnoreCase));
        return (from, to);
    }

    static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "my", "colleagues", "coworkers", "company", "office", "see", "should", "stuff", "private", "something", "anything", "whatever", "details", "without", "other", "each", "aligned", "align", "consistent", "match", "matches", "visible", "nobody", "can", "book", "books", "double", "sure", "make", "makes",
        "mark", "marks", "busy", "everywhere", "step", "reflect", "reflects", "keep", "between", "home", "times", "availability", "got", "have", "when", "whenever", "share", "copy", "show", "shows", "block", "whats", "in", "sync", "synced", "everything", "others", "family", "unavailable", "people", "plans",
    };

    static readonly PlanAccount Placeholder = new(Guid.Empty, "", "", "", "");
}
