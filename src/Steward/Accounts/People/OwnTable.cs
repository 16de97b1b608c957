using Npgsql;

namespace Steward.Accounts.People;

/// <summary>
/// Every table that keeps rows of a person, read off the database itself, so that a table that is added later cannot be forgotten: by a column that names the person, or else the run or the
/// account that is theirs. Those that hang on something else's owner come first: they are found by it, and must go before it.
/// </summary>
/// <param name="Where">The condition under which a row is theirs; the person is $1.</param>
sealed record OwnTable(string Schema, string Name, string Where)
{
    public string Sql => $"\"{Schema}\".\"{Name}\"";

    public static async Task<IReadOnlyList<OwnTable>> AllAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT t.table_schema, t.table_name, min(CASE WHEN c.column_name IN ('person_id', 'owner_id') THEN '1' WHEN c.column_name = 'run_id' THEN '2' ELSE '3' END || c.column_name)
            FROM information_schema.tables t JOIN information_schema.columns c USING (table_schema, table_name)
            WHERE c.column_name IN ('person_id', 'owner_id', 'run_id', 'account_id') AND t.table_type = 'BASE TABLE' AND t.table_schema NOT IN ('pg_catalog', 'information_schema')
            GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
            """, connection);
        var tables = new List<OwnTable>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var column = reader.GetString(2)[1..];
            tables.Add(new OwnTable(reader.GetString(0), reader.GetString(1), column switch
            {
                "run_id" => "run_id IN (SELECT id FROM runs.runs WHERE owner_id = $1)",
                "account_id" => "account_id IN (SELECT id FROM accounts.linked_accounts WHERE person_id = $1)",
                _ => $"{column} = $1",
            }));
        }
        return tables;
    }
}
