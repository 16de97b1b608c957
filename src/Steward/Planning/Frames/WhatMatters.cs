using NodaTime;
using Steward.Planning.Composition;
using Steward.Planning.Mentions;
using Steward.Planning.Time;

namespace Steward.Planning.Frames;

/// <summary>"what should I focus on today", "what did I promise Anna", "who is waiting for me", "what is due this week": what needs the person, most pressing first.</summary>
sealed class WhatMatters : IFrame
{
    static readonly string[] Awaited =
    [
        "hasn't replied", "has not replied", "haven't replied to me", "not replied to me", "hasn't answered", "has not answered", "have not answered me", "haven't answered me", "hasn't responded", "has not responded", "not answered me",
        "am i waiting", "i am waiting", "i'm waiting", "am i still waiting", "waiting on others", "follow up with", "follow-up", "follow-ups", "follow - ups", "follow - up", "followups", "follow ups", "owes me", "owe me", "got no answer", "got no reply", "no reply to my", "no answer to my",
        "nobody answered", "nobody replied", "has nobody answered", "nobody has answered", "still owe me", "not heard back", "haven't heard back", "not got back to me", "hasn't got back to me", "i still waiting on", "i'm still waiting on", "am i waiting on", "haven't been answered", "have not been answered", "hasn't been answered", "has not been answered", "hasn't anyone answered", "not answered my",
    ];

    static readonly string[] Waiting =
    [
        "people want from me", "everybody want from me", "everyone want from me", "others want from me", "expected of me", "expect from me", "waiting for something from me", "waiting for anything from me", "waiting on something from me", "waiting for me", "waiting on me", "waiting for my", "waiting for an answer from me", "waiting for a reply from me", "waiting to hear from me", "keeping waiting", "keep waiting", "owe a reply", "owe an answer", "owe a response", "unanswered",
        "have to answer", "have to reply", "need to reply", "need to answer", "need to respond", "have to respond", "need a reply", "need an answer", "needs a reply", "needs an answer", "needs a response", "need a response", "not answered yet", "i not answered", "i not replied",
        "haven't i answered", "haven't i replied", "still need to reply", "i haven't answered", "i haven't replied", "need a reply from me", "need my reply", "need my answer", "am i keeping", "forget to reply", "forget to answer", "forget to respond", "forgot to reply", "forgot to answer", "forgot to respond", "forgotten to answer", "forgotten to reply", "not got back to", "haven't got back to", "still open from my side", "open from my side", "open on my side", "in my court", "should i answer", "should i reply to first", "i have not answered", "need an answer from me", "needs my reply",
    ];

    static readonly string[] Promised = ["promise", "promised", "promises", "committed", "commitments", "commit to", "i said i would", "say i would", "said i'd", "say i'd", "people i'd", "i would do", "tell people", "do i owe", "what i owe", "i owe"];

    static readonly string[] Due = ["due", "deadline", "deadlines", "overdue", "done by", "finished by", "be ready by", "time-critical", "time - critical"];

    static readonly string[] Urgent = ["urgent", "pressing", "fires", "to put out", "on fire", "emergency", "emergencies", "burning", "most urgent", "critical"];

    static readonly string[] Focus =
    [
        "must - dos", "must-dos", "must dos", "matters", "matters most", "start today", "do first", "need to do", "have to do", "plan my day", "most important thing", "most important", "important today", "my priorities", "to - dos", "todos", "to-dos", "on my plate",
        "should i start", "needs me", "need me", "worth my time", "what needs doing", "get done today", "action items", "to do today", "tasks", "my tasks", "must get done", "should get done", "to get done", "need to get done", "must not forget", "mustn't forget", "not forget today", "deserves my attention", "deserve my attention", "deserves attention", "on top of my list", "things for today", "things to do", "must not slip", "mustn't slip", "can't slip", "must not forget", "can't wait", "cannot wait", "mustn't wait", "top things", "top tasks", "top priorities", "top items",
    ];

    static readonly string[] Ranking =
    [
        "prioritise", "prioritize", "rank", "priority", "priorities", "by importance", "most important", "by urgency", "order of importance", "need action", "needs action", "require action", "requires action", "action", "attention", "to - do list", "to do list",
        "todo list", "to - dos", "matter most", "matters", "matters most", "matter", "deserve", "most urgent", "triage", "sort by", "order by", "first", "deal with", "sort", "ones are important", "are important", "is important", "can't wait", "cannot wait", "needs a response", "need a response", "needs a reply", "need a reply", "needs an answer", "pressing", "urgent",
    ];

