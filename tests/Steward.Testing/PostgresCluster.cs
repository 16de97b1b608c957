using System.Reflection;
using Npgsql;
using Steward.Host.EmbeddedPostgres;
using Steward.Platform;

namespace Steward.Testing;

/// <summary>
/// One embedded PostgreSQL for the test process, started by the same launcher as the product, with a migrated template database. It is kept between
/// test runs (without fsync: nothing in it is worth a disk's wait) and stopped when the process ends.
/// </summary>
public static class PostgresCluster
{
    static readonly Lazy<Task<EmbeddedServer>> Server = new(StartAsync);
    static readonly SemaphoreSlim OneAtATime = new(1);
    static string? template;
    static FileStream? held;

    public static Task<EmbeddedServer> StartedAsync() => Server.Value;

    /// <summary>A new database made from the template. Each test class has its own.</summary>
    public static async Task<string> CreateDatabaseAsync()
    {
        var server = await Server.Value;
        await OneAtATime.WaitAsync();
        try
        {
            template ??= await TemplateAsync(server);
            var name = "t_" + Guid.NewGuid().ToString("n");
            await ExecuteAsync(server, $"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY");
            return name;
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    public static async Task DropDatabaseAsync(string name) => await ExecuteAsync(await Server.Value, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    static async Task<string> TemplateAsync(EmbeddedServer server)
    {
        await ExecuteAsync(server, "DROP DATABASE IF EXISTS template_steward WITH (FORCE)");
        await ExecuteAsync(server, "CREATE DATABASE template_steward");
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionString("template_steward")) { Pooling = false }.ConnectionString);
        await new Migrator(database).MigrateAsync(CancellationToken.None);
        return "template_steward";
    }

    static async Task<EmbeddedServer> StartAsync()
    {
        var name = Assembly.GetEntryAssembly()?.GetName().Name ?? "tests";
        for (var i = 0; ; i++)
        {
            var folder = Path.Combine(Repository.Root, "artifacts", "test-postgres", i == 0 ? name : $"{name}-{i}");
            Directory.CreateDirectory(folder);
            try
            {
                held = new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (i < 20)
            {
                continue; // another test run has this one
            }
            var server = await EmbeddedServer.StartAsync(folder, ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300"], CancellationToken.None);
            await DropLeftoversAsync(server);
            AppDomain.CurrentDomain.ProcessExit += (_, _) => server.StopAsync(CancellationToken.None).GetAwaiter().GetResult();
            return server;
        }
    }

    static async Task DropLeftoversAsync(EmbeddedServer server)
    {
        var names = new List<string>();
        await using (var connection = new NpgsqlConnection(server.ConnectionString("postgres")))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("SELECT datname FROM pg_database WHERE datname LIKE 't\\_%'", connection);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                names.Add(reader.GetString(0));
        }
        foreach (var name in names)
            await ExecuteAsync(server, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }

    static async Task ExecuteAsync(EmbeddedServer server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
