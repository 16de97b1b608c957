using NodaTime;
using Steward.Planning.Language;
using Steward.Planning.Time;
using Steward.Platform;

namespace Steward.Planning;

/// <param name="Now">The reference instant.</param>
/// <param name="Zone">IANA zone in which the text is read and answered.</param>
/// <param name="Locale">BCP 47; decides whether 3/4 is March or April. Weeks always run from Monday to Sunday.</param>
/// <param name="Lean">"past" or "future": what a weekday or a date without a year most likely means. Absent: the future.</param>
public sealed record TimeQuestion(string Text, DateTimeOffset? Now = null, string? Zone = null, string? Locale = null, string? Lean = null);

/// <summary>Finds expressions of time inside a text and says what they mean. Pure, deterministic, linear in the length of the text; never throws for a text.</summary>
public sealed class TimeResolver(TimeProvider clock)
{
    public const int MaxText = Tokeniser.MaxLength;

    public Result<IReadOnlyList<TimeExpression>> Resolve(TimeQuestion question)
    {
        if (string.IsNullOrWhiteSpace(question.Text))
            return Error.Invalid("text", "Write the text in which to look for times.");
        if (question.Text.Length > MaxText)
            return Error.Invalid("text", $"The text has more than {MaxText} characters.");
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(question.Zone ?? "UTC") is not { } zone)
            return Error.Invalid("zone", $"\"{question.Zone}\" is not a time zone of the IANA list, such as Europe/Berlin.");
        if (question.Lean is not (null or "past" or "future"))
            return Error.Invalid("lean", "Lean is \"past\" or \"future\".");
        var now = question.Now ?? clock.GetUtcNow();
        if (now.Year is < 1900 or > 2200)
            return Error.Invalid("now", "Now lies between the years 1900 and 2200.");
        var context = new TimeContext(Instant.FromDateTimeOffset(now), zone, TimeContext.IsDayFirst(question.Locale), question.Lean == "past") { Region = TimeContext.RegionOf(question.Locale) };
        return Result(question.Text, context);
    }

    static Result<IReadOnlyList<TimeExpression>> Result(string text, TimeContext context)
    {
        var tokens = TimeFinder.Mend(Tokeniser.Split(text));
        return TimeFinder.Find(tokens, context).ConvertAll(spot => TimeWriter.Write(spot.Value, context, text, tokens[spot.First].Start, tokens[spot.End - 1].End));
    }
}
