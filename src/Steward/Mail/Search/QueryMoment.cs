using NodaTime;
using Steward.Platform;

namespace Steward.Mail.Search;

/// <summary>When and where a query is asked: turns its dates and ages into instants. Days begin when they begin in the person's zone, summer time or not.</summary>
sealed class QueryMoment(DateTimeOffset now, DateTimeZone zone)
{
    public static Result<QueryMoment> Of(DateTimeOffset now, string zone) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is { } found ? new QueryMoment(now, found) : Error.Invalid("zone", $"“{zone}” is no time zone.");

    public DateTimeOffset Start(QueryNode.Date date) => date.Instant ?? StartOf(LocalDate.FromDateOnly(date.Day!.Value));

    /// <summary>The instant before which mail is older, and from which on it is newer.</summary>
    public DateTimeOffset Start(QueryNode.Age age)
    {
        if (age.Unit == 'h')
            return now.AddHours(-age.Count);
        var today = Instant.FromDateTimeOffset(now).InZone(zone).Date;
        return StartOf(age.Unit switch
        {
            'd' => today.PlusDays(-age.Count),
            'w' => today.PlusWeeks(-age.Count),
            'm' => today.PlusMonths(-age.Count),
            _ => today.PlusYears(-age.Count),
        });
    }

    DateTimeOffset StartOf(LocalDate day) => day.AtStartOfDayInZone(zone).ToInstant().ToDateTimeOffset();
}
