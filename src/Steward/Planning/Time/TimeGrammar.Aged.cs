using NodaTime;

namespace Steward.Planning.Time;

sealed partial class TimeGrammar
{
    /// <summary>"older than 30 days", "more than a month ago", "over 2 weeks old", "30 days or older", "newer than a week", "less than 3 days old".</summary>
    Found<TimeValue>? Aged(int i)
    {
        // "30+ days"
        if (Digits(i) is not null && Is(i + 1, "+") && UnitAt(i + 2) is { } plus and >= Unit.Day)
            return new(new MomentSpan(null, context.Today.Minus(Of(Digits(i)!.Value.Value, plus)) + LocalTime.Midnight) { WholeDays = true }, MatchAny(i + 3, "old", "ago") ?? i + 3);
        var lasting = MatchAny(i, "for longer than", "for more than", "for over", "for at least", ">", "> =", "beyond", "past the age of");
        var older = lasting ?? MatchAny(i, "older than", "older then", "older as", "over", "more than", "at least", "longer than", "earlier than", "greater than", "above");
        var newer = MatchAny(i, "newer than", "newer then", "younger than", "less than", "under", "no older than", "not older than", "at most", "fewer than", "more recent than", "no more than");
        var start = newer ?? older ?? i;
        if (DurationAt(Skip(start, "about", "around", "the", "last")) is not { } length)
            return null;
        var after = Skip(length.End, "or");
        var end = MatchAny(after, "ago", "old", "of age", "in age", "back");
        var trailing = MatchAny(length.End, "or older", "and older", "or more old", "old or older", "old or more", "or longer", "plus old", "+ old", "and up");
        // without a word of age, "over 2 hours" and "at least 30 minutes" are lengths
        if (lasting is not null && end is null && trailing is null && HasTime(length.Value))
            return null;
        if (end is null && trailing is null && lasting is null && MatchAny(i, "older than", "older then", "older as", "newer than", "newer then", "younger than", "no older than", "not older than", "earlier than", "more recent than") is null)
            return null;
        if (newer is null && older is null && trailing is null)
            return null;
        var at = FromNow(length.Value, -1);
        var recent = newer is not null;
        TimeValue value = at switch
        {
            Days day => new MomentSpan(recent ? day.From + LocalTime.Midnight : null, recent ? null : day.From + LocalTime.Midnight) { WholeDays = true },
            Moment moment => new MomentSpan(recent ? moment.At : null, recent ? null : moment.At),
            _ => throw new InvalidOperationException("A length from now is a day or a moment."),
        };
        return new(value, trailing ?? end ?? length.End);
    }
}
