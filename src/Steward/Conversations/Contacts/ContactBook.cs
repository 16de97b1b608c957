using Steward.Planning;

namespace Steward.Conversations.Contacts;

/// <summary>An address that occurs in a person's mail or calendar, with how often.</summary>
/// <param name="Sent">Messages that the person wrote to it: what a stranger cannot bring about.</param>
sealed record KnownAddress(string Address, string? Name, int Received, int Sent);

/// <summary>An event with other people in it: what makes a group of them.</summary>
sealed record Gathering(string Title, IReadOnlySet<string> Emails, DateTimeOffset At);

/// <summary>
/// A person's contacts at one moment. Looking up is a binary search over folded words: 5,000 contacts cost microseconds.
/// Several addresses under one full name are one contact when the person has written to the address or has heard from it often; a lone mail under a
/// known name stays a stranger, because display names are free to choose.
/// </summary>
sealed class ContactBook : IContacts
{
    const int HeardOften = 3;
    /// <summary>More are no group of people, but a provider of mail.</summary>
    const int MostMembers = 30;

    readonly Entry[] entries;
    readonly (string Word, int Entry)[] words;

    readonly IReadOnlyDictionary<string, RoleEvidence> evidence;
    readonly IReadOnlyList<Gathering> gatherings;
    readonly Dictionary<string, StatedHours> hours = new(StringComparer.OrdinalIgnoreCase);
    readonly ILookup<string, StatedGroup> groups = Array.Empty<StatedGroup>().ToLookup(g => g.Key, StringComparer.Ordinal);

    public ContactBook(IEnumerable<KnownAddress> addresses, IEnumerable<StatedRole> roles, IReadOnlyDictionary<string, RoleEvidence>? evidence = null, IReadOnlyList<Gathering>? gatherings = null)
    {
        this.gatherings = gatherings ?? [];
        this.evidence = evidence ?? new Dictionary<string, RoleEvidence>(StringComparer.OrdinalIgnoreCase);
        var stated = roles.ToLookup(r => r.Address, StringComparer.OrdinalIgnoreCase);
        entries = [.. Merge(addresses).Select(group => ToEntry(group, stated)).OrderByDescending(e => e.Contact.Messages).ThenBy(e => e.Contact.Name, StringComparer.Ordinal)];
        words = [.. entries.SelectMany((entry, i) => entry.Words.Select(word => (word, i))).OrderBy(w => w.word, StringComparer.Ordinal).ThenBy(w => w.i)];
    }

    /// <summary>What the person has said of others' zones and hours.</summary>
    public IReadOnlyList<StatedHours> Hours { init => hours = value.ToDictionary(h => h.Address, StringComparer.OrdinalIgnoreCase); }

    /// <summary>In which zone somebody sends their invitations, by address.</summary>
    public IReadOnlyDictionary<string, string> Zones { private get; init; } = new Dictionary<string, string>();

    /// <summary>The groups that the person has named.</summary>
    public IReadOnlyList<StatedGroup> Groups { init => groups = value.ToLookup(g => g.Key, StringComparer.Ordinal); }

    /// <summary>Who writes what the person has filed under a label of their own: pairs of label and address.</summary>
    public IReadOnlyList<(string Label, string Address)> Labels { private get; init; } = [];

    public StatedHours? HoursOf(string address) => hours.GetValueOrDefault(address);

    public string? ZoneOf(string address) => Zones.GetValueOrDefault(address);

    public IReadOnlyList<Contact> Find(string name, int limit = 10)
    {
        if (name.Contains('@', StringComparison.Ordinal))
            return [.. entries.Where(e => e.Contact.Addresses.Contains(name.Trim(), StringComparer.OrdinalIgnoreCase)).Select(e => e.Contact).Take(limit)];
        var wanted = NameFold.Of(name).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (wanted.Length == 0)
            return [];
        HashSet<int>? matches = null;
        foreach (var word in wanted)
        {
            var found = Starting(word);
            if (matches is null)
                matches = found;
            else
                matches.IntersectWith(found);
        }
        return [.. matches!.OrderByDescending(i => Rank(entries[i], wanted)).ThenBy(i => i).Take(limit).Select(i => entries[i].Contact)];
    }

