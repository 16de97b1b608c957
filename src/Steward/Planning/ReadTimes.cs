using Steward.Tools;

namespace Steward.Planning;

/// <summary>Times in mail, read by the same grammar as those in requests. Lengths and repetitions are no dates and are left out.</summary>
sealed class ReadTimes(TimeResolver resolver) : IReadTimes
{
    public IReadOnlyList<TimeInText> Find(string text, DateTimeOffset at, string zone) =>
        resolver.Resolve(new TimeQuestion(text, (DateTimeOffset?)at, zone, lean: "future")).Match<IReadOnlyList<TimeInText>>(found => [.. found.Select(Of).OfType<TimeInText>()], _ => []);

    static TimeInText? Of(TimeExpression found) => found switch
    {
        { Kind: TimeKind.Date, Instant: { } day } => new(found.Text, found.Start, day, day.AddDays(1), WholeDays: true),
        { Kind: TimeKind.DateTime or TimeKind.Time, Instant: { } at } => new(found.Text, found.Start, at, at, WholeDays: false),
        { Kind: TimeKind.DateRange, ToInstant: { } to } => new(found.Text, found.Start, found.FromInstant ?? to.AddDays(-1), to, WholeDays: true),
        { Kind: TimeKind.DateTimeRange or TimeKind.TimeRange, ToInstant: { } to } => new(found.Text, found.Start, found.FromInstant ?? to, to, WholeDays: false),
        _ => null,
    };
}
