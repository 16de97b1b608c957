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
        if (clause.Act("move") is { } move)
            return new Reading("calendar.move", (move.Leading ? 0.88 : 0.75) + (meeting ? 0.05 : 0) - (meeting || timed || clause.All<PronounMention>().Any() ? 0 : named ? 0.3 : 0.5), plan => Move(clause, plan));
        if (clause.Act("cancel", "trash") is { } cancel && (meeting || clause.Text(cancel).ToLowerInvariant() is "cancel" or "call off"))
            return new Reading("calendar.cancel", (cancel.Leading ? 0.9 : 0.78) - (meeting || timed ? 0 : 0.1), plan => Cancel(clause, plan));
        return null;
    }

    /// <summary>"can we do the review on Monday instead of Friday": from the second day to the first, as if it were said "move it to Monday".</summary>
    static Clause? Instead(Clause clause)
    {
        if (clause.Find("instead of") is not (>= 0 and var at) || clause.Act("move", "schedule", "cancel", "find") is { Act: not ("schedule" or "find") } || clause.All<TimeMention>().ToList() is not [var wanted, var old] || old.First != at + 2 || !clause.Has("meeting") && !clause.Mentions.Any(m => m is UnknownMention or TopicMention))
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
        if (target is null && clause.All<TimeMention>().FirstOrDefault(t => clause.Tokens[t.First].Norm == "from" || t.Future is ClockSpan { Part: false } or MomentSpan { Part: false, WholeDays: false }) is { } both && Split(both.Future) is var (source, goal) && source is not null)
        {
            if (goal is Moment { At: var unchanged } && clause.Tokens[both.End - 1].Norm == "time" && clause.Tokens[both.End - 2].Norm == "same")
                goal = Days.On(unchanged.Date);
            when = goal;
            used.Add(both);
            described = clause with { Mentions = [.. clause.Mentions.Select(m => m == both ? both with { Future = source, Past = source } : m)] };
        }
        if (when is null && Hour(clause) is var (number, hour) && number is not null)
        {
            when = new Clock(hour);
            used.Add(number);
            described = clause with { Mentions = [.. clause.Mentions.Where(m => m != number)] };
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
            case var stretch when Windows.Of(stretch, plan) is var (from, to):
                var found = EventChoice.Add(described, plan, used, m => m == target, "move");
                RescheduleDay.Add(plan, found, from < plan.Now ? plan.Now : from, to, sameWeekday: false);
                if (target is not null)
                    plan.Say(clause, target, Windows.Spoken(stretch, plan));
                return new Composed($"look for a free time {Windows.Spoken(stretch, plan)} and propose to move what is found", used);
            default:
                throw PlanBuilder.Ask("To when shall I move it?", "time", [.. new[] { "to tomorrow", "to next Monday", "to next Friday" }.Select(t => new QuestionChoice(t, $"{clause.Message.TrimEnd('.', '!', '?', ' ')} {t}"))]);
        }
        if (target is not null)
            plan.Say(clause, target, spoken);
        var events = EventChoice.Add(described, plan, used, m => m == target, "move");
        plan.Add("calendar.propose-update-event", $"Propose to move it to {spoken}", arguments, forEach: events, when: events, kind: CalendarActions.UpdateEvent, risk: "tells attendees");
        return new Composed($"propose to move what is found to {spoken}", used);
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