    public IReadOnlyList<Contact> Frequent(int limit = 5) => [.. entries.Take(limit).Select(e => e.Contact)];

    public IReadOnlyList<LikelyContact> LikelyFor(string role, int limit = 5) =>
    [
        .. entries.Select(e => (e.Contact, Found: e.Contact.Addresses.Select(evidence.GetValueOrDefault).OfType<RoleEvidence>().ToList()))
            .Select(c => new LikelyContact(c.Contact, RoleEvidence.Say(role, c.Found))).OrderByDescending(l => l.Evidence.Count).Take(limit),
    ];

    public ContactGroup? Group(string name) => Stated(name) ?? AtDomain(name) ?? AtGathering(name) ?? UnderLabel(name);

    public ContactGroup? Stated(string name)
    {
        if (groups.Count == 0 || groups[StatedGroup.KeyOf(name)].ToList() is not { Count: > 0 } members)
            return null;
        var said = members.Select(m => Find(m.Address, 1) is [var contact] ? contact : new Contact(m.Member, [m.Address], 0, [])).ToList();
        return new ContactGroup(said, "you said so");
    }

    /// <summary>"acme.example", or "acme" when it names one domain only.</summary>
    ContactGroup? AtDomain(string name)
    {
        var wanted = name.Trim().TrimStart('@').ToLowerInvariant();
        if (wanted.Length < 3 || wanted.Contains(' ', StringComparison.Ordinal))
            return null;
        var there = entries.SelectMany(e => e.Contact.Addresses.Select(a => (e.Contact, Domain: a.Split('@')[^1].ToLowerInvariant())))
            .Where(e => wanted.Contains('.', StringComparison.Ordinal) ? e.Domain == wanted || e.Domain.EndsWith("." + wanted, StringComparison.Ordinal) : e.Domain.Split('.') is { Length: > 1 } labels && labels[^2] == wanted).ToList();
        var domains = there.Select(e => e.Domain).Distinct(StringComparer.Ordinal).ToList();
        if (there.Count == 0 || domains.Count > 1 && !wanted.Contains('.', StringComparison.Ordinal))
            return null;
        return Limited(there.Select(e => e.Contact), $"they write from {domains[0]}");
    }

    /// <summary>Who is invited to what is called so: the title that happens most, at its latest happening.</summary>
    ContactGroup? AtGathering(string name)
    {
        var wanted = NameFold.Of(name).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (wanted.Length == 0)
            return null;
        var title = gatherings.Where(g => NameFold.Of(g.Title).Split(' ') is var words && wanted.All(words.Contains)).GroupBy(g => g.Title, StringComparer.OrdinalIgnoreCase)
            .OrderByDescending(g => g.Count()).ThenByDescending(g => g.Max(x => x.At)).FirstOrDefault();
        if (title is null)
            return null;
        var latest = title.MaxBy(g => g.At)!;
        return Limited(entries.Where(e => e.Contact.Addresses.Any(latest.Emails.Contains)).Select(e => e.Contact), $"they are invited to “{latest.Title}”");
    }

