using Steward.Planning.Language;
using Steward.Planning.Time;

namespace Steward.Planning.Mentions;

/// <summary>Times and lengths.</summary>
sealed class TimeReader(Sentence sentence) : PhraseReader(sentence)
{
    public override Mention? At(int i, int end, List<Mention> before)
    {
        if (Sentence.AsTime(i, end) is { } time)
            return time;
        if (tokens[i].Norm is "hour" or "hours" && i > 0 && tokens[i - 1].Norm is "free" or "spare" or "open" or "available" or "full" or "undisturbed" or "quiet" or "uninterrupted" or "focused" or "solid" or "whole")
            return new LengthMention(i, i + 1, NodaTime.Period.FromHours(1));
        return future.TryGetValue(i, out var spot) && spot.Value is Length length && spot.End <= end ? new LengthMention(i, spot.End, length.Period) : null;
    }
}
