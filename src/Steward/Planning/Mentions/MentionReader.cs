namespace Steward.Planning.Mentions;

/// <summary>
/// Cuts a clause into mentions: at each place every reader may claim a phrase, the longest claim wins, of equally long ones the first, and what nobody claims is unknown. The order
/// of phrases in the clause does not matter to it; what belongs together is decided by the frames.
/// </summary>
sealed class MentionReader
{
    readonly Sentence sentence;
    readonly VerbParts verbs;
    readonly NounJoiner nouns;
    readonly IReadOnlyList<PhraseReader> readers;

    public MentionReader(Sentence sentence)
    {
        this.sentence = sentence;
        (verbs, nouns) = (new VerbParts(sentence), new NounJoiner(sentence));
        var (texts, accounts, senders) = (new NewTextReader(sentence), new AccountReader(sentence), new SenderReader(sentence));
        var topics = new TopicReader(sentence, accounts, senders, texts);
        readers =
        [
            new QuoteReader(sentence), new OrdinalReader(sentence), texts, new ConditionReader(sentence), new ExceptReader(sentence, Next), new WritersReader(sentence, topics), accounts, new TimeReader(sentence),
            new LabelReader(sentence), new MailTraitReader(sentence), senders, new LimitReader(sentence), topics, new SenseReader(sentence), new PersonReader(sentence), new VenueReader(sentence, accounts), new ReasonReader(sentence),
        ];
    }

    public List<Mention> Read(int first, int end)
    {
        foreach (var reader in readers)
            reader.Begin(first, end);
        verbs.Find(first, end);
        var mentions = new List<Mention>();
        for (var i = first; i < end;)
        {
            var mention = Next(i, end, mentions);
            mentions.Add(mention);
            i = mention.End;
        }
        return nouns.Join(mentions);
    }

    Mention Next(int i, int end, List<Mention> before)
    {
        if (sentence.Sayings.TryGetValue(i, out var saying) && saying.End <= end)
            return new SayMention(i, saying.End, saying.Text(sentence.Request.Message, sentence.Tokens));
        if (sentence.Parts.TryGetValue(i, out var part) && part.End <= end)
            return part;
        Mention? best = null;
        foreach (var reader in readers)
            if (reader.At(i, end, before) is { } mention && mention.End <= end && (best is null || mention.End > best.End))
                best = mention;
        return best ?? sentence.Leftover(i);
    }
}
