using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;
using Steward.Planning.Language;
using Steward.Planning.Time;
using Steward.Platform;

namespace Steward.Planning;

/// <param name="Text">A sentence or a few, at most 8000 UTF-16 units.</param>
/// <param name="Now">The reference: ISO 8601 with an offset or Z, or a local date-time of the zone. Absent: the server's clock.</param>
/// <param name="Zone">IANA zone in which the text is read and answered, such as Europe/Berlin. Absent: UTC.</param>
/// <param name="Locale">BCP 47, such as en-GB: decides whether 3/4 is March or April, and whose holidays are meant. Absent: en-US. Weeks always run from Monday to Sunday.</param>
/// <param name="Lean">"past" or "future": what a weekday or a date without a year most likely means. Absent: the future.</param>
[method: JsonConstructor]
public sealed record TimeQuestion(string Text, string? Now = null, string? Zone = null, string? Locale = null, string? Lean = null)
{
    public TimeQuestion(string text, DateTimeOffset? now, string? zone = null, string? locale = null, string? lean = null)
        : this(text, now?.ToString("O", System.Globalization.CultureInfo.InvariantCulture), zone, locale, lean)
    {
    }
}

/// <summary>Finds expressions of time inside a text and says what they mean. Pure, deterministic, linear in the length of the text; never throws for a text.</summary>
public sealed class TimeResolver(TimeProvider clock)
{
    public const int MaxText = Tokeniser.MaxLength;

    static readonly OffsetDateTimePattern[] Offsets = [OffsetDateTimePattern.ExtendedIso, OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mmo<Z+HH:mm>")];
    static readonly LocalDateTimePattern[] Locals = [LocalDateTimePattern.ExtendedIso, LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm"), LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd")];

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
        if (question.Locale is { } locale && !IsLocale(locale))
            return Error.Invalid("locale", $"\"{locale}\" is not a language tag, such as en-GB.");
        if (Reference(question.Now, zone) is not { } now)
            return Error.Invalid("now", "Now is a date-time in ISO 8601, such as 2026-11-18T10:00:00+01:00.");
        if (now.InUtc().Year is < 1900 or > 2200)
            return Error.Invalid("now", "Now lies between the years 1900 and 2200.");
        var context = new TimeContext(now, zone, TimeContext.IsDayFirst(question.Locale), question.Lean == "past") { Region = TimeContext.RegionOf(question.Locale) };
        return Result(question.Text, context);
    }

    Instant? Reference(string? now, DateTimeZone zone)
    {
        if (now is null)
            return Instant.FromDateTimeOffset(clock.GetUtcNow());
        var text = now.Trim().Replace(' ', 'T');
        foreach (var pattern in Offsets)
            if (pattern.Parse(text).TryGetValue(default, out var exact))
                return exact.ToInstant();
        foreach (var pattern in Locals)
            if (pattern.Parse(text).TryGetValue(default, out var local))
                return local.InZoneLeniently(zone).ToInstant();
        return null;
    }

    /// <summary>Subtags of one to eight letters and digits, the language first (RFC 5646 §2.1).</summary>
    static bool IsLocale(string locale)
    {
        var parts = locale.Split('-', '_');
        return locale.Length <= 35 && parts[0].Length is >= 2 and <= 8 && parts[0].All(char.IsAsciiLetter) && parts.All(p => p.Length is >= 1 and <= 8 && p.All(char.IsAsciiLetterOrDigit));
    }

    static Result<IReadOnlyList<TimeExpression>> Result(string text, TimeContext context)
    {
        var tokens = TimeFinder.Mend(Tokeniser.Split(text));
        return TimeFinder.Find(tokens, context).ConvertAll(spot => TimeWriter.Write(spot.Value, context, text, tokens[spot.First].Start, tokens[spot.End - 1].End));
    }
}
