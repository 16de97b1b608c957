namespace Steward.Tools;

/// <summary>Finds times in text: the planner's own reader, connected by its room. Without one, texts hold no times.</summary>
public interface IReadTimes
{
    /// <summary>In the order of the text. Never throws for a text.</summary>
    /// <param name="at">When the text was written: "tomorrow" is the day after that.</param>
    /// <param name="zone">IANA zone in which it is read.</param>
    IReadOnlyList<TimeInText> Find(string text, DateTimeOffset at, string zone);
}

/// <param name="From">Half-open with <paramref name="To"/>: a whole day ends at the first moment of the next.</param>
/// <param name="WholeDays">The text names days, no hour.</param>
public sealed record TimeInText(string Text, int Start, DateTimeOffset From, DateTimeOffset To, bool WholeDays);
