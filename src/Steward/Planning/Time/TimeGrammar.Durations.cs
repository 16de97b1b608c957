using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    /// <summary>"2 hours", "an hour and a half", "1h30", "90 min", "half an hour", "2-hour", "a fortnight", "three and a half weeks".</summary>
    Found<Period>? DurationAt(int i)
    {
        if (Term(i) is not { } first)
            return null;
        var (total, end) = first;
        if (MatchAny(end, "and a half") is { } half && HalfOf(Largest(total)) is { } extra)
            return new(total + extra, half);
        if (MatchAny(end, "and a quarter") is { } quarter && Largest(total) == Unit.Hour)
            return new(total + Period.FromMinutes(15), quarter);
        while (true)
        {
            var next = Is(end, "and", ",") ? end + 1 : end;
            if (Term(next) is { } more && !Is(next, "a", "an") && SmallerThan(more.Value, total))
                (total, end) = (total + more.Value, more.End);
            else if (Is(end - 1, "h", "hr", "hrs") && Digits(end) is { Value: < 60 } minutes && Glued(end))
                (total, end) = (total + Period.FromMinutes(minutes.Value), minutes.End);
            else
                return new(total, end);
        }
    }

    /// <summary>One number with one unit.</summary>
    Found<Period>? Term(int i)
    {
        if (Is(i, "half"))
        {
            var unit = Skip(i + 1, "a", "an", "-", "of");
            unit = Skip(unit, "a", "an");
            if (UnitAt(unit) is { } u && HalfOf(u) is { } half)
                return new(half, unit + 1);
            return null;
        }
        if (MatchAny(i, "a half hour", "a half - hour") is { } halfHour)
            return new(Period.FromMinutes(30), halfHour);
        if (MatchAny(i, "a quarter of an hour", "quarter of an hour", "quarter hour", "a quarter hour", "quarter - hour") is { } quarterHour)
            return new(Period.FromMinutes(15), quarterHour);
        if (MatchAny(i, "three quarters of an hour", "three - quarters of an hour") is { } threeQuarters)
            return new(Period.FromMinutes(45), threeQuarters);
        if (Quantity(i) is not { } number)
            return null;
        var end = number.End;
        // 1.5 hours, 2,5 hours
        if (Is(end, ".", ",") && Glued(end) && Digits(end + 1) is { } fraction && Glued(end + 1) && fraction.End - end == 2
            && UnitAt(Skip(fraction.End, "-")) is { } fractionUnit && FractionOf(number.Value, tokens[end + 1].Text, fractionUnit) is { } exact)
            return new(exact, Skip(fraction.End, "-") + 1);
        if (MatchAny(end, "and a half", "and half a", "& a half", "1 / 2") is { } afterHalf && UnitAt(Skip(afterHalf, "-")) is { } halfUnit && HalfOf(halfUnit) is { } plusHalf)
            return new(Of(number.Value, halfUnit) + plusHalf, Skip(afterHalf, "-") + 1);
        end = Skip(end, "-", "more", "full", "whole", "business", "working", "consecutive");
        var isWork = Is(end - 1, "business", "working");
        if (Is(end, "fortnight"))
            return new(Period.FromWeeks(2 * number.Value), end + 1);
        if (Is(end, "half") && UnitAt(end + 1) is { } halves && HalfOf(halves) is { } one)
            return number.Value == 1 ? new(one, end + 2) : null;
        if (UnitAt(end) is not { } unitAt || number.Value > 100_000)
            return null;
        // "a second", "a d", "5 m": single letters only with digits, and minutes only when glued
        if (Word(end).Length == 1 && tokens[i].Kind != Language.TokenKind.Number)
            return null;
        return new(isWork && unitAt == Unit.Day ? WorkdaysAsDays(number.Value) : Of(number.Value, unitAt), end + 1);
    }

    Unit? UnitAt(int i)
    {
        if (Is(i, "m") && Glued(i))
            return Unit.Minute;
        return TimeWords.Units.TryGetValue(Word(i), out var unit) && unit is not Unit.Weekend ? unit : null;
    }

    static Period Of(int n, Unit unit) => unit switch
    {
        Unit.Second => Period.FromSeconds(n),
        Unit.Minute => Period.FromMinutes(n),
        Unit.Hour => Period.FromHours(n),
        Unit.Day => Period.FromDays(n),
        Unit.Workday => WorkdaysAsDays(n),
        Unit.Week => Period.FromWeeks(n),
        Unit.Weekend => Period.FromWeeks(n),
        Unit.Month => Period.FromMonths(n),
        Unit.Quarter => Period.FromMonths(3 * n),
        Unit.Year => Period.FromYears(n),
    };

    static Period? HalfOf(Unit unit) => unit switch
    {
        Unit.Minute => Period.FromSeconds(30),
        Unit.Hour => Period.FromMinutes(30),
        Unit.Day => Period.FromHours(12),
        Unit.Year => Period.FromMonths(6),
        Unit.Month => Period.FromDays(15),
        Unit.Week => Period.FromHours(84),
        Unit.Second or Unit.Workday or Unit.Weekend or Unit.Quarter => null,
    };

    static Period? FractionOf(int whole, string digits, Unit unit)
    {
        var share = double.Parse("0." + digits, System.Globalization.CultureInfo.InvariantCulture);
        return unit switch
        {
            Unit.Minute => Period.FromMinutes(whole) + Period.FromSeconds((long)Math.Round(60 * share)),
            Unit.Hour => Period.FromHours(whole) + Period.FromMinutes((long)Math.Round(60 * share)),
            Unit.Day => Period.FromDays(whole) + Period.FromHours((long)Math.Round(24 * share)),
            Unit.Week => Period.FromDays((int)Math.Round(7 * (whole + share))),
            Unit.Year => Period.FromYears(whole) + Period.FromMonths((int)Math.Round(12 * share)),
            Unit.Second or Unit.Workday or Unit.Weekend or Unit.Month or Unit.Quarter => null,
        };
    }

    /// <summary>Five working days are a week; what is left is counted from the day of asking when it is added to a date.</summary>
    static Period WorkdaysAsDays(int n) => Period.FromDays(n / 5 * 7 + n % 5);

    static Unit Largest(Period p) =>
        p.Years != 0 ? Unit.Year : p.Months != 0 ? Unit.Month : p.Weeks != 0 ? Unit.Week : p.Days != 0 ? Unit.Day : p.Hours != 0 ? Unit.Hour : p.Minutes != 0 ? Unit.Minute : Unit.Second;

    static bool SmallerThan(Period term, Period total) => Largest(term) < Smallest(total);

    static Unit Smallest(Period p) =>
        p.Seconds != 0 ? Unit.Second : p.Minutes != 0 ? Unit.Minute : p.Hours != 0 ? Unit.Hour : p.Days != 0 ? Unit.Day : p.Weeks != 0 ? Unit.Week : p.Months != 0 ? Unit.Month : Unit.Year;

    internal static bool HasTime(Period p) => p.Hours != 0 || p.Minutes != 0 || p.Seconds != 0;

    /// <summary>Now and a length: a day when the length is of days or longer, else a moment.</summary>
    TimeValue FromNow(Period length, int sign) => HasTime(length)
        ? new Moment((sign > 0 ? context.Now.Plus(length) : context.Now.Minus(length)).With(TimeAdjusters.TruncateToMinute))
        : Single(sign > 0 ? context.Today.Plus(length) : context.Today.Minus(length));
}
