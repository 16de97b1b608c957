using Steward.Planning.Language;

namespace Steward.Planning.Mentions;

/// <summary>The new text of an event: what it shall be called, where it shall be.</summary>
sealed class NewTextReader(Sentence sentence) : PhraseReader(sentence)
{
    /// <summary>Where the new text of "rename … to", "set the location … to" begins with its preposition; -1 when the clause has none.</summary>
    public int Start { get; private set; } = -1;

    public override void Begin(int first, int end) => Start = FindNewText(first, end);

    /// <summary>
    /// "rename the workshop to Planning offsite", "set the location of the retro to Room 4": after the preposition everything is the new text, word for word, whatever it
    /// would mean elsewhere. The first preposition that follows the named thing counts; a title that holds one itself is written in quotes.
    /// </summary>
    public override Mention? At(int i, int end, List<Mention> before)
    {
        if (i != Start || i + 1 >= end)
            return null;
        var (start, last, close) = (i + 1, end, end);
        if (Quotes.Close(tokens, start, end) is { } quoted && quoted > start + 1)
            (start, last, close) = (start + 1, quoted, quoted + 1);
        else if (Enumerable.Range(start, end - start).Skip(1).FirstOrDefault(k => tokens[k].Norm == "," && k + 1 < end && lexicon.At(tokens, k + 1, end).Any(s => s is { Kind: SenseKind.Thing, Value: "series" or "occurrence" })) is > 0 and var scope)
            (last, close) = (scope, scope);
        while (last > start + 1 && tokens[last - 1].Norm is "." or "!" or "please")
            last--;
        return new SayMention(i, close, request.Message[tokens[start].Start..tokens[last - 1].End]);
    }

    int FindNewText(int first, int end)
    {
        for (var i = first; i < end; i++)
        {
            if (Quotes.Close(tokens, i, end) is { } close)
                i = close;
            else if (lexicon.At(tokens, i, end).Any(s => s is { Kind: SenseKind.Act, Value: "rename" } or { Kind: SenseKind.Thing, Value: "location" or "description" or "title" }) || tokens[i].Norm == "room" && i > first && tokens.Skip(first).Take(i - first).Any(t => t.Norm is "change" or "switch" or "update" or "move" or "set") && i + 1 < end && tokens[i + 1].Norm is "to" or "of" or "for")
                return Enumerable.Range(i + 1, end - i - 1).FirstOrDefault(k => (k > i + 1 || tokens[i].Norm == "room" && tokens[i - 1].Kind == TokenKind.Word) && tokens[k].Norm is "to" or "as" or "into", -1);
        }
        return -1;
    }
}
