using Npgsql;

namespace Steward.Platform;

/// <summary>
/// Applies the rooms' <c>Schema/NNNN_name.sql</c> files in the order of their numbers, each in its own transaction, under an advisory lock: nodes that
/// start together wait for one another. A file that changed after it was applied stops the start with its name; files are only ever added.
/// </summary>
public sealed class Migrator(NpgsqlDataSource database)
{
    const long LockKey = 0x53_54_45_57_41_52_44; // "STEWARD"

    public async Task<int> MigrateAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({LockKey})", cancel);
        try
        {
            await ExecuteAsync(connection,
                """
                CREATE SCHEMA IF NOT EXISTS platform;
                CREATE TABLE IF NOT EXISTS platform.migrations (name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
                """, cancel);
            var applied = await AppliedAsync(connection, cancel);
            var count = 0;
            foreach (var (name, sql) in Files())
            {
                var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(sql)));
                if (applied.TryGetValue(name, out var known))
                {
                    if (known != hash)
                        throw new InvalidOperationException($"The migration {name} was changed after it had been applied to this database. Add a new file instead.");
                    continue;
                }
                await using var transaction = await connection.BeginTransactionAsync(cancel);
                await ExecuteAsync(connection, sql, cancel);
                await using var insert = new NpgsqlCommand("INSERT INTO platform.migrations (name, sha256) VALUES ($1, $2)", connection)
                {
                    Parameters = { new() { Value = name }, new() { Value = hash } },
                };
                await insert.ExecuteNonQueryAsync(cancel);
                await transaction.CommitAsync(cancel);
                count++;
            }
            return count;
        }
        finally
        {
            await ExecuteAsync(connection, $"SELECT pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    /// <summary>The files, by number. Two with the same number are a mistake and stop the start.</summary>
    internal static IReadOnlyList<(string Name, string Sql)> Files()
    {
        var assembly = typeof(Migrator).Assembly;
        var files = assembly.GetManifestResourceNames().Where(name => name.StartsWith("schema/", StringComparison.Ordinal)).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return (Name: name["schema/".Length..], Sql: reader.ReadToEnd());
        }).OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
        var twice = files.GroupBy(file => file.Name[..4], StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? files : throw new InvalidOperationException($"Two migrations have the number {twice.Key}.");
    }

    static async Task<Dictionary<string, string>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var applied = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand("SELECT name, sha256 FROM platform.migrations", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            applied[reader.GetString(0)] = reader.GetString(1);
        return applied;
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }
}
