using Steward.Planning.Language;

namespace Steward.Planning.Mentions;

/// <summary>
/// Why a change of the calendar is asked for, said behind it: "…, I'll be stuck in traffic", "… because the train is late". Only the person's own state without a time, a name or a verb
/// of another request: anything more is read like the rest, and asked about when it is not understood.
/// </summary>
sealed class ReasonReader(Sentence sentence) : PhraseReader(sentence)
{
    const int Longest = 12;

    static readonly HashSet<string> OfEvents = new(StringComparer.Ordinal) { "move", "cancel", "lengthen", "shorten", "update", "schedule", "block" };

    public override Mention? At(int i, int end, List<Mention> before)
    {
        if (i + 2 >= end || end - i > Longest || Opens(i) is not { } start || start >= end || !before.Exists(m => m is ActMention act && OfEvents.Contains(act.Act)))
            return null;
        for (var k = start; k < end; k++)
            if (future.ContainsKey(k) || tokens[k].Norm is "and" or "then" or "but" or "so" or "if" or "unless" or "with" or "also" or "please" or "except" || tokens[k].Kind is TokenKind.Address or TokenKind.Number || people.Read(k, end, guess: false) is not null)
                return null;
        return new ReasonMention(i, end);
    }

    /// <summary>Behind the words that begin a reason.</summary>
    int? Opens(int i) => tokens[i].Norm switch
    {
        "because" or "cos" or "coz" or "cause" => i + 1,
        "since" or "as" when tokens[i + 1].Norm is "i" or "i'm" or "i'll" or "i've" or "my" or "we" => i + 1,
        "," when tokens[i + 1].Norm is "i'm" or "i'll" or "i've" || tokens[i + 1].Norm is "i" && tokens[i + 2].Norm is "am" or "have" or "will" or "can't" or "cannot" or "need" or "don't" => i + 1,
        _ => null,
    };
}
