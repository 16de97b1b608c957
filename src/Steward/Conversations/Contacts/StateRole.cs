using Microsoft.EntityFrameworkCore;
using Steward.Conversations.Turns;
using Steward.Planning;
using Steward.Platform;

namespace Steward.Conversations.Contacts;

/// <summary>
/// Remembers what somebody is to the person. A role belongs to one contact at a time: the newest statement replaces the older one. Staged on the turn's context.
/// </summary>
sealed class StateRole(StewardDbContext db, ContactBooks books, StatedFacts facts, IServiceProvider scope, TimeProvider clock)
{
    public async Task<Stated> StageAsync(Turn turn, RoleStatement statement, CancellationToken cancel)
    {
        var (one, which) = Who.Is(await books.OfAsync(turn.PersonId, scope, cancel), statement.Name, $"Which {Sentence.Escape(statement.Name)} is your {statement.Role}?", c => $"{c.Addresses[0]} is my {statement.Role}");
        if (one is not { } contact)
            return new("", null, which);
        await ReplaceAsync(turn.PersonId, statement.Role, contact, turn.Id, cancel);
        return new($"Noted: {Sentence.Escape(contact.Name)} ({Sentence.Escape(contact.Addresses[0])}) is your {statement.Role}.", await db.AskedJustBeforeAsync(turn, statement.Role, cancel), null);
    }

    /// <summary>Says it of whoever bears the address; false when nobody does.</summary>
    public async Task<bool> SetAsync(Guid personId, string role, string address, CancellationToken cancel)
    {
        if (!address.Contains('@', StringComparison.Ordinal) || (await books.OfAsync(personId, scope, cancel)).Find(address, 1) is not [var contact])
            return false;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await ReplaceAsync(personId, role, contact, Guid.Empty, cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>Forgets who holds the role; false when nobody was said to.</summary>
    public Task<bool> ForgetAsync(Guid personId, string role, CancellationToken cancel) =>
        facts.ForgetAsync(personId, db.Set<StatedRole>().Where(r => r.PersonId == personId && r.Role == role), cancel);

    async Task ReplaceAsync(Guid personId, string role, Contact contact, Guid turnId, CancellationToken cancel)
    {
        db.RemoveRange(await db.Set<StatedRole>().Where(r => r.PersonId == personId && r.Role == role).ToListAsync(cancel));
        await db.SaveChangesAsync(cancel);
        db.AddRange(contact.Addresses.Select(address => new StatedRole { PersonId = personId, Role = role, Address = address, Name = contact.Name, TurnId = turnId, StatedAt = clock.GetUtcNow() }));
        await facts.SaveAsync(personId, cancel);
    }
}
