using Steward.Planning.Language;
using Steward.Planning.Time;

namespace Steward.Planning.Mentions;

/// <summary>Times and lengths.</summary>
sealed class TimeReader(Sentence sentence) : PhraseReader(sentence)
{
    public override Mention? At(int i, int end, List<Mention> before)
    {
        if (Sentence.AsTime(i, end) is { } time)
            return !Names(time, end) ? time : time.End == i + 1 ? new UnknownMention(i, time.End) : null;
        if (tokens[i].Norm is "hour" or "hours" && i > 0 && tokens[i - 1].Norm is "free" or "spare" or "open" or "available" or "full" or "undisturbed" or "quiet" or "uninterrupted" or "focused" or "solid" or "whole")
            return new LengthMention(i, i + 1, NodaTime.Period.FromHours(1));
        // "(more than a month)": where it is no age that the grammar of times knows
        if (tokens[i].Norm is "more" or "longer" && i + 2 < end && tokens[i + 1].Norm == "than" && future.TryGetValue(i + 2, out var beyond) && beyond.Value is Length least && beyond.End <= end)
            return new LengthMention(i, beyond.End, least.Period);
        return future.TryGetValue(i, out var spot) && spot.Value is Length length && spot.End <= end ? new LengthMention(i, spot.End, length.Period) : null;
    }

    static readonly HashSet<string> Seasons = new(StringComparer.Ordinal) { "summer", "winter", "spring", "autumn", "fall", "christmas", "xmas", "easter", "halloween", "thanksgiving", "weekend" };

    /// <summary>"the summer party": a season right before a kind of event is part of its name.</summary>
    bool Names(TimeMention time, int end) =>
        Seasons.Contains(tokens[time.End - 1].Norm) && time.End > 1 && tokens[time.End - 2].Norm is "the" or "a" or "our" or "my" && time.End - time.First < 4 && time.End < end && tokens[time.End].Kind == TokenKind.Word && tokens[time.End].Norm != "'s" && !future.ContainsKey(time.End)
        && (!lexicon.At(tokens, time.End, end).Any() || lexicon.At(tokens, time.End, end).Any(s => s is { Kind: SenseKind.Thing, Value: "meeting" }));
}
