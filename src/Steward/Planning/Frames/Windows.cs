using NodaTime;
using Steward.Planning.Composition;
using Steward.Planning.Language;
using Steward.Planning.Mentions;
using Steward.Planning.Time;

namespace Steward.Planning.Frames;

/// <summary>Stretches of time that a clause names: where from, where to.</summary>
static class Windows
{
    /// <summary>The whole days or the part of a day; null for what is no stretch.</summary>
    public static (LocalDateTime From, LocalDateTime To)? Of(TimeValue value, PlanBuilder plan) => value switch
    {
        Days days => (days.From + LocalTime.Midnight, days.To.PlusDays(1) + LocalTime.Midnight),
        MomentSpan { From: { } from, To: { } to } => (from, to),
        MomentSpan { From: { } from, To: null, WholeDays: false } => (from, from.Date.PlusDays(1) + LocalTime.Midnight),
        MomentSpan { From: null, To: { } to, WholeDays: false } => (to.Date + LocalTime.Midnight, to),
        ClockSpan span => ((span.Day ?? plan.Today) + span.From, (span.Day ?? plan.Today).PlusDays(span.To <= span.From ? 1 : 0) + span.To),
        _ => null,
    };

    /// <summary>
    /// What is left and where it goes: "from tomorrow to next week", "Friday's … to Monday", "next week's …" alone. A phrase that was read as one range
    /// ("on Friday to next Monday") is two here, because a move has two ends.
    /// </summary>
    public static (TimeValue? Source, TimeValue? Target) Ends(Clause clause, PlanBuilder plan, HashSet<Mention> used)
    {
        TimeValue? source = null, target = null;
        TimeMention? from = null;
        foreach (var mention in clause.All<TimeMention>())
        {
            used.Add(mention);
            var join = Enumerable.Range(mention.First + 1, Math.Max(0, mention.End - mention.First - 1)).FirstOrDefault(i => clause.Tokens[i].Norm is "to" or "until" or "till" or "into", -1);
            if (join > 0 && mention.Future is Days { Single: false } or MomentSpan && Part(clause, plan, mention.First, join) is { } left && (Next(clause, join + 1, left) ?? Part(clause, plan, join + 1, mention.End)) is { } right)
            {
                // "morning meetings this week to Friday": what does not go together with the days is not used, and is asked about
                var within = Narrowed(source, left);
                if (from is not null && within is null)
                    used.Remove(from);
                (source, target, from) = (within ?? left, right, null);
                plan.Say(clause, mention.First, join, $"from {Spoken(left, plan)}");
                plan.Say(clause, join + 1, mention.End, $"to {Spoken(right, plan)}");
            }
            // "to Monday or Tuesday"
            else if (clause.Before(mention) is "or" or "and" && target is Days first && mention.Future is Days second && second.From > first.From)
            {
                target = new Days(first.From, second.To);
                plan.Say(clause, mention, $"to {Spoken(target, plan)}");
            }
            else if (clause.Before(mention) is "to" or "into" or "until" or "till" || source is not null && target is null)
            {
                target = mention.Future;
                plan.Say(clause, mention, $"to {Spoken(target, plan)}");
            }
            else
            {
                var narrowed = Narrowed(source, mention.Future);
                // of two that do not go together the first is not used, and is asked about
                if (narrowed is null && from is not null)
                    used.Remove(from);
                (source, from) = (narrowed ?? mention.Future, mention);
                plan.Say(clause, mention, Spoken(source, plan));
            }
        }
        // "today's meetings": the lexicon has "today's" as a word without weight
        if (source is null && clause.HasAny("today", "today's"))
            source = Days.On(plan.Today);
        return (source, target);
    }

    /// <summary>"next week to the week after": the week behind the one that is left.</summary>
    static Days? Next(Clause clause, int i, TimeValue left)
    {
        var at = clause.Tokens[i].Norm == "the" ? i + 1 : i;
        return left is Days { Grain: Grain.Week } week && at + 1 < clause.End && clause.Tokens[at].Norm == "week" && clause.Tokens[at + 1].Norm is "after" or "following" ? new Days(week.From.PlusDays(7), week.To.PlusDays(7), Grain.Week) : null;
    }

    /// <summary>"… to the week after", "… to the following week": the week behind the one in which the event lies, with the words that say so.</summary>
    public static (Days Week, List<Mention> Words)? WeekAfter(Clause clause, TimeValue? left, PlanBuilder plan)
    {
        var at = Enumerable.Range(clause.First, Math.Max(0, clause.End - clause.First - 2)).FirstOrDefault(i => clause.Tokens[i].Norm is "to" or "into" && clause.Tokens[i + 1].Norm == "the"
            && (clause.Tokens[i + 2].Norm == "week" && i + 3 < clause.End && clause.Tokens[i + 3].Norm is "after" or "following" || clause.Tokens[i + 2].Norm is "following" or "next" && i + 3 < clause.End && clause.Tokens[i + 3].Norm == "week"), -1);
        if (at < 0)
            return null;
        var day = left is not null && Of(left, plan) is var (begin, _) ? begin.Date : plan.Today;
        var monday = day.PlusDays(8 - (int)day.DayOfWeek);
        return (new Days(monday, monday.PlusDays(6), Grain.Week), [.. clause.Mentions.Where(m => m.First >= at && m.First < at + 4)]);
    }

    /// <summary>A day and a part of the day, said apart: "afternoon meetings today". Null when they do not go together.</summary>
    public static MomentSpan? Narrowed(TimeValue? one, TimeValue other) => (one, other) switch
    {
        (Days { Single: true } day, ClockSpan { Day: null } span) => new MomentSpan(day.From + span.From, day.From.PlusDays(span.To <= span.From ? 1 : 0) + span.To) { Part = span.Part },
        (ClockSpan { Day: null }, Days { Single: true }) => Narrowed(other, one!),
        _ => null,
    };

    static TimeValue? Part(Clause clause, PlanBuilder plan, int first, int end)
    {
        List<Token> tokens = [.. clause.Tokens.Skip(first).Take(end - first)];
        return TimeFinder.Find(tokens, plan.Context).FirstOrDefault() is { } spot && Of(spot.Value, plan) is not null ? spot.Value : null;
    }

    public static string Spoken(TimeValue value, PlanBuilder plan) => Of(value, plan) is not var (from, to) ? "" :
        from.TimeOfDay == LocalTime.Midnight && to.TimeOfDay == LocalTime.Midnight
            ? from.Date == to.Date.PlusDays(-1) ? plan.Day(from.Date) : $"{plan.Day(from.Date)} – {plan.Day(to.Date.PlusDays(-1))}"
            : $"{plan.Moment(from)} – {(to.Date == from.Date ? to.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture) : plan.Moment(to))}";
}
