using NodaTime;
using Steward.Calendar;
using Steward.Planning.Composition;
using Steward.Planning.Mentions;
using Steward.Planning.Time;

namespace Steward.Planning.Frames;

/// <summary>"move the 3pm with Jonas to Friday", "cancel tomorrow's standup", "push the budget review to 4pm".</summary>
sealed class ChangeEvent : IFrame
{
    public IReadOnlyList<string> Covers(string intent) => intent == "calendar.move" ? ["move", "schedule"] : ["cancel", "trash"];

    public Reading? Read(Clause clause)
    {
        var meeting = clause.Has("meeting") || clause.Has("calendar");
        var timed = clause.All<TimeMention>().Any();
        var named = clause.All<PersonMention>().Any() || clause.All<CompanyMention>().Any() || clause.All<TopicMention>().Any() || clause.All<UnknownMention>().Any();
        var mail = clause.NamesMail || clause.All<FilterMention>().Any(f => f.Atom != "is:unread" && !EventChoice.NamesEvent(clause, f));
        if (mail)
            return null;
        if (Instead(clause) is { } other)
            return new Reading("calendar.move", 0.88, plan => Move(other, plan));
        // "retro → Thursday 2pm"
        if (!clause.All<ActMention>().Any() && (meeting || named) && clause.All<TimeMention>().Any(t => t.First > clause.First + 1 && clause.Tokens[t.First - 1].Text is "→" or "->" or "⇒"))
            return new Reading("calendar.move", 0.9, plan => Move(clause, plan));
        if (clause.Act("move") is { } move)
            return new Reading("calendar.move", (move.Leading ? 0.88 : 0.75) + (meeting ? 0.05 : 0) - (meeting || timed || clause.All<PronounMention>().Any() ? 0 : named ? 0.3 : 0.5), plan => Move(clause, plan));
        if (clause.Act("cancel", "trash") is { } cancel && (meeting || clause.Text(cancel).ToLowerInvariant() is "cancel" or "call off"))
            return new Reading("calendar.cancel", (cancel.Leading ? 0.9 : 0.78) - (meeting || timed ? 0 : 0.1), plan => Cancel(clause, plan));
        return null;
    }

    /// <summary>"can we do the review on Monday instead of Friday": from the second day to the first, as if it were said "move it to Monday".</summary>
    static Clause? Instead(Clause clause)
    {
        if (Math.Max(clause.Find("instead of"), clause.Find("rather than")) is not (>= 0 and var at) || clause.Act("move", "schedule", "cancel", "find") is { Act: not ("schedule" or "find") } || clause.All<TimeMention>().ToList() is not [var wanted, var old] || old.First - at is not (2 or 3) || !clause.Has("meeting") && !clause.Mentions.Any(m => m is UnknownMention or TopicMention))
            return null;
        // the last time is the one to move to
        return clause with { Mentions = [.. clause.Mentions.Where(m => m != wanted && m is not ActMention), wanted] };
    }

    static Composed Cancel(Clause clause, PlanBuilder plan)
    {
        var used = new HashSet<Mention>(ReferenceEqualityComparer.Instance);
        used.UnionWith(clause.All<AccountMention>());
        var events = EventChoice.Add(clause, plan, used, null, "cancel");
        plan.Add("calendar.propose-delete-event", "Propose to cancel each of these events", new
        {
            eventId = PlanReference.To("item.event.id"), accountId = PlanReference.To("item.event.accountId"),
            originalStart = PlanReference.To("item.originalStart"),
        }, forEach: events, when: events, kind: CalendarActions.DeleteEvent, risk: "tells attendees");
        return new Composed("propose to cancel what is found", used);
    }

