using Npgsql;
using Steward.Host.EmbeddedPostgres;

namespace Steward.Bench;

/// <summary>A contender's database, and what can be counted about it. Everything is on one cluster with fsync on, as Steward ships it.</summary>
sealed class EngineDatabase(EmbeddedServer server, string name, string connectionString)
{
    public string ConnectionString => connectionString;

    public string Uri
    {
        get
        {
            var parts = new NpgsqlConnectionStringBuilder(connectionString);
            return $"postgres://{parts.Username}:{parts.Password}@{parts.Host}:{parts.Port}/{parts.Database}";
        }
    }

    public static async Task<EmbeddedServer> StartServerAsync(string folder)
    {
        var server = await EmbeddedServer.StartAsync(folder, ["shared_preload_libraries=pg_stat_statements", "fsync=on", "max_connections=400", "synchronous_commit=on"], default);
        await CountStatementsAsync(server, on: false);
        return server;
    }

    public static async Task<EngineDatabase> CreateAsync(EmbeddedServer server, string name) => new(server, name, await server.CreateDatabaseAsync(name, default));

    /// <summary>Statements are counted only while this is on: counting costs a little of what is measured otherwise.</summary>
    public static async Task CountStatementsAsync(EmbeddedServer server, bool on)
    {
        await using var connection = await OpenAsync(server.ConnectionString("postgres"));
        await ExecuteAsync(connection, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        await ExecuteAsync(connection, $"ALTER SYSTEM SET pg_stat_statements.track = '{(on ? "top" : "none")}'");
        await ExecuteAsync(connection, "SELECT pg_reload_conf()");
    }

    /// <summary>After a vacuum, so that only what is kept counts. Transactions are those that wrote.</summary>
    public async Task<(long TableBytes, long WalBytes, long Transactions, long Statements)> CountAsync()
    {
        await using var own = await OpenAsync(connectionString);
        await using var other = await OpenAsync(server.ConnectionString("postgres"));
        var wal = await ScalarAsync(own, "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint");
        var transactions = await ScalarAsync(own, "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint");
        var statements = await ScalarAsync(other, $"SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = '{name}'");
        await ExecuteAsync(own, "VACUUM");
        var bytes = await ScalarAsync(own,
            "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')");
        return (bytes, wal, transactions, statements);
    }

    public static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 600 }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    static async Task<long> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
