using Microsoft.EntityFrameworkCore;
using Steward.Conversations.Turns;
using Steward.Planning;
using Steward.Platform;

namespace Steward.Conversations.Contacts;

/// <summary>Remembers who is meant by a name of several. The newest statement replaces the older one. Staged on the turn's context.</summary>
sealed class StateGroup(StewardDbContext db, ContactBooks books, StatedFacts facts, IServiceProvider scope, TimeProvider clock)
{
    /// <summary>Null when none of the named is a contact: then it is no statement about people ("the options are red and blue").</summary>
    public async Task<Stated?> StageAsync(Turn turn, GroupStatement statement, CancellationToken cancel)
    {
        var book = await books.OfAsync(turn.PersonId, scope, cancel);
        if (!statement.Members.Any(m => book.Find(m, 1).Count > 0))
            return null;
        var members = new List<Contact>();
        foreach (var name in statement.Members)
        {
            var (one, which) = Who.Is(book, name, $"Which {Sentence.Escape(name)} is in “{Sentence.Escape(statement.Name)}”?", c => Again(statement, name, c.Addresses[0]));
            if (one is not { } contact)
                return new("", null, which);
            members.Add(contact);
        }
        await ReplaceAsync(turn.PersonId, statement.Name, members, turn.Id, cancel);
        return new($"Noted: “{Sentence.Escape(statement.Name)}” are {string.Join(", ", members.Select(m => $"{Sentence.Escape(m.Name)} ({Sentence.Escape(m.Addresses[0])})"))}.", await db.AskedJustBeforeAsync(turn, statement.Name, cancel), null);
    }

    /// <summary>Says who the group is, in place of what was said before; the first address that nobody bears otherwise, and then nothing is stored.</summary>
    public async Task<string?> SetAsync(Guid personId, string name, IReadOnlyList<string> addresses, CancellationToken cancel)
    {
        var book = await books.OfAsync(personId, scope, cancel);
        var members = new List<Contact>();
        foreach (var address in addresses)
        {
            if (!address.Contains('@', StringComparison.Ordinal) || book.Find(address, 1) is not [var contact])
                return address;
            members.Add(contact);
        }
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await ReplaceAsync(personId, name, members, Guid.Empty, cancel);
        await transaction.CommitAsync(cancel);
        return null;
    }

    async Task ReplaceAsync(Guid personId, string name, IReadOnlyList<Contact> members, Guid turnId, CancellationToken cancel)
    {
        var key = StatedGroup.KeyOf(name);
        db.RemoveRange(await db.Set<StatedGroup>().Where(g => g.PersonId == personId && g.Key == key).ToListAsync(cancel));
        await db.SaveChangesAsync(cancel);
        db.AddRange(members.DistinctBy(m => m.Addresses[0]).Select(m => new StatedGroup
        {
            PersonId = personId, Key = key, Address = m.Addresses[0], Name = name, Member = m.Name, TurnId = turnId, StatedAt = clock.GetUtcNow(),
        }));
        await facts.SaveAsync(personId, cancel);
    }

    /// <summary>Forgets who the group is; false when nobody said it.</summary>
    public Task<bool> ForgetAsync(Guid personId, string name, CancellationToken cancel)
    {
        var key = StatedGroup.KeyOf(name);
        return facts.ForgetAsync(personId, db.Set<StatedGroup>().Where(g => g.PersonId == personId && g.Key == key), cancel);
    }

    static string Again(GroupStatement statement, string name, string address) =>
        $"the {statement.Name} is {string.Join(", ", statement.Members.Take(statement.Members.Count - 1).Select(m => m == name ? address : m))} and {(statement.Members[^1] == name ? address : statement.Members[^1])}";
}
