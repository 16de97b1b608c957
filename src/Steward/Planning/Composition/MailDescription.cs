using NodaTime;
using Steward.Planning.Mentions;
using Steward.Planning.Time;

namespace Steward.Planning.Composition;

/// <summary>
/// Which mail a clause speaks of, put together from its mentions in whatever order they come. It remembers which mentions it used, so that a frame can see what was
/// left over: a restriction that was not understood must never widen a change.
/// </summary>
sealed class MailDescription
{
    readonly List<string> atoms = [];
    readonly List<string> words = [];
    string? senderAtom;
    int? lastSender;

    public HashSet<Mention> Used { get; } = new(ReferenceEqualityComparer.Instance);
    public List<string> Topics { get; } = [];
    public List<PersonRef> Senders { get; } = [];
    public IReadOnlyList<PlanAccount> Accounts { get; private set; } = [];
    public int? Limit { get; private set; }
    /// <summary>"the second one" of what was listed before; the first is 0.</summary>
    public List<int> Places { get; } = [];
    public bool Pronoun { get; private set; }
    public bool Old { get; private set; }
    /// <summary>"the rest": what was spoken of before, without what it was narrowed to.</summary>
    public bool Rest { get; private set; }
    /// <summary>"the ones from Anna", "everything older than a year": of what was spoken of before, if anything was.</summary>
    public bool Narrows { get; private set; }
    /// <summary>Nothing narrows it: all mail.</summary>
    public bool Everything => atoms.Count == 0;
    public bool HasAtom(string prefix) => atoms.Exists(a => a.StartsWith(prefix, StringComparison.Ordinal));
    /// <summary>In words, for titles: "unread mail from Anna about the budget".</summary>
    public string Words { get; private set; } = "mail";

    public string Query(string? implied = null) => string.Join(' ', implied is null || HasAtom("in:") && implied.StartsWith("in:", StringComparison.Ordinal) || atoms.Contains(implied) ? atoms : [.. atoms, implied]);

    public static MailDescription Of(Clause clause, PlanBuilder plan, Func<Mention, bool>? leaveOut = null)
    {
        var description = new MailDescription();
        var timed = false;
        foreach (var mention in clause.Mentions.Where(m => leaveOut is null || !leaveOut(m)))
            description.Add(mention, clause, plan, ref timed);
        description.Words = description.Describe();
        description.Narrows = Narrowing(clause, "one", "ones", "those") || description.Limit is not null && !clause.Has("mail") && !clause.Has("thread") && description.Everything
            || description.Senders.Count + description.Topics.Count == 0 && Narrowing(clause, "everything", "anything")
            // "all except the ones from Acme"
            || !description.Everything && description.atoms.TrueForAll(a => a[0] == '-');
        return description;
    }

    /// <summary>Whether one of these words stands for mail that was spoken of before.</summary>
    public static bool Narrowing(Clause clause, params IReadOnlyList<string> words) =>
        clause.All<ThingMention>().Any(t => t is { Thing: "mail" } && t.End == t.First + 1 && words.Contains(clause.Tokens[t.First].Norm));

