using Steward.Planning.Composition;
using Steward.Planning.Mentions;

namespace Steward.Planning.Frames;

/// <summary>What people ask for and Steward does not do (yet): one sentence of what was understood, what it cannot do, and the nearest thing that it can.</summary>
sealed class Outside : IFrame
{
    sealed record Limit(string Key, string Understood, string CannotDo, string? Nearest);

    const string Entry = "Put it in the calendar: add NAME to my calendar tomorrow at 9";

    static readonly Dictionary<string, Limit> Limits = new[]
    {
        new Limit("weather", "You ask about the weather.", "Steward has no weather source.", "show my calendar today"),
        new Limit("sms", "You want to send a text message.", "Steward cannot send text messages yet.", "Write a mail instead: send NAME a mail saying …"),
        new Limit("travel", "You want to travel somewhere.", "Steward cannot book flights, trains, hotels, tables or taxis.", "Put it in the calendar: add “Flight” to my calendar on Friday at 9"),
        new Limit("money", "You want to pay, buy or order something.", "Steward handles no money and places no orders.", "find mail about invoices"),
        new Limit("phone", "You want somebody called.", "Steward cannot make phone calls.", "Put it in the calendar, or write a mail instead: send NAME a mail saying …"),
        new Limit("home", "You want something in the house switched.", "Steward controls no devices.", null),
        new Limit("media", "You want to hear or watch something.", "Steward plays nothing.", null),
        new Limit("code", "You want something programmed or made.", "Steward works on mail and calendars only.", null),
        new Limit("translate", "You want a text translated.", "Steward does not translate without a language model.", "summarise the latest mail"),
        new Limit("settings", "You want to change how Steward is set up.", "Settings and accounts are not changed by a request.", "Open Settings or Accounts in the menu."),
        new Limit("rules", "You want something done with mail that is still to come.", "Steward sets no rules for mail that has not come yet: it proposes changes of what is there.", "archive promotional mail older than 30 days"),
        new Limit("files", "You want something done with files.", "Steward works on mail and calendars; it opens, prints and stores no files.", "find mail with attachments"),
        new Limit("web", "You want something looked up on the web.", "Steward searches your mail and calendar only.", "find mail about …"),
        new Limit("forever", "You want mail deleted for good.", "Steward moves mail to the trash, where it can be taken back from; it erases nothing for good.", "show mail in the trash"),
        new Limit("sum", "You want something calculated.", "Steward does no sums: it works on mail and calendars.", "show my calendar today"),
        new Limit("self", "You ask about me.", "I am Steward, a program on your own machine that reads your mail and calendar and proposes changes; I am no person.", "what can you do?"),
        new Limit("contact", "You want a person's details.", "Steward does not list contacts in an answer yet.", "find mail from NAME"),
        new Limit("awaiting", "You want to know which mail still waits for an answer.", "Steward does not track open answers in a plan yet.", "find unread mail"),
        new Limit("convert", "You want a mail turned into something else.", "Steward makes no event or reminder out of a mail by itself yet.", "Say what shall be in the calendar: book … with NAME on Friday at 10"),
        new Limit("undo", "You want to take a change back.", "Undo is not done by a plan: each change has its own undo button.", "Open Activity and choose Undo beside the change."),
    }.ToDictionary(l => l.Key, StringComparer.Ordinal);

    public IReadOnlyList<string> Covers(string intent) => [];

    public Reading? Read(Clause clause)
    {
        if (clause.All<OutsideMention>().Any(o => o.Key == "help"))
            return new Reading("outside.help", 0.96, _ => throw Help(""));
        if (Sum(clause))
            return Refusal(0.96, Limits["sum"]);
        foreach (var mention in clause.All<OutsideMention>())
            if (mention.Verb && (mention.Leading || !clause.All<ActMention>().Any()))
                return Refusal(0.96, Limits[mention.Key]);
        foreach (var act in clause.All<ActMention>())
        {
            if (Limits.TryGetValue(act.Act, out var limit))
                return Refusal(act.Leading ? 0.95 : 0.7, limit);
            // "call Sarah": a phone call, unless a time makes it a meeting
            if (act.Leading && clause.Text(act).Equals("call", StringComparison.OrdinalIgnoreCase) && clause.All<PersonMention>().Any(p => p.First == act.End) && clause.Mentions.All(m => m is ActMention or PersonMention or FillerMention))
                return Refusal(0.9, Limits["phone"]);
        }
        if (clause.All<OutsideMention>().FirstOrDefault() is { } noun)
            return Refusal(noun.Key is "awaiting" ? 0.9 : clause.Has("mail") || clause.Has("thread") || clause.All<SenderMention>().Any() ? 0.4 : clause.Act("schedule", "find") is not null || noun.Key == "web" && clause.Act("summarise") is not null || !clause.All<ActMention>().Any() ? 0.9 : 0.6, Limits[noun.Key]);
        foreach (var thing in clause.All<ThingMention>())
            if (Limits.TryGetValue(thing.Thing, out var limit))
                return Refusal(limit.Key is "weather" ? 0.87 : clause.Has("mail") ? 0.4 : 0.75, limit);
        return null;
    }

