using Steward.Planning.Language;

namespace Steward.Planning.Mentions;

/// <summary>What is left out. What follows the words that say so is read like any description.</summary>
/// <param name="next">Reads the next phrase.</param>
sealed class ExceptReader(Sentence sentence, Func<int, int, List<Mention>, Mention> next) : PhraseReader(sentence)
{
    public override Mention? At(int i, int end, List<Mention> before) => (Except(i, end) ?? LeftAlone(i, end)) is { } except ? Denied(except) : null;

    /// <summary>"leave Acme's alone", "leave the starred ones out".</summary>
    ExceptMention? LeftAlone(int i, int end)
    {
        if (Sentence.InException || tokens[i].Norm is not ("leave" or "leaving"))
            return null;
        var last = Enumerable.Range(i + 1, Math.Max(0, Math.Min(9, end - i - 1))).FirstOrDefault(k => tokens[k].Norm is "alone" or "untouched" or "out", -1);
        return last > i + 1 && What(i, i + 1, last, denies: false) is { Count: > 0 } what ? new ExceptMention(i, last + 1, what) : null;
    }

    /// <summary>"except those from Anna", "but not the newsletters". What follows is read like any description.</summary>
    ExceptMention? Except(int i, int end)
    {
        if (Sentence.InException || Marker(i, end, "except") is not { } marker)
            return null;
        // "… but keep those from Anna"; at its beginning "keep" asks for something
        if (marker.Words is ["keep"] or ["skip"] or ["ignore"] or ["minus"] && (i == 0 || tokens[i - 1].Norm is not ("," or "but" or "and" or ";")))
            return null;
        var denies = marker.Words is ["not"] || tokens[marker.Words.Length + i - 1].Norm is "not" or "isn't" or "aren't" or "weren't" or "wasn't";
        return What(i, i + marker.Words.Length, end, denies) is { Count: > 0 } what ? new ExceptMention(i, what[^1].End, what) : null;
    }

    /// <summary>The phrases that say what is left out.</summary>
    /// <param name="denies">"not read from Sarah" denies the reading, not Sarah: a denial ends with its first phrase.</param>
    List<Mention> What(int i, int at, int end, bool denies)
    {
        Sentence.InException = true;
        var what = new List<Mention>();
        while (at < end)
        {
            var phrase = next(at, end, [new ThingMention(i, at, "mail")]);
            if (phrase is UnknownMention && !(denies && tokens[i].Norm == "not") && !ClauseSplitter.BeginsUnknown(tokens, phrase.First, phrase.End, end))
                phrase = Nouns(at, end);
            if (phrase is SenderMention or FilterMention or TopicMention or LabelMention or TimeMention or PersonMention or CompanyMention or QuotedMention or ThingMention { Thing: "meeting" })
                what.Add(phrase);
            // "except what Elena sent"
            else if (phrase is ActMention { Act: "find" } && what.Count == 0 && tokens[phrase.First].Norm is "what" or "whatever" && phrase.End == phrase.First + 1)
                at = phrase.End;
            else if (phrase is not (FillerMention or ThingMention { Thing: "mail" or "thread" } or PronounMention) || what.Count > 0 && tokens[phrase.First].Norm is not ("and" or "or" or "," or "the"))
                break;
            at = phrase.End;
            if (what.Count > 0 && denies && !(at < end && tokens[at].Norm is "or" or "nor" or ","))
                break;
        }
        Sentence.InException = false;
        return what;
    }

    /// <summary>"not read" is unread, "not unread" is read.</summary>
    static Mention Denied(ExceptMention except) => except.What switch
    {
        [FilterMention { Atom: "is:read" }] => new FilterMention(except.First, except.End, "is:unread", "unread"),
        [FilterMention { Atom: "is:unread" }] => new FilterMention(except.First, except.End, "is:read", "read already"),
        _ => except,
    };

    /// <summary>"… but keep the invoices": words that name what is left out.</summary>
    TopicMention Nouns(int i, int end)
    {
        var last = i + 1;
        while (last < end && Sentence.Leftover(last) is UnknownMention && !lexicon.At(tokens, last, end).Any() && !future.ContainsKey(last))
            last++;
        return new TopicMention(i, last, request.Message[tokens[i].Start..tokens[last - 1].End], Quoted: false);
    }
}