    void Add(Mention mention, Clause clause, PlanBuilder plan, ref bool timed)
    {
        switch (mention)
        {
            case FilterMention filter when !atoms.Contains(filter.Atom):
                atoms.Add(filter.Atom);
                words.Add(filter.Meaning);
                plan.Say(clause, filter, filter.Meaning);
                break;
            case FilterMention:
                break;
            case SenderMention sender:
                AddSender(sender.People, clause, sender, plan);
                if (sender.Newest)
                    Limit ??= 1;
                break;
            case ThingMention { Thing: "draft" } when clause.Act("reply", "draft", "send", "schedule") is null && !clause.Has("reply") && !atoms.Contains("in:draft"):
                atoms.Add("in:draft");
                words.Add("among your drafts");
                plan.Say(clause, mention, "your drafts");
                break;
            case ThingMention { Thing: "rest" }:
                Rest = true;
                break;
            case PersonMention person when clause.All<FilterMention>().Any(f => f.Atom == "in:sent"):
                AddReceiver(person.People, clause, person, plan);
                break;
            case PersonMention person:
                AddSender(person.People, clause, person, plan);
                break;
            case CompanyMention company:
                foreach (var person in company.People.Persons)
                    plan.Resolve(person, clause, mustBeKnown: false);
                var either = company.People.Persons.SelectMany(Names).ToList();
                atoms.Add($"({QueryText.From(either)} OR {QueryText.To(either)})");
                words.Add("with " + string.Join(", ", company.People.Persons.Select(p => p.Name)));
                plan.Say(clause, company, "from or to " + string.Join(", ", company.People.Persons.Select(p => p.Name)));
                break;
            case TopicMention topic:
                atoms.Add(QueryText.Topic(topic.Topic, topic.Quoted));
                Topics.Add(topic.Topic);
                words.Add($"about {topic.Topic}");
                plan.Say(clause, topic, topic.Quoted ? $"contains “{topic.Topic}”" : QueryText.Members(topic.Topic) is { Count: > 1 } any ? "contains any of " + string.Join(", ", any.Select(m => $"“{m}”")) : $"contains the words {topic.Topic}");
                break;
            case PlaceMention place:
                atoms.Add(QueryText.Topic(place.Place, quoted: false));
                words.Add($"about {place.Place}");
                plan.Say(clause, place, $"contains the words {place.Place}");
                break;
            case QuotedMention quoted when quoted.Text.Length > 0:
                atoms.Add(QueryText.Topic(quoted.Text, quoted: true));
                Topics.Add(quoted.Text);
                words.Add($"with “{quoted.Text}”");
                plan.Say(clause, quoted, "contains this text");
                break;
            case WritersMention { Topic: { } about } writers:
                atoms.Add(QueryText.Topic(about, writers.Quoted));
                Topics.Add(about);
                plan.Say(clause, writers, $"those who wrote mail about {about}");
                break;
            case TimeMention time when !timed && Untouched(time, clause, plan) is { } since:
                timed = true;
                atoms.Add(QueryText.Before(since));
                words.Add($"older than {plan.Day(since)}");
                plan.Say(clause, time, $"received before {plan.Day(since)}");
                break;
            case LengthMention length when !timed && (Untouched(length, length.Length, clause, plan) ?? Exceeded(length, clause, plan)) is { } since:
                timed = true;
                atoms.Add(QueryText.Before(since));
                words.Add($"older than {plan.Day(since)}");
                plan.Say(clause, length, $"received before {plan.Day(since)}");
                break;
            case TimeMention time when !timed && Window(time.Past, plan) is { } window:
                timed = true;
                words.Add(window);
                plan.Say(clause, time, "received " + window);
                break;
            case AccountMention { Marker: not "to" and not "into" } account:
                Accounts = account.Accounts;
                plan.Say(clause, account, account.Accounts.Count == 0 ? $"all {plan.Request.Accounts.Count} accounts" : string.Join(", ", account.Accounts.Select(a => a.Address)));
                break;
            case LimitMention limit:
                Limit = limit.Count;
                plan.Say(clause, limit, limit.Count == 1 ? "only the newest" : $"the newest {limit.Count}");
                break;
            case OrdinalMention place when plan.Messages is not null:
                Places.Add(place.Index);
                plan.Say(clause, place, "that one of what was found");
                break;
            case ExceptMention except:
                Exclude(except, clause, plan);
                break;
            case PronounMention:
                Pronoun = true;
                break;
            case VagueMention { What: "old" }:
                Old = true;
                break;
            case RecipientMention recipient when clause.Act("forward", "send", "reply", "draft") is null:
                AddReceiver(recipient.People, clause, recipient, plan);
                break;
            default:
                return;
        }
        Used.Add(mention);
    }

    void AddSender(People people, Clause clause, Mention mention, PlanBuilder plan)
    {
        foreach (var person in people.Persons)
            plan.Resolve(person, clause, mustBeKnown: false);
        // "those from Anna and those from Ben": mail of either
        var joined = senderAtom is { } && lastSender is { } last && mention.First > last && clause.Tokens.Skip(last).Take(mention.First - last).Any(t => t.Norm is "and" or "or" or "plus");
        Senders.AddRange(people.Persons);
        if (joined)
            atoms[atoms.IndexOf(senderAtom!)] = senderAtom = QueryText.From([.. Senders.SelectMany(Names)]);
        else
            atoms.Add(senderAtom = QueryText.From([.. people.Persons.SelectMany(Names)]));
        lastSender = mention.End;
        var names = string.Join(" or ", people.Persons.Select(p => p.Name));
        words.Add("from " + names);
        plan.Say(clause, mention, people.Persons.Any(p => !p.Known) ? $"from somebody called {names}" : "from " + string.Join(", ", people.Persons.Select(p => $"{p.Name} ({string.Join(", ", p.Addresses)})")));
    }

    void AddReceiver(People people, Clause clause, Mention mention, PlanBuilder plan)
    {
        foreach (var person in people.Persons)
            plan.Resolve(person, clause, mustBeKnown: false);
        atoms.Add(QueryText.To([.. people.Persons.SelectMany(Names)]));
        var names = string.Join(", ", people.Persons.Select(p => p.Name));
        words.Add("to " + names);
        plan.Say(clause, mention, "sent to " + names);
    }

