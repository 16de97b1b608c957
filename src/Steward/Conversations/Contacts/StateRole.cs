using Microsoft.EntityFrameworkCore;
using Steward.Conversations.Turns;
using Steward.Planning;
using Steward.Platform;

namespace Steward.Conversations.Contacts;

/// <param name="Confirmation">What to say when nothing else is to be done.</param>
/// <param name="Resume">An earlier request that was waiting for just this, to be planned now.</param>
/// <param name="Question">Set when it is not clear who is meant; then nothing was stored.</param>
sealed record RoleStated(string Confirmation, string? Resume, PlanQuestion? Question);

/// <summary>
/// Remembers what somebody is to the person. A role belongs to one contact at a time: the newest statement replaces the older one. Staged on the turn's context.
/// </summary>
sealed class StateRole(StewardDbContext db, ContactBooks books, LiveEvents live, IServiceProvider scope, TimeProvider clock)
{
    public async Task<RoleStated> StageAsync(Turn turn, RoleStatement statement, CancellationToken cancel)
    {
        var found = (await books.OfAsync(turn.PersonId, scope, cancel)).Find(statement.Name, 5);
        if (found.Count == 0)
        {
            return new("", null, new PlanQuestion(
                $"I know nobody called “{Sentence.Escape(statement.Name)}” from your mail or calendar. Which address does your {statement.Role} have?", "person", []));
        }
        if (found.Count > 1 && !IsClear(found, statement.Name))
        {
            return new("", null, new PlanQuestion($"Which {Sentence.Escape(statement.Name)} is your {statement.Role}?", "person",
                [.. found.Select(c => new QuestionChoice(c.Name, $"{c.Addresses[0]} is my {statement.Role}", c.Addresses[0]))]));
        }

        var contact = found[0];
        await ReplaceAsync(turn.PersonId, statement.Role, contact, turn.Id, cancel);
        return new($"Noted: {Sentence.Escape(contact.Name)} ({Sentence.Escape(contact.Addresses[0])}) is your {statement.Role}.", await WaitingForAsync(turn, statement.Role, cancel), null);
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
    public async Task<bool> ForgetAsync(Guid personId, string role, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.Set<StatedRole>().Where(r => r.PersonId == personId && r.Role == role).ExecuteDeleteAsync(cancel) == 0)
            return false;
        live.Stage(personId, ContactBooks.Changed, null, new { });
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        books.Forget(personId);
        return true;
    }

    async Task ReplaceAsync(Guid personId, string role, Contact contact, Guid turnId, CancellationToken cancel)
    {
        db.RemoveRange(await db.Set<StatedRole>().Where(r => r.PersonId == personId && r.Role == role).ToListAsync(cancel));
        await db.SaveChangesAsync(cancel);
        db.AddRange(contact.Addresses.Select(address => new StatedRole { PersonId = personId, Role = role, Address = address, Name = contact.Name, TurnId = turnId, StatedAt = clock.GetUtcNow() }));
        live.Stage(personId, ContactBooks.Changed, null, new { });
        await db.SaveChangesAsync(cancel);
        books.Forget(personId);
    }

    /// <summary>One who bears the whole name, or writes ten times as much as the next.</summary>
    static bool IsClear(IReadOnlyList<Contact> found, string name)
    {
        var wanted = NameFold.Of(name);
        return NameFold.Of(found[0].Name) == wanted && NameFold.Of(found[1].Name) != wanted || found[0].Messages > 10 * Math.Max(1, found[1].Messages);
    }

    /// <summary>The message of the turn just before, when it was answered with a question and speaks of this role.</summary>
    async Task<string?> WaitingForAsync(Turn turn, string role, CancellationToken cancel)
    {
        var last = await db.Set<Turn>().AsNoTracking().Where(t => t.PersonId == turn.PersonId && t.ConversationId == turn.ConversationId && t.Id != turn.Id)
            .OrderByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id).Select(t => new { t.Message, t.State }).FirstOrDefaultAsync(cancel);
        return last is { State: TurnState.Asked } && last.Message.Contains(role, StringComparison.OrdinalIgnoreCase) ? last.Message : null;
    }
}