    /// <summary>A request that names something outside besides what its frame does is refused as a whole: half of it would be a silent partial plan.</summary>
    public static void Check(Clause clause, IFrame frame)
    {
        if (frame is not Outside && clause.All<OutsideMention>().FirstOrDefault(o => o.Verb && o.Leading || o is { Verb: false, Key: "files" } || o is { Verb: false, Key: "money" } && clause.Act("send") is not null && !clause.NamesMail && !clause.All<SayMention>().Any() && !clause.All<TopicMention>().Any() || o is { Verb: false, Key: "forever" } && clause.Act("trash", "cancel", "archive") is not null) is { } verb && Limits.TryGetValue(verb.Key, out var limit))
            throw PlanBuilder.Refuse(limit.Understood, limit.CannotDo, limit.Nearest);
    }

    /// <summary>A question that nothing in a mailbox or a calendar answers: "what's the capital of France?"</summary>
    public static PlanningStop? Question(Clause clause)
    {
        var first = clause.Tokens[clause.First].Norm;
        var asks = first is "what" or "who" or "where" or "why" or "how" or "when" or "which" or "whats" or "is" or "are" or "can" or "does" or "do" or "will" or "should" or "was" or "did";
        if (!asks || clause.End - clause.First < 3 || clause.All<ActMention>().Any(a => a.Act != "find"))
            return null;
        return PlanBuilder.Refuse($"You ask “{clause.Whole}”.", "Steward answers questions from your mail and your calendar only, and finds nothing in this one that it could look up there.",
            clause.All<TopicMention>().FirstOrDefault() is { } topic ? $"find mail about {topic.Topic}" : "find mail about …");
    }

    /// <summary>"hello", "thanks", "never mind": nothing is asked for, so a friendly word and what could be.</summary>
    public static string? Courtesy(Clause clause)
    {
        var words = Enumerable.Range(clause.First, clause.End - clause.First).Where(i => clause.Tokens[i].Kind == Language.TokenKind.Word).Select(i => clause.Tokens[i].Norm).ToList();
        if (words.Count is 0 or > 8)
            return null;
        var text = string.Join(' ', words);
        if (words.TrueForAll(Thanking.Contains) && words.Exists(w => w is "thanks" or "thank" or "thx" or "cheers" or "ta" or "ty" or "great" or "perfect" or "awesome" or "nice" or "cool" or "brilliant" or "lovely" or "good" or "wonderful" or "super" or "excellent"))
            return "You are welcome. ";
        if (words.TrueForAll(Greeting.Contains))
            return "Hello! ";
        return text is "never mind" or "nevermind" or "forget it" or "forget about it" or "no" or "nope" or "no thanks" or "no thank you" or "nothing" or "stop" or "cancel that" or "leave it" or "yes" or "yes please" or "ok" or "okay" or "sure" or "yep" or "yeah" or "bye" or "goodbye" or "see you" or "good night" or "that's all" or "that 's all" or "that is all" or "not now" or "nothing else"
            ? text.StartsWith('y') || text is "ok" or "okay" or "sure" ? "Nothing waits for your answer here: a change is approved on its own card. " : "All right, nothing is done. " : null;
    }

    public static PlanningStop Greet(Clause clause) => Help(Courtesy(clause) ?? "");

    static readonly HashSet<string> Thanking = new(StringComparer.Ordinal)
    {
        "thanks", "thank", "you", "thx", "cheers", "ta", "ty", "great", "perfect", "awesome", "nice", "cool", "brilliant", "lovely", "good", "wonderful", "super", "excellent", "a", "lot", "so", "very", "much", "many", "steward", "that", "'s", "all", "is", "was", "job", "well", "done", "work", "for", "your", "help",
        "the", "it", "this", "helpful", "really", "again", "appreciate", "appreciated", "mate", "ok", "okay", "works",
    };

    static readonly HashSet<string> Greeting = new(StringComparer.Ordinal)
    {
        "hi", "hello", "hey", "heya", "hiya", "howdy", "yo", "greetings", "good", "morning", "afternoon", "evening", "day", "steward", "there", "dear", "how", "are", "you", "today", "doing", "is", "it", "going", "what", "'s", "up", "sup", "whats", "hola", "mornin", "hullo", "again", "nice", "to", "meet",
    };

    /// <summary>"what is 17 times 23".</summary>
    static bool Sum(Clause clause)
    {
        for (var i = clause.First + 1; i + 1 < clause.End; i++)
            if (clause.Tokens[i - 1].Kind == Language.TokenKind.Number && clause.Tokens[i + 1].Kind == Language.TokenKind.Number && clause.Tokens[i].Norm is "times" or "plus" or "minus" or "x" or "*" or "multiplied" or "divided" && clause.Mentions.All(m => m is not (SenderMention or TopicMention)))
                return clause.Tokens[clause.First].Norm is "what" or "whats" or "how" or "calculate" or "compute" || clause.Tokens[clause.First].Kind == Language.TokenKind.Number;
        return false;
    }

    static PlanningStop Help(string greeting) => PlanBuilder.Ask(greeting + "I find, summarise, answer, forward, label and tidy mail, and look up, plan, move and cancel what is in your calendar. Every change waits for your approval. What shall I do?", "intent",
    [
        new("Find mail", "find unread mail"), new("Summarise mail", "summarise mail from today"), new("Archive old promotional mail", "archive promotional mail older than 30 days"),
        new("Find free time", "find a free slot of one hour next week"), new("Show my calendar", "what is on my calendar today?"),
    ]);

    static Reading Refusal(double score, Limit limit) => new("outside." + limit.Key, score, _ => throw PlanBuilder.Refuse(limit.Understood, limit.CannotDo, limit.Nearest));
}
