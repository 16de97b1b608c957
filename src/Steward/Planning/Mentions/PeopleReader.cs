using Steward.Planning.Language;

namespace Steward.Planning.Mentions;

/// <summary>Reads names, addresses, roles and groups of people at a place of a clause.</summary>
sealed class PeopleReader(IReadOnlyList<Token> tokens, PlanRequest request, Lexicon lexicon)
{
    const int LongestName = 4;

    readonly Dictionary<string, IReadOnlyList<Contact>> looked = new(StringComparer.Ordinal);

    /// <summary>One or several people ("Anna, Ben and my manager"). A word that nobody bears is taken as a name only where one must stand (<paramref name="guess"/>).</summary>
    public (People People, int End)? Read(int i, int end, bool guess)
    {
        var persons = new List<PersonRef>();
        var at = i;
        while (at < end && persons.Count < 20 && One(at, end, guess || persons.Count > 0 && tokens[at].Capital) is { } person)
        {
            if (person is { Group: true, Members: { } group })
                persons.AddRange(group.Members.Select(m => new PersonRef(person.Phrase, person.First, person.End, [m], Members: group)));
            else
                persons.Add(person);
            at = person.End;
            var next = at < end && tokens[at].Norm is "," or "and" or "&" or "or" ? at + 1 : at;
            if (next < end && next > at && tokens[next].Norm is "and" or "&" or "or" or "from" or "with")
                next++;
            if (next == at || next >= end)
                break;
            // after "and" a new person must be somebody who is known, or plainly a name
            if (One(next, end, tokens[next].Capital) is null)
                break;
            at = next;
        }
        return persons.Count == 0 ? null : (new People(persons), persons[^1].End);
    }

    /// <summary>Whoever the mentions name.</summary>
    public static IReadOnlyList<PersonRef> In(IEnumerable<Mention> mentions) =>
        [.. mentions.SelectMany(m => m switch { SenderMention s => s.People.Persons, RecipientMention r => r.People.Persons, CompanyMention c => c.People.Persons, PersonMention p => p.People.Persons, _ => [] })];

    PersonRef? One(int i, int end, bool guess)
    {
        if (tokens[i].Kind == TokenKind.Address)
        {
            var address = tokens[i].Text.ToLowerInvariant();
            var contact = Look(address).Where(c => c.Addresses.Any(a => string.Equals(a, address, StringComparison.OrdinalIgnoreCase))).Take(1).ToList();
            return new PersonRef(tokens[i].Text, i, i + 1, contact, Address: address);
        }
        return Remembered(i, end) ?? Members(i, end) ?? Domain(i, end) ?? Role(i, end) ?? Group(i, end) ?? Named(i, end) ?? (guess ? Guess(i, end) : null);
    }

    /// <summary>"partner.example", "@acme.com": everybody who writes from there. Nobody's address.</summary>
    PersonRef? Domain(int i, int end)
    {
        var at = tokens[i].Norm == "@" ? i + 1 : i;
        var last = at;
        while (last + 2 < end && tokens[last].Kind == TokenKind.Word && tokens[last + 1] is { Norm: ".", SpaceBefore: false } && tokens[last + 2] is { Kind: TokenKind.Word, SpaceBefore: false })
            last += 2;
        return last > at && tokens[last].Norm.Length > 1 ? new PersonRef(Phrase(at, last + 1), i, last + 1, [], Group: true) : null;
    }

    /// <summary>"the board", "my book club", once the person has said who that is. "the board meeting" is no people.</summary>
    PersonRef? Remembered(int i, int end)
    {
        var at = tokens[i].Norm is "everyone" or "everybody" or "all" && i + 2 < end && tokens[i + 1].Norm is "in" or "on" or "of" ? i + 2 : i;
        if (tokens[at].Norm is not ("the" or "my" or "our"))
            return null;
        for (var last = Math.Min(end, at + 1 + LongestName); last > at + 1; last--)
            if (tokens[last - 1].Kind == TokenKind.Word && request.Contacts.Stated(Phrase(at + 1, last)) is { } group)
                return last < end && lexicon.At(tokens, last, end).Any(s => s is { Kind: SenseKind.Thing, Value: "meeting" }) ? null : new PersonRef(Phrase(i, last), i, last, [], Group: true, Members: group);
        return null;
    }

    /// <summary>"the engineering team", "the Acme people", "everyone at acme.example", when it is known who they are.</summary>
    PersonRef? Members(int i, int end)
    {
        var at = i;
        var everyone = tokens[at].Norm is "everyone" or "everybody" or "people" or "anyone" or "all" && at + 2 < end && tokens[at + 1].Norm is "at" or "in";
        if (everyone)
            at += 2;
        var article = at < end && tokens[at].Norm is "the" or "our" or "my" or "a";
        if (article)
            at++;
        if (!everyone && !article)
            return null;
        for (var last = Math.Min(end, at + 4); last > at; last--)
        {
            var named = tokens[last - 1].Norm is "team" or "people" or "folks" or "crew" or "group" or "guys" or "attendees" or "participants" or "squad" or "colleagues" && last - 1 > at;
            var name = named ? last - 1 : last;
            if (!named && !everyone || Enumerable.Range(at, name - at).Any(k => tokens[k].Kind != TokenKind.Word && tokens[k].Norm is not ("." or "-")))
                continue;
            if (request.Contacts.Group(Phrase(at, name)) is { } group)
                return new PersonRef(Phrase(i, last), i, last, [], Group: true, Members: group);
        }
        return null;
    }