    /// <summary>"where should I put my energy", "what do I have to tackle first": a question of what to do, with no object of its own.</summary>
    static readonly string[] Doing =
    [
        "do", "doing", "work", "working", "tackle", "tackling", "handle", "handling", "start", "starting", "begin", "focus", "focusing", "concentrate", "prioritise", "prioritize", "spend", "invest", "put", "energy", "attention", "effort", "worry", "finish",
        "look", "read", "first", "complete", "accomplish", "achieve", "attend", "address", "done", "important", "matters",
    ];

    /// <summary>The first word that says something: "so what should I …".</summary>
    static string Opening(Clause clause) => clause.Norms.FirstOrDefault(w => w is not ("so" or "ok" or "okay" or "and" or "um" or "hey" or "please" or "well" or "now" or "," or "hi" or "steward" or "good" or "morning")) ?? "";

    static bool AsksWhatToDo(Clause clause) =>
        Opening(clause) is "what" or "whats" or "where" or "which" or "how" or "on" && clause.HasAny("should", "must", "need", "needs", "ought", "best", "shall") | clause.HasPhrase("have to", "got to", "supposed to", "wants my", "deserves my") && clause.HasAny(Doing)
        && clause.Mentions.All(m => m is FillerMention or UnknownMention or ActMention or TimeMention or PronounMention or VagueMention or LimitMention || m is FilterMention { Atom: "is:important" } || m is TopicMention && clause.NormsOf(m).All(Doing.Contains) || m is ThingMention { Thing: "priority" } || m is ThingMention { Thing: "mail" } && !clause.NamesMail)
        && clause.All<UnknownMention>().Count() <= 3;

    public IReadOnlyList<string> Covers(string intent) => [];

    public Reading? Read(Clause clause)
    {
        if (Kind(clause) is not { } kind)
            return null;
        // a command about mail that happens to hold such a word is that command: "archive mail about deadlines", "reply to the urgent ones"
        if (clause.All<ActMention>().Any(a => a.Leading && a.Act is not ("find" or "schedule" or "label" or "summarise" or "convert") && !(a.Act is "reply" or "send" or "follow-up" or "tell" && kind is "waiting" or "awaited" or "promised" or "unread" && Asking(clause))) || clause.Has("deepwork") || clause.Has("slot") || clause.Has("draft") || clause.All<SayMention>().Any())
            return null;
        // "mail about the budget" is looked for; whose answer about it is missing, is asked here
        var about = kind is not ("awaited" or "waiting" or "promised") && clause.All<TopicMention>().Any(t => clause.Tokens[t.First].Norm is "about" or "regarding" or "mentioning" or "re" || t.Quoted)
            || clause.All<SenderMention>().Any() && kind is not ("promised" or "waiting") && (kind is not "awaited" || clause.NamesMail && !clause.HasPhrase("answer from", "reply from", "response from", "answer of"));
        return about ? null : new Reading("priorities." + kind, clause.All<FilterMention>().Any(f => f.Atom.StartsWith("category", StringComparison.Ordinal)) ? 0.6 : 0.985, plan => Compose(clause, plan, kind));
    }

    static bool Asking(Clause clause) => clause.HasAny("who", "whom", "which", "what", "do", "did", "have", "haven't", "any", "anything", "are", "where");

    static string? Kind(Clause clause)
    {
        var mail = clause.NamesMail;
        var unread = clause.All<FilterMention>().Any(f => f.Atom == "is:unread") && (mail || clause.HasAny("unread"));
        if (unread && clause.HasPhrase(Ranking))
            return "unread";
        if (clause.HasPhrase(Awaited) && (Asking(clause) || clause.HasAny("nobody", "where", "follow", "followups", "owes", "show", "list")))
            return "awaited";
        if (clause.HasPhrase(Waiting) && (Asking(clause) || clause.HasAny("unanswered", "show", "list")))
            return "waiting";
        // a word that is not in the lexicon may have been mended into one that is: the text itself counts too
        if ((clause.HasPhrase(Promised) || clause.Whole.Contains("promised", StringComparison.OrdinalIgnoreCase)) && Asking(clause))
            return "promised";
        if (clause.HasPhrase(Due) && !mail && (Asking(clause) || clause.HasAny("anything", "something", "deadlines", "show", "list", "upcoming", "what's", "whats")))
            return "due";
        if (clause.HasPhrase(Urgent) && !mail && (Asking(clause) || clause.HasAny("anything", "show", "is", "what's", "whats", "list")))
            return "urgent";
        if (AsksWhatToDo(clause) || clause.HasPhrase("most important", "most urgent", "matters most", "really matters") && Asking(clause) && !mail && clause.Mentions.All(m => m is FillerMention or UnknownMention or ActMention or TimeMention or ThingMention or FilterMention { Atom: "is:important" }))
            return "focus";
        return clause.Has("priority") || clause.HasPhrase(Focus) && (Asking(clause) || clause.HasAny("my", "me", "show", "what's", "plan", "top", "list")) && !clause.All<FilterMention>().Any() && !mail ? "focus" : null;
    }

