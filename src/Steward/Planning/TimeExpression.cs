using System.Text.Json.Serialization;

namespace Steward.Planning;

public enum TimeKind
{
    /// <summary>One day: <c>value</c> is yyyy-MM-dd.</summary>
    Date,
    /// <summary>A time of day without a day in the text: <c>value</c> is the local date-time that it most likely means.</summary>
    Time,
    /// <summary>A local date-time in the asked zone.</summary>
    DateTime,
    /// <summary>Days: <c>from</c> and <c>to</c> are yyyy-MM-dd and both included. One of them is absent when that side is open.</summary>
    DateRange,
    /// <summary>From a time to a time without a day in the text: local date-times, the end excluded.</summary>
    TimeRange,
    /// <summary>Local date-times, the end excluded.</summary>
    DateTimeRange,
    /// <summary>A length: <c>duration</c> in ISO 8601.</summary>
    Duration,
    /// <summary>A repetition: <c>rrule</c> as in RFC 5545, <c>value</c> is its first happening.</summary>
    Set,
}

/// <summary>One time expression that was found in a text. Lower-case kinds in JSON.</summary>
public sealed record TimeExpression
{
    public required string Text { get; init; }
    /// <summary>Span in the text, in UTF-16 units; the end is excluded.</summary>
    public required int Start { get; init; }
    public required int End { get; init; }
    [JsonConverter(typeof(TimeKindConverter))]
    public required TimeKind Kind { get; init; }
    /// <summary>ISO 8601, local in the asked zone.</summary>
    public string? Value { get; init; }
    public string? From { get; init; }
    public string? To { get; init; }
    /// <summary>ISO 8601: P2W, PT1H30M.</summary>
    public string? Duration { get; init; }
    /// <summary>RFC 5545 recurrence rule without the name.</summary>
    public string? Rrule { get; init; }
    /// <summary>The instant of <see cref="Value"/>; for a date its first moment in the zone.</summary>
    public DateTimeOffset? Instant { get; init; }
    /// <summary>The instants of the range, half-open: the last day of a date range ends at the first moment of the day after.</summary>
    public DateTimeOffset? FromInstant { get; init; }
    public DateTimeOffset? ToInstant { get; init; }
    /// <summary>Other values that were meant less likely, in the form of <see cref="Value"/> or "from/to".</summary>
    public IReadOnlyList<string>? Alternatives { get; init; }
    /// <summary>What was assumed, in words: "nine in the morning", "clocks go forward: 02:30 does not exist, moved to 03:30".</summary>
    public string? Note { get; init; }
}

sealed class TimeKindConverter() : JsonStringEnumConverter<TimeKind>(LowerCase.Policy, allowIntegerValues: false);

file sealed class LowerCase : System.Text.Json.JsonNamingPolicy
{
    public static readonly LowerCase Policy = new();
    public override string ConvertName(string name) => name.ToLowerInvariant();
}
