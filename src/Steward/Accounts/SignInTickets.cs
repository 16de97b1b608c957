using Microsoft.EntityFrameworkCore;
using Steward.Accounts.SignIn;
using Steward.Platform;

namespace Steward.Accounts;

/// <summary>One-time sign-in links: a ticket works once, within a day. Two who use it at the same moment: one is signed in.</summary>
public sealed class SignInTickets(StewardDbContext db, TimeProvider clock)
{
    public async Task<string> IssueAsync(Guid personId, CancellationToken cancel)
    {
        var ticket = Secrets.New();
        db.Add(new SignInTicket { Sha256 = Secrets.Digest(ticket), PersonId = personId, ExpiresAt = clock.GetUtcNow().AddDays(1) });
        await db.SaveChangesAsync(cancel);
        return ticket;
    }

    /// <summary>Uses the ticket up. Null when it is unknown, used or too old: which of these is not said.</summary>
    public async Task<Person?> RedeemAsync(string ticket, CancellationToken cancel)
    {
        var digest = Secrets.Digest(ticket);
        var now = clock.GetUtcNow();
        var used = await db.Set<SignInTicket>().Where(t => t.Sha256 == digest && t.UsedAt == null && t.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(t => t.UsedAt, now), cancel);
        if (used == 0)
            return null;
        var personId = await db.Set<SignInTicket>().Where(t => t.Sha256 == digest).Select(t => t.PersonId).SingleAsync(cancel);
        return await db.Set<Person>().SingleOrDefaultAsync(p => p.Id == personId, cancel);
    }
}