    /// <summary>"my manager", "the boss".</summary>
    PersonRef? Role(int i, int end)
    {
        var start = tokens[i].Norm is "my" or "our" or "the" ? i + 1 : i;
        // "unread from boss": where somebody must stand
        var bare = start == i && i > 0 && tokens[i - 1].Norm is "from" or "by" or "with";
        if (start == i && !bare || start >= end || lexicon.At(tokens, start, end).FirstOrDefault(s => s.Kind == SenseKind.Role) is not { } role)
            return null;
        // "the dentist" is an appointment, "my dentist" a person, unless it is moved
        if (role.Value == "doctor" && i > 0 && tokens[i - 1].Norm is "move" or "cancel" or "reschedule" or "postpone" or "shift" or "push" or "delay")
            return null;
        if (tokens[i].Norm == "the" && role.Value is "doctor" or "teacher" or "client" or "lawyer" || lexicon.At(tokens, Math.Min(start + role.Words.Length, tokens.Count - 1), end).Any(s => s is { Kind: SenseKind.Thing, Value: "meeting" }) && start + role.Words.Length < end)
            return null;
        return new PersonRef(Phrase(i, start + role.Words.Length), i, start + role.Words.Length, request.Contacts.WithRole(role.Value), Role: role.Value);
    }

    /// <summary>"the engineering team", "people at Acme", "a team", "the whole team".</summary>
    PersonRef? Group(int i, int end)
    {
        var start = tokens[i].Norm is "my" or "our" or "the" or "a" or "an" ? i + 1 : i;
        for (var at = start; at < Math.Min(end, start + 4); at++)
        {
            if (tokens[at].Norm is "team" or "group" or "department" or "crew" or "committee" or "squad" or "board" or "colleagues" or "folks" or "guys" or "attendees" or "participants")
            {
                // "a board meeting" is a kind of meeting, nobody is asked to it yet
                if (at == i || at + 1 < end && lexicon.At(tokens, at + 1, end).Any(s => s is { Kind: SenseKind.Thing, Value: "meeting" }))
                    return null;
                var name = at > start ? Phrase(start, at + 1) : null;
                var found = name is null ? [] : Look(name).Take(1).ToList();
                return new PersonRef(Phrase(i, at + 1), i, at + 1, found, Group: true);
            }
            if (lexicon.At(tokens, at, end).Any(s => s.Kind is SenseKind.Thing or SenseKind.Act && s.Value is not ("note" or "plan" or "slot" or "money" or "code" or "mark" or "send")) || tokens[at].Kind != TokenKind.Word || tokens[at].Norm is "and" or "about" or "from" or "next" or "last" or "this" or "on" or "at" or "for" or "in")
                return null;
        }
        return null;
    }

    /// <summary>The longest run of words that a contact bears, without "Mr" or "Dr" before it.</summary>
    PersonRef? Named(int i, int end)
    {
        if (Titles.Contains(tokens[i].Norm) && i + 1 < end)
        {
            var name = tokens[i + 1].Norm == "." && i + 2 < end ? i + 2 : i + 1;
            return Named(name, end) is { } titled ? titled with { Phrase = Phrase(i, titled.End), First = i } : null;
        }
        for (var last = Math.Min(end, i + LongestName); last > i; last--)
        {
            if (Enumerable.Range(i, last - i).Any(k => tokens[k].Kind != TokenKind.Word && tokens[k].Norm is not "-" and not "."))
                continue;
            // a word of the language is a name only when it is written like one
            if (last == i + 1 && (tokens[i].Norm.Length < 2 || !tokens[i].Capital && lexicon.At(tokens, i, end).Any() || TimeLike(i)))
                continue;
            if (last > i + 1 && Enumerable.Range(i, last - i).Any(k => OfTheLanguage(k, end)))
                continue;
            var found = Matching(i, last);
            if (last == i + 1 && !tokens[i].Capital && CommonWords.Contains(tokens[i].Norm))
                found = [.. found.Where(c => AnswersTo(c, tokens[i].Norm))];
            if (found.Count > 0)
                return new PersonRef(Phrase(i, last), i, last, found);
        }
        return null;
    }

