using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    /// <summary>2026-11-20, 2026/11/20, 20.11.2026, 20.11., 3/4, 3/4/27. Ambiguous ones by the locale, with the other reading as alternative.</summary>
    Found<Days>? WrittenDate(int i)
    {
        if (CompactDate(i) is { } compact)
            return compact;
        if (Digits(i) is not { } first || !Is(i + 1, "-", "/", ".") || !Glued(i + 1) || Digits(i + 2) is not { } second || !Glued(i + 2))
            return null;
        // "24/7" is how often a shop is open
        if (first.Value == 24 && second.Value == 7 && Is(i + 1, "/") && !(context.DayFirst && Is(i - 1, "on", "by", "until", "before", "after", "since", "from")))
            return null;
        var mark = Word(i + 1);
        Found<int>? third = Is(i + 3, mark) && Glued(i + 3) && Glued(i + 4) ? Digits(i + 4) : null;
        // "10.12.20.26", "1-2-3-4": an address or a number of parts
        if (third is { } last && Is(last.End, mark) && Glued(last.End) && Glued(last.End + 1) && IsNumber(last.End + 1))
            return null;
        var closed = mark == "." && third is null && Is(i + 3, ".") && Glued(i + 3);
        if (tokens[i].Text.Length == 4)
            return third is { } day && Date(first.Value, second.Value, day.Value) is { } iso ? new(Single(iso), day.End) : null;
        if (tokens[i].Text.Length > 2 || tokens[i + 2].Text.Length > 2 || third is null && (mark == "-" || mark == "." && !closed))
            return null;
        int? year = third is { } y ? y.Value < 100 && tokens[i + 4].Text.Length == 2 ? 2000 + y.Value : tokens[i + 4].Text.Length == 4 ? y.Value : -1 : null;
        var dayFirst = mark == "." || context.DayFirst;
        var end = third?.End ?? (closed ? i + 4 : i + 3);
        var value = Order(first.Value, second.Value, year, dayFirst);
        var other = Order(first.Value, second.Value, year, !dayFirst);
        if (value is null || other is null || mark == ".")
            return (value ?? other) is { } only && (mark != "." || value is not null) ? new(only, end) : null;
        return new(first.Value == second.Value ? value : value with { Alternatives = [other], Note = dayFirst ? "read as day/month" : "read as month/day" }, end);

        Days? Order(int a, int b, int? year, bool dayFirst)
        {
            var (day, month) = dayFirst ? (a, b) : (b, a);
            return year is { } y ? Date(y, month, day) is { } exact ? Single(exact) : null : Yearly(month, day);
        }
    }

    /// <summary>"20261123"; "2026-W48-3" (ISO 8601).</summary>
    Found<Days>? CompactDate(int i)
    {
        if (IsNumber(i) && tokens[i].Text.Length == 8 && Digits(i) is { } all && all.Value / 10000 is >= 1900 and <= 2199 && Date(all.Value / 10000, all.Value / 100 % 100, all.Value % 100) is { } date)
            return new(Single(date), i + 1);
        if (IsoWeek(i) is { } week && Is(week.End, "-") && Glued(week.End) && Glued(week.End + 1) && Digits(week.End + 1) is { Value: >= 1 and <= 7 } day)
            return new(Single(week.Value.PlusDays(day.Value - 1)), day.End);
        return null;
    }

    /// <summary>The Monday of "2026-W48" or "2026W48".</summary>
    Found<LocalDate>? IsoWeek(int i)
    {
        if (!IsNumber(i) || tokens[i].Text.Length != 4 || Digits(i) is not { Value: >= 1900 and <= 2199 } year)
            return null;
        var w = Is(year.End, "-") && Glued(year.End) ? year.End + 1 : year.End;
        return Is(w, "w") && Glued(w) && Glued(w + 1) && Digits(w + 1) is { Value: >= 1 and <= 53 } week ? new(MondayOfWeek(year.Value, week.Value), week.End) : null;
    }

    /// <summary>"November 20", "20 November 2027", "the 5th of March", "Dec. 5th, 2026".</summary>
    Found<Days>? MonthDay(int i)
    {
        int month, day, end;
        if (MonthAt(i) is { } named && DayNumber(Skip(named.End, "the", "-", "/")) is { } after && !Is(after.End, ":") && Half(after.End) is null && after.Value <= 31 && UnitAt(after.End) is null)
            (month, day, end) = (named.Value, after.Value, after.End);
        else if (DayNumber(Skip(i, "the")) is { } before && MonthAt(Skip(Skip(Skip(before.End, "day"), "of", ".", "-", "/"), "the")) is { } later)
            (month, day, end) = (later.Value, before.Value, later.End);
        else
            return null;
        if ((YearAt(Skip(Skip(end, ","), "of", "-", "/", "in")) ?? ShortYear(i, end)) is { } year)
            return Date(year.Value, month, day) is { } exact ? new(Single(exact), year.End) : null;
        return Yearly(month, day) is { } days ? new(days, end) : null;
    }

    Found<int>? MonthAt(int i) => TimeWords.Months.TryGetValue(Word(i), out var month) ? new(month, Word(i).Length <= 4 && Is(i + 1, ".") && Glued(i + 1) ? i + 2 : i + 1) : null;

    Found<int>? DayNumber(int i)
    {
        if (Ordinal(i) is { Value: >= 1 and <= 31 } ordinal)
            return ordinal;
        return Digits(i) is { Value: >= 1 and <= 31 } digits && tokens[i].Text.Length <= 2 ? digits : null;
    }

    /// <summary>"05-DEC-26": two digits after a date that is written with one mark throughout.</summary>
    Found<int>? ShortYear(int i, int end) =>
        Is(end, "-", "/") && Glued(end) && IsNumber(i) && Is(i + 1, Word(end)) && Glued(end + 1) && Digits(end + 1) is { Value: < 100 } two && tokens[end + 1].Text.Length == 2 ? new(2000 + two.Value, two.End) : null;

    Found<int>? YearAt(int i)
    {
        if (Is(i, "the") && Is(i + 1, "year") && YearAt(i + 2) is { } named)
            return named;
        if (Is(i, "next", "last", "this") && Is(i + 1, "year"))
            return new(context.Today.Year + (Is(i, "next") ? 1 : Is(i, "last") ? -1 : 0), i + 2);
        if (Is(i, "fy") && Digits(i + 1) is { } fiscal && tokens[i + 1].Text.Length is 2 or 4)
            return new(fiscal.Value < 100 ? 2000 + fiscal.Value : fiscal.Value, fiscal.End);
        if (Is(i, "'") && Digits(i + 1) is { Value: < 100 } two && tokens[i + 1].Text.Length == 2)
            return new(2000 + two.Value, two.End);
        return Digits(i) is { Value: >= 1900 and <= 2199 } year && tokens[i].Text.Length == 4 && !Is(year.End, ":") ? year : null;
    }

    /// <summary>A day and month without a year: the nearest that fits the lean, with the one on the other side of today as alternative.</summary>
    Days? Yearly(int month, int day)
    {
        LocalDate? future = null, past = null;
        for (var k = 0; k <= 8 && (future is null || past is null); k++)
        {
            if (Date(context.Today.Year + k, month, day) is { } later && later >= context.Today)
                future ??= later;
            if (Date(context.Today.Year - k, month, day) is { } earlier && earlier <= context.Today)
                past ??= earlier;
        }
        if (future is not { } f || past is not { } p)
            return null;
        return Leaning(Days.On(f) with { Cycle = Cycle.Yearly }, Days.On(p) with { Cycle = Cycle.Yearly });
    }

    Days Leaning(Days future, Days past) =>
        future.From == past.From ? future : context.Past ? past with { Alternatives = [future] } : future with { Alternatives = [past] };
}
