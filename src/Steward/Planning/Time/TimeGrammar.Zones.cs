using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    /// <summary>A zone after a time of day: "UTC", "Eastern", "CET", "Tokyo time", "UTC+2", "Z", "Europe/Paris".</summary>
    Found<DateTimeZone>? ZoneAt(int i, bool bare)
    {
        var at = Skip(i, "(");
        // "5pm London"
        if (!bare && at < tokens.Count && tokens[at].Capital && !Is(at, "central", "mountain", "pacific", "eastern") && Zone(at) is null
            && (TimeWords.Places.TryGetValue(Word(at) + " " + Word(at + 1), out var city) ? at + 2 : TimeWords.Places.TryGetValue(Word(at), out city) ? at + 1 : 0) is > 0 and var after)
            return new(DateTimeZoneProviders.Tzdb[city!], after);
        if (Zone(at) is not { } zone)
            return null;
        return bare && zone.End == at + 1 && Word(at).Length <= 2 ? null : zone with { End = at > i ? Skip(zone.End, ")") : zone.End };
    }

    static readonly Dictionary<string, string> ZoneIds = DateTimeZoneProviders.Tzdb.Ids.ToDictionary(id => id, id => id, StringComparer.OrdinalIgnoreCase);

    Found<DateTimeZone>? OffsetAt(int i)
    {
        var sign = Is(i, "+") ? 1 : -1;
        if (!IsNumber(i + 1))
            return null;
        var text = tokens[i + 1].Text;
        int hours, minutes = 0, end = i + 2;
        if (text.Length == 4)
            (hours, minutes) = (int.Parse(text.AsSpan(0, 2), System.Globalization.CultureInfo.InvariantCulture), int.Parse(text.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture));
        else if (text.Length == 2 && Is(i + 2, ":") && Digits(i + 3) is { Value: < 60 } m)
            (hours, minutes, end) = (int.Parse(text, System.Globalization.CultureInfo.InvariantCulture), m.Value, m.End);
        else
            return null;
        return hours <= 14 && minutes is 0 or 30 or 45 ? new(DateTimeZone.ForOffset(Offset.FromSeconds(sign * (hours * 3600 + minutes * 60))), end) : null;
    }

    Found<DateTimeZone>? Zone(int i)
    {
        if (Is(i, "utc", "gmt") && Is(i + 1, "+", "-", "−") && Glued(i + 1) && Digits(i + 2) is { Value: <= 14 } hours)
        {
            var (end, minutes) = (hours.End, 0);
            if (Is(end, ":") && Digits(end + 1) is { Value: < 60 } m)
                (end, minutes) = (m.End, m.Value);
            return new(DateTimeZone.ForOffset(Offset.FromSeconds((Is(i + 1, "+") ? 1 : -1) * (hours.Value * 3600 + minutes * 60))), end);
        }
        // "15:00 +0100", "15:00+01:00"
        if (Is(i, "+", "-") && IsNumber(i - 1) && IsNumber(i - 3) && Is(i - 2, ":") && Glued(i + 1) && (Is(i, "+") || !Glued(i)) && OffsetAt(i) is { } offset)
            return offset;
        if (Is(i + 1, "/") && i + 2 < tokens.Count && Glued(i + 1) && Glued(i + 2))
            return ZoneIds.TryGetValue($"{tokens[i].Text}/{tokens[i + 2].Text}{(Is(i + 3, "_") ? "_" + (i + 4 < tokens.Count ? tokens[i + 4].Text : "") : "")}", out var iana)
                ? new(DateTimeZoneProviders.Tzdb[iana], Is(i + 3, "_") ? i + 5 : i + 3) : null;
        if (MatchAny(i, "local time", "my time", "our time") is { } here)
            return new(context.Zone, here);
        var two = Word(i) + " " + Word(i + 1);
        if (TimeWords.Places.TryGetValue(two, out var place) && Is(i + 2, "time"))
            return new(DateTimeZoneProviders.Tzdb[place], i + 3);
        if (TimeWords.Places.TryGetValue(Word(i), out var one) && (Is(i + 1, "time") || MatchAny(i + 1, "standard time", "daylight time") is not null))
            return new(DateTimeZoneProviders.Tzdb[one], Is(i + 1, "time") ? i + 2 : i + 3);
        if (Match(i, "in") is { } inside && (TimeWords.Places.TryGetValue(Word(inside), out var city) || TimeWords.Places.TryGetValue(Word(inside) + " " + Word(inside + 1), out city)) && !Is(inside, "la", "eastern", "central", "pacific", "mountain"))
            return new(DateTimeZoneProviders.Tzdb[city], TimeWords.Places.ContainsKey(Word(inside)) ? inside + 1 : inside + 2);
        return TimeWords.Zones.TryGetValue(Word(i), out var zone) ? new(DateTimeZoneProviders.Tzdb[zone], Skip(i + 1, "time")) : null;
    }
}
