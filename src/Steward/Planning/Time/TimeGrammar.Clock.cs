using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    static readonly LocalTime Noon = new(12, 0);

    /// <summary>"3pm", "15:00", "half past three", "quarter to 5", "noon", "3 o'clock", "9 in the morning", "at 3"; with a zone when one follows.</summary>
    Found<Clock>? ClockAt(int i)
    {
        var start = i;
        var prefixed = Is(i, "at", "@", "around", "about", "circa");
        if (prefixed)
            i = Skip(i + 1, "about", "around", "roughly", "approximately", "exactly", "say");
        if (Core(i) is not { } core)
            return null;
        var (clock, end) = core;
        end = Skip(end, "sharp", "ish");
        if (!clock.HalfDay && MatchAny(end, "in the morning", "this morning") is { } morning && !Is(end, "this"))
            (clock, end) = (clock with { Time = InHalf(clock.Time, pm: false), HalfDay = true, Bare = false }, morning);
        else if (!clock.HalfDay && MatchAny(end, "in the afternoon", "in the evening", "at night") is { } later)
            (clock, end) = (clock with { Time = clock.Time.Hour == 12 && Is(later - 1, "night") ? LocalTime.Midnight : InHalf(clock.Time, pm: true), HalfDay = true, Bare = false }, later);
        if (ZoneAt(end, clock.Bare) is { } zone)
            (clock, end) = (clock with { Zone = zone.Value, Bare = false }, zone.End);
        if (prefixed && start < i)
            clock = clock with { Bare = false };
        // "at 3 people": a lone number with a plain noun after it is no time of day
        if (!clock.HalfDay && prefixed && end == i + 1 && UnitAt(end) is not null && !Is(end, "h"))
            return null;
        return new(clock, end);
    }

    Found<Clock>? Core(int i)
    {
        if (MatchAny(i, "noon", "high noon", "12 noon", "twelve noon") is { } noon)
            return new(new(Noon), noon);
        if (MatchAny(i, "midnight", "12 midnight") is { } midnight)
            return new(new(LocalTime.Midnight) { NextDay = true }, midnight);
        if (MatchAny(i, "end of day", "end of the day", "eod", "cob", "close of business", "end of business", "close of play", "the end of the day", "the end of day") is { } close)
            return new(new(context.WorkdayEnd) { Note = "end of the working day" }, close);
        if (MatchAny(i, "first thing") is { } firstThing)
            return new(new(context.WorkdayStart) { Note = "start of the working day" }, Skip(firstThing, "in"));
        if (Past(i) is { } past)
            return past;
        if (Digits(i) is not { } hour)
            return TimeWords.Cardinals.TryGetValue(Word(i), out var spoken) && spoken is >= 1 and <= 12 ? Spoken(spoken, i + 1) : null;
        return Written(i, hour);
    }

    /// <summary>"half past three", "quarter to five", "ten past 6", "20 minutes to 4".</summary>
    Found<Clock>? Past(int i)
    {
        i = Is(i, "a") && Is(i + 1, "quarter") ? i + 1 : i;
        int minutes, next;
        if (Is(i, "half"))
            (minutes, next) = (30, i + 1);
        else if (Is(i, "quarter"))
            (minutes, next) = (15, i + 1);
        else if (Cardinal(i) is { Value: >= 1 and <= 59 } number)
            (minutes, next) = (number.Value, Skip(number.End, "minutes", "minute", "min", "mins"));
        else
            return null;
        var before = Is(next, "to", "til", "of", "before");
        if (!before && !Is(next, "past", "after"))
            return null;
        // "10 to 12" is a range unless the words are those of a clock
        if (before && tokens[i].Kind == Language.TokenKind.Number && next == i + 1)
            return null;
        if (Core(next + 1) is not { } hour || hour.Value.Time.Minute != 0 || Is(next, "of") && !Is(i, "quarter"))
            return null;
        var time = hour.Value.Time.PlusMinutes(before ? -minutes : minutes);
        return new(hour.Value with { Time = time, Bare = false }, hour.End);
    }

    /// <summary>"three", "three pm", "three thirty", "five o'clock".</summary>
    Found<Clock>? Spoken(int hour, int end)
    {
        var minute = 0;
        var bare = true;
        if (Cardinal(end) is { Value: >= 5 and <= 59 } minutes && !Glued(end) && (minutes.Value >= 10) && UnitAt(minutes.End) is null
            && (Half(minutes.End) is not null || minutes.Value is 15 or 30 or 45))
            (minute, end, bare) = (minutes.Value, minutes.End, false);
        return Finish(hour, minute, end, bare);
    }

    /// <summary>"3", "3pm", "3:30", "15h30", "1530", "3.30pm".</summary>
    Found<Clock>? Written(int i, Found<int> hour)
    {
        var text = tokens[i].Text;
        var end = hour.End;
        if (Is(end, ":") && Glued(end) && Digits(end + 1) is { Value: < 60 } minutes && Glued(end + 1) && tokens[end + 1].Text.Length == 2)
        {
            end = minutes.End;
            if (Is(end, ":") && Glued(end) && Digits(end + 1) is { Value: < 60 } && tokens[end + 1].Text.Length == 2)
                end += 2;
            return hour.Value <= 24 ? Finish(hour.Value, minutes.Value, end, false, text.Length == 2 && text[0] == '0') : null;
        }
        if (Is(end, ".") && Glued(end) && Digits(end + 1) is { Value: < 60 } dotted && Glued(end + 1) && tokens[end + 1].Text.Length == 2 && hour.Value <= 24
            && (Half(dotted.End) is not null || Is(i - 1, "at", "from", "until", "to") && !(Is(dotted.End, ".") && Glued(dotted.End))))
            return Finish(hour.Value, dotted.Value, dotted.End, false);
        if (Is(end, "h") && Glued(end) && hour.Value <= 24 && (hour.Value >= 6 || Is(i - 1, "at")))
        {
            if (Digits(end + 1) is { Value: < 60 } after && Glued(end + 1))
                return hour.Value >= 6 ? Finish(hour.Value, after.Value, after.End, false, true) : null;
            return Is(i - 1, "at", "from", "to", "@", "um") ? Finish(hour.Value, 0, end + 1, false, true) : null;
        }
        if (text.Length is 3 or 4 && (Half(end) is not null || MatchAny(end, "h", "hrs", "hours", "hour") is not null && text.Length == 4 || text.Length == 4 && Is(i - 1, "at", "@") && hour.Value is < 1900 or > 2099)
            && hour.Value / 100 <= 24 && hour.Value % 100 < 60)
            return Finish(hour.Value / 100, hour.Value % 100, Half(end) is null ? Skip(end, "h", "hrs", "hours", "hour") : end, false, text[0] == '0');
        return text.Length <= 2 && hour.Value <= 24 ? Finish(hour.Value, 0, end, true, text.Length == 2 && text[0] == '0') : null;
    }

    Found<Clock>? Finish(int hour, int minute, int end, bool bare, bool certain = false)
    {
        if (hour > 24 || hour == 24 && minute > 0)
            return null;
        if (Half(end) is { } half && hour is >= 1 and <= 12)
            return new(new(InHalf(new LocalTime(hour % 12, minute), half.Value)), half.End);
        if (MatchAny(end, "o'clock", "oclock", "o clock", "o ' clock") is { } clock)
            (end, bare) = (clock, false);
        if (hour is 0 or > 12 || certain)
            return bare && hour is 0 or > 12 && bare ? new(new(new LocalTime(hour % 24, minute)) { Bare = true, NextDay = hour == 24 }, end) : new(new(new LocalTime(hour % 24, minute)) { NextDay = hour == 24 }, end);
        return new(new(Guess(hour, minute), HalfDay: false) { Bare = bare }, end);
    }

    /// <summary>True for pm.</summary>
    Found<bool>? Half(int i)
    {
        if (Is(i, "am", "pm"))
            return new(Is(i, "pm"), i + 1);
        if (Is(i, "a", "p") && Glued(i) && !Is(i + 1, "."))
            return new(Is(i, "p"), i + 1);
        return null;
    }

    static LocalTime InHalf(LocalTime time, bool pm) => new(time.Hour % 12 + (pm ? 12 : 0), time.Minute);

    /// <summary>Of the two hours that "3" may be, the one in which people meet: 8 to 11 before noon, 12 to 7 after.</summary>
    static LocalTime Guess(int hour, int minute) => new(hour >= 8 && hour < 12 ? hour : hour % 12 + 12, minute);

    static LocalTime OtherHalf(LocalTime time) => time.PlusHours(12);

    /// <summary>A zone after a time of day: "UTC", "Eastern", "CET", "Tokyo time", "UTC+2", "Z", "Europe/Paris".</summary>
    Found<DateTimeZone>? ZoneAt(int i, bool bare)
    {
        var at = Skip(i, "(");
        if (Zone(at) is not { } zone)
            return null;
        return bare && zone.End == at + 1 && Word(at).Length <= 2 ? null : zone with { End = at > i ? Skip(zone.End, ")") : zone.End };
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
        if (Is(i + 1, "/") && i + 2 < tokens.Count && Glued(i + 1) && Glued(i + 2))
        {
            var iana = DateTimeZoneProviders.Tzdb.Ids.FirstOrDefault(id => string.Equals(id, $"{tokens[i].Text}/{tokens[i + 2].Text}", StringComparison.OrdinalIgnoreCase));
            return iana is null ? null : new(DateTimeZoneProviders.Tzdb[iana], i + 3);
        }
        var two = Word(i) + " " + Word(i + 1);
        if (TimeWords.Places.TryGetValue(two, out var place) && Is(i + 2, "time"))
            return new(DateTimeZoneProviders.Tzdb[place], i + 3);
        if (TimeWords.Places.TryGetValue(Word(i), out var one) && (Is(i + 1, "time") || MatchAny(i + 1, "standard time", "daylight time") is not null))
            return new(DateTimeZoneProviders.Tzdb[one], Is(i + 1, "time") ? i + 2 : i + 3);
        if (Match(i, "in") is { } inside && (TimeWords.Places.TryGetValue(Word(inside), out var city) || TimeWords.Places.TryGetValue(Word(inside) + " " + Word(inside + 1), out city)) && !Is(inside, "la", "eastern", "central", "pacific", "mountain"))
            return new(DateTimeZoneProviders.Tzdb[city], TimeWords.Places.ContainsKey(Word(inside)) ? inside + 1 : inside + 2);
        return TimeWords.Zones.TryGetValue(Word(i), out var zone) ? new(DateTimeZoneProviders.Tzdb[zone], Skip(i + 1, "time")) : null;
    }

    /// <summary>"3–5pm", "from 3 to 5", "between 9 and 10:30", "9 to 5"; the half of the day that one end leaves open comes from the other.</summary>
    Found<ClockSpan>? ClockSpanAt(int i)
    {
        var opener = MatchAny(i, "from", "between", "anywhere between", "any time between", "anytime between", "somewhere between");
        var start = opener ?? Skip(i, "at");
        if (ClockAt(start) is not { } first || first.Value is { Bare: true, HalfDay: true } && opener is null && !Is(first.End, "-", "–"))
            return null;
        var separator = Is(i, "between") || opener > i + 1 ? MatchAny(first.End, "and", "-", "–", "to") : MatchAny(first.End, "-", "–", "—", "to", "until", "through", "up to");
        if (separator is not { } next || ClockAt(next) is not { } second)
            return null;
        // "3 to 5 days", "1-2 people"
        if (second.Value.Bare && UnitAt(second.End) is not null)
            return null;
        var (from, to) = Settle(first.Value, second.Value);
        var span = new ClockSpan(from, to) { Zone = second.Value.Zone ?? first.Value.Zone, Bare = first.Value.Bare && second.Value.Bare && opener is null };
        if (!first.Value.HalfDay && !second.Value.HalfDay)
            span = span with { Alternatives = [span with { From = OtherHalf(from), To = OtherHalf(to) }] };
        return new(span, second.End);
    }

    static (LocalTime From, LocalTime To) Settle(Clock first, Clock second)
    {
        var (from, to) = (first.Time, second.Time);
        if (!first.HalfDay && second.HalfDay)
        {
            // 3 to 5pm is the afternoon; 11 to 1pm crosses noon
            var late = OtherHalf(from) > from ? OtherHalf(from) : from;
            var early = OtherHalf(late);
            from = late < to ? late : early < to ? early : from;
        }
        else if (!second.HalfDay)
        {
            var early = OtherHalf(to) < to ? OtherHalf(to) : to;
            to = early > from ? early : OtherHalf(early) > from ? OtherHalf(early) : to;
        }
        return (from, to);
    }
}