    static Composed Compose(Clause clause, PlanBuilder plan, string kind)
    {
        var used = new HashSet<Mention>(ReferenceEqualityComparer.Instance);
        // the words of the family itself, whatever the recognisers took them for
        var about = clause.All<TopicMention>().Where(t => clause.Tokens[t.First].Norm is "about" or "regarding" or "concerning" or "re" || t.Quoted).Select(t => t.Topic).FirstOrDefault();
        var before = Since(clause, plan, used);
        used.UnionWith(clause.Mentions.Where(m => m is UnknownMention or TopicMention or FilterMention or PronounMention or ThingMention or ActMention or OutsideMention));
        var (from, to) = (plan.Now, plan.Today.PlusDays(kind is "due" ? 8 : 1) + LocalTime.Midnight);
        var timed = false;
        foreach (var mention in clause.All<TimeMention>().Where(m => !used.Contains(m)))
        {
            if (Windows.Of(mention.Future, plan) is not { } stretch)
                continue;
            used.Add(mention);
            timed = true;
            (from, to) = (stretch.From, stretch.To > plan.Now ? stretch.To : plan.Today.PlusDays(1) + LocalTime.Midnight);
            plan.Say(clause, mention, Windows.Spoken(mention.Future, plan));
        }
        var with = new List<object>();
        foreach (var mention in clause.Mentions)
        {
            var people = mention switch { CompanyMention c => c.People, PersonMention p => p.People, RecipientMention r => r.People, SenderMention s => s.People, _ => null };
            if (people is null)
                continue;
            used.Add(mention);
            foreach (var person in people.Persons.Where(p => p.Phrase.ToLowerInvariant() is not ("me" or "people" or "others")))
            {
                plan.Resolve(person, clause, mustBeKnown: false);
                with.Add(new { name = person.Name, emails = person.Addresses });
            }
            plan.Say(clause, mention, "only what concerns " + string.Join(", ", people.Persons.Select(p => p.Name)));
        }
        var accounts = clause.All<AccountMention>().SelectMany(a => a.Accounts).Select(a => a.Id).Distinct().ToArray();
        used.UnionWith(clause.All<AccountMention>());
        used.UnionWith(clause.All<LimitMention>());
        var important = plan.Request.Contacts.WithRole("manager").SelectMany(c => c.Addresses).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        plan.Assume("mail of the last 30 days, read by fixed rules: each entry says why it is there");
        if (kind is "due" && !timed)
            plan.Assume($"until {plan.Day(to.Date.PlusDays(-1))}, as no time is given");
        plan.Add("priorities.list", Title(kind), new
        {
            kind,
            from = plan.Instant(from),
            to = plan.Instant(to),
            with = with.Count > 0 ? with : null,
            about,
            before = before is { } since ? plan.Instant(since) : (DateTimeOffset?)null,
            important = important.Length > 0 ? important : null,
            accountIds = accounts.Length > 0 ? accounts : null,
            limit = clause.All<LimitMention>().FirstOrDefault() is { } limit ? Math.Clamp(limit.Count, 1, 50) : (int?)null,
        });
        return new Composed(Spoken(kind), used);
    }

    /// <summary>"longer than 3 days", "for more than a week": how long it has lain at least.</summary>
    static LocalDateTime? Since(Clause clause, PlanBuilder plan, HashSet<Mention> used)
    {
        foreach (var mention in clause.Mentions)
        {
            LocalDateTime? since = mention switch
            {
                LengthMention length => plan.Now.Minus(length.Length),
                TimeMention { Past: MomentSpan { From: null, To: { } to } } when clause.NormsOf(mention).Any(w => w is "than" or "over" or "older" or "longer") => to,
                TimeMention { Past: Days { To: var day } } when clause.NormsOf(mention).Any(w => w is "than" or "over" or "older" or "longer") => day.PlusDays(1) + LocalTime.Midnight,
                _ => null,
            };
            if (since is not { } at || at > plan.Now)
                continue;
            used.Add(mention);
            plan.Say(clause, mention, $"what has lain since before {plan.Moment(at)}");
            return at;
        }
        return null;
    }

    static string Title(string kind) => kind switch
    {
        "urgent" => "Look for what is urgent",
        "due" => "Look for deadlines",
        "waiting" => "Look for questions without your answer",
        "promised" => "Look for what you promised",
        "awaited" => "Look for mail of yours without an answer",
        "unread" => "Rank unread mail",
        _ => "Look for what needs you most",
    };

    static string Spoken(string kind) => char.ToLowerInvariant(Title(kind)[0]) + Title(kind)[1..];
}
