using Npgsql;
using Steward.Proof;
using Steward.Testing;

namespace Steward.Tests.Runs.Proof;

/// <summary>PostgreSQL itself is crashed under load, and in between all connections are cut. Two worker processes go on by themselves; nobody restarts them.</summary>
[Collection(typeof(Alone))]
public sealed class RestartTests
{
    const int Runs = 200, Crashes = 5;

    [Fact]
    public async Task PostgreSQL_is_restarted_under_load_and_connections_are_cut_and_nothing_is_lost_or_happens_twice()
    {
        await using var postgres = await RestartablePostgres.StartAsync();
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { ApplicationName = "watcher", Pooling = false }.ConnectionString);
        await ProofSchema.CreateAsync(source);
        await using var one = WorkerProcess.Start(postgres.ConnectionString, TimeSpan.FromSeconds(2));
        await using var two = WorkerProcess.Start(postgres.ConnectionString, TimeSpan.FromSeconds(2));
        await one.GoAsync();
        await two.GoAsync();
        await using var crowd = new Crowd(postgres.ConnectionString);
        var starting = crowd.StartAsync(Runs);
        for (var crash = 0; crash < Crashes; crash++)
        {
            await StepsPassAsync(source, 150);
            await CutAsync(source);
            await StepsPassAsync(source, 150);
            await postgres.CrashAsync();
        }
        await starting;
        await crowd.FinishAsync(seconds: 120);
        Assert.False(one.HasExited || two.HasExited, "A worker shall outlive its database's restart.");
        Assert.Equal(Runs, await CountAsync(source, "SELECT count(*) FROM runs.runs WHERE status = 'completed'"));
        var found = await HistoryCheck.FindAsync(source);
        Assert.True(found.Count == 0, string.Join("\n", found.Take(20)));
    }

    /// <summary>Waits until work goes on, so that each blow falls on something; or until everything is done.</summary>
    static async Task StepsPassAsync(NpgsqlDataSource source, int steps)
    {
        var before = await CountAsync(source, "SELECT count(*) FROM runs.steps");
        while (await CountAsync(source, "SELECT count(*) FROM runs.steps") < before + steps && await CountAsync(source, "SELECT count(*) FROM runs.runs WHERE status IN ('ready', 'running')") > 0)
            await Task.Delay(20);
    }

    static async Task CutAsync(NpgsqlDataSource source) =>
        await CountAsync(source, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");

    static async Task<long> CountAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
