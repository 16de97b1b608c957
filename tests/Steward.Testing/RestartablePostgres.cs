using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Steward.Host.EmbeddedPostgres;
using Steward.Platform;

namespace Steward.Testing;

/// <summary>A PostgreSQL of a test's own, with fsync on and one migrated database, that may be crashed: nobody else is on it.</summary>
public sealed class RestartablePostgres : IAsyncDisposable
{
    readonly EmbeddedServer server;
    readonly string folder;

    RestartablePostgres(EmbeddedServer server, string folder, string connectionString)
    {
        this.server = server;
        this.folder = folder;
        ConnectionString = connectionString;
    }

    public string ConnectionString { get; }

    public static async Task<RestartablePostgres> StartAsync()
    {
        var folder = Path.Combine(Path.GetTempPath(), "steward-restart-" + Guid.NewGuid().ToString("n")[..12]);
        var server = await EmbeddedServer.StartAsync(folder, ["fsync=on"], CancellationToken.None);
        var connection = await server.CreateDatabaseAsync("proof", CancellationToken.None);
        await using (var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString))
            await new Migrator(database).MigrateAsync(CancellationToken.None);
        return new RestartablePostgres(server, folder, connection);
    }

    /// <summary>What <c>pg_ctl restart -m immediate</c> does: no checkpoint, no goodbye; the server recovers from its log, on the same port.</summary>
    public async Task CrashAsync()
    {
        using (var quit = Process.Start("kill", ["-QUIT", server.ProcessId.ToString(CultureInfo.InvariantCulture)]))
            await quit.WaitForExitAsync();
        while (server.IsRunning)
            await Task.Delay(20);
        await server.EnsureRunningAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await server.StopAsync(CancellationToken.None);
        Directory.Delete(folder, recursive: true);
    }
}
