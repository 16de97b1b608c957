using NodaTime;
using Steward.Planning.Mentions;
using Steward.Planning.Time;

namespace Steward.Planning.Frames;

/// <summary>How an event's time changes without a new time being named: by how much later or earlier, longer or shorter, how long, or until when.</summary>
/// <param name="Field">The argument of the tool that changes events.</param>
/// <param name="Sure">The words can mean nothing else.</param>
sealed record EventShift(string Field, object Value, string Spoken, IReadOnlyList<Mention> Part, bool Sure)
{
    static readonly HashSet<string> Directions = new(StringComparer.Ordinal) { "longer", "shorter", "later", "earlier", "sooner", "back", "forward", "forwards", "long", "up", "down", "extra", "more", "less" };

    public static EventShift? Of(Clause clause) => Read(clause) is { } shift
        ? shift with { Part = [.. shift.Part, .. clause.Mentions.Where(m => m.End == m.First + 1 && m is not ActMention && Directions.Contains(clause.Tokens[m.First].Norm))] } : null;

    /// <summary>"can the call with Marta happen an hour later?", "the call should be 45 minutes instead of 30", "make the standup fifteen minutes": no verb of moving, but an event and what it shall be.</summary>
    static EventShift? Wanted(Clause clause)
    {
        var terse = Terse(clause);
        if (!terse && !clause.HasAny("can", "could", "should", "needs", "need", "has", "must", "shall", "let", "let's", "make", "may", "would", "will", "want") || Amount(clause) is not var (mention, length, direction) || mention is null || clause.NamesMail || clause.Has("slot"))
            return null;
        // an event that is there: "the call", "Friday's retro", "my standup"; "a call" is a new one
        if (!terse && !clause.Mentions.Any(m => m.First < mention.First && m is ThingMention { Thing: "meeting" } or UnknownMention && m.First > 0 && Before(clause, m) is "the" or "my" or "our" or "this" or "that" or "'s"))
            return null;
        var minutes = Minutes(length);
        string After(int k) => mention.End + k < clause.End ? clause.Tokens[mention.End + k].Norm : "";
        var word = direction.Length > 0 ? direction : After(0);
        var rest = clause.Mentions.Where(m => m.First >= mention.End && (m is LengthMention or UnknownMention or FillerMention || m is LimitMention) || m is UnknownMention && clause.NormsOf(m).All(w => w is "needs" or "happen" or "start" or "begin" or "end" or "take" or "place")).ToList();
        if (minutes <= 0)
            return null;
        return word switch
        {
            "later" => new("shiftMinutes", minutes, $"move it {Say(minutes)} later", [mention, .. rest], true),
            "earlier" or "sooner" => new("shiftMinutes", -minutes, $"move it {Say(minutes)} earlier", [mention, .. rest], true),
            "longer" => new("lengthenMinutes", minutes, $"make it {Say(minutes)} longer", [mention, .. rest], true),
            "shorter" => new("lengthenMinutes", -minutes, $"make it {Say(minutes)} shorter", [mention, .. rest], true),
            "instead" or "long" or "only" or "" or "." or "?" or "not" or "please" when (clause.Act("move") is null || Verb(clause) is "change") && !clause.All<TimeMention>().Any(t => t.First >= mention.First) && clause.Tokens[mention.First - 1].Norm is not ("by" or "in") && !Joined(clause, mention) => new("minutes", minutes, $"make it {Say(minutes)} long", [mention, .. rest], true),
            _ => null,
        };
    }

    /// <summary>"standup 15 min later": nothing but an event, an amount and its direction.</summary>
    static bool Terse(Clause clause) => Amount(clause) is var (mention, _, direction) && mention is not null && direction is "later" or "earlier" or "sooner" && !clause.All<ActMention>().Any()
        && clause.Mentions.All(m => m == mention || m is FillerMention || m.First < mention.First && m is ThingMention { Thing: "meeting" } or UnknownMention or PersonMention or CompanyMention or TimeMention || m.First >= mention.End && clause.NormsOf(m).All(Directions.Contains))
        && clause.Mentions.Any(m => m is ThingMention { Thing: "meeting" });

    static string Before(Clause clause, Mention mention)
    {
        for (var i = mention.First - 1; i >= Math.Max(clause.First, mention.First - 3); i--)
            if (clause.Tokens[i].Norm is "the" or "my" or "our" or "this" or "that" or "'s" or "a" or "an" or "any" or "some")
                return clause.Tokens[i].Norm;
        return "";
    }

    /// <summary>"book the room for 30 minutes" books; only verbs of being and making say how long an event shall be.</summary>
    static bool Joined(Clause clause, Mention mention) => clause.All<ActMention>().Any(a => a.Act is not ("find" or "update" or "move") && !(a.Act == "schedule" && clause.NormsOf(a).Any(w => w is "make"))) || clause.Tokens[mention.First - 1].Norm == "for";

