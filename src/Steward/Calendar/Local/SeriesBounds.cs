using NodaTime;
using Steward.Calendar.Recurrence;

namespace Steward.Calendar.Local;

/// <summary>
/// When an event can happen at the earliest and latest, whatever zone it is read in and however zones' rules change: a day and more is added on both
/// sides. The store's index finds by these; the exact instances are computed afterwards.
/// </summary>
static class SeriesBounds
{
    public static readonly DateTimeOffset Endless = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);
    static readonly Duration Slack = Duration.FromHours(38);

    public static (DateTimeOffset First, DateTimeOffset Last) Of(EventBody body)
    {
        var begin = body.Start.ToInstant(DateTimeZone.Utc);
        var length = body.End.ToInstant(DateTimeZone.Utc) - begin;
        var starts = (body.AdditionalDates ?? []).Select(time => time.ToInstant(DateTimeZone.Utc)).Append(begin).ToList();
        var last = body.Recurrence is { } text && body.RecurrenceId is null ? LastStart(RuleParser.Parse(text).Value, body) : begin;
        return ((starts.Min() - Slack).ToDateTimeOffset(), last is null ? Endless : (starts.Append(last.Value).Max() + length + Slack).ToDateTimeOffset());
    }

    /// <returns>Null when the series has no end, or one too far to compute.</returns>
    static Instant? LastStart(RecurrenceRule rule, EventBody body)
    {
        if (rule.Until is { } until)
            return until.Local.PlusDays(1).InUtc().ToInstant();
        if (rule.Count is null)
            return null;
        var budget = new ExpansionBudget(ExpansionBudget.Default);
        var start = body.Start.Local();
        var last = start;
        foreach (var time in RuleExpansion.Expand(rule, start, start, RuleExpansion.Horizon, budget))
            last = time;
        var zone = body.Start.Zone is { } id && !body.Start.IsAllDay ? Zones.Get(id) : DateTimeZone.Utc;
        return budget.Exhausted ? null : Zones.ToInstant(last, zone);
    }
}
