using System.Globalization;
using System.Text.Json;
using NodaTime;
using Steward.Planning.Mentions;
using Steward.Planning.Time;
using Steward.Platform;

namespace Steward.Planning.Composition;

/// <summary>Stops the composition of a plan: something must be asked, or cannot be done. Caught by the planner; never leaves it.</summary>
sealed class PlanningStop(PlanQuestion? question, PlanRefusal? refusal) : Exception
{
    public PlanQuestion? Question { get; } = question;
    public PlanRefusal? Refusal { get; } = refusal;
}

/// <summary>Collects the steps and readings of a plan, and remembers what later clauses may refer to.</summary>
sealed class PlanBuilder(PlanRequest request, TimeContext context)
{
    readonly List<PlanStep> steps = [];
    readonly List<PhraseReading> readings = [];
    bool silent;

    public PlanRequest Request => request;
    public TimeContext Context => context;
    public LocalDate Today => context.Today;
    public LocalDateTime Now => context.Now;
    public IReadOnlyList<PlanStep> Steps => steps;
    public IReadOnlyList<PhraseReading> Readings => readings;

    /// <summary>What "them", "it" and a clause without an object mean: references to results of earlier steps.</summary>
    public string? Messages { get; set; }
    /// <summary>The query behind <see cref="Messages"/>: "the ones from Anna" narrows it.</summary>
    public string? MessagesQuery { get; set; }
    public IReadOnlyList<Guid>? MessagesAccounts { get; set; }
    /// <summary>Whom the requests before named last: "him", "her", "them" of a mail to be written.</summary>
    public IReadOnlyList<PersonRef> Spoken { get; set; } = [];
    /// <summary>What remains of <see cref="MessagesQuery"/> after it was narrowed: "the rest".</summary>
    public string? RestQuery { get; set; }
    public string? Threads { get; set; }
    public string? Summary { get; set; }
    public string? Slots { get; set; }
    public string? Events { get; set; }
    /// <summary>The stretch of the calendar that the turn before showed.</summary>
    public (LocalDateTime From, LocalDateTime To)? Listed { get; set; }
    public string? People { get; set; }
    public string? Topic { get; set; }
    public int? SlotMinutes { get; set; }
    /// <summary>Whether another clause follows: a search that feeds a change must not stop at a page.</summary>
    public bool More { get; set; }

    /// <summary>The same context, writing no readings: for what is read as part of another phrase.</summary>
    public static PlanBuilder Silent(PlanBuilder plan) => new(plan.Request, plan.Context) { silent = true };

    public string Add(string tool, string title, object arguments, string? forEach = null, string? when = null, string? kind = null, string? risk = null)
    {
        var id = $"s{steps.Count + 1}";
        steps.Add(new PlanStep
        {
            Id = id,
            Tool = tool,
            Title = title,
            Effect = kind is null ? StepEffect.Read : StepEffect.Propose,
            ActionKind = kind,
            Arguments = Arguments(arguments),
            ForEach = forEach,
            When = when,
            Risk = risk,
            EstimatedTime = TimeSpan.FromMilliseconds(kind is null ? 200 : 50),
        });
        return id;
    }

    /// <summary>Copies a step of an earlier plan, so that a follow-up looks the same thing up again.</summary>
    public string Repeat(PlanStep step)
    {
        var id = $"s{steps.Count + 1}";
        steps.Add(step with { Id = id, When = null });
        return id;
    }

    public void Say(Clause clause, Mention mention, string meaning) => Say(clause, mention.First, mention.End, meaning);

    public void Say(Clause clause, int first, int end, string meaning)
    {
        if (!silent)
            readings.Add(new PhraseReading(clause.Text(first, end), clause.Tokens[first].Start, clause.Tokens[end - 1].End, meaning));
    }

    /// <summary>Something that was assumed without words for it; it reads well after "Assumed: ".</summary>
    public void Assume(string meaning)
    {
        if (!silent && !readings.Exists(r => r.Phrase.Length == 0 && r.Meaning == meaning))
            readings.Add(new PhraseReading("", 0, 0, meaning));
    }

    /// <summary>Asks when a name may be several people, a role is nobody's yet, or an address is needed and not known.</summary>
    public void Resolve(PersonRef person, Clause clause, bool mustBeKnown)
    {
        if (person.Members is { } group)
            Assume($"“{person.Phrase}” are {string.Join(", ", group.Members.Select(m => m.Name))}: {group.Because}");
        if (person.Known)
            return;
        if (person.Candidates.Count > 1)
            throw Ask($"Which {person.Phrase} do you mean?", "person", [.. person.Candidates.Take(6).Select(c => Choice(person, clause, c))]);
        if (person.Role is { } role)
            throw Ask($"Who is your {role}?", $"person:{role}", [.. Likely(role).Select(l => Choice(person, clause, l.Contact) is var choice && l.Evidence.Count > 0 ? choice with { Detail = $"{choice.Detail}: {string.Join(", ", l.Evidence)}" } : choice)]);
        if (mustBeKnown)
            throw person.Group
                ? Ask($"Who is in “{person.Phrase}”? Name the people or write their addresses.", "people", [])
                : Ask($"I know no address of “{person.Phrase}”. What is it?", "address", []);
    }

    static QuestionChoice Choice(PersonRef person, Clause clause, Contact contact) =>
        new(contact.Name, clause.Replace(person.First, person.End, contact.Addresses[0]), string.Join(", ", contact.Addresses));

    /// <summary>Likely answers to "who is your manager?": by what speaks for the role; people at the domains of the person's own accounts come first among equals.</summary>
    IEnumerable<LikelyContact> Likely(string role)
    {
        var own = request.Accounts.Select(a => a.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var domains = request.Accounts.Select(a => a.Address.Split('@')[^1]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return request.Contacts.LikelyFor(role, 30).Where(l => !l.Contact.Addresses.Any(own.Contains))
            .OrderByDescending(l => l.Evidence.Count).ThenBy(l => l.Contact.Addresses.Any(a => domains.Contains(a.Split('@')[^1])) ? 0 : 1).ThenByDescending(l => l.Contact.Messages).Take(5);
    }

    public static PlanningStop Ask(string text, string missing, IReadOnlyList<QuestionChoice> choices) => new(new PlanQuestion(text, missing, choices), null);

    public static PlanningStop Refuse(string understood, string cannot, string? nearest) => new(null, new PlanRefusal(understood, cannot, nearest));

    public string Day(LocalDate day) => day.ToString(day.Year == Today.Year ? "ddd d MMM" : "ddd d MMM uuuu", CultureInfo.InvariantCulture);

    public string Moment(LocalDateTime at) => Day(at.Date) + at.ToString(" HH:mm", CultureInfo.InvariantCulture);

    public LocalDateTime Local(DateTimeOffset instant) => NodaTime.Instant.FromDateTimeOffset(instant).InZone(context.Zone).LocalDateTime;

    public DateTimeOffset Instant(LocalDateTime local) => local.InZoneLeniently(context.Zone).ToDateTimeOffset();

    static Dictionary<string, JsonElement> Arguments(object arguments)
    {
        var element = JsonSerializer.SerializeToElement(arguments, arguments.GetType(), Json.Options);
        return element.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null).ToDictionary(p => p.Name == "ref" ? PlanReference.Property : p.Name, p => p.Value, StringComparer.Ordinal);
    }
}