    static Composed Move(Clause clause, PlanBuilder plan)
    {
        var used = new HashSet<Mention>(ReferenceEqualityComparer.Instance);
        // the target is the time behind "to"; of "from 3 to 5" it is the end
        var named = EventChoice.Named(clause);
        var target = clause.All<TimeMention>().LastOrDefault(t => t != named && t.First > 0 && clause.Tokens[t.First - 1].Norm is "to" or "until" or "for" or "into" or "on" || t != named && t.First > 2 && clause.Tokens[t.First - 1].Norm is "time" or "day" or "point" && clause.Tokens[t.First - 3].Norm == "to") ?? (clause.All<TimeMention>().Count(t => t != named) > 1 ? clause.All<TimeMention>().Last(t => t != named) : null);
        TimeValue? when = target?.Future;
        Clause described = clause;
        if (IntoRoom(clause) is { Count: > 0 } room)
        {
            used.UnionWith(room);
            described = clause with { Mentions = [.. clause.Mentions.Where(m => !room.Contains(m))] };
            if (when is null or Days or MomentSpan)
                return Place(described, plan, used, target, when);
        }
        // "tomorrow's 4pm to 2": the bare hour is where to, the times say which
        if (Hour(clause) is var (number, hour) && number is not null)
        {
            (target, when) = (null, new Clock(hour));
            used.Add(number);
            described = described with { Mentions = [.. described.Mentions.Where(m => m != number)] };
        }
        else if (target is null && clause.All<TimeMention>().FirstOrDefault(t => clause.Tokens[t.First].Norm == "from" || t.Future is ClockSpan { Part: false } or MomentSpan { Part: false, WholeDays: false }) is { } both && Split(both.Future) is var (source, goal) && source is not null)
        {
            if (goal is Moment { At: var unchanged } && clause.Tokens[both.End - 1].Norm == "time" && clause.Tokens[both.End - 2].Norm == "same")
                goal = Days.On(unchanged.Date);
            when = goal;
            used.Add(both);
            described = clause with { Mentions = [.. clause.Mentions.Select(m => m == both ? both with { Future = source, Past = source } : m)] };
        }
        // "until next week": what is named behind the preposition is where it goes
        if (when is null && clause.All<TimeMention>().LastOrDefault(t => clause.Tokens[t.First].Norm is "until" or "till") is { } until
            && TimeFinder.Find([.. clause.Tokens.Skip(until.First + 1).Take(until.End - until.First - 1)], plan.Context) is [var reached])
            (target, when) = (until, reached.Value);
        if (when is null && Windows.WeekAfter(clause, clause.All<TimeMention>().Select(t => t.Future).FirstOrDefault(), plan) is var (week, words))
        {
            when = week;
            used.UnionWith(words);
            described = clause with { Mentions = [.. clause.Mentions.Where(m => !words.Contains(m))] };
        }
        if (when is null)
            throw PlanBuilder.Ask("To when shall I move it?", "time", [.. new[] { "to tomorrow", "to next Monday", "to next Friday" }.Select(t => new QuestionChoice(t, $"{clause.Message.TrimEnd('.', '!', '?', ' ')} {t}"))]);
        if (target is not null)
            used.Add(target);
        object arguments;
        string spoken;
        switch (when)
        {
            case Moment moment:
                (arguments, spoken) = (Update(plan.Instant(moment.At), null), plan.Moment(moment.At));
                break;
            case Clock clock when described.All<TimeMention>().Where(t => t != target).Select(t => Day(t.Future)).FirstOrDefault(d => d is not null) is { } day:
                (arguments, spoken) = (Update(plan.Instant(day + clock.Time), null), plan.Moment(day + clock.Time));
                break;
            case Clock clock:
                (arguments, spoken) = (new { eventId = PlanReference.To("item.event.id"), accountId = PlanReference.To("item.event.accountId"), originalStart = PlanReference.To("item.originalStart"), time = clock.Time.ToString("HH:mm:ss", null) }, $"{clock.Time:HH':'mm} on its day");
                break;
            case Days { Single: true } date:
                (arguments, spoken) = (Update(null, date.From.ToString("uuuu'-'MM'-'dd", null)), plan.Day(date.From) + ", same time of day");
                break;
            case var stretch when Windows.Of(stretch, plan) is not null:
                return Place(described, plan, used, target, stretch);
            default:
                throw PlanBuilder.Ask("To when shall I move it?", "time", [.. new[] { "to tomorrow", "to next Monday", "to next Friday" }.Select(t => new QuestionChoice(t, $"{clause.Message.TrimEnd('.', '!', '?', ' ')} {t}"))]);
        }
        if (target is not null)
            plan.Say(clause, target, spoken);
        var events = EventChoice.Add(described, plan, used, m => m == target, "move");
        plan.Add("calendar.propose-update-event", $"Propose to move it to {spoken}", arguments, forEach: events, when: events, kind: CalendarActions.UpdateEvent, risk: "tells attendees");
        return new Composed($"propose to move what is found to {spoken}", used);
    }