    /// <summary>Those whose mail the person has labelled so: "Clients", or "clients/acme" by its last part.</summary>
    ContactGroup? UnderLabel(string name)
    {
        var wanted = StatedGroup.KeyOf(name);
        if (wanted.Length == 0 || Labels.Select(l => l.Label).FirstOrDefault(l => StatedGroup.KeyOf(l) == wanted || StatedGroup.KeyOf(l.Split('/')[^1]) == wanted) is not { } label)
            return null;
        var addresses = Labels.Where(l => l.Label == label).Select(l => l.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Limited(entries.Where(e => e.Contact.Addresses.Any(addresses.Contains)).Select(e => e.Contact), $"their mail is labelled “{label}”");
    }

    /// <summary>How addresses begin behind which is a program that takes no answer: nobody's colleague.</summary>
    static readonly string[] NoAnswer = ["no-reply", "noreply", "no_reply", "donotreply", "do-not-reply", "notifications", "newsletter", "mailer-daemon", "bounce"];

    static ContactGroup? Limited(IEnumerable<Contact> members, string because) =>
        members.Where(m => !NoAnswer.Any(n => m.Addresses[0].StartsWith(n, StringComparison.OrdinalIgnoreCase))).DistinctBy(m => m.Addresses[0]).Take(MostMembers + 1).ToList() is { Count: > 0 and <= MostMembers } few ? new ContactGroup(few, because) : null;

    public IReadOnlyList<Contact> WithRole(string role)
    {
        var wanted = NameFold.Of(role);
        return [.. entries.Where(e => e.Contact.Roles.Any(r => NameFold.Of(r) == wanted)).Select(e => e.Contact)];
    }

    /// <summary>Whole words before beginnings, the full name before a part of it.</summary>
    static int Rank(Entry entry, string[] wanted) =>
        (string.Join(' ', wanted) == entry.FullName ? 100 : 0) + wanted.Count(w => entry.Words.Contains(w, StringComparer.Ordinal)) * 10;

    HashSet<int> Starting(string word)
    {
        var found = new HashSet<int>();
        var (low, high) = (0, words.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(words[middle].Word, word) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        for (; low < words.Length && words[low].Word.StartsWith(word, StringComparison.Ordinal); low++)
            found.Add(words[low].Entry);
        return found;
    }

    static IEnumerable<IReadOnlyList<KnownAddress>> Merge(IEnumerable<KnownAddress> addresses)
    {
        var all = addresses.GroupBy(a => a.Address, StringComparer.OrdinalIgnoreCase).Select(group => new KnownAddress(
            group.Key, group.OrderByDescending(a => a.Received + a.Sent).Select(a => a.Name).FirstOrDefault(n => !string.IsNullOrWhiteSpace(n)),
            group.Sum(a => a.Received), group.Sum(a => a.Sent))).ToList();
        foreach (var group in all.GroupBy(a => FullNameOf(a.Name) ?? a.Address, StringComparer.Ordinal))
        {
            var familiar = group.Where(a => a.Sent > 0 || a.Received >= HeardOften).OrderByDescending(a => a.Sent + a.Received).ThenBy(a => a.Address, StringComparer.Ordinal).ToList();
            if (familiar.Count > 0)
                yield return familiar;
            foreach (var stranger in group.Except(familiar))
                yield return [stranger];
        }
    }

    /// <summary>Folded; null when it has fewer than two words: two Annas are two people.</summary>
    static string? FullNameOf(string? name)
    {
        if (name is null || name.Contains('@', StringComparison.Ordinal))
            return null;
        var parts = name.Split(',', 2);
        var folded = NameFold.Of(parts.Length == 2 ? $"{parts[1]} {parts[0]}" : name);
        return folded.Contains(' ', StringComparison.Ordinal) ? folded : null;
    }

    /// <summary>A display name is free to choose. One that is a sentence is nobody's name: its words would match half of what people ask for.</summary>
    static bool IsName(string? name) => !string.IsNullOrWhiteSpace(name) && name.Length <= 60 && name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length <= 6 && !name.Any(c => c is ':' or ';' or '!' or '?' or '{' or '<');

    static Entry ToEntry(IReadOnlyList<KnownAddress> group, ILookup<string, StatedRole> stated)
    {
        var name = group.Select(a => a.Name).FirstOrDefault(IsName) ?? group[0].Address;
        var roles = group.SelectMany(a => stated[a.Address]).Select(r => r.Role).Distinct(StringComparer.Ordinal).ToList();
        var contact = new Contact(name, [.. group.Select(a => a.Address)], group.Sum(a => a.Received + a.Sent), roles, group.Any(a => a.Sent > 0));
        var full = FullNameOf(name) ?? NameFold.Of(name);
        var local = group.SelectMany(a => NameFold.Of(a.Address.Split('@')[0]).Split(' '));
        return new(contact, full, [.. full.Split(' ').Concat(local).Where(w => w.Length > 0).Distinct(StringComparer.Ordinal)]);
    }

    sealed record Entry(Contact Contact, string FullName, string[] Words);
}
