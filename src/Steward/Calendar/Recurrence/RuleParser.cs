using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Steward.Platform;

namespace Steward.Calendar.Recurrence;

/// <summary>
/// Reads RRULE values, and refuses what RFC 5545 forbids or this does not know, with the part's name. RSCALE=GREGORIAN and SKIP=OMIT (RFC 7529) say
/// nothing new and are accepted; other calendar scales are refused, because reading them as Gregorian would give wrong dates.
/// </summary>
static class RuleParser
{
    const int MaximumLength = 4000;
    static readonly LocalDateTimePattern DateTimeForm = LocalDateTimePattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss");
    static readonly LocalDatePattern DateForm = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");
    static readonly string[] Days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    public static Result<RecurrenceRule> Parse(string text)
    {
        if (text.Length > MaximumLength)
            return Refuse("The rule is too long.");
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !parts.TryAdd(part[..equals].TrimEnd(), part[(equals + 1)..].TrimStart()))
                return Refuse(equals <= 0 ? $"“{Short(part)}” is no NAME=VALUE." : $"{Short(part[..equals])} is given twice.");
        }
        return new Reading(parts).Rule();
    }

    static Error Refuse(string why) => Error.Invalid("recurrence", "The recurrence rule cannot be read: " + why);

    static string Short(string text) => VisibleText.CleanLine(text.Length > 40 ? text[..40] + "…" : text);

    /// <summary>One rule being read; the first thing wrong is kept and ends it.</summary>
    sealed class Reading(Dictionary<string, string> parts)
    {
        string? wrong;

        public Result<RecurrenceRule> Rule()
        {
            if (!Enum.TryParse<Frequency>(Take("FREQ"), ignoreCase: true, out var frequency) || !Enum.IsDefined(frequency))
                return Refuse("FREQ is missing or unknown.");
            if (Take("RSCALE") is { } scale && !scale.Equals("GREGORIAN", StringComparison.OrdinalIgnoreCase))
                return Refuse($"the calendar scale {Short(scale)} is not supported.");
            if (Take("SKIP") is { } skip && !skip.Equals("OMIT", StringComparison.OrdinalIgnoreCase))
                return Refuse($"SKIP={Short(skip)} is not supported.");
            var rule = new RecurrenceRule
            {
                Frequency = frequency,
                Interval = Number("INTERVAL", 1, 100_000) ?? 1,
                Count = Number("COUNT", 1, int.MaxValue),
                Until = Until(),
                BySecond = [.. Numbers("BYSECOND", 0, 60, false).Select(second => Math.Min(second, 59)).Distinct()],
                ByMinute = Numbers("BYMINUTE", 0, 59, false),
                ByHour = Numbers("BYHOUR", 0, 23, false),
                ByDay = WeekdayParts(),
                ByMonthDay = Numbers("BYMONTHDAY", 1, 31, true),
                ByYearDay = Numbers("BYYEARDAY", 1, 366, true),
                ByWeekNo = Numbers("BYWEEKNO", 1, 53, true),
                ByMonth = Numbers("BYMONTH", 1, 12, false),
                BySetPos = Numbers("BYSETPOS", 1, 366, true),
                WeekStart = Take("WKST") is { } day ? Day(day) ?? IsoDayOfWeek.None : IsoDayOfWeek.Monday,
            };
            wrong ??= rule.WeekStart == IsoDayOfWeek.None ? "WKST is no weekday." : Forbidden(rule);
            if (wrong is null && parts.Keys.FirstOrDefault(name => !name.StartsWith("X-", StringComparison.OrdinalIgnoreCase)) is { } unknown)
                wrong = $"the part {Short(unknown)} is unknown.";
            return wrong is null ? rule : Refuse(wrong);
        }

        /// <summary>The combinations that RFC 5545 §3.3.10 says MUST NOT be.</summary>
        static string? Forbidden(RecurrenceRule rule) => rule switch
        {
            { Count: not null, Until: not null } => "COUNT and UNTIL exclude one another.",
            { ByWeekNo.Count: > 0, Frequency: not Frequency.Yearly } => "BYWEEKNO belongs to FREQ=YEARLY only.",
            { ByYearDay.Count: > 0, Frequency: Frequency.Daily or Frequency.Weekly or Frequency.Monthly } => $"BYYEARDAY does not go with FREQ={rule.Frequency.ToString().ToUpperInvariant()}.",
            { ByMonthDay.Count: > 0, Frequency: Frequency.Weekly } => "BYMONTHDAY does not go with FREQ=WEEKLY.",
            { Frequency: not (Frequency.Monthly or Frequency.Yearly) } when rule.ByDay.Any(day => day.Nth != 0) => "a numbered BYDAY goes with FREQ=MONTHLY or YEARLY only.",
            { ByWeekNo.Count: > 0 } when rule.ByDay.Any(day => day.Nth != 0) => "a numbered BYDAY does not go with BYWEEKNO.",
            _ => null,
        };

        string? Take(string name) => parts.Remove(name, out var value) ? value : null;

        int? Number(string name, int least, int most)
        {
            if (Take(name) is not { } text)
                return null;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
                return number;
            wrong ??= $"{name} is no number from {least} to {most}.";
            return null;
        }

        IReadOnlyList<int> Numbers(string name, int least, int most, bool signed)
        {
            if (Take(name) is not { } text)
                return [];
            var numbers = new SortedSet<int>();
            foreach (var item in text.Split(',', StringSplitOptions.TrimEntries))
            {
                if (!int.TryParse(item, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    || Math.Abs((long)number) < least || Math.Abs((long)number) > most || (!signed && number < 0))
                {
                    wrong ??= $"{name} holds “{Short(item)}”.";
                    return [];
                }
                numbers.Add(number);
            }
            return [.. numbers];
        }

        IReadOnlyList<WeekdayPart> WeekdayParts()
        {
            if (Take("BYDAY") is not { } text)
                return [];
            var days = new HashSet<WeekdayPart>();
            foreach (var item in text.Split(',', StringSplitOptions.TrimEntries))
            {
                var nth = 0;
                var numbered = item.Length > 2;
                if (item.Length < 2 || Day(item[^2..]) is not { } day
                    || (numbered && (!int.TryParse(item[..^2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out nth) || nth == 0 || Math.Abs((long)nth) > 53)))
                {
                    wrong ??= $"BYDAY holds “{Short(item)}”.";
                    return [];
                }
                days.Add(new WeekdayPart(nth, day));
            }
            return [.. days.OrderBy(day => day.Nth).ThenBy(day => day.Day)];
        }

        UntilPart? Until()
        {
            if (Take("UNTIL") is not { } text)
                return null;
            var utc = text.EndsWith('Z') || text.EndsWith('z');
            if (DateForm.Parse(text) is { Success: true } date)
                return new UntilPart(date.Value.AtMidnight(), IsDate: true, IsUtc: false);
            if (DateTimeForm.Parse((utc ? text[..^1] : text).ToUpperInvariant()) is { Success: true } time)
                return new UntilPart(time.Value, IsDate: false, utc);
            wrong ??= $"UNTIL is “{Short(text)}”, no date.";
            return null;
        }

        static IsoDayOfWeek? Day(string text) =>
            Array.FindIndex(Days, day => day.Equals(text, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index ? (IsoDayOfWeek)(index + 1) : null;
    }
}
