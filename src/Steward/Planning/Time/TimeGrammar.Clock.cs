using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    static readonly LocalTime Noon = new(12, 0);

    /// <summary>"3pm", "15:00", "half past three", "quarter to 5", "noon", "3 o'clock", "9 in the morning", "at 3"; with a zone when one follows.</summary>
    Found<Clock>? ClockAt(int i) => (clocks ??= new(this, FindClock)).At(i);

    Memo<Clock>? clocks;

    Found<Clock>? FindClock(int i)
    {
        var start = i;
        var prefixed = Is(i, "at", "@", "around", "about", "circa", "~");
        if (prefixed)
            i = Skip(Skip(i + 1, "about", "around", "exactly", "say", "precisely", "~"), "the");
        // "T14:30" (ISO 8601)
        if (Is(i, "t") && Glued(i + 1) && IsNumber(i + 1) && Is(i + 2, ":"))
            i++;
        if (Core(i) is not { } core)
            return null;
        var (clock, end) = core;
        // "a table for two on Friday": people
        if (clock.Bare && Is(i - 1, "for") && Is(i - 2, "table", "tables", "dinner", "lunch", "brunch", "breakfast", "drinks", "room", "rooms", "tickets", "seats", "reservation", "booking", "places"))
            return null;
        if (Is(end, "sharp", "prompt", "exactly"))
            end++;
        else if (MatchAny(end, "on the dot", "ish", "- ish", "or so", "or thereabouts", "and a bit") is { } loosely)
            (clock, end) = (Is(loosely - 1, "dot") ? clock : clock with { Bare = clock.Bare && !Is(loosely - 1, "ish"), Note = "about" }, loosely);
        if (!clock.HalfDay && MatchAny(end, "in the morning", "in the am", "before noon") is { } morning)
            (clock, end) = (clock with { Time = InHalf(clock.Time, pm: false), HalfDay = true, Bare = false }, morning);
        else if (!clock.HalfDay && MatchAny(end, "in the afternoon", "in the evening", "at night") is { } later)
            (clock, end) = (clock with { Time = clock.Time.Hour == 12 && Is(later - 1, "night") ? LocalTime.Midnight : InHalf(clock.Time, pm: true), HalfDay = true, Bare = false }, later);
        if (ZoneAt(end, clock.Bare) is { } zone)
            (clock, end) = (clock with { Zone = zone.Value, Bare = false }, zone.End);
        if (prefixed && start < i)
            clock = clock with { Bare = false };
        // "at 5 Oak Street": an address
        if (!clock.HalfDay && end == i + 1 && end + 1 < tokens.Count && tokens[end].Capital && Enumerable.Range(end + 1, Math.Min(2, tokens.Count - end - 1)).Any(k => Is(k, "street", "st", "road", "rd", "avenue", "ave", "lane", "square", "drive", "blvd", "boulevard", "way", "place", "court", "row", "close")))
            return null;
        // "at 3 people": a lone number with a plain noun after it is no time of day
        if (!clock.HalfDay && prefixed && end == i + 1 && UnitAt(end) is not null && !Is(end, "h"))
            return null;
        return new(clock, end);
    }

    Found<Clock>? Core(int i) => Past(i) ?? Hour(i);

    /// <summary>A time of day without "half past" and "quarter to".</summary>
    Found<Clock>? Hour(int i)
    {
        if (MatchAny(i, "noon", "high noon", "12 noon", "twelve noon") is { } noon)
            return new(new(Noon), noon);
        if (MatchAny(i, "midnight", "12 midnight") is { } midnight)
            return new(new(LocalTime.Midnight) { NextDay = true }, midnight);
        if (MatchAny(i, "end of day", "end of the day", "eod", "cob", "close of business", "end of business", "close of play", "cop", "eob", "the end of the day", "the end of day", "the close of business", "end of the business day", "end of the working day", "the end of the working day") is { } close)
            return new(new(context.WorkdayEnd) { Note = "end of the working day" }, close);
        if (MatchAny(i, "start of business", "the start of business", "sob", "start of day", "the start of day", "opening of business", "open of business") is { } opens)
            return new(new(context.WorkdayStart) { Note = "start of the working day" }, opens);
        if (MatchAny(i, "first thing") is { } firstThing)
            return new(new(context.WorkdayStart) { Note = "start of the working day" }, Skip(firstThing, "in"));
        // "sixteen hundred hours"
        if (BelowHundred(i) is { Value: <= 24 } military && Is(military.End, "hundred") && Is(military.End + 1, "hours", "hrs"))
            return Finish(military.Value, 0, military.End + 2, false, true);
        if (Digits(i) is not { } hour)
            return TimeWords.Cardinals.TryGetValue(Word(i), out var spoken) && spoken is >= 1 and <= 12 ? Spoken(spoken, i + 1) : null;
        return Written(i, hour);
    }

    /// <summary>"half past three", "quarter to five", "ten past 6", "20 minutes to 4".</summary>
    Found<Clock>? Past(int i)
    {
        i = Is(i, "a") && Is(i + 1, "quarter") ? i + 1 : i;
        int minutes, next;
        // British "half six" is half past six
        if (Is(i, "half") && Cardinal(i + 1) is { Value: >= 1 and <= 12 } full && !Is(i - 1, "first", "second", "other", "a", "the") && UnitAt(full.End) is null && !Is(full.End, "-", ".", ",") && Half(full.End) is var ofDay)
            return new(new(ofDay is { } pm ? InHalf(new LocalTime(full.Value % 12, 30), pm.Value) : Guess(full.Value, 30), HalfDay: ofDay is not null), ofDay?.End ?? full.End);
        if (Is(i, "half"))
            (minutes, next) = (30, i + 1);
        else if (Is(i, "quarter"))
            (minutes, next) = (15, i + 1);
        else if (Cardinal(i) is { Value: >= 1 and <= 59 } number)
            (minutes, next) = (number.Value, Skip(number.End, "minutes", "minute", "min", "mins"));
        else
            return null;
        var before = Is(next, "to", "til", "of", "before") || Is(next, "until") && (Is(i, "quarter") || !IsNumber(i) && minutes is 5 or 10 or 20 or 25);
        if (!before && !Is(next, "past", "after", "pst", "gone"))
            return null;
        // "10 to 12" is a range unless the words are those of a clock
        if (before && next == i + 1 && !Is(i, "half", "quarter") && (IsNumber(i) && !Is(next + 1, "noon", "midnight") || minutes is not (5 or 10 or 20 or 25)))
            return null;
        if (Hour(next + 1) is not { } hour || hour.Value.Time.Minute != 0 || Is(next, "of") && !Is(i, "quarter"))
            return null;
        var time = hour.Value.Time.PlusMinutes(before ? -minutes : minutes);
        return new(hour.Value with { Time = time, Bare = false }, hour.End);
    }

    /// <summary>"three", "three pm", "three thirty", "five o'clock".</summary>
    Found<Clock>? Spoken(int hour, int end)
    {
        var minute = 0;
        var bare = true;
        var hyphen = Is(end, "-") && Glued(end) && Glued(end + 1) ? end + 1 : end;
        if (Cardinal(hyphen) is { Value: >= 10 and <= 59 } minutes && (hyphen > end || !Glued(end)) && UnitAt(minutes.End) is null
            && (Half(minutes.End) is not null || minutes.Value is 15 or 30 or 45 || Is(end - 2, "at", "@") && !IsNumber(hyphen)))
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
            var second = 0;
            if (Is(end, ":") && Glued(end) && Digits(end + 1) is { Value: < 60 } seconds && tokens[end + 1].Text.Length == 2)
                (second, end) = (seconds.Value, end + 2);
            return hour.Value <= 24 ? Finish(hour.Value, minutes.Value, end, false, text.Length == 2 && text[0] == '0', second) : null;
        }
        if (Is(end, ".") && Glued(end) && Digits(end + 1) is { Value: < 60 } dotted && Glued(end + 1) && tokens[end + 1].Text.Length == 2 && hour.Value <= 24
            && (Half(dotted.End) is not null || (Is(i - 1, "at") || dotted.Value % 5 == 0 && Is(i - 1, "from", "until", "to") || dotted.Value % 5 == 0 && BesideDay(i, dotted.End)) && !(Is(dotted.End, ".") && Glued(dotted.End))))
            return Finish(hour.Value, dotted.Value, dotted.End, false);
        if (Is(end, "h") && Glued(end) && hour.Value <= 24 && (hour.Value >= 6 || Is(i - 1, "at")))
        {
            if (Digits(end + 1) is { Value: < 60 } after && Glued(end + 1) && tokens[end + 1].Text.Length == 2)
                return hour.Value >= 6 ? Finish(hour.Value, after.Value, after.End, false, true) : null;
            return Finish(hour.Value, 0, end + 1, false, true) is { } whole ? whole with { Value = whole.Value with { Bare = !Is(i - 1, "at", "from", "to", "@") } } : null;
        }
        if (text.Length is 3 or 4 && hour.Value / 100 <= 24 && hour.Value % 100 < 60)
        {
            var (h, m, leading) = (hour.Value / 100, hour.Value % 100, text[0] == '0');
            if (Half(end) is not null)
                return Finish(h, m, end, false, leading);
            if (text.Length == 4 && Is(end, "h", "hrs", "hours", "hour", "hr", "z"))
                return Finish(h, m, Is(end, "z") ? end : end + 1, false, true);
            // four digits that are no year: a time after "at", and as all there is
            if (text.Length == 4 && (leading || hour.Value is < 1900 or > 2199))
                return Finish(h, m, end, !Is(i - 1, "at", "@") && tokens.Count > 1, leading || h > 12) is { } military ? military with { Value = military.Value with { Bare = !Is(i - 1, "at", "@") && tokens.Count > 1 } } : null;
            return text.Length == 4 && Is(i - 1, "at", "@") && m % 5 == 0 ? Finish(h, m, end, false, true) : null;
        }
        return text.Length <= 2 && hour.Value <= 24 ? Finish(hour.Value, 0, end, true, text.Length == 2 && text[0] == '0') : null;
    }

    /// <summary>A day's name right before or behind: "friday 12.30", "12.30 on friday".</summary>
    bool BesideDay(int first, int end) => NamesDay(Is(first - 1, ",") ? first - 2 : first - 1) || NamesDay(Skip(Skip(end, ","), "on"));

    bool NamesDay(int i) => TimeWords.Weekdays.ContainsKey(Word(i)) || Is(i, "today", "tomorrow", "yesterday", "tonight");

    Found<Clock>? Finish(int hour, int minute, int end, bool bare, bool certain = false, int second = 0)
    {
        if (hour > 24 || hour == 24 && minute > 0)
            return null;
        // the number of a date: "9 until 21 December"
        if (bare && (MonthAt(end) is not null || Is(end, "st", "nd", "rd", "th") && Glued(end)))
            return null;
        if (second > 0)
            return Finish(hour, minute, end, bare, certain) is { } whole ? whole with { Value = whole.Value with { Time = whole.Value.Time.PlusSeconds(second) } } : null;
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

    static LocalTime InHalf(LocalTime time, bool pm) => new(time.Hour % 12 + (pm ? 12 : 0), time.Minute, time.Second);

    /// <summary>Of the two hours that "3" may be, the one in which people meet: 8 to 11 before noon, 12 to 7 after.</summary>
    static LocalTime Guess(int hour, int minute) => new(hour >= 8 && hour < 12 ? hour : hour % 12 + 12, minute);

    static LocalTime OtherHalf(LocalTime time) => time.PlusHours(12);
}