    /// <summary>"newsletters I haven't opened in six months": they are older than that.</summary>
    static LocalDate? Untouched(Mention time, Period length, Clause clause, PlanBuilder plan) =>
        !length.HasTimeComponent && clause.All<FilterMention>().Any(f => f.Atom == "is:unread" && f.End <= time.First && f.End >= time.First - 1) ? plan.Today.Minus(length) : null;

    /// <summary>"old promotions (more than a month)": an age, where no "older" says so.</summary>
    static LocalDate? Exceeded(LengthMention length, Clause clause, PlanBuilder plan) =>
        !length.Length.HasTimeComponent && clause.All<VagueMention>().Any(v => v.What == "old") && (clause.Tokens[length.First].Norm is "more" or "longer" || clause.Tokens[Math.Max(clause.First, length.First - 1)].Norm is "over" or "above" or ">" or "least" or "than")
            ? plan.Today.Minus(length.Length) : null;

    static LocalDate? Untouched(TimeMention time, Clause clause, PlanBuilder plan)
    {
        LocalDate? ahead = time.Future switch { Moment { At: var at } when at > plan.Now => at.Date, Days { Single: true, From: var day } when day > plan.Today => day, _ => null };
        return ahead is not null && clause.Tokens[time.First].Norm is "in" or "within" ? Untouched(time, Period.Between(plan.Today, ahead.Value, PeriodUnits.Months | PeriodUnits.Days), clause, plan) : null;
    }

    static IReadOnlyList<string> Names(PersonRef person) => person.Addresses.Count > 0 ? person.Addresses : [person.Phrase];

    void Exclude(ExceptMention except, Clause clause, PlanBuilder plan)
    {
        var inner = new MailDescription();
        var timed = false;
        // of mail, a kind of event is a word that it holds: "except the meeting requests"
        foreach (var mention in except.What)
            inner.Add(mention is ThingMention { Thing: "meeting" } kind ? new TopicMention(kind.First, kind.End, clause.Text(kind), Quoted: false) : mention, clause, PlanBuilder.Silent(plan), ref timed);
        foreach (var atom in inner.atoms)
            atoms.Add(atom.Contains(' ', StringComparison.Ordinal) && atom[0] is not ('(' or '"') ? $"-({atom})" : "-" + atom);
        words.Add("except " + string.Join(" and ", inner.words));
        plan.Say(clause, except, "left out: " + string.Join(" and ", inner.words));
    }

    /// <summary>Turns a time into dates of the query. The query language knows whole days only: hours are widened to their day, and the reading says so.</summary>
    string? Window(TimeValue value, PlanBuilder plan)
    {
        switch (value)
        {
            case Days days when days.From <= plan.Today:
                atoms.Add(QueryText.After(days.From));
                atoms.Add(QueryText.Before(days.To.PlusDays(1)));
                return days.Single ? $"on {plan.Day(days.From)}" : $"{plan.Day(days.From)} – {plan.Day(days.To)}";
            case MomentSpan { WholeDays: true, From: null, To: { } to }:
                atoms.Add(QueryText.Before(to.Date));
                return $"before {plan.Day(to.Date)}";
            case MomentSpan { WholeDays: true, From: { } from }:
                atoms.Add(QueryText.After(from.Date));
                return $"since {plan.Day(from.Date)}";
            case MomentSpan { From: { } start } span when start <= plan.Now:
                atoms.Add(QueryText.After(start.Date));
                if (span.To is { } end && end.Date < plan.Today)
                    atoms.Add(QueryText.Before(end.Date.PlusDays(1)));
                return $"since {plan.Day(start.Date)} (mail is searched by whole days)";
            case MomentSpan { From: null, To: { } until }:
                atoms.Add(QueryText.Before(until.Date.PlusDays(until.TimeOfDay == LocalTime.Midnight ? 0 : 1)));
                return $"before {plan.Moment(until)}";
            case Moment { At: var at } when at <= plan.Now:
                atoms.Add(QueryText.After(at.Date));
                atoms.Add(QueryText.Before(at.Date.PlusDays(1)));
                return $"on {plan.Day(at.Date)}";
            default:
                return null;
        }
    }

    string Describe()
    {
        var before = words.Where(w => w is "unread" or "starred" or "important" or "read already" or "promotional mail");
        var noun = words.Contains("promotional mail") ? "promotional mail" : "mail";
        var adjectives = string.Join(' ', before.Where(w => w != "promotional mail"));
        var rest = string.Join(", ", words.Except(before));
        return string.Join(' ', new[] { adjectives, noun, rest }.Where(s => s.Length > 0));
    }
}
