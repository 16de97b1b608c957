using Microsoft.EntityFrameworkCore;
using Steward.Conversations.Turns;
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
        var known = await db.Set<StatedHours>().Where(h => h.PersonId == turn.PersonId && contact.Addresses.Contains(h.Address)).ToListAsync(cancel);
        foreach (var address in contact.Addresses)
        {
            if (known.Find(h => h.Address == address) is not { } row)
                db.Add(row = new StatedHours { PersonId = turn.PersonId, Address = address, Name = contact.Name, TurnId = turn.Id });
            (row.Zone, row.WorkStart, row.WorkEnd) = (statement.Zone ?? row.Zone, statement.Start ?? row.WorkStart, statement.End ?? row.WorkEnd);
            (row.TurnId, row.StatedAt) = (turn.Id, clock.GetUtcNow());
        }
        await facts.SaveAsync(turn.PersonId, cancel);
        var where = statement.Place is { } place ? $" is in the zone of {Sentence.Escape(place)}" : "";
        var when = statement.Start is { } start ? $" works from {start:HH:mm} to {statement.End:HH:mm}" : "";
        return new($"Noted: {Sentence.Escape(contact.Name)} ({Sentence.Escape(contact.Addresses[0])}){where}{(where.Length > 0 && when.Length > 0 ? " and" : "")}{when}. When I look for a time with them, I keep to that.", null, null);
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
