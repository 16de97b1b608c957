using Steward.Planning.Language;

namespace Steward.Planning.Mentions;

/// <summary>People with the words that say what they are to the request: company, receivers, copies.</summary>
sealed class PersonReader(Sentence sentence) : PhraseReader(sentence)
{
    public override Mention? At(int i, int end, List<Mention> before) => Longer(Person(i, end), Copy(i, end));

    /// <summary>"with Anna", "to Ben", or a known name alone.</summary>
    Mention? Person(int i, int end)
    {
        if (Marker(i, end, "with") is { } with && !(i == 0 && with.Words[0] == "and") && i + with.Words.Length < end && people.Read(i + with.Words.Length, end, guess: tokens[i + with.Words.Length].Capital) is var (company, last))
            return new CompanyMention(i, last, company);
        if (Marker(i, end, "to") is { } to && i + to.Words.Length < end && people.Read(i + to.Words.Length, end, guess: tokens[i + to.Words.Length].Capital) is var (receivers, end2))
            return new RecipientMention(i, end2, receivers);
        // "fwd it 2 ben"
        if (tokens[i].Norm == "2" && i > 0 && i + 1 < end && people.Read(i + 1, end, guess: false) is var (short2, end5))
            return new RecipientMention(i, end5, short2);
        if (tokens[i].Norm == "for" && i + 1 < end && people.Read(i + 1, end, guess: false) is var (whom, end3))
            return new CompanyMention(i, end3, whom);
        return people.Read(i, end, guess: false) is var (who, end4) ? new PersonMention(i, end4, who) : null;
    }

    /// <summary>"cc Ben", "bcc: my manager", "with Ben in copy".</summary>
    CopyMention? Copy(int i, int end)
    {
        var at = tokens[i].Norm is "and" or "," or "with" or "also" && i + 1 < end ? i + 1 : i;
        if (tokens[at].Norm is "cc" or "bcc" or "cc'ing" or "copying" or "cc'd" or "ccing" || tokens[at].Norm == "copy" && at > i && at + 1 < end && people.Read(at + 1, end, guess: false) is var (_, behind) && !(behind < end && tokens[behind].Norm == "'s"))
        {
            var whom = at + 1;
            while (whom < end && tokens[whom].Norm is ":" or "to" or "in" or "with")
                whom++;
            return whom < end && people.Read(whom, end, tokens[whom].Capital) is var (copied, last) ? new CopyMention(i, last < end && tokens[last].Norm == "in" && (last + 1 >= end || tokens[last + 1].Kind == TokenKind.Symbol) ? last + 1 : last, copied, tokens[at].Norm == "bcc") : null;
        }
        if (at > i && tokens[at].Norm is "and" or "put" or "keep")
            at = Math.Min(end - 1, tokens[at].Norm == "and" && at + 1 < end && tokens[at + 1].Norm is "put" or "keep" ? at + 2 : at + 1);
        return at > i && people.Read(at, end, tokens[at].Capital) is var (who, next) && next + 1 < end && tokens[next].Norm is "in" or "on" or "as" && tokens[next + 1].Norm is "cc" or "copy" or "bcc" ? new CopyMention(i, next + 2, who, tokens[next + 1].Norm == "bcc") : null;
    }
}
