using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    /// <summary>"the week of the 14th", "week commencing 7 December", "week 48", "the weekend of the 5th".</summary>
    Found<Days>? WeekOf(int i)
    {
        var start = Skip(i, "the", "calendar");
        start = Skip(start, "calendar");
        if (MatchAny(start, "w / c", "w / e", "w / b", "wc", "w . c .") is { } coded)
            return DayPhrase(coded) is { } begins ? new(WeekHolding(begins.Value.From), begins.End) : null;
        if (IsoWeek(start) is { } iso)
            return new(WeekHolding(iso.Value), iso.End);
        if (!Is(start, "week", "wk", "cw", "kw", "weekend", "w"))
            return null;
        var next = Skip(start + 1, "of", "commencing", "beginning", "starting", "containing", "ending", "from", "with", "no", "number");
        next = Skip(next, "on");
        if (next > start + 1 && DayPhrase(next) is { } day)
        {
            var monday = TimeContext.MondayOf(day.Value.From);
            return Is(start, "weekend")
                ? new(new Days(monday.PlusDays(5), monday.PlusDays(6), Grain.Span) { Fixed = true }, day.End)
                : new(WeekHolding(day.Value.From), day.End);
        }
        if (!Is(start, "weekend") && Digits(next) is { Value: >= 1 and <= 53 } number && (!Is(start, "w") || Glued(next)) && UnitAt(number.End) is null)
        {
            // "week 2 of January"
            if (number.Value <= 5 && Is(number.End, "of", "in") && InnerPeriod(number.End + 1) is { Value.Grain: Grain.Month } month && month.Value.From.PlusDays(7 * (number.Value - 1)) is var first && first <= month.Value.To)
                return new(new Days(first, first.PlusDays(6), Grain.Span) { Fixed = true, Alternatives = [WeekHolding(first)] }, month.End);
            var year = YearAt(Skip(number.End, "of", ",", "/", "in"));
            var (value, end) = (year?.Value ?? context.Today.Year, year?.End ?? number.End);
            var monday = MondayOfWeek(value, number.Value);
            if (year is null && !context.Past && monday.PlusDays(6) < context.Today)
                monday = MondayOfWeek(value + 1, number.Value);
            return new(new Days(monday, monday.PlusDays(6), Grain.Week) { Fixed = true }, end);
        }
        return null;
    }

    static Days WeekHolding(LocalDate day) => new Days(TimeContext.MondayOf(day), TimeContext.MondayOf(day).PlusDays(6), Grain.Week) { Fixed = true };

    /// <summary>"the week after Easter", "the week before Christmas", "the weekend after Thanksgiving": seven days beside a day, or the next Saturday and Sunday.</summary>
    Found<Days>? WeekBeside(int i)
    {
        var start = Skip(i, "the");
        if (!Is(start, "week", "weekend", "month") || !Is(start + 1, "before", "after", "following", "preceding") || DayPhrase(start + 2) is not { } day)
            return null;
        var (on, after) = (day.Value.From, Is(start + 1, "after", "following"));
        if (Is(start, "month"))
            return new(after ? new Days(on.PlusDays(1), on.PlusMonths(1), Grain.Span) { Fixed = true } : new Days(on.PlusMonths(-1), on.PlusDays(-1), Grain.Span) { Fixed = true }, day.End);
        if (Is(start, "weekend"))
        {
            var saturday = after ? on.Next(IsoDayOfWeek.Saturday) : on.Previous(IsoDayOfWeek.Sunday).PlusDays(-1);
            return new(new Days(saturday, saturday.PlusDays(1), Grain.Span) { Fixed = true }, day.End);
        }
        var around = WeekHolding(on.PlusWeeks(after ? 1 : -1));
        var span = after ? new Days(on.PlusDays(1), on.PlusDays(7), Grain.Span) : new Days(on.PlusDays(-7), on.PlusDays(-1), Grain.Span);
        return new(span with { Fixed = true, Alternatives = [around] }, day.End);
    }

    static LocalDate MondayOfWeek(int year, int week) => TimeContext.MondayOf(new LocalDate(year, 1, 4)).PlusWeeks(week - 1);
}
