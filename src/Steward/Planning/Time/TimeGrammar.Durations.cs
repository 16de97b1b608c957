using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    Memo<Period>? durations;

    /// <summary>"2 hours", "an hour and a half", "1h30", "90 min", "half an hour", "2-hour", "a fortnight", "three and a half weeks".</summary>
    Found<Period>? DurationAt(int i) => (durations ??= new(this, i => FindDuration(i) is { } found && IsImaginable(found.Value) ? found : null)).At(i);

    /// <summary>At most some centuries: what is counted from a day of ours by more leaves the calendar of ISO 8601, and is no plan of anybody.</summary>
    static bool IsImaginable(Period length) => length.Years + length.Months / 12L + length.Weeks / 52L + length.Days / 365L + length.Hours / 8766L + length.Minutes / 525_960L + length.Seconds / 31_557_600L <= 500;

    Found<Period>? FindDuration(int i)
    {
        if (IsoLength(i) is { } written)
            return written;
        if (Term(i) is not { } first)
            return null;
        var (total, end) = first;
        if (MatchAny(end, "and three quarters", "and three - quarters") is { } threeQuarters && Largest(total) == Unit.Hour && !Is(threeQuarters, "of"))
            return new(total + Period.FromMinutes(45), threeQuarters);
        if (MatchAny(end, "and a half") is { } half && HalfOf(Largest(total)) is { } extra)
            return new(total.Weeks > 0 ? Period.FromDays(7 * total.Weeks + 3) + Period.FromHours(12) : total + extra, half);
        if (MatchAny(end, "and a quarter") is { } quarter && Largest(total) == Unit.Hour)
            return new(total + Period.FromMinutes(15), quarter);
        while (true)
        {
            var next = Is(end, "and", ",") ? end + 1 : end;
            if (Term(next) is { } more && !Is(next, "a", "an") && SmallerThan(more.Value, total))
                (total, end) = (total + more.Value, more.End);
            else if (Is(end - 1, "h", "hr", "hrs") && Digits(end) is { Value: < 60 } minutes && (Glued(end) || !Is(end - 1, "h") && Closes(minutes.End)))
                (total, end) = (total + Period.FromMinutes(minutes.Value), minutes.End);
            else
                return new(total, end);
        }
    }

    /// <summary>"P3D", "PT2H30M", "P1DT12H" (ISO 8601), written as one word.</summary>
    Found<Period>? IsoLength(int i)
    {
        if (!Is(i, "p", "pt") || tokens[i].Text[0] != 'P')
            return null;
        var (length, time, at) = (Period.Zero, Is(i, "pt"), i + 1);
        while (IsNumber(at) && Glued(at) && Glued(at + 1) && tokens[at].Text.Length <= 4 && tokens[at + 1].Kind == Language.TokenKind.Word)
        {
            var (n, mark) = (int.Parse(tokens[at].Text, System.Globalization.CultureInfo.InvariantCulture), Word(at + 1));
            var next = (time, mark) switch
            {
                (false, "y") => Period.FromYears(n), (false, "m") => Period.FromMonths(n), (false, "w") => Period.FromWeeks(n), (false, "d" or "dt") => Period.FromDays(n),
                (true, "h") => Period.FromHours(n), (true, "m") => Period.FromMinutes(n), (true, "s") => Period.FromSeconds(n), _ => null,
            };
            if (next is null)
                return null;
            (length, time, at) = (length + next, time || mark == "dt", at + 2);
        }
        return at > i + 1 ? new(length, at) : null;
    }

    /// <summary>One number with one unit.</summary>
    Found<Period>? Term(int i)
    {
        if (Is(i, "half", "½"))
        {
            var unit = Skip(Skip(i + 1, "a", "an", "-", "of"), "a", "an");
            return UnitAt(unit) is { } u && HalfOf(u) is { } half && !Is(unit, "time", "second", "seconds") ? new(half, unit + 1) : null;
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
        if (Is(end, ".", ",") && Glued(end) && IsNumber(end + 1) && Glued(end + 1) && tokens[end + 1].Text.Length <= 2
            && UnitAt(Skip(end + 2, "-")) is { } fractionUnit && FractionOf(number.Value, tokens[end + 1].Text, fractionUnit) is { } exact)
            return new(exact, Skip(end + 2, "-") + 1);
        // "1:30 hours"; "at 14:30 hours" is a time of day
        if (Is(end, ":") && Glued(end) && Glued(end + 1) && number.Value < 10 && tokens[i].Text.Length == 1 && Digits(end + 1) is { Value: < 60 } sixtieths && tokens[end + 1].Text.Length == 2 && UnitAt(sixtieths.End) == Unit.Hour && !Is(i - 1, "at", "from", "by", "until"))
            return new(Period.FromHours(number.Value) + Period.FromMinutes(sixtieths.Value), sixtieths.End + 1);
        if (MatchAny(end, "and a half", "and half a", "& a half", "1 / 2", "½") is { } afterHalf && UnitAt(Skip(afterHalf, "-")) is { } halfUnit && HalfOf(halfUnit) is { } plusHalf)
            return new(Of(number.Value, halfUnit) + plusHalf, Skip(afterHalf, "-") + 1);
        end = Skip(Skip(end, "-"), "more", "full", "whole", "consecutive", "solid", "straight", "calendar");
        if (Is(end, "fortnight"))
            return new(Period.FromWeeks(2 * number.Value), end + 1);
        if (Is(end, "decade", "decades"))
            return new(Period.FromYears(10 * number.Value), end + 1);
        if (Is(end, "century", "centuries"))
            return new(Period.FromYears(100 * number.Value), end + 1);
        if (Is(end, "half") && UnitAt(end + 1) is { } halves && HalfOf(halves) is { } one)
            return number.Value == 1 ? new(one, end + 2) : null;
        if (UnitAt(end) is not { } unitAt || number.Value > 100_000)
            return null;
        // "a d", "5 m": single letters only with digits, and minutes only when glued
        if (Word(end).Length == 1 && (!IsNumber(i) || Word(end) is "y" or "w" && !Glued(end) || tokens[i].Text.Length > 3))
            return null;
        // "a second opinion", "for a second time"
        if (Is(end, "second", "minute") && Is(i, "a") && !Closes(end + 1) && !Is(i - 1, "in", "within", "about", "just", "takes", "wait", "half", "every")
            && !Is(end + 1, "ago", "later", "or", "and", "to", "from", "before", "after", "past", "please", "for", "is", "in", "if", "-"))
            return null;
        return new(Of(number.Value, unitAt), end + 1);
    }

    /// <summary>"3 business days", "five working days", "2 workdays".</summary>
    Found<int>? WorkdaysAt(int i)
    {
        if (Quantity(i) is not { } number || number.Value is < 1 or > 3000)
            return null;
        var end = Skip(number.End, "-", "full");
        return Is(end, "workday", "workdays") ? new(number.Value, end + 1)
            : Is(end, "business", "working", "work") && Is(end + 1, "day", "days") ? new(number.Value, end + 2) : null;
    }

    /// <summary>
    /// The day that many working days away: neither weekends nor the public holidays of the region count. Where a holiday was passed over, the count by weekends alone is the
    /// alternative and the note says which.
    /// </summary>
    Days PlusWorkdays(LocalDate date, int days)
    {
        var (step, plain, left, passed) = (Math.Sign(days), date, days, (string?)null);
        for (var n = days; n != 0; n -= plain.DayOfWeek <= IsoDayOfWeek.Friday ? step : 0)
            plain = plain.PlusDays(step);
        while (left != 0)
        {
            date = date.PlusDays(step);
            if (date.DayOfWeek > IsoDayOfWeek.Friday)
                continue;
            if (PublicHolidays.On(context.Region, date) is { } holiday)
                passed = Join(passed, $"{holiday} on {date:d MMMM} is no working day");
            else
                left -= step;
        }
        return date == plain ? Single(date) : Single(date) with { Alternatives = [Single(plain)], Note = passed };
    }

    /// <summary>"2-3 weeks", "30 to 45 minutes", "an hour or two", "a day or two".</summary>
    Found<(Period Least, Period Most)>? LengthRange(int i)
    {
        if (Is(i, "a", "an", "one") && UnitAt(i + 1) is { } single && Is(i + 2, "or") && Cardinal(i + 3) is { Value: > 1 and < 100 } more && UnitAt(more.End) is null)
            return new((Of(1, single), Of(more.Value, single)), more.End);
        if (Cardinal(i) is not { } first || !Is(first.End, "-", "–", "—", "to", "or") || Cardinal(first.End + 1) is not { } second || second.Value <= first.Value)
            return null;
        var unit = Skip(second.End, "-");
        if (UnitAt(unit) is not { } u || Word(unit).Length == 1 && !Glued(unit) || second.Value > 100_000)
            return null;
        return new((Of(first.Value, u), Of(second.Value, u)), unit + 1);
    }

    /// <summary>A length by itself.</summary>
    Found<TimeValue>? Lengths(int i)
    {
        if (LengthRange(i) is { } range)
            return new(new Length(range.Value.Least) { Alternatives = [new Length(range.Value.Most)], Note = "from the shorter to the longer" }, range.End);
        if (WorkdaysAt(i) is { } workdays)
            return new(new Length(Period.FromDays(workdays.Value)) { Note = "working days" }, workdays.End);
        if (DurationAt(i) is not { } length)
            return null;
        // an age is no length of time to plan with
        if (Is(length.End, "old") && !Is(i - 1, "over", "than"))
            return null;
        // "hour-long", "an hour long"
        var end = Is(length.End, "-") && Is(length.End + 1, "long") ? length.End + 2 : length.End;
        return new(new Length(length.Value) { Note = Is(Skip(i, "a", "the"), "few", "several") ? "a few is read as three" : null }, end);
    }

    Unit? UnitAt(int i)
    {
        if (Is(i, "m") && Glued(i) && IsNumber(i - 1))
            return Unit.Minute;
        return TimeWords.Units.TryGetValue(Word(i), out var unit) && unit is not Unit.Weekend ? unit : null;
    }

    static Period Of(int n, Unit unit) => unit switch
    {
        Unit.Second => Period.FromSeconds(n),
        Unit.Minute => Period.FromMinutes(n),
        Unit.Hour => Period.FromHours(n),
        Unit.Day => Period.FromDays(n),
        Unit.Workday => Period.FromDays(n),
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

    static Unit Largest(Period p) =>
        p.Years != 0 ? Unit.Year : p.Months != 0 ? Unit.Month : p.Weeks != 0 ? Unit.Week : p.Days != 0 ? Unit.Day : p.Hours != 0 ? Unit.Hour : p.Minutes != 0 ? Unit.Minute : Unit.Second;

    static bool SmallerThan(Period term, Period total) => Largest(term) < Smallest(total);

    static Unit Smallest(Period p) =>
        p.Seconds != 0 ? Unit.Second : p.Minutes != 0 ? Unit.Minute : p.Hours != 0 ? Unit.Hour : p.Days != 0 ? Unit.Day : p.Weeks != 0 ? Unit.Week : p.Months != 0 ? Unit.Month : Unit.Year;

    internal static bool HasTime(Period p) => p.Hours != 0 || p.Minutes != 0 || p.Seconds != 0;

    /// <summary>Now and a length: a day when the length is of days or longer, else a moment; hours are hours that pass, also across a change of the clock.</summary>
    TimeValue FromNow(Period length, int sign) => HasTime(length) ? Elapsed(length, sign) : Single(sign > 0 ? context.Today.Plus(length) : context.Today.Minus(length));

    Moment Elapsed(Period length, int sign)
    {
        var clock = Duration.FromHours(length.Hours) + Duration.FromMinutes(length.Minutes) + Duration.FromSeconds(length.Seconds);
        var calendar = new PeriodBuilder { Years = length.Years, Months = length.Months, Weeks = length.Weeks, Days = length.Days }.Build();
        var shifted = sign > 0 ? context.Now.Plus(calendar) : context.Now.Minus(calendar);
        var from = shifted == context.Now ? context.Instant : shifted.InZoneLeniently(context.Zone).ToInstant();
        return At(sign > 0 ? from + clock : from - clock);
    }

    /// <summary>An instant as a moment on the person's clock, to the minute.</summary>
    Moment At(Instant instant)
    {
        var minute = Instant.FromUnixTimeSeconds((long)Math.Floor(instant.ToUnixTimeSeconds() / 60.0) * 60);
        return new(minute.InZone(context.Zone).LocalDateTime) { Exact = minute };
    }
}
