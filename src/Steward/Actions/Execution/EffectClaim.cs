using Microsoft.EntityFrameworkCore;
using Steward.Actions.Proposals;
using Steward.Platform;

namespace Steward.Actions.Execution;

/// <summary>
/// The right to make one call outside, for as long as the lease lasts. There is no public constructor: a claim is what the guarded writes below return to
/// the one caller that won, inside a transaction that the caller then commits, so that the intent is durable before anything is called.
/// </summary>
sealed class EffectClaim
{
    /// <summary>Renewed while a call runs, so that a lease that ended means a process that ended; long enough for a request that is still on the wire to arrive.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    EffectClaim(Effect effect) => Effect = effect;

    public Effect Effect { get; }

    /// <summary>Approved → Executing, for a row that still has the hash that was approved and has not expired; and its intent. Null when the row is no longer so.</summary>
    public static async Task<EffectClaim?> TakeApprovedAsync(StewardDbContext db, Proposal row, string provider, DateTimeOffset now, CancellationToken cancel)
    {
        var won = await db.Set<Proposal>()
            .Where(p => p.Id == row.Id && p.State == ProposalState.Approved && p.Hash == row.Hash && p.DecidedBy == p.PersonId && p.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.State, ProposalState.Executing), cancel);
        return won == 1 ? await IntendAsync(db, row, EffectPurpose.Perform, row.EffectKey, provider, row.Kind, row.Payload, row.Preview.Target.Revision, now, cancel) : null;
    }

    /// <summary>Done → Undoing, within the undo window; and the intent of the stored inverse. Null when the row is no longer so.</summary>
    public static async Task<EffectClaim?> TakeUndoAsync(StewardDbContext db, Proposal row, string provider, DateTimeOffset now, CancellationToken cancel)
    {
        if (row.Inverse is not { } inverse)
            return null;
        var won = await db.Set<Proposal>()
            .Where(p => p.Id == row.Id && p.State == ProposalState.Done && p.UndoUntil > now)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.State, ProposalState.Undoing), cancel);
        return won == 1
            ? await IntendAsync(db, row, EffectPurpose.Undo, row.EffectKey + "-undo", provider, inverse.Kind, inverse.Payload, inverse.ExpectedRevision, now, cancel)
            : null;
    }

    /// <summary>An effect whose lease ended or whose outcome is to be asked for again, with a new fence. Null when there is none that is not being looked at.</summary>
    public static async Task<EffectClaim?> TakeLapsedAsync(StewardDbContext db, Guid[] busyAccounts, DateTimeOffset now, CancellationToken cancel) =>
        Of(await db.Set<Effect>().FromSql(
            $"""
            UPDATE actions.effects SET fence = fence + 1, looks = looks + 1, due_at = {now + Lease} WHERE key = (
                SELECT key FROM actions.effects WHERE due_at <= {now} AND account_id <> ALL ({busyAccounts}) ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING *
            """).AsNoTracking().ToListAsync(cancel));

    /// <summary>After the provider has said that the effect did not happen: the intent again, under the same key, for this claim's holder. Null when the lease was lost.</summary>
    public async Task<EffectClaim?> IntendAgainAsync(StewardDbContext db, DateTimeOffset now, CancellationToken cancel) =>
        Of(await db.Set<Effect>().FromSql(
            $"""
            UPDATE actions.effects SET state = 'Intended', fence = fence + 1, attempts = attempts + 1, looks = 0, due_at = {now + Lease}, intended_at = {now}
            WHERE key = {Effect.Key} AND fence = {Effect.Fence} AND state IN ('Intended', 'Unknown') RETURNING *
            """).AsNoTracking().ToListAsync(cancel));

    /// <summary>False when the lease was lost to a later claim, or an outcome is recorded: the holder's right is over.</summary>
    public async Task<bool> RenewAsync(StewardDbContext db, DateTimeOffset now, CancellationToken cancel) =>
        await db.Set<Effect>().Where(e => e.Key == Effect.Key && e.Fence == Effect.Fence && (e.State == EffectState.Intended || e.State == EffectState.Unknown))
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.DueAt, now + Lease), cancel) == 1;

    /// <summary>The key is the primary key. It is there already only after a NotPerformed, and then the same row is intended again; else somebody has it, and this is null.</summary>
    static async Task<EffectClaim?> IntendAsync(StewardDbContext db, Proposal row, EffectPurpose purpose, string key, string provider,
        string kind, System.Text.Json.JsonElement payload, string? revision, DateTimeOffset now, CancellationToken cancel) =>
        Of(await db.Set<Effect>().FromSql(
            $"""
            INSERT INTO actions.effects AS e (key, proposal_id, person_id, account_id, purpose, provider, kind, payload, expected_revision, proposal_hash,
                state, fence, attempts, looks, due_at, intended_at)
            VALUES ({key}, {row.Id}, {row.PersonId}, {row.AccountId}, {purpose.ToString()}, {provider}, {kind}, {payload.GetRawText()}::jsonb, {revision}, {row.Hash},
                'Intended', 1, 1, 0, {now + Lease}, {now})
            ON CONFLICT (key) DO UPDATE SET state = 'Intended', fence = e.fence + 1, attempts = e.attempts + 1, looks = 0, due_at = {now + Lease}, intended_at = {now}
            WHERE e.state = 'NotPerformed' AND e.proposal_id = {row.Id} RETURNING *
            """).AsNoTracking().ToListAsync(cancel));

    static EffectClaim? Of(List<Effect> rows) => rows.Count == 1 ? new(rows[0]) : null;
}
