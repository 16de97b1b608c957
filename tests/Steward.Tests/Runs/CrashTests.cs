using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Steward.Platform;
using Steward.Runs;
using Steward.Testing;
using Steward.Tests.Runs.Proof;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.State;

namespace Steward.Tests.Runs;

/// <summary>
/// A worker process is killed (SIGKILL), at each named point and at random moments, and another one is started. The end must be that of an undisturbed run, and
/// every effect on our database must have happened exactly once.
/// </summary>
[Collection(typeof(Alone))]
public sealed class CrashTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static readonly string[] Expected = ["first", "pure", "outside", "ask", "item0", "item1", "item2", "last"];

    /// <summary>Each is hit while the process works on a new run and on what the processes before it left behind.</summary>
    static readonly string[] Points =
    [
        "runs.claim.after", "runs.step.staged", "runs.step.staged:4", "runs.step.before-commit", "runs.step.before-commit:3", "runs.step.before-commit:6",
        "runs.step.after-commit", "runs.step.after-commit:4", "runs.step.after-commit:7", "runs.answer.stored", "test.outside.called",
    ];

    [Fact]
    public async Task Killed_at_every_named_point_runs_end_as_if_nothing_had_happened()
    {
        var runs = new List<Guid>();
        foreach (var point in Points)
        {
            runs.Add(await StartAsync());
            Assert.Equal(137, await ChildAsync(runs, point, null));
        }
        Assert.Equal(0, await ChildAsync(runs, null, null));
        foreach (var run in runs)
            await HasEndedWellAsync(run);
        Assert.True(await OutsideCallsAsync() > runs.Count, "A kill right after the outside was called makes a second call, with the key of the first.");
    }

    [Fact]
    public async Task Killed_at_random_moments_runs_end_as_if_nothing_had_happened()
    {
        var seed = Environment.TickCount;
        var chance = new Random(seed);
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var runs = new List<Guid>();
        for (var kills = 0; kills < 8; kills++)
        {
            for (var i = 0; i < 10; i++)
                runs.Add(await StartAsync());
            await ChildAsync(runs, null, TimeSpan.FromMilliseconds(chance.Next(0, 400)));
        }
        Assert.Equal(0, await ChildAsync(runs, null, null));
        foreach (var run in runs)
            await HasEndedWellAsync(run);
    }

    async Task<Guid> StartAsync()
    {
        await using (var create = database.Source.CreateCommand("CREATE TABLE IF NOT EXISTS crash_outside (key text NOT NULL)"))
            await create.ExecuteNonQueryAsync();
        await using var services = CrashChild.Services(database.ConnectionString);
        await using var scope = services.CreateAsyncScope();
        var run = Guid.NewGuid();
        await scope.ServiceProvider.GetRequiredService<StartRun>().ExecuteAsync(new StartRunRequest(run, Guid.NewGuid(), CrashChild.Workflow.Name, Patch.Empty), default);
        await scope.ServiceProvider.GetRequiredService<StewardDbContext>().SaveChangesAsync();
        return run;
    }

    /// <returns>The exit code: 137 for a process that was killed.</returns>
    async Task<int> ChildAsync(IEnumerable<Guid> runs, string? crashAt, TimeSpan? killAfter)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["-explicit", "only", "-method", $"{typeof(CrashChild).FullName}.{nameof(CrashChild.Work)}"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        start.Environment[CrashChild.DatabaseVariable] = database.ConnectionString;
        start.Environment[CrashChild.RunsVariable] = string.Join(',', runs);
        start.Environment[CrashPoint.Variable] = crashAt ?? "";
        using var child = Process.Start(start)!;
        var output = child.StandardOutput.ReadToEndAsync();
        var errors = child.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        if (killAfter is { } moment)
        {
            // Counted from its first step, so that a slow machine does not only kill processes that have not begun.
            for (var before = await StepsAsync(); !child.HasExited && await StepsAsync() == before;)
                await Task.Delay(20);
            using var soon = CancellationTokenSource.CreateLinkedTokenSource(patience.Token);
            soon.CancelAfter(moment);
            await child.WaitForExitAsync(soon.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!child.HasExited)
                child.Kill();
        }
        await child.WaitForExitAsync(patience.Token);
        if (child.ExitCode is not (0 or 137))
            Assert.Fail($"The child ended with {child.ExitCode}: {await output} {await errors}");
        return child.ExitCode;
    }

    async Task HasEndedWellAsync(Guid run)
    {
        await using var services = CrashChild.Services(database.ConnectionString);
        var store = services.GetRequiredService<ICheckpointStore>();
        var summary = (await store.FindAsync(run, default))!;
        Assert.Equal((RunStatus.Completed, null), (summary.Status, summary.Reason));
        var history = RunHistory.Checkpoints(CrashChild.Workflow, (await store.HistoryAsync(run, default))!, services.GetRequiredService<StepCodec>());
        Assert.Equal(Expected, history[^1].State.GetProperty("log").EnumerateArray().Select(word => word.GetString()));

        var prefix = $"{run:N}-";
        Assert.Equal([.. Once(1), .. Once(4), .. Once(6), .. Once(7), .. Once(8), .. Once(9)],
            await KeysAsync("SELECT body #>> '{}' FROM platform.outbox WHERE type = 'crash.effect' AND body #>> '{}' LIKE $1", prefix));
        var outside = await KeysAsync("SELECT key FROM crash_outside WHERE key LIKE $1", prefix);
        Assert.Equal($"{run:N}-3", Assert.Single(outside.Distinct()));

        IEnumerable<string> Once(int task) => [prefix + task.ToString(CultureInfo.InvariantCulture)];
    }

    Task<long> OutsideCallsAsync() => CountAsync("SELECT count(*) FROM crash_outside");

    Task<long> StepsAsync() => CountAsync("SELECT count(*) FROM runs.steps");

    async Task<long> CountAsync(string sql)
    {
        await using var command = database.Source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    async Task<List<string>> KeysAsync(string sql, string prefix)
    {
        await using var command = database.Source.CreateCommand(sql);
        command.Parameters.AddWithValue(prefix + "%");
        var keys = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            keys.Add(reader.GetString(0));
        return [.. keys.OrderBy(key => int.Parse(key[(key.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture))];
    }
}
