using Steward.Planning.Language;

namespace Steward.Planning.Mentions;

/// <summary>Quoted text.</summary>
sealed class QuoteReader(Sentence sentence) : PhraseReader(sentence)
{
    /// <summary>Quoted text is data, whatever it says.</summary>
    public override Mention? At(int i, int end, List<Mention> before)
    {
        var close = Quotes.Close(tokens, i, end);
        if (close is not { } last)
            return null;
        var text = last > i + 1 ? request.Message[tokens[i + 1].Start..tokens[last - 1].End] : "";
        return new QuotedMention(i, last + 1, text);
    }
}