    static EventShift? Read(Clause clause)
    {
        if (Wanted(clause) is { } wanted && !clause.All<ActMention>().Any(a => a.Act is "lengthen" or "shorten" or "block" or "find" && clause.Tokens[a.First].Norm is not ("can" or "could") && a.Leading))
            return wanted;
        var act = clause.Act("move", "lengthen", "shorten", "schedule", "update", "draft");
        if (act is not { Leading: true } && clause.Act("lengthen", "shorten") is null)
            return null;
        // "make an appointment … for 45 minutes" makes a new one
        if (act is { Act: "schedule" or "draft" } && act.End < clause.End && clause.Tokens[act.End].Norm is "a" or "an")
            return null;
        var end = clause.All<SayMention>().FirstOrDefault()?.First ?? clause.End;
        var words = Enumerable.Range(clause.First, end - clause.First).Select(i => clause.Tokens[i].Norm).ToHashSet(StringComparer.Ordinal);
        if (Amount(clause) is not var (mention, length, until) || mention is null)
            return Until(clause);
        var longer = clause.Act("lengthen") is not null || words.Contains("longer");
        var shorter = clause.Act("shorten") is not null || words.Contains("shorter");
        var minutes = Minutes(length);
        // "shorten the retro to 30 minutes": the preposition says that it is the new length
        var whole = mention.First > clause.First && clause.Tokens[mention.First - 1].Norm is "to" or "last" or "for" && (longer || shorter || clause.Act("move") is null && !(clause.Tokens[mention.First - 1].Norm == "for" && Verb(clause, "schedule") is not ("make" or "set")));
        if (whole && minutes > 0)
            return new("minutes", minutes, $"make it {Say(minutes)} long", [mention], true);
        if (longer || shorter)
            return minutes > 0 ? new("lengthenMinutes", longer ? minutes : -minutes, $"make it {Say(minutes)} {(longer ? "longer" : "shorter")}", [mention], true) : null;
        var later = until == "later" || words.Overlaps(["later", "back", "down"]) || Verb(clause) is "delay" or "postpone" or "push" or "push back" or "put off" or "bump";
        var earlier = until is "earlier" or "sooner" || words.Overlaps(["earlier", "sooner", "forward", "forwards", "up"]) || Verb(clause) is "bring forward" or "pull forward" or "move up" or "prepone" or "preponed" or "preponing";
        var by = mention.First > clause.First && clause.Tokens[mention.First - 1].Norm == "by";
        if (clause.Act("move", "schedule", "update") is null || !(later || earlier || by) || act is { Act: "schedule" } && until.Length == 0 && !words.Overlaps(["later", "earlier"]))
            return null;
        var sign = earlier ? -1 : 1;
        var days = (int)(length.Days + 7L * length.Weeks);
        var way = earlier ? "earlier" : "later";
        if (length.Months != 0 || length.Years != 0)
            return null;
        return days != 0 && length.Hours == 0 && length.Minutes == 0
            ? new("shiftDays", sign * days, $"move it {days} {(days == 1 ? "day" : "days")} {way}", [mention], true)
            : minutes > 0 ? new("shiftMinutes", sign * minutes, $"move it {Say(minutes)} {way}", [mention], true) : null;
    }

    static string Verb(Clause clause, string of = "move") => clause.Act(of) is { } act ? clause.Text(act).ToLowerInvariant() : "";

    /// <summary>The length that is said, whether the recogniser of times took it for a length or for a moment counted from now ("30 minutes later").</summary>
    static (Mention? Mention, Period Length, string Direction)? Amount(Clause clause)
    {
        foreach (var mention in clause.Mentions)
        {
            if (mention is LengthMention length && !(mention.End < clause.End && Describes(clause, mention)))
                return (mention, length.Length, mention.End < clause.End && clause.Tokens[mention.End].Norm is "later" or "earlier" or "sooner" ? clause.Tokens[mention.End].Norm : "");
            if (mention is TimeMention && clause.Tokens[mention.End - 1].Norm is "later" or "earlier" or "sooner" or "before" or "after" && mention.End - mention.First > 1
                && TimeFinder.Find([.. clause.Tokens.Skip(mention.First).Take(mention.End - 1 - mention.First)], Anywhere) is [{ Value: Length found, First: 0 }])
                return (mention, found.Period, clause.Tokens[mention.End - 1].Norm);
        }
        return null;
    }

    /// <summary>"the 30 minute call": a length with a noun behind it belongs to the noun.</summary>
    static bool Describes(Clause clause, Mention length) => !Directions.Contains(clause.Tokens[length.End].Norm) && clause.Mentions.Any(m => m.First == length.End && m is ThingMention { Thing: "meeting" } or UnknownMention or TopicMention);

    static readonly TimeContext Anywhere = new(NodaConstants.UnixEpoch, DateTimeZone.Utc, DayFirst: false, Past: false);

    /// <summary>"extend the workshop until 5pm": the new end.</summary>
    static EventShift? Until(Clause clause)
    {
        if (clause.Act("lengthen", "shorten") is null || clause.All<TimeMention>().LastOrDefault(t => t.First > clause.First && clause.Tokens[t.First - 1].Norm is "until" or "till" or "to" || clause.Tokens[t.First].Norm is "until" or "till") is not { } end)
            return null;
        LocalTime? clock = end.Future switch { Clock c => c.Time, Moment m => m.At.TimeOfDay, MomentSpan { To: { } to } => to.TimeOfDay, _ => null };
        return clock is { } at ? new("endTime", at.ToString("HH:mm:ss", null), $"let it end at {at:HH':'mm}", [end], true) : null;
    }

    static int Minutes(Period length)
    {
        var minutes = ((length.Weeks * 7L + length.Days) * 24 + length.Hours) * 60 + length.Minutes;
        return length.Months == 0 && length.Years == 0 && minutes is > 0 and <= 60L * 24 * 366 ? (int)minutes : 0;
    }

    static string Say(int minutes) => Composition.EventTiming.Spoken(minutes);
}
