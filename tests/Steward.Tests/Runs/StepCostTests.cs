using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Steward.Platform;
using Steward.Runs.Store;
using Steward.Testing;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Tests.Runs;

/// <summary>What a run costs the database, counted instead of timed.</summary>
public sealed class StepCostTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static readonly Channel<string?> Small = Channel.LastValue<string?>("small");
    static readonly Channel<string?> Large = Channel.LastValue<string?>("large");

    /// <summary>Ten pure nodes in a row that rewrite 2 KB of noise each.</summary>
    static Workflow TenNodes()
    {
        var builder = new WorkflowBuilder($"cost.{Guid.NewGuid():N}", 1).Channels(Small, Large);
        var noise = new Random(1);
        for (var i = 0; i < 10; i++)
        {
            builder.Node($"n{i}", _ =>
            {
                var bytes = new byte[1500];
                noise.NextBytes(bytes);
                return NodeResult.Next(Patch.Empty.Set(Small, Convert.ToBase64String(bytes).Replace('+', '-')));
            }, new NodeOptions { Kind = NodeKind.Pure });
            builder.Edge($"n{i}", i == 9 ? Workflow.End : $"n{i + 1}");
        }
        return builder.Start("n0").Build();
    }

    sealed class CountingScopes(IServiceScopeFactory inner) : IServiceScopeFactory
    {
        public int Opened { get; private set; }

        public IServiceScope CreateScope()
        {
            Opened++;
            return inner.CreateScope();
        }
    }

    async Task RunAsync(Workflow workflow, Patch input, ServiceProvider services, CountingScopes scopes, Guid owner, Guid id)
    {
        var codec = new StepCodec(Json.Options);
        var store = new PostgresCheckpointStore(database.Source, scopes, database.Clock);
        await store.StartAsync(RunStart.Create(id, owner, workflow, input, codec, database.Clock.GetUtcNow()), default);
        var lease = Assert.Single(await store.ClaimAsync(new ClaimRequest("cost", [(workflow.Name, 1)], 1, database.Clock.GetUtcNow(), TimeSpan.FromMinutes(1)), default));
        using var control = new RunControl(default);
        Assert.Equal(RunExit.Settled, await new RunLoop(store, codec, database.Clock, new Random(1), NullLogger<RunLoop>.Instance).RunAsync(lease, workflow, control));
    }

    [Fact]
    public async Task A_ten_node_run_takes_thirteen_statements_no_scope_and_small_rows()
    {
        using var services = database.Services();
        var scopes = new CountingScopes(services.GetRequiredService<IServiceScopeFactory>());
        var workflow = TenNodes();
        await RunAsync(workflow, Patch.Empty, services, scopes, Guid.NewGuid(), Guid.NewGuid());

        var commands = new CommandsOfOne();
        var id = Guid.NewGuid();
        using (commands.Listen())
            await RunAsync(workflow, Patch.Empty, services, scopes, Guid.NewGuid(), id);

        // Start, claim, load, and one per step.
        Assert.Equal(13, commands.Count);
        Assert.Equal(0, scopes.Opened);
        await using var size = database.Source.CreateCommand("SELECT max(pg_column_size(s.*)), sum(pg_column_size(s.*)) FROM runs.steps s WHERE run_id = $1");
        size.Parameters.AddWithValue(id);
        await using var reader = await size.ExecuteReaderAsync();
        await reader.ReadAsync();
        // Beside the values: 200 bytes per row.
        Assert.InRange(reader.GetInt64(1), 0, (10 * 2000) + (11 * 200));
    }

    [Fact]
    public async Task From_an_answer_to_the_next_node_it_is_two_statements_in_the_process_that_asked()
    {
        using var services = database.Services();
        var codec = new StepCodec(Json.Options);
        using var store = new PostgresCheckpointStore(database.Source, services.GetRequiredService<IServiceScopeFactory>(), database.Clock);
        var loop = new RunLoop(store, codec, database.Clock, new Random(1), NullLogger<RunLoop>.Instance);
        var commands = new CommandsOfOne();
        var (run, beforeNext) = (Guid.NewGuid(), -1);
        var workflow = new WorkflowBuilder($"cost.{run:N}", 1).Channels(Small)
            .Node("ask", _ => NodeResult.Interrupt(new InterruptRequest("q", Json.ToElement("?"), [Json.ToElement("yes"), Json.ToElement("no")])))
            .Node("act", _ =>
            {
                beforeNext = commands.Count;
                return NodeResult.Next();
            }, new NodeOptions { Kind = NodeKind.Pure }).Edge("ask", "act").Edge("act", Workflow.End).Start("ask").Build();
        await store.StartAsync(RunStart.Create(run, Guid.NewGuid(), workflow, Patch.Empty, codec, database.Clock.GetUtcNow()), default);
        await AdvanceAsync(Assert.Single(await store.ClaimAsync(new ClaimRequest("cost", [(workflow.Name, 1)], 1, database.Clock.GetUtcNow(), TimeSpan.FromMinutes(1)), default)));

        using (commands.Listen())
        {
            var claim = new DirectClaim("cost", [(workflow.Name, 1)], database.Clock.GetUtcNow() + TimeSpan.FromMinutes(1));
            var (outcome, lease) = await store.AnswerAsync(run, "q", Json.ToElement("yes"), claim, default);
            Assert.Equal(AnswerResult.Answered, outcome.Result);
            loop.Answered(lease!, "q", Json.ToElement("yes"));
            await AdvanceAsync(lease!);
        }
        Assert.Equal(2, beforeNext);
        Assert.Equal(RunStatus.Completed, (await store.FindAsync(run, default))!.Status);

        async Task AdvanceAsync(RunLease lease)
        {
            using var control = new RunControl(default);
            Assert.Equal(RunExit.Settled, await loop.RunAsync(lease, workflow, control));
        }
    }

    /// <summary>What this test alone sends to the database: by the trace that it began.</summary>
    sealed class CommandsOfOne
    {
        readonly ConcurrentBag<string> texts = [];

        public int Count => texts.Count;

        public IDisposable Listen()
        {
            var root = new Activity("root").Start();
            var listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "Npgsql",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity =>
                {
                    if (activity.TraceId == root.TraceId && activity.GetTagItem("db.query.text") is string text && text.Contains("runs.", StringComparison.Ordinal))
                        texts.Add(text);
                },
            };
            ActivitySource.AddActivityListener(listener);
            return new Both(root, listener);
        }

        sealed record Both(Activity Root, ActivityListener Listener) : IDisposable
        {
            public void Dispose()
            {
                Listener.Dispose();
                Root.Dispose();
            }
        }
    }

    [Fact]
    public async Task An_unchanged_large_value_is_stored_once_however_many_steps_and_runs()
    {
        using var services = database.Services();
        var scopes = new CountingScopes(services.GetRequiredService<IServiceScopeFactory>());
        var owner = Guid.NewGuid();
        var noise = new byte[75_000];
        new Random(2).NextBytes(noise);
        var input = Patch.Empty.Set(Large, Convert.ToBase64String(noise));
        var workflow = TenNodes();
        var run = Guid.NewGuid();
        await RunAsync(workflow, input, services, scopes, owner, run);
        await RunAsync(workflow, input, services, scopes, owner, Guid.NewGuid());
        await using var command = database.Source.CreateCommand("SELECT count(*) FROM runs.blobs WHERE owner_id = $1");
        command.Parameters.AddWithValue(owner);
        Assert.Equal(1L, await command.ExecuteScalarAsync());
        await using var stored = database.Source.CreateCommand("SELECT sum(pg_column_size(s.*)) FROM runs.steps s WHERE run_id = $1");
        stored.Parameters.AddWithValue(run);
        Assert.InRange((long)(await stored.ExecuteScalarAsync())!, 0, 30_000);
    }
}
