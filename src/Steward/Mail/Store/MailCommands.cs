using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Steward.Platform;

namespace Steward.Mail.Store;

/// <summary>SQL by hand in the context's own transaction: batches of arrays, which EF has no words for.</summary>
static class MailCommands
{
    /// <summary>A command on the context's connection. There must be a transaction: mail is never written outside one.</summary>
    public static NpgsqlCommand MailCommand(this StewardDbContext db, string sql, params NpgsqlParameter[] parameters)
    {
        var transaction = db.Database.CurrentTransaction ?? throw new InvalidOperationException("Mail is written inside a transaction.");
        var command = new NpgsqlCommand(sql, (NpgsqlConnection)db.Database.GetDbConnection(), (NpgsqlTransaction)transaction.GetDbTransaction());
        command.Parameters.AddRange(parameters);
        return command;
    }

    /// <summary>A command for reading, outside any transaction of a context.</summary>
    public static NpgsqlCommand MailCommand(this NpgsqlDataSource database, string sql, params NpgsqlParameter[] parameters)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        return command;
    }

    public static async Task<int> MailExecuteAsync(this StewardDbContext db, string sql, CancellationToken cancel, params NpgsqlParameter[] parameters)
    {
        await using var command = db.MailCommand(sql, parameters);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>All rows, each read by a function that does not wait: a row is in memory when it is there.</summary>
    public static async Task<List<T>> ReadAllAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
        var rows = new List<T>();
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
                rows.Add(read(reader));
        }
        return rows;
    }

    public static string? TextOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static DateTimeOffset Instant(this NpgsqlDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column);

    public static NpgsqlParameter P<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    /// <summary>
    /// Makes this transaction the only writer of the account's mail until it ends; false when the account is not this person's. Who locks several accounts
    /// takes them in the order of their ids.
    /// </summary>
    public static async Task<bool> LockMailAsync(this StewardDbContext db, Guid personId, Guid accountId, CancellationToken cancel)
    {
        await using var command = db.MailCommand(
            "SELECT pg_advisory_xact_lock(hashtextextended('mail:' || id::text, 0)) FROM accounts.linked_accounts WHERE id = $1 AND person_id = $2", P(accountId), P(personId));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel);
    }
}
