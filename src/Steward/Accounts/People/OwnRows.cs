using Npgsql;

namespace Steward.Accounts.People;

/// <summary>Every table that keeps rows of a person, by the column that says whose they are, read off the database itself: a table that is added later cannot be forgotten.</summary>
sealed record OwnTable(string Schema, string Name, string Column)
{
    public string Sql => $"\"{Schema}\".\"{Name}\"";

    public static async Task<IReadOnlyList<OwnTable>> AllAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT c.table_schema, c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
            WHERE c.column_name IN ('person_id', 'owner_id') AND t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema')
            ORDER BY c.table_schema, c.table_name
            """, connection);
        var tables = new List<OwnTable>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            tables.Add(new OwnTable(reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        return tables;
    }
}
