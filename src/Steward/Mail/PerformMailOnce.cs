using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Steward.Actions;
using Steward.Mail.Store;
using Steward.Platform;
using static Steward.Mail.Store.MailCommands;

namespace Steward.Mail;

/// <summary>
/// Makes a change at most once per key: the change and the row that remembers it are one transaction, and everybody who changes or asks about an account
/// waits for its lock. So the row is there if and only if the change is. A hand-over to somebody else's server is announced by a row without a result first, and
/// ended by the transaction that writes what came of it; in between nobody can know, and the row says so.
/// </summary>
public sealed class PerformMailOnce(StewardDbContext db, LiveEvents live, TimeProvider clock)
{
    /// <param name="mailboxes">All that the change may write to; the action's own among them.</param>
    /// <param name="change">Runs inside the transaction. Anything but <see cref="PerformOutcome.Done"/> takes back what it wrote.</param>
    /// <param name="begun">The change ends a hand-over that <see cref="BeginAsync"/> has announced.</param>
    public async Task<PerformOutcome> RunAsync(ApprovedAction action, IEnumerable<Mailbox> mailboxes, Func<Task<PerformOutcome>> change, CancellationToken cancel, bool begun = false)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var locked = mailboxes.DistinctBy(m => m.AccountId).OrderBy(m => m.AccountId).ToList();
        foreach (var mailbox in locked)
        {
            if (!await db.LockMailAsync(mailbox.PersonId, mailbox.AccountId, cancel))
                return new PerformOutcome.Refused("account_gone", "The mailbox is no longer there.");
        }
        if (await FindAsync(action, cancel) is { } before && !(begun && before is PerformOutcome.Unknown))
            return before;
        var outcome = await change();
        if (outcome is not PerformOutcome.Done done)
            return outcome;
        await RememberAsync(action, done, cancel);
        foreach (var mailbox in locked)
            live.Stage(mailbox.PersonId, "mail_changed", mailbox.AccountId, new { accountId = mailbox.AccountId });
        await db.SaveChangesAsync(cancel);
        CrashPoint.Hit("mail.perform.before-commit");
        await transaction.CommitAsync(cancel);
        CrashPoint.Hit("mail.perform.after-commit");
        return done;
    }

    /// <summary>What is known of the key: done, handed to the relay with an unknown end, or null. Waits for whoever is at it.</summary>
    public async Task<PerformOutcome> ReconcileAsync(ApprovedAction action, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        return await db.LockMailAsync(action.Subject.PersonId, action.Subject.AccountId, cancel) && await FindAsync(action, cancel) is { } found
            ? found
            : new PerformOutcome.NotPerformed();
    }

    /// <summary>Remembers that a hand-over outside is about to begin. Committed by itself, before it begins.</summary>
    /// <param name="note">What whoever asks later needs to recognise the effect by.</param>
    /// <returns>Null when it may begin; else what is known of the key.</returns>
    public async Task<PerformOutcome?> BeginAsync(ApprovedAction action, CancellationToken cancel, JsonElement? note = null)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await db.LockMailAsync(action.Subject.PersonId, action.Subject.AccountId, cancel))
            return new PerformOutcome.Refused("account_gone", "The mailbox is no longer there.");
        if (await FindAsync(action, cancel) is { } before)
            return before;
        await RememberAsync(action, null, cancel, note);
        await transaction.CommitAsync(cancel);
        return null;
    }

    /// <summary>The hand-over that was announced and has no end yet; null when there is none. Waits for whoever is at it.</summary>
    public async Task<BegunMailAction?> BegunAsync(ApprovedAction action, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await db.LockMailAsync(action.Subject.PersonId, action.Subject.AccountId, cancel))
            return null;
        var rows = await db.MailCommand("SELECT note::text, at FROM mail.performed WHERE account_id = $1 AND key = $2 AND result IS NULL", P(action.Subject.AccountId), P(action.Key))
            .ReadAllAsync(row => new BegunMailAction(row.TextOrNull(0) is { } note ? JsonSerializer.Deserialize<JsonElement>(note, Json.Options) : null, row.Instant(1)), cancel);
        return rows.SingleOrDefault();
    }

    /// <summary>Says more of a hand-over that is under way: what the far side calls it, for instance.</summary>
    /// <param name="before">The note as this attempt left it.</param>
    /// <returns>False when another attempt has taken over meanwhile, or has ended it: this one may do no more.</returns>
    public async Task<bool> NoteAsync(ApprovedAction action, JsonElement before, JsonElement note, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var held = await db.MailExecuteAsync("UPDATE mail.performed SET note = $4::json WHERE account_id = $1 AND key = $2 AND result IS NULL AND note::jsonb = $3::jsonb", cancel,
            P(action.Subject.AccountId), P(action.Key), P(before.GetRawText()), P(note.GetRawText()));
        await transaction.CommitAsync(cancel);
        return held == 1;
    }

    /// <summary>Forgets a hand-over that was refused: it did not happen.</summary>
    public async Task ForgetAsync(ApprovedAction action, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.MailExecuteAsync("DELETE FROM mail.performed WHERE account_id = $1 AND key = $2 AND result IS NULL", cancel, P(action.Subject.AccountId), P(action.Key));
        await transaction.CommitAsync(cancel);
    }

    async Task<PerformOutcome?> FindAsync(ApprovedAction action, CancellationToken cancel)
    {
        var rows = await db.MailCommand("SELECT result::text, inverse::text, provider_ref FROM mail.performed WHERE account_id = $1 AND key = $2", P(action.Subject.AccountId), P(action.Key))
            .ReadAllAsync(row => (Result: row.TextOrNull(0), Inverse: row.TextOrNull(1), Ref: row.TextOrNull(2)), cancel);
        if (rows.Count == 0)
            return null;
        var (result, inverse, providerRef) = rows[0];
        return result is null
            ? new PerformOutcome.Unknown("It was handed over, and the answer never came.")
            : new PerformOutcome.Done(JsonSerializer.Deserialize<JsonElement>(result, Json.Options), inverse is null ? null : JsonSerializer.Deserialize<InverseAction>(inverse, Json.Options), providerRef);
    }

    Task RememberAsync(ApprovedAction action, PerformOutcome.Done? done, CancellationToken cancel, JsonElement? note = null) => db.MailExecuteAsync(
        "INSERT INTO mail.performed (account_id, key, kind, result, inverse, provider_ref, at, note) VALUES ($1, $2, $3, $4::jsonb, $5::jsonb, $6, $7, $8::json) "
        + "ON CONFLICT (account_id, key) DO UPDATE SET result = excluded.result, inverse = excluded.inverse, provider_ref = excluded.provider_ref, at = excluded.at", cancel,
        P(action.Subject.AccountId), P(action.Key), P(action.Kind), P(done?.Result.GetRawText()),
        P(done?.Inverse is { } inverse ? JsonSerializer.Serialize(inverse, Json.Options) : null), P(done?.ProviderRef), P(clock.GetUtcNow().UtcDateTime), P(note?.GetRawText()));
}

/// <param name="Note">As it was left by whoever began.</param>
/// <param name="At">When it began.</param>
public sealed record BegunMailAction(JsonElement? Note, DateTimeOffset At);
