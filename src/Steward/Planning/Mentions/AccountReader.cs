using Steward.Planning.Language;

namespace Steward.Planning.Mentions;

/// <summary>The accounts that are meant.</summary>
sealed class AccountReader(Sentence sentence) : PhraseReader(sentence)
{
    /// <summary>In an exception "from personal" may be what is left out, not where to look.</summary>
    public override Mention? At(int i, int end, List<Mention> before) => (Several(i, end) ?? Read(i, end)) is var account && Sentence.InException && account is { Marker: "from" } && account.End == i + 2 ? null : account;

    /// <summary>"in my work account", "across all accounts", "from personal", "both mailboxes".</summary>
    public AccountMention? Read(int i, int end)
    {
        var marker = tokens[i].Norm is "in" or "on" or "from" or "across" or "at" or "to" or "into" or "within" or "via" or "using" or "over" or "through" or "of" or "for" ? tokens[i].Norm : "";
        var at = marker.Length > 0 ? i + 1 : i;
        if (marker == "over" && at < end && tokens[at].Norm is "to" or "into" or "in")
            (marker, at) = (tokens[at].Norm, at + 1);
        var all = false;
        while (at < end && tokens[at].Norm is "my" or "the" or "our" or "all" or "both" or "each" or "every" or "any" or "of" or "different" or "email" or "mail" or "connected" or "linked" or "two" or "three" && (at + 1 < end))
        {
            all |= tokens[at].Norm is "all" or "both" or "each" or "every" or "any";
            if (tokens[at].Norm is "email" or "mail" && tokens[at + 1].Norm is not ("accounts" or "account" or "addresses" or "address" or "inboxes"))
                break;
            at++;
        }
        if (at >= end)
            return null;
        if (tokens[at].Norm is "accounts" or "mailboxes" or "inboxes" or "addresses" or "calendars" && (all || marker is "across" or "in" or "over" or "through" or "from"))
            return new AccountMention(i, at + 1, [], marker);
        if (all && tokens[at].Norm is "account" or "mailbox")
            return new AccountMention(i, at + 1, [], marker);
        if (tokens[at].Norm == "everywhere")
            return new AccountMention(i, at + 1, [], marker);
        foreach (var account in request.Accounts)
            if (NamedBy(account, at, end) is { } last)
            {
                var noun = last + 1 < end && tokens[last].Norm == "-" && tokens[last + 1].Norm is "calendar" or "account" ? last + 1 : last;
                while (noun < end && tokens[noun].Norm is "account" or "mailbox" or "inbox" or "mail" or "email" or "gmail" or "address" or "calendar" or "one" or "outlook")
                    noun++;
                // "from Northwind" are the people there, unless it says from where to where
                if (noun == last && marker == "from" && Presented(account, at) && !(last < end && tokens[last].Norm is "to" or "into"))
                    continue;
                // a label alone ("work") is an account only where one is expected
                if (noun == last && (marker is not ("from" or "to" or "in" or "on" or "into" or "onto") || last < end && tokens[last].Kind == TokenKind.Word && !lexicon.At(tokens, last, end).Any()) && !tokens[at].Text.Contains('@', StringComparison.Ordinal))
                    continue;
                if (noun == last + 1 && marker.Length == 0 && tokens[last].Norm is "mail" or "email" && i == at)
                    return new AccountMention(i, last, [.. request.Accounts.Where(a => a.Label.Equals(account.Label, StringComparison.OrdinalIgnoreCase))], marker);
                return new AccountMention(i, noun, [account], marker);
            }
        return null;
    }

    /// <summary>"work and private", "both my work and my personal account": accounts side by side, wherever they stand.</summary>
    AccountMention? Several(int i, int end)
    {
        var first = i;
        var marker = tokens[i].Norm is "in" or "on" or "from" or "across" or "between" or "of" or "for" or "at" or "both" ? tokens[i].Norm : "";
        var at = marker.Length > 0 ? i + 1 : i;
        var found = new List<PlanAccount>();
        while (at < end)
        {
            var start = at;
            while (start < end && tokens[start].Norm is "my" or "the" or "our" or "both")
                start++;
            if (start >= end || request.Accounts.Select(a => (Account: a, Last: NamedBy(a, start, end))).FirstOrDefault(a => a.Last is not null) is not (var account, { } last))
                break;
            while (last < end && tokens[last].Norm is "account" or "accounts" or "mailbox" or "mailboxes" or "inbox" or "inboxes" or "mail" or "email" or "calendar" or "calendars" or "one")
                last++;
            found.Add(account);
            i = last;
            if (last + 1 >= end || tokens[last].Norm is not ("and" or "&" or "," or "or" or "plus"))
                break;
            at = tokens[last + 1].Norm is "and" or "in" ? last + 2 : last + 1;
        }
        return found.Distinct().Count() > 1 ? new AccountMention(first, i, [.. found.Distinct()], marker is "both" ? "" : marker) : null;
    }

    /// <summary>The account is named as it presents itself, and not by its label.</summary>
    bool Presented(PlanAccount account, int i) => Tokeniser.Split(account.DisplayName) is [var first, ..] && tokens[i].Norm == first.Norm && !tokens[i].Norm.Equals(account.Label, StringComparison.OrdinalIgnoreCase);

    int? NamedBy(PlanAccount account, int i, int end)
    {
        if (tokens[i].Kind == TokenKind.Address)
            return tokens[i].Text.Equals(account.Address, StringComparison.OrdinalIgnoreCase) ? i + 1 : null;
        foreach (var name in (ReadOnlySpan<string>)[account.Label, account.DisplayName])
        {
            var words = Tokeniser.Split(name);
            if (words.Count == 0 || i + words.Count > end)
                continue;
            var fits = true;
            for (var k = 0; k < words.Count && fits; k++)
                fits = tokens[i + k].Norm == words[k].Norm;
            if (fits)
                return i + words.Count;
        }
        return tokens[i].Norm is "private" or "home" && account.Label.Equals("personal", StringComparison.OrdinalIgnoreCase)
            || tokens[i].Norm is "office" or "company" or "corporate" or "business" or "job" && account.Label.Equals("work", StringComparison.OrdinalIgnoreCase) ? i + 1 : null;
    }
}
