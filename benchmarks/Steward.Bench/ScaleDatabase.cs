using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Steward.Host.EmbeddedPostgres;
using Steward.Platform;
using Steward.Proof;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Bench;

/// <summary>One of the two tables that are compared: real runs through the real store, among as many others as were put there.</summary>
sealed class ScaleDatabase : IAsyncDisposable
{
    static readonly Workflow Three = new WorkflowBuilder("scale", 1)
        .Node("a", _ => NodeResult.Next(), Pure).Node("b", _ => NodeResult.Next(), Pure).Node("c", _ => NodeResult.Next(), Pure)
        .Edge("a", "b").Edge("b", "c").Edge("c", Workflow.End).Start("a").Build();

    readonly NpgsqlDataSource source;
    readonly ServiceProvider services;

    ScaleDatabase(string connectionString)
    {
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString) { CommandTimeout = 900 }.ConnectionString;
        source = NpgsqlDataSource.Create(ConnectionString);
        services = WorkerMain.Services(source, TimeProvider.System, TimeSpan.FromSeconds(30));
    }

    static NodeOptions Pure => new() { Kind = NodeKind.Pure };

    public string ConnectionString { get; }

    ICheckpointStore Store => services.GetRequiredService<ICheckpointStore>();

    public static async Task<ScaleDatabase> CreateAsync(EmbeddedServer server, string name)
    {
        var database = new ScaleDatabase((await EngineDatabase.CreateAsync(server, name)).ConnectionString);
        await new Migrator(database.source).MigrateAsync(default);
        await ProofSchema.CreateAsync(database.source);
        return database;
    }

    /// <summary>Puts runs of both workflows there, for a thousand people, without history: claims do not read it.</summary>
    public async Task FillAsync(int runs, string status, string wake)
    {
        await ExecuteAsync(
            $"""
            ALTER TABLE runs.runs DISABLE TRIGGER USER;
            INSERT INTO runs.runs (id, owner_id, workflow, version, status, node, seq, snapshot_seq, fence, crashes, inbox, cancel_requested, next_wake, created_at, updated_at, finished_at)
            SELECT gen_random_uuid(), ('00000000-0000-0000-0000-' || lpad((i % 1000)::text, 12, '0'))::uuid, CASE i % 2 WHEN 0 THEN 'scale' ELSE 'proof' END, 1, '{status}', 'a', 9, 0, 1, 0, 0, false,
                {wake}, now() - i * interval '1 second', now(), CASE '{status}' WHEN 'completed' THEN now() END
            FROM generate_series(1, {runs.ToString(CultureInfo.InvariantCulture)}) AS i;
            ALTER TABLE runs.runs ENABLE TRIGGER USER;
            """);
        await ExecuteAsync("VACUUM ANALYZE runs.runs");
    }

    /// <summary>Starts runs, claims them eight at a time, and takes each to its end.</summary>
    public async Task<(List<double> ClaimMs, List<double> RunMs)> MeasureAsync(int runs)
    {
        await StartAsync(runs, Three);
        var (claims, ends) = (new List<double>(), new List<double>());
        var loop = services.GetRequiredService<RunLoop>();
        while (true)
        {
            var begun = Stopwatch.GetTimestamp();
            var leases = await Store.ClaimAsync(new ClaimRequest("bench", [("scale", 1)], 8, TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1)), default);
            if (leases.Count == 0)
                return (claims, ends);
            claims.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            foreach (var lease in leases)
            {
                begun = Stopwatch.GetTimestamp();
                using var control = new RunControl(default);
                await loop.RunAsync(lease, Three, control);
                ends.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }
        }
    }

    public Task StartAsync(int runs) => StartAsync(runs, ProofWorkflow.Build());

    async Task StartAsync(int runs, Workflow workflow)
    {
        var codec = services.GetRequiredService<StepCodec>();
        for (; runs > 0; runs--)
            await Store.StartAsync(RunStart.Create(Guid.CreateVersion7(), Guid.NewGuid(), workflow, Patch.Empty, codec, TimeProvider.System.GetUtcNow()), default);
    }

    public ValueTask<IReadOnlyList<RunLease>> ClaimAsync(string worker, int max, TimeSpan lease) =>
        Store.ClaimAsync(new ClaimRequest(worker, [("proof", 1)], max, TimeProvider.System.GetUtcNow(), lease), default);

    public async Task<long> CountAsync(string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    async Task ExecuteAsync(string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await source.DisposeAsync();
    }
}
