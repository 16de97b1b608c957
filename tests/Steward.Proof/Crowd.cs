using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.State;

namespace Steward.Proof;

/// <summary>Runs of the proof's workflow, started and answered from outside of all workers.</summary>
public sealed class Crowd(string database, string workflow = "proof") : IAsyncDisposable
{
    readonly NpgsqlDataSource source = NpgsqlDataSource.Create(database);

    public ServiceProvider Services => field ??= WorkerMain.Services(source, TimeProvider.System, TimeSpan.FromSeconds(1), workflow);

    public ICheckpointStore Store => Services.GetRequiredService<ICheckpointStore>();

    public async Task StartAsync(int runs)
    {
        var codec = Services.GetRequiredService<StepCodec>();
        for (; runs > 0; runs--)
        {
            var run = RunStart.Create(Guid.CreateVersion7(), Guid.NewGuid(), ProofWorkflow.Build(workflow), Patch.Empty, codec, TimeProvider.System.GetUtcNow());
            await TryAsync(async () => await Store.StartAsync(run, default));
        }
    }

    /// <summary>See <see cref="World"/>.</summary>
    public Task SpeakAsync() => TryAsync(async () =>
    {
        await World.SpeakAsync(Store, (run, key, answer) => Store.AnswerAsync(run, key, answer, default).AsTask(), source, 50, default);
        await Task.Delay(20);
    });

    public async Task<long> UnfinishedAsync()
    {
        var count = 0L;
        await TryAsync(async () =>
        {
            await using var command = source.CreateCommand("SELECT count(*) FROM runs.runs WHERE workflow = $1 AND status NOT IN ('completed', 'failed', 'cancelled')");
            command.Parameters.AddWithValue(workflow);
            count = (long)(await command.ExecuteScalarAsync())!;
        });
        return count;
    }

    /// <exception cref="TimeoutException">Runs are left over.</exception>
    public async Task FinishAsync(int seconds = 90)
    {
        for (var began = TimeProvider.System.GetTimestamp(); await UnfinishedAsync() is var left and > 0;)
        {
            if (TimeProvider.System.GetElapsedTime(began).TotalSeconds > seconds)
                throw new TimeoutException($"{left} runs are not over after {seconds} s.");
            await SpeakAsync();
        }
    }

    /// <summary>The database may be restarting: whoever is outside tries again, as people do.</summary>
    static async Task TryAsync(Func<Task> action)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await action();
                return;
            }
            catch (NpgsqlException) when (attempt < 200)
            {
                await Task.Delay(50);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await source.DisposeAsync();
    }
}
