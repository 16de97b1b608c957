using NodaTime;

namespace Steward.Planning.Time;

enum Grain { Day, Week, Month, Quarter, Year, Span }

/// <summary>How a date that was named without its year (month, week) comes again.</summary>
enum Cycle { None, Weekly, Monthly, Yearly }

/// <summary>What a phrase means before it is put together with its neighbours. Local to the person's zone, unless it carries a zone of its own.</summary>
abstract record TimeValue
{
    public string? Note { get; init; }
    public IReadOnlyList<TimeValue> Alternatives { get; init; } = [];
}

/// <summary>Whole days, both ends included.</summary>
sealed record Days(LocalDate From, LocalDate To, Grain Grain = Grain.Day) : TimeValue
{
    public Cycle Cycle { get; init; }
    /// <summary>A weekday by its name alone: another phrase may say which week.</summary>
    public IsoDayOfWeek? Weekday { get; init; }
    /// <summary>The text said which one: a year, "this", "next", "last"; nothing rolls it.</summary>
    public bool Fixed { get; init; }
    /// <summary>A day that stands for its week ("in two weeks"): a weekday beside it says which day of that week.</summary>
    public bool Loose { get; init; }
    public bool Single => From == To && Grain == Grain.Day;

    public static Days On(LocalDate date) => new(date, date);
    public Days Shift(Period by) => this with { From = From.Plus(by), To = Grain == Grain.Month ? From.Plus(by).With(DateAdjusters.EndOfMonth) : To.Plus(by), Alternatives = [] };
}

/// <summary>A time of day.</summary>
/// <param name="HalfDay">False when the text left open whether it is before or after noon: 1 to 12.</param>
sealed record Clock(LocalTime Time, bool HalfDay = true) : TimeValue
{
    public DateTimeZone? Zone { get; init; }
    /// <summary>A lone number: a time only next to something that says so.</summary>
    public bool Bare { get; init; }
    /// <summary>"24:00", "midnight" at the end of the day.</summary>
    public bool NextDay { get; init; }
}

/// <summary>From a time of day to another; the end is on the next day when it is not after the start.</summary>
sealed record ClockSpan(LocalTime From, LocalTime To) : TimeValue
{
    public DateTimeZone? Zone { get; init; }
    public bool Bare { get; init; }
    /// <summary>"morning", "tonight": narrows a clock time next to it.</summary>
    public bool Part { get; init; }
    /// <summary>The day it belongs to, when the phrase says so ("tonight").</summary>
    public LocalDate? Day { get; init; }
}

sealed record Moment(LocalDateTime At) : TimeValue
{
    /// <summary>Set when the instant is known and not only the local time: where the clocks go back, the local time alone names two.</summary>
    public Instant? Exact { get; init; }
    /// <summary>The day came from a weekday's name alone: it may be moved by weeks.</summary>
    public bool Weekly { get; init; }
}

/// <summary>Half-open; an absent side is open.</summary>
sealed record MomentSpan(LocalDateTime? From, LocalDateTime? To) : TimeValue
{
    /// <summary>A part of a day ("tomorrow morning"): a window to look in, not a beginning and an end.</summary>
    public bool Part { get; init; }
    /// <summary>Both ends are midnights and the phrase spoke of days.</summary>
    public bool WholeDays { get; init; }
}

sealed record Length(Period Period) : TimeValue;

sealed record Repeat(Recurrence Rule, LocalDateTime First, bool Timed) : TimeValue
{
    /// <summary>The time of day at which each happening is over, when it is said: "every day from 12 to 1".</summary>
    public LocalTime? Ends { get; init; }
}
