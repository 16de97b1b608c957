using Microsoft.EntityFrameworkCore;
using Npgsql;
using Steward.Accounts;
using Steward.Actions.Proposals;
using Steward.Audit;
using Steward.Platform;

namespace Steward.Actions.Permissions;

/// <summary>How a permission stands to a change that it decided.</summary>
enum PermissionStanding { Stands, UsedUp, Ended }

/// <summary>A person's standing permissions: given, ended, and asked whether they cover a change. Giving and ending stand in the audit log.</summary>
sealed class StandingPermissions(StewardDbContext db, ActionKinds kinds, AuditLog audit, Ids ids, TimeProvider clock)
{
    public const int MostPerDay = 500;
    public const int MostDays = 90;
    static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public async Task<IReadOnlyList<PermissionView>> ListAsync(Guid personId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var mine = await db.Set<StandingPermission>().AsNoTracking().Where(p => p.PersonId == personId && p.EndsAt > now).OrderBy(p => p.CreatedAt).ToListAsync(cancel);
        var views = new List<PermissionView>();
        foreach (var p in mine)
            views.Add(new(p.Id, p.AccountId, p.Kind, p.PerDay, await UsedAsync(p.Id, now, cancel), p.CreatedAt, p.EndsAt));
        return views;
    }

    public async Task<Result<PermissionView>> GiveAsync(Guid personId, string kind, Guid accountId, int perDay, int days, string from, CancellationToken cancel)
    {
        if (kinds.Find(kind) is not { } known || !PermissionRule.CanStand(known))
            return Error.Invalid("kind", "This is always asked. A standing permission is possible for changes of one message that can be undone and reach nobody.");
        if (perDay is < 1 or > MostPerDay)
            return Error.Invalid("perDay", $"Between 1 and {MostPerDay} a day.");
        if (days is < 1 or > MostDays)
            return Error.Invalid("days", $"For 1 to {MostDays} days; then it ends and can be given again.");
        if (!await db.Set<LinkedAccount>().AnyAsync(a => a.Id == accountId && a.PersonId == personId, cancel))
            return Error.NotFound("account");
        var now = clock.GetUtcNow();
        // What is given again takes the place of what was: with its own limit and end, and its own count.
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Set<StandingPermission>().Where(p => p.PersonId == personId && p.AccountId == accountId && p.Kind == kind).ExecuteDeleteAsync(cancel);
        var given = new StandingPermission { Id = ids.New(), PersonId = personId, AccountId = accountId, Kind = kind, PerDay = perDay, CreatedAt = now, EndsAt = now + (days * Day) };
        db.Add(given);
        Note(given, "permission.given", from);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Error.Conflict("given_meanwhile", "This permission was given from another window at the same moment.");
        }
        await transaction.CommitAsync(cancel);
        return new PermissionView(given.Id, accountId, kind, perDay, 0, now, given.EndsAt);
    }

    /// <summary>From then on it decides nothing, and what it has decided but nobody has begun is not carried out.</summary>
    public async Task<bool> EndAsync(Guid personId, Guid id, string from, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var ended = await db.Set<StandingPermission>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id && p.PersonId == personId, cancel);
        if (ended is null || await db.Set<StandingPermission>().Where(p => p.Id == id).ExecuteDeleteAsync(cancel) == 0)
            return false;
        Note(ended, "permission.ended", from);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <summary>
    /// The permission that covers this change, or null: it is asked. The limit counts what is stored and what this context has staged; what two runs stage at the same moment is counted
    /// once more when it is claimed (<see cref="LockAsync"/>).
    /// </summary>
    public async Task<Guid?> CoveringAsync(PreparedProposal prepared, ActionSubject subject, IReadOnlyList<OutsideValue> outside, CancellationToken cancel)
    {
        if (!PermissionRule.Covers(prepared.Kind, prepared.Preview, prepared.Verdict, outside))
            return null;
        var now = clock.GetUtcNow();
        var standing = await db.Set<StandingPermission>().AsNoTracking()
            .FirstOrDefaultAsync(p => p.PersonId == subject.PersonId && p.AccountId == subject.AccountId && p.Kind == prepared.Kind.Name && p.EndsAt > now, cancel);
        if (standing is null)
            return null;
        var staged = db.Set<Proposal>().Local.Count(p => p.PermissionId == standing.Id && db.Entry(p).State == EntityState.Added);
        return await UsedAsync(standing.Id, now, cancel) + staged < standing.PerDay ? standing.Id : null;
    }

    /// <summary>
    /// Whether a change that this permission decided may be begun. The permission stays locked until the caller's transaction ends: whoever ends it, or begins another change by it, waits for
    /// that. So no more than the limit of a day is ever begun, whatever was staged at one moment, and nothing is begun by a permission that has ended.
    /// </summary>
    public async Task<PermissionStanding> LockAsync(Guid id, CancellationToken cancel)
    {
        var locked = await db.Set<StandingPermission>().FromSql($"SELECT * FROM actions.permissions WHERE id = {id} FOR UPDATE").AsNoTracking().ToListAsync(cancel);
        if (locked.Count == 0)
            return PermissionStanding.Ended;
        var since = clock.GetUtcNow() - Day;
        var begun = await db.Set<Proposal>().CountAsync(p => p.PermissionId == id && p.CreatedAt > since && p.State != ProposalState.Approved, cancel);
        return begun < locked[0].PerDay ? PermissionStanding.Stands : PermissionStanding.UsedUp;
    }

    Task<int> UsedAsync(Guid id, DateTimeOffset now, CancellationToken cancel)
    {
        var since = now - Day;
        return db.Set<Proposal>().CountAsync(p => p.PermissionId == id && p.CreatedAt > since, cancel);
    }

    void Note(StandingPermission p, string action, string from) => audit.Stage(new()
    {
        PersonId = p.PersonId, Actor = Actors.Person, Action = action, SubjectType = "permission", SubjectId = p.Id.ToString(), Result = "ok", From = from,
        Detail = new { kind = p.Kind, accountId = p.AccountId, perDay = p.PerDay, endsAt = p.EndsAt },
    });
}
