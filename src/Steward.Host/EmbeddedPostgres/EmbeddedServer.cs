using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace Steward.Host.EmbeddedPostgres;

/// <summary>
/// A PostgreSQL of Steward's own, in a folder: initialised at the first start, listening on a port of 127.0.0.1, with a random password kept beside it
/// (mode 600). A server that a killed Steward left running is found and used again; one that was killed is started again and recovers by its log.
/// Not safe for two callers on the same folder at once: <see cref="DataFolder"/> is the lock.
/// </summary>
public sealed class EmbeddedServer
{
    readonly string folder;
    readonly PostgresBinaries binaries;
    readonly IReadOnlyList<string> prefix;
    readonly IReadOnlyList<string> settings;
    readonly string password;

    EmbeddedServer(string folder, PostgresBinaries binaries, IReadOnlyList<string> prefix, IReadOnlyList<string> settings, string password)
    {
        this.folder = folder;
        this.binaries = binaries;
        this.prefix = prefix;
        this.settings = settings;
        this.password = password;
    }

    string Cluster => Path.Combine(folder, "cluster");
    string LogFile => Path.Combine(folder, "postgres.log");

    /// <summary>The port it listens on; kept over restarts, so that open connection pools find it again.</summary>
    public int Port { get; private set; }

    public int ProcessId { get; private set; }

    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1", Port = Port, Username = "steward", Password = password, Database = database, MaxPoolSize = 60, IncludeErrorDetail = false,
    }.ConnectionString;

    /// <param name="settings">Further server settings, "name=value".</param>
    /// <exception cref="StartException">It cannot be started; the message ends with the last lines of its log.</exception>
    public static async Task<EmbeddedServer> StartAsync(string folder, IReadOnlyList<string> settings, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        var binaries = PostgresBinaries.Find(AppContext.BaseDirectory);
        var prefix = await Unprivileged.PrefixAsync(folder, cancel);
        var server = new EmbeddedServer(folder, binaries, prefix, settings, await PasswordAsync(folder, cancel));
        if (!File.Exists(Path.Combine(server.Cluster, "PG_VERSION")))
            await server.InitialiseAsync(cancel);
        await server.EnsureRunningAsync(cancel);
        return server;
    }

    /// <summary>The server that runs in this folder, to be used beside whoever started it; null when none does.</summary>
    public static async Task<EmbeddedServer?> FindAsync(string folder, CancellationToken cancel)
    {
        if (!File.Exists(Path.Combine(folder, "password")))
            return null;
        var server = new EmbeddedServer(folder, PostgresBinaries.Find(AppContext.BaseDirectory), [], [], await PasswordAsync(folder, cancel));
        return await server.AdoptAsync(cancel) ? server : null;
    }

    /// <summary>Starts the server unless it runs. Harmless to repeat.</summary>
    public async Task EnsureRunningAsync(CancellationToken cancel)
    {
        if (await AdoptAsync(cancel))
            return;
        for (var attempt = 1; ; attempt++)
        {
            Port = attempt == 1 && Port != 0 ? Port : FreePort();
            var options = string.Join(' ', settings.Append($"port={Port}").Append("listen_addresses=127.0.0.1").Append("unix_socket_directories=").Select(s => $"-c {s}"));
            await RunAsync("pg_ctl", ["-D", Cluster, "-l", LogFile, "-w", "-t", "60", "-s", "-o", options, "start"], cancel);
            if (await AdoptAsync(cancel))
                return;
            // After a kill the old server's children may hold the shared memory for a moment, and another program may take the port.
            if (attempt == 10)
                throw new StartException($"The embedded PostgreSQL does not start. The end of {LogFile} says: {await LogTailAsync(cancel)}");
            await Task.Delay(TimeSpan.FromMilliseconds(200 * attempt), cancel);
        }
    }

    /// <summary>Makes the database unless it is there.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(string name, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString("postgres")) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection) { Parameters = { new() { Value = name } } };
        if (await command.ExecuteScalarAsync(cancel) is null)
        {
            await using var create = new NpgsqlCommand($"CREATE DATABASE \"{name}\"", connection);
            await create.ExecuteNonQueryAsync(cancel);
        }
        return ConnectionString(name);
    }

    /// <summary>True while its process lives.</summary>
    public bool IsRunning
    {
        get
        {
            try
            {
                using var process = Process.GetProcessById(ProcessId);
                return !process.HasExited;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }

    /// <summary>Fast shutdown: open transactions are rolled back, everything committed is kept.</summary>
    public Task StopAsync(CancellationToken cancel) => RunAsync("pg_ctl", ["-D", Cluster, "-m", "fast", "-w", "-s", "stop"], cancel);

    async Task<bool> AdoptAsync(CancellationToken cancel)
    {
        var file = Path.Combine(Cluster, "postmaster.pid");
        if (!File.Exists(file))
            return false;
        var lines = await File.ReadAllLinesAsync(file, cancel);
        if (lines.Length < 4 || !int.TryParse(lines[0], CultureInfo.InvariantCulture, out var pid) || !int.TryParse(lines[3], CultureInfo.InvariantCulture, out var port))
            return false;
        var (pidBefore, portBefore) = (ProcessId, Port);
        (ProcessId, Port) = (pid, port);
        if (IsRunning && await AnswersAsync(cancel))
            return true;
        (ProcessId, Port) = (pidBefore, portBefore);
        return false;
    }

    async Task<bool> AnswersAsync(CancellationToken cancel)
    {
        try
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString("postgres")) { Pooling = false, Timeout = 5 }.ConnectionString);
            await connection.OpenAsync(cancel);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or SocketException)
        {
            return false;
        }
    }

    async Task InitialiseAsync(CancellationToken cancel)
    {
        var passwordFile = Path.Combine(folder, "password");
        await RunAsync("initdb", ["-D", Cluster, "-U", "steward", "--auth=scram-sha-256", $"--pwfile={passwordFile}", "-E", "UTF8", "--locale=C",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"], cancel);
        if (!File.Exists(Path.Combine(Cluster, "PG_VERSION")))
            throw new StartException($"The embedded PostgreSQL cannot be initialised in {Cluster}. Is there space, and may this user write there?");
        await File.AppendAllTextAsync(Path.Combine(Cluster, "postgresql.conf"),
            """

            # Steward: one person's data on one machine, on a solid-state disk.
            max_connections = 120
            shared_buffers = 128MB
            effective_cache_size = 1GB
            work_mem = 16MB
            maintenance_work_mem = 128MB
            random_page_cost = 1.1
            jit = off
            wal_compression = on
            max_wal_size = 2GB
            log_min_messages = warning
            """, cancel);
    }

    static async Task<string> PasswordAsync(string folder, CancellationToken cancel)
    {
        var file = Path.Combine(folder, "password");
        if (!File.Exists(file))
            await OwnerOnlyFile.WriteAsync(file, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)), cancel);
        return (await File.ReadAllTextAsync(file, cancel)).Trim();
    }

    /// <remarks>Its output must not be a pipe of ours: the server would inherit it, and reading it would never end.</remarks>
    async Task RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        string[] command = [.. prefix, binaries.Program(program), .. arguments];
        var sink = OperatingSystem.IsWindows() ? null : new[] { "/bin/sh", "-c", "exec \"$@\" </dev/null >>\"$STEWARD_LOG\" 2>&1", "sh" };
        command = [.. sink ?? [], .. command];
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { WorkingDirectory = folder, UseShellExecute = false };
        start.Environment["STEWARD_LOG"] = LogFile;
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start) ?? throw new StartException($"{program} cannot be started.");
        await process.WaitForExitAsync(cancel);
    }

    async Task<string> LogTailAsync(CancellationToken cancel) =>
        File.Exists(LogFile) ? string.Join(" | ", (await File.ReadAllLinesAsync(LogFile, cancel)).TakeLast(4)) : "(there is no log)";

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
