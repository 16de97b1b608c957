using Steward.Planning.Language;

namespace Steward.Planning.Mentions;

/// <summary>The names of labels.</summary>
sealed class LabelReader(Sentence sentence) : PhraseReader(sentence)
{
    public override Mention? At(int i, int end, List<Mention> before) => Longer(LabelName(i, end, before), NamedLabel(i, end, before));

    /// <summary>Where a clause carries a label: "as Receipts", "with the label 'To do'", "label them Work", "tagged Travel".</summary>
    Mention? LabelName(int i, int end, List<Mention> before)
    {
        if (tokens[i].Norm is "labelled" or "labeled" or "tagged" or "categorised" or "categorized" && i + 1 < end)
        {
            var at = tokens[i + 1].Norm is "as" or "with" && i + 2 < end ? i + 2 : i + 1;
            // "tagged as promotion": a category that mail has by itself
            if (lexicon.At(tokens, at, end).FirstOrDefault(s => s.Kind == SenseKind.Filter && s.Value.StartsWith("category:", StringComparison.Ordinal)) is { } category && !tokens[at].Capital)
                return new FilterMention(i, at + category.Words.Length, category.Value, category.Meaning ?? category.Value);
            return Name(at, end) is var (name, last) ? new FilterMention(i, last, $"label:{Composition.QueryText.Word(name)}", $"labelled {name}") : null;
        }
        // "remove Travel from the Lisbon mails"
        if (before.Count > 0 && before[^1] is ActMention taking && taking.End == i && tokens[taking.First].Norm is "remove" or "take" or "drop" or "strip" or "delete" && tokens[i].Capital && people.Read(i, end, guess: false) is null && Name(i, end) is var (removed, stop0) && stop0 < end && tokens[stop0].Norm is "from" or "off"
            && Enumerable.Range(stop0, end - stop0).Any(k => lexicon.At(tokens, k, end).Any(s => s is { Kind: SenseKind.Thing, Value: "mail" or "thread" })) && !future.ContainsKey(i))
            return new LabelMention(i, stop0, removed);
        var labelling = before.Exists(m => m is ActMention { Act: "label" or "unlabel" });
        if (labelling && tokens[i].Norm is "as" or "with" or "under" or "to" or "into" && i + 1 < end)
        {
            var at = i + 1;
            while (at < end && tokens[at].Norm is "the" or "label" or "tag" or "folder" or "a" or "category" or "new" or ":")
                at++;
            if (tokens[i].Norm == "to" && at == i + 1 || at < end && people.Read(at, end, false) is not null && tokens[i].Norm is "with" or "to")
                return null;
            return at < end && Name(at, end) is var (name, last) ? new LabelMention(i, last, name) : null;
        }
        if (labelling && before.Count > 0 && before[^1] is ActMention { Act: "label" or "unlabel" } act && (act.End - act.First > 1 || tokens[i].Capital || Quotes.Close(tokens, i, end) is not null) && (lexicon.At(tokens, i, end).All(s => s.Kind is SenseKind.Role) || tokens[i].Capital && act.End - act.First > 2))
            return Name(i, end) is var (direct, last2) ? new LabelMention(i, last2, direct) : null;
        // "tag this week's newsletters Reading": a name at the end, behind what is to be labelled
        if (labelling && i + 1 == end && tokens[i].Capital && before.Count > 1 && before.Exists(m => m is ThingMention or FilterMention or SenderMention or TopicMention or PronounMention) && lexicon.At(tokens, i, end).All(s => s.Kind == SenseKind.Role) && people.Read(i, end, false) is null && !before.Exists(m => m is LabelMention))
            return Name(i, end) is var (trailing, stop) ? new LabelMention(i, stop, trailing) : null;
        if (labelling && before.Count > 1 && before[^1] is PronounMention && Name(i, end) is var (after, last3))
            return new LabelMention(i, last3, after);
        return null;
    }

    /// <summary>"the Todo label", "a tag called Travel": the name that stands beside the noun.</summary>
    LabelMention? NamedLabel(int i, int end, List<Mention> before)
    {
        var at = tokens[i].Norm is "the" or "my" or "a" or "an" or "any" ? i + 1 : i;
        if (at >= end)
            return null;
        // at its beginning "label" is the verb
        if (tokens[at].Norm is "label" or "tag" or "folder" && at + 1 < end && (at > i || before.Exists(m => m is ActMention)))
        {
            var named = at + 1;
            if (tokens[named].Norm is "called" or "named" or ":" && named + 1 < end)
                named++;
            else if (!tokens[named].Capital && Quotes.Close(tokens, named, end) is null)
                return null;
            return Name(named, end) is var (after, stop) ? new LabelMention(i, stop, after) : null;
        }
        if (Quotes.Close(tokens, at, end) is { } close && close > at + 1 && close + 1 < end && tokens[close + 1].Norm is "label" or "tag")
            return new LabelMention(i, close + 2, request.Message[tokens[at + 1].Start..tokens[close - 1].End]);
        var last = at;
        while (last < end && last - at < 4 && tokens[last].Kind == TokenKind.Word && (tokens[last].Capital || !lexicon.At(tokens, last, end).Any()) && tokens[last].Norm is not ("'s" or "label" or "tag" or "from" or "off" or "to" or "and" or "as" or "new" or "same" or "of" or "all"))
            last++;
        return last > at && last < end && tokens[last].Norm is "label" or "tag" && (tokens[at].Capital && !(at == 0 && lexicon.At(tokens, at, end).Any(s => s.Kind == SenseKind.Filler)) || last == at + 1 && !lexicon.At(tokens, at, end).Any())
            ? new LabelMention(i, last + 1, request.Message[tokens[at].Start..tokens[last - 1].End]) : null;
    }

    (string Name, int End)? Name(int i, int end)
    {
        if (Quotes.Close(tokens, i, end) is { } close && close > i + 1)
            return (request.Message[tokens[i + 1].Start..tokens[close - 1].End], close + 1);
        if (tokens[i].Kind == TokenKind.Symbol)
            return null;
        var last = i + 1;
        while (last < end && last - i < 4 && (tokens[last].Capital && tokens[i].Capital || tokens[last].Norm is "-" or "/" or "&"))
            last++;
        return (request.Message[tokens[i].Start..tokens[last - 1].End], last);
    }
}
