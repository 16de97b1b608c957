using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Steward.Platform;

/// <summary>
/// Which master key this database belongs to. It stops a start with a wrong or missing key before anything is sealed that others could not open, and it
/// re-wraps what is sealed when the key is rotated.
/// </summary>
public sealed class MasterKeyLedger(NpgsqlDataSource database, StewardDbContext db, MasterKeys keys, Seals seals)
{
    const int Batch = 200;

    /// <summary>
    /// The names of keys that are needed and not here. The first process to use a database enters its key; whoever starts at the same moment with another
    /// key is told so.
    /// </summary>
    public async Task<IReadOnlyList<string>> MissingAsync(CancellationToken cancel)
    {
        await using (var enter = database.CreateCommand("INSERT INTO platform.master_key (key_id) VALUES ($1) ON CONFLICT DO NOTHING"))
        {
            enter.Parameters.Add(new() { Value = keys.Current.Id });
            await enter.ExecuteNonQueryAsync(cancel);
        }
        var here = keys.Read().Select(k => k.Name).ToHashSet(StringComparer.Ordinal);
        return [.. (await NeededAsync(cancel)).Where(name => !here.Contains(name))];
    }

    /// <summary>The names of the keys that this database was entered with or has secrets under; empty when it is new.</summary>
    public async Task<IReadOnlyList<string>> NeededAsync(CancellationToken cancel)
    {
        var parts = Columns().Select(c => $"SELECT substring({c.Column} FROM 2 FOR {MasterKey.IdLength}) FROM {c.Table} WHERE {c.Column} IS NOT NULL");
        await using var command = database.CreateCommand($"SELECT DISTINCT encode(key_id, 'hex') FROM ({string.Join(" UNION ALL ", parts.Prepend("SELECT key_id FROM platform.master_key"))}) used ORDER BY 1");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var names = new List<string>();
        while (await reader.ReadAsync(cancel))
            names.Add(reader.GetString(0));
        return names;
    }

    /// <summary>
    /// Wraps everything under the current key. Rows are replaced only if nobody changed them meanwhile, batch by batch: it may be killed anywhere and
    /// begun again, others seal and open all the while, and two of these at once disturb nobody. What does not open is left as it is and named.
    /// </summary>
    public async Task<Rewrapped> RewrapAsync(CancellationToken cancel)
    {
        var (count, broken) = (0, new List<string>());
        foreach (var column in Columns())
        {
            var skip = new List<string>();
            while (await RewrapSomeAsync(column, skip, cancel) is var done and > 0)
                count += done;
            broken.AddRange(skip.Select(row => $"{column.Table}.{column.Column} of {row}"));
        }
        await using var enter = database.CreateCommand("UPDATE platform.master_key SET key_id = $1, since = now() WHERE key_id <> $1");
        enter.Parameters.Add(new() { Value = keys.Current.Id });
        await enter.ExecuteNonQueryAsync(cancel);
        return new(count, broken);
    }

    /// <returns>How many rows were wrapped anew; zero when none is left but those in <paramref name="skip"/>.</returns>
    async Task<int> RewrapSomeAsync(SealedColumn column, List<string> skip, CancellationToken cancel)
    {
        var (rows, before, after) = (new List<string>(), new List<byte[]>(), new List<byte[]>());
        await using (var find = database.CreateCommand(
            $"""
            SELECT {column.Key}::text, {column.Column} FROM {column.Table}
            WHERE substring({column.Column} FROM 2 FOR {MasterKey.IdLength}) <> $1 AND {column.Key}::text <> ALL ($2) LIMIT {Batch}
            """))
        {
            find.Parameters.Add(new() { Value = keys.Current.Id });
            find.Parameters.Add(new() { Value = skip.ToArray() });
            await using var reader = await find.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                var (row, envelope) = (reader.GetString(0), await reader.GetFieldValueAsync<byte[]>(1, cancel));
                try
                {
                    after.Add(seals.Rewrap(column, row, envelope));
                    rows.Add(row);
                    before.Add(envelope);
                }
                catch (SealException)
                {
                    skip.Add(row);
                }
            }
        }
        await using var replace = database.CreateCommand(
            $"""
            UPDATE {column.Table} t SET {column.Column} = new.after FROM unnest($1::text[], $2::bytea[], $3::bytea[]) AS new (row, before, after)
            WHERE t.{column.Key}::text = new.row AND t.{column.Column} = new.before
            """);
        replace.Parameters.Add(new() { Value = rows.ToArray() });
        replace.Parameters.Add(new() { Value = before.ToArray() });
        replace.Parameters.Add(new() { Value = after.ToArray() });
        await replace.ExecuteNonQueryAsync(cancel);
        CrashPoint.Hit("master-key.rewrapped");
        return rows.Count;
    }

    IEnumerable<SealedColumn> Columns() => SealedColumn.In(db.Model).Select(c => c.Column);
}

/// <param name="Count">How many secrets are under the current key that were not.</param>
/// <param name="Broken">Secrets that do not open, by column and row. They are as they were.</param>
public sealed record Rewrapped(int Count, IReadOnlyList<string> Broken);