    /// <summary>Whether an ordinary word ("mark", "start") is how somebody is called: a name of theirs whom the person has written to, or that stands in their address too. Not start@shop.example.</summary>
    static bool AnswersTo(Contact contact, string word) =>
        Tokeniser.Split(contact.Name).Any(t => t.Norm == word) && (contact.Written || contact.Addresses.Any(a => a.Split('@')[0].Split('.', '_', '-', '+').Contains(word, StringComparer.OrdinalIgnoreCase)));

    static readonly HashSet<string> Titles = new(StringComparer.Ordinal) { "mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "madam", "herr", "frau", "mister" };

    /// <summary>A contact may call itself "Bob to" or "Send Bob": words that mean something where they stand are no parts of a longer name, unless they are written like one.</summary>
    bool OfTheLanguage(int i, int end) => (!tokens[i].Capital || i == 0) && (Little.Contains(tokens[i].Norm) || lexicon.At(tokens, i, end).Any(s => s.Words.Length == 1 && s.Kind is SenseKind.Act or SenseKind.Thing));

    static readonly HashSet<string> Little = new(StringComparer.Ordinal) { "a", "an", "the", "to", "of", "in", "on", "at", "for", "about", "with", "from", "saying", "that", "is", "am", "i", "my", "me", "it", "this" };

    bool TimeLike(int i) => Time.TimeWords.Weekdays.ContainsKey(tokens[i].Norm) || Time.TimeWords.Months.ContainsKey(tokens[i].Norm) && !tokens[i].Capital;

    IReadOnlyList<Contact> Matching(int i, int end)
    {
        var words = Enumerable.Range(i, end - i).Select(k => tokens[k].Norm).Where(w => w is not "-" and not ".").ToList();
        var original = Enumerable.Range(i, end - i).Select(k => Tokeniser.Normal(tokens[k].Text)).Where(w => w is not "-" and not "").ToList();
        var query = string.Join(' ', original);
        var found = Look(query).Where(c => Bears(c, original) || Bears(c, words)).ToList();
        // a full name beats those of whom it is only a part
        var exact = found.Where(c => Tokeniser.Split(c.Name).Count(t => t.Kind == TokenKind.Word) == words.Count).ToList();
        // … unless its bearer is a stranger and another is not: anybody can call themselves "Bob"
        return exact.Count > 0 && (exact.Exists(c => c.Written) || !found.Exists(c => c.Written)) ? exact : found;
    }

    /// <summary>Whether each word is one of the contact's names, or the part of an address before the @ or its domain's name.</summary>
    static bool Bears(Contact contact, List<string> words)
    {
        var names = Tokeniser.Split(contact.Name).Select(t => t.Norm).ToHashSet(StringComparer.Ordinal);
        if (words.TrueForAll(names.Contains))
            return true;
        return words.Count == 1 && words[0].Length > 2 && contact.Addresses.Any(a => a.Split('@')[0].Equals(words[0], StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A name that no contact bears: up to three capitalised words, or one word that the lexicon does not know.</summary>
    PersonRef? Guess(int i, int end)
    {
        var start = tokens[i].Norm is "the" or "my" && i + 1 < end ? i + 1 : i;
        var last = start;
        while (last < end && last < start + 3 && tokens[last].Kind == TokenKind.Word && tokens[last].Capital && tokens[last].Norm is not "i" && !TimeLike(last))
            last++;
        if (last > start)
            return new PersonRef(Phrase(start, last), i, last, []);
        var token = tokens[start];
        if (start > i && tokens[i].Norm == "my" || token.Norm is "summer" or "winter" or "spring" or "autumn" or "fall" or "past" or "beginning" or "start" or "end")
            return null;
        if (token.Kind != TokenKind.Word || token.Norm.Length < 3 || lexicon.At(tokens, start, end).Any() || TimeLike(start) || Time.TimeWords.Units.ContainsKey(token.Norm) || token.Norm == "'s")
            return null;
        // "the tax office": two unknown words behind an article are one name
        var second = start + 1 < end ? tokens[start + 1] : null;
        if (start > i && second is { Kind: TokenKind.Word, Norm.Length: > 3 } && !second.Norm.EndsWith("ing", StringComparison.Ordinal) && !lexicon.At(tokens, start + 1, end).Any() && !TimeLike(start + 1) && !Time.TimeWords.Units.ContainsKey(second.Norm)
            && (start + 2 >= end || tokens[start + 2].Kind == TokenKind.Symbol || lexicon.At(tokens, start + 2, end).Any()) && One(start + 1, end, guess: false) is null)
            return new PersonRef(Phrase(start, start + 2), i, start + 2, []);
        return new PersonRef(token.Text, i, start + 1, []);
    }

    IReadOnlyList<Contact> Look(string name)
    {
        if (!looked.TryGetValue(name, out var found))
            looked[name] = found = request.Contacts.Find(name);
        return found;
    }

    public bool IsName(Token token) => token.Norm.Length > 2 && Look(token.Norm).Any(c => Bears(c, [token.Norm]));

    string Phrase(int first, int end) => request.Message[tokens[first].Start..tokens[end - 1].End];
}
