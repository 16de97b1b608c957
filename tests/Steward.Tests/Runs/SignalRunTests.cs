using Microsoft.Extensions.DependencyInjection;
using Steward.Platform;
using Steward.Runs;
using Steward.Testing;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Signals;

namespace Steward.Tests.Runs;

public sealed class SignalRunTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static Workflow Noting() => RunsHarness.Builder().Signal("note", into: RunsHarness.Log).Signal("end")
        .Node("wait", _ => NodeResult.WaitForSignal("end")).Edge("wait", Workflow.End).Start("wait").Build();

    static async Task<Result<SignalledRun>> SignalAsync(RunsHarness harness, Guid owner, Guid run, string name, string key, object payload, bool? commit = null)
    {
        await using var scope = harness.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StewardDbContext>();
        await using var transaction = commit is null ? null : await db.Database.BeginTransactionAsync();
        var result = await scope.ServiceProvider.GetRequiredService<SignalRun>().ExecuteAsync(new(owner, run, name, key, Json.ToElement(payload)), default);
        if (commit == true)
            await transaction!.CommitAsync();
        return result;
    }

    [Fact]
    public async Task A_signal_inside_a_transaction_counts_only_if_it_commits()
    {
        using var harness = new RunsHarness(database, Noting());
        var owner = Guid.NewGuid();
        var run = await harness.StartAsync(owner);
        await harness.RunDueAsync();
        Assert.Equal(SignalResult.Accepted, (await SignalAsync(harness, owner, run, "note", "1", "rolled back", commit: false)).Value.Result);
        Assert.Equal(SignalResult.Accepted, (await SignalAsync(harness, owner, run, "note", "1", "committed", commit: true)).Value.Result);
        Assert.Equal(SignalResult.AlreadyReceived, (await SignalAsync(harness, owner, run, "note", "1", "again", commit: true)).Value.Result);
        await harness.RunDueAsync();
        Assert.Equal(["committed"], await harness.LogAsync(run));
    }

    [Fact]
    public async Task Everybody_at_once_in_transactions_of_their_own_counts_once_per_key()
    {
        using var harness = new RunsHarness(database, Noting());
        var owner = Guid.NewGuid();
        var run = await harness.StartAsync(owner);
        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => SignalAsync(harness, owner, run, "note", $"{i % 4}", $"{i % 4}", commit: true))));
        Assert.Equal(4, results.Count(result => result.Value.Result == SignalResult.Accepted));
        await harness.RunDueAsync();
        Assert.Equal(["0", "1", "2", "3"], (await harness.LogAsync(run)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_wrong_with_a_signal_is_said_by_field_and_somebody_elses_run_does_not_exist()
    {
        using var harness = new RunsHarness(database, Noting());
        var owner = Guid.NewGuid();
        var run = await harness.StartAsync(owner);
        Assert.Equal("name", (await SignalAsync(harness, owner, run, "other", "1", 1)).Error!.Field);
        Assert.Equal("payload", (await SignalAsync(harness, owner, run, "note", "1", 1)).Error!.Field);
        Assert.Equal("payload", (await SignalAsync(harness, owner, run, "note", "1", new string('x', Signal.MaxPayloadLength))).Error!.Field);
        Assert.Equal("key", (await SignalAsync(harness, owner, run, "note", "", "x")).Error!.Field);
        Assert.Equal(ErrorKind.NotFound, (await SignalAsync(harness, Guid.NewGuid(), run, "note", "1", "x")).Error!.Kind);
        Assert.True((await SignalAsync(harness, owner, run, "end", "1", "x")).Ok);
        await harness.RunDueAsync();
        Assert.Equal("run_over", (await SignalAsync(harness, owner, run, "note", "1", "x")).Error!.Code);
    }
}
