using Microsoft.EntityFrameworkCore;
using Steward.Conversations.Turns;
using Steward.Planning;
using Steward.Platform;

namespace Steward.Conversations.Contacts;

/// <summary>Remembers where somebody is and when they work. What is said now replaces what was said of the same thing; the rest stays. Staged on the turn's context.</summary>
sealed class StateHours(StewardDbContext db, ContactBooks books, StatedFacts facts, IServiceProvider scope, TimeProvider clock)
{
    public async Task<Stated> StageAsync(Turn turn, HoursStatement statement, CancellationToken cancel)
    {
        var (one, which) = Who.Is(await books.OfAsync(turn.PersonId, scope, cancel), statement.Name, $"Which {Sentence.Escape(statement.Name)} is that?", c => Again(statement, c.Addresses[0]));
        if (one is not { } contact)
            return new("", null, which);
        foreach (var row in await RowsAsync(turn.PersonId, contact, turn.Id, cancel))
            (row.Zone, row.WorkStart, row.WorkEnd) = (statement.Zone ?? row.Zone, statement.Start ?? row.WorkStart, statement.End ?? row.WorkEnd);
        await facts.SaveAsync(turn.PersonId, cancel);
        var where = statement.Place is { } place ? $" is in the zone of {Sentence.Escape(place)}" : "";
        var when = statement.Start is { } start ? $" works from {start:HH:mm} to {statement.End:HH:mm}" : "";
        return new($"Noted: {Sentence.Escape(contact.Name)} ({Sentence.Escape(contact.Addresses[0])}){where}{(where.Length > 0 && when.Length > 0 ? " and" : "")}{when}. When I look for a time with them, I keep to that.",
            await db.AskedForZoneJustBeforeAsync(turn, contact.Addresses, cancel), null);
    }

    /// <summary>Says it of whoever bears the address, in place of all that was said before; false when nobody does.</summary>
    public async Task<bool> SetAsync(Guid personId, string address, string? zone, TimeOnly? start, TimeOnly? end, CancellationToken cancel)
    {
        if (!address.Contains('@', StringComparison.Ordinal) || (await books.OfAsync(personId, scope, cancel)).Find(address, 1) is not [var contact])
            return false;
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        foreach (var row in await RowsAsync(personId, contact, Guid.Empty, cancel))
            (row.Zone, row.WorkStart, row.WorkEnd) = (zone, start, end);
        await facts.SaveAsync(personId, cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>One row for each of the contact's addresses, those that are not there yet among them.</summary>
    async Task<IReadOnlyList<StatedHours>> RowsAsync(Guid personId, Contact contact, Guid turnId, CancellationToken cancel)
    {
        var known = await db.Set<StatedHours>().Where(h => h.PersonId == personId && contact.Addresses.Contains(h.Address)).ToListAsync(cancel);
        foreach (var address in contact.Addresses)
        {
            if (known.Find(h => h.Address == address) is not { } row)
            {
                known.Add(row = new StatedHours { PersonId = personId, Address = address, Name = contact.Name, TurnId = turnId });
                db.Add(row);
            }
            (row.TurnId, row.StatedAt) = (turnId, clock.GetUtcNow());
        }
        return known;
    }

    /// <summary>Forgets all that was said of whoever bears the address; false when nothing was.</summary>
    public async Task<bool> ForgetAsync(Guid personId, string address, CancellationToken cancel)
    {
        var contact = (await books.OfAsync(personId, scope, cancel)).Find(address, 1) is [var found] ? found.Addresses : [address];
        return await facts.ForgetAsync(personId, db.Set<StatedHours>().Where(h => h.PersonId == personId && contact.Contains(h.Address)), cancel);
    }

    /// <summary>The same statement of the one who was meant.</summary>
    static string Again(HoursStatement statement, string address) =>
        statement.Place is { } place ? $"{address} is in {place}{(statement.Start is { } s ? $" and works {s:HH:mm} to {statement.End:HH:mm}" : "")}" : $"{address} works {statement.Start:HH:mm} to {statement.End:HH:mm}";
}
