using NodaTime;
using Steward.Planning.Composition;
using Steward.Planning.Mentions;
using Steward.Planning.Time;

namespace Steward.Planning.Frames;

/// <summary>The one moment that a clause speaks of: "until Monday morning", "in two hours", "tomorrow", "for a week". A day means the beginning of the working day.</summary>
static class Later
{
    /// <summary>The moment and the mention that says it; null when none does. What lies in the past is not taken.</summary>
    public static (Mention Mention, LocalDateTime At)? Of(Clause clause, PlanBuilder plan)
    {
        foreach (var mention in clause.Mentions.Reverse())
        {
            var at = mention switch
            {
                TimeMention time => At(Reached(clause, time, plan) ?? time.Future, plan),
                LengthMention length => plan.Now.Plus(length.Length),
                _ => null,
            };
            if (at is { } moment && moment > plan.Now)
                return (mention, moment);
        }
        return null;
    }

    /// <summary>"until Monday" ends when Monday begins here, not when it is over: what is named behind the preposition is the time itself.</summary>
    static TimeValue? Reached(Clause clause, TimeMention time, PlanBuilder plan) =>
        clause.Tokens[time.First].Norm is "until" or "till" or "by" && TimeFinder.Find([.. clause.Tokens.Skip(time.First + 1).Take(time.End - time.First - 1)], plan.Context) is [var named] ? named.Value : null;

    public static LocalDateTime? At(TimeValue value, PlanBuilder plan)
    {
        var start = plan.Context.WorkdayStart;
        return value switch
        {
            Moment moment => moment.At,
            Clock clock => new TimeGrammar(plan.Context, []).Resolve(clock).At,
            Days days => days.From <= plan.Today && days.To > plan.Today ? days.To.PlusDays(1) + start : days.From + start,
            MomentSpan { From: { } from } span => Within(from, span.To, start),
            MomentSpan { To: { } to } => to,
            ClockSpan span => (span.Day ?? (plan.Today + span.From > plan.Now ? plan.Today : plan.Today.PlusDays(1))) + Morning(span.From, span.To, start),
            Length length => plan.Now.Plus(length.Period),
            _ => null,
        };
    }

    /// <summary>A morning begins when work does, if that is part of it.</summary>
    static LocalDateTime Within(LocalDateTime from, LocalDateTime? to, LocalTime start) =>
        from.TimeOfDay < start && from.Date + start < (to ?? from.PlusDays(1)) ? from.Date + start : from;

    static LocalTime Morning(LocalTime from, LocalTime to, LocalTime start) => from < start && start < to ? start : from;
}
