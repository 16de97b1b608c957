using NodaTime;

namespace Steward.Calendar.Recurrence;

enum Frequency { Secondly, Minutely, Hourly, Daily, Weekly, Monthly, Yearly }

/// <summary>A BYDAY entry: a weekday, or the nth (from the end when negative) of the month or year when <paramref name="Nth"/> is not 0.</summary>
readonly record struct WeekdayPart(int Nth, IsoDayOfWeek Day);

/// <summary>UNTIL, inclusive: a date, or a date-time that is UTC or in the event's own zone.</summary>
readonly record struct UntilPart(LocalDateTime Local, bool IsDate, bool IsUtc);

/// <summary>An RRULE value, RFC 5545 §3.3.10. Lists are sorted and without repetition; an empty one is a part that was not given.</summary>
sealed record RecurrenceRule
{
    public required Frequency Frequency { get; init; }
    public int Interval { get; init; } = 1;
    public int? Count { get; init; }
    public UntilPart? Until { get; init; }
    public IReadOnlyList<int> BySecond { get; init; } = [];
    public IReadOnlyList<int> ByMinute { get; init; } = [];
    public IReadOnlyList<int> ByHour { get; init; } = [];
    public IReadOnlyList<WeekdayPart> ByDay { get; init; } = [];
    public IReadOnlyList<int> ByMonthDay { get; init; } = [];
    public IReadOnlyList<int> ByYearDay { get; init; } = [];
    public IReadOnlyList<int> ByWeekNo { get; init; } = [];
    public IReadOnlyList<int> ByMonth { get; init; } = [];
    public IReadOnlyList<int> BySetPos { get; init; } = [];
    public IsoDayOfWeek WeekStart { get; init; } = IsoDayOfWeek.Monday;
}