    /// <summary>A free time is found for it, in the stretch that is named or in the days that follow.</summary>
    static Composed Place(Clause clause, PlanBuilder plan, HashSet<Mention> used, TimeMention? target, TimeValue? stretch)
    {
        var (from, to) = stretch is null ? (plan.Now, plan.Today.PlusDays(8) + LocalTime.Midnight) : Windows.Of(stretch, plan) ?? (plan.Now, plan.Today.PlusDays(8) + LocalTime.Midnight);
        if (stretch is null)
            plan.Assume($"a free time until {plan.Day(to.Date.PlusDays(-1))}, as no day is given");
        if (target is not null)
            used.Add(target);
        var found = EventChoice.Add(clause, plan, used, m => m == target, "move");
        RescheduleDay.Add(plan, found, from < plan.Now ? plan.Now : from, to, sameWeekday: false);
        if (target is not null)
            plan.Say(clause, target, Windows.Spoken(stretch!, plan));
        return new Composed($"look for a free time {(stretch is null ? "" : Windows.Spoken(stretch, plan) + " ")}and propose to move what is found", used);
    }

    static readonly HashSet<string> Room = new(StringComparer.Ordinal) { "first", "free", "slot", "gap", "opening", "earliest", "next", "available", "possible", "whenever", "everyone", "everybody", "all", "works", "suits", "can", "time", "that", "for", "is", "are", "when", "any", "we", "a", "the", "good", "better", "where", "has", "have", "fits" };

    /// <summary>"to the first free slot that works for everyone", "to whenever everybody can": the words that ask for free time instead of naming one. Guests' time is always looked at.</summary>
    static List<Mention> IntoRoom(Clause clause)
    {
        var start = Enumerable.Range(clause.First, clause.End - clause.First).FirstOrDefault(i => clause.Tokens[i].Norm is "to" or "for" or "into" or "in" && i + 1 < clause.End
            && Enumerable.Range(i + 1, Math.Min(5, clause.End - i - 1)).TakeWhile(k => Room.Contains(clause.Tokens[k].Norm)).Any(k => clause.Tokens[k].Norm is "free" or "slot" or "gap" or "opening" or "earliest" or "available" or "whenever" or "everyone" or "everybody"), -1);
        return start < 0 ? [] : [.. clause.Mentions.Where(m => m.First >= start && m is not TimeMention && clause.NormsOf(m).All(w => Room.Contains(w) || w is "to" or "into" or "in" or "on"))];
    }

    /// <summary>A start keeps the event's length; a date keeps its time of day too.</summary>
    static object Update(DateTimeOffset? start, string? date) => new { eventId = PlanReference.To("item.event.id"), accountId = PlanReference.To("item.event.accountId"), originalStart = PlanReference.To("item.originalStart"), start, date };

    static LocalDate? Day(TimeValue value) => value switch { Days { Single: true } day => day.From, Moment moment => moment.At.Date, _ => null };

    /// <summary>"to 10", "to 3": a bare number behind "to" is an hour of the day, and a small one is in the afternoon.</summary>
    static (Mention? Number, LocalTime Hour)? Hour(Clause clause) =>
        clause.Mentions.LastOrDefault(m => m is UnknownMention && m.End == m.First + 1 && m.First > clause.First && clause.Tokens[m.First - 1].Norm is "to" or "until") is { } mention
            && int.TryParse(clause.Tokens[mention.First].Text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var hour) && hour is > 0 and < 24
            ? (mention, new LocalTime(hour < 7 ? hour + 12 : hour, 0)) : null;

    static (TimeValue? Source, TimeValue? Goal) Split(TimeValue value) => value switch
    {
        ClockSpan span => (new Clock(span.From), new Clock(span.To)),
        MomentSpan { From: { } from, To: { } to, WholeDays: false } => (new Moment(from), new Moment(to)),
        Days { Single: false } days => (Days.On(days.From), Days.On(days.To)),
        _ => (null, null),
    };
}
