using Microsoft.EntityFrameworkCore;
using Npgsql;
using Steward.Accounts.Grants;
using Steward.Platform;

namespace Steward.Accounts.People;

/// <summary>
/// Takes a person out of this Steward: every row that is theirs in every table, the audit chain too, in one transaction. There is no way back. Either all of it is gone or none;
/// what is being stored or executed at that moment is waited for, or finds its row gone and records nothing more. Before that Steward's permission at the providers is taken back; nothing else is touched there.
/// </summary>
sealed class ErasePerson(NpgsqlDataSource database, StewardDbContext db, RevokeGrant revoke)
{
    const int Attempts = 5;

    /// <returns>What the person has to know of permissions that could not be taken back.</returns>
    public async Task<IReadOnlyList<string>> ExecuteAsync(Guid personId, CancellationToken cancel)
    {
        var notes = new List<string>();
        foreach (var account in await db.Set<LinkedAccount>().AsNoTracking().Where(a => a.PersonId == personId && a.Subject != null).OrderBy(a => a.CreatedAt).ToListAsync(cancel))
        {
            if (await revoke.ExecuteAsync(account, cancel) is { } note)
                notes.Add($"{account.Address}: {note}");
        }
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await EraseAsync(personId, cancel);
                return notes;
            }
            catch (PostgresException e) when (attempt < Attempts && e.SqlState is (PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.ForeignKeyViolation))
            {
                // Whoever stores something of this person locks rooms in another order. Nothing was erased; from the beginning.
            }
        }
    }

    async Task EraseAsync(Guid personId, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await RunAsync(connection, "SELECT set_config('steward.erasing', $1::text, true)", personId, cancel);
        // Nothing new is stored for them from here on: whoever would, waits for this row.
        await RunAsync(connection, "SELECT FROM accounts.people WHERE id = $1 FOR UPDATE", personId, cancel);
        var waiting = (await OwnTable.AllAsync(connection, cancel)).ToList();
        // Tables point at one another. Whatever still points at a row lets it go in a later round; each round must get further, or the whole is refused.
        while (waiting.Count > 0)
        {
            var left = new List<OwnTable>();
            foreach (var table in waiting)
            {
                await transaction.SaveAsync("step", cancel);
                try
                {
                    await RunAsync(connection, $"DELETE FROM {table.Sql} WHERE {table.Where}", personId, cancel);
                    await transaction.ReleaseAsync("step", cancel);
                }
                catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ForeignKeyViolation)
                {
                    await transaction.RollbackAsync("step", cancel);
                    left.Add(table);
                }
            }
            if (left.Count == waiting.Count)
                throw new InvalidOperationException($"These tables point at one another in a circle and cannot be emptied: {string.Join(", ", left.Select(t => t.Sql))}.");
            waiting = left;
        }
        // Messages between rooms belong to nobody by a column; those that name the person are theirs.
        await RunAsync(connection, "DELETE FROM platform.outbox WHERE position($1::text IN body::text) > 0", personId, cancel);
        await RunAsync(connection, "DELETE FROM accounts.people WHERE id = $1", personId, cancel);
        // Deleting can tell of itself in tables that were emptied before (a change of mail is a live event): they are emptied once more.
        foreach (var table in await OwnTable.AllAsync(connection, cancel))
            await RunAsync(connection, $"DELETE FROM {table.Sql} WHERE {table.Where}", personId, cancel);
        await transaction.CommitAsync(cancel);
    }

    static async Task RunAsync(NpgsqlConnection connection, string sql, Guid personId, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = personId } }, CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync(cancel);
    }
}
