using Microsoft.Extensions.DependencyInjection;
using Steward.Platform;
using Steward.Runs;
using Steward.Runs.Reading;
using Steward.Testing;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Policies;

namespace Steward.Tests.Runs;

public sealed class RunFilterTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static async Task<T> UseAsync<TRead, T>(RunsHarness harness, Func<TRead, Task<T>> read) where TRead : notnull
    {
        await using var scope = harness.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<TRead>());
    }

    static Task<Result<Page<RunView>>> ListAsync(RunsHarness harness, Guid owner, RunFilter filter, int? limit = null) =>
        UseAsync<ReadRuns, Result<Page<RunView>>>(harness, read => read.ListAsync(owner, filter, null, limit, default));

    static Workflow Asking() => RunsHarness.Builder()
        .Node("ask_100%", _ => NodeResult.Interrupt(new InterruptRequest("q", Json.ToElement("?")), answerInto: RunsHarness.Answer))
        .Node("nap", context => NodeResult.Sleep(TimeProvider.System.GetUtcNow().AddYears(100)))
        .Node("fall", NodeResult (_) => throw new InvalidOperationException("the bridge is out"), new NodeOptions { Retry = RetryPolicy.Once })
        .Edge("ask_100%", "nap").Edge("nap", "fall").Edge("fall", Workflow.End).Start("ask_100%").Build();

    [Fact]
    public async Task Runs_are_found_by_what_they_wait_for_by_words_and_by_time()
    {
        using var harness = new RunsHarness(database, Asking());
        var owner = Guid.NewGuid();
        var first = await harness.StartAsync(owner);
        await harness.RunDueAsync();
        var began = harness.Clock.GetUtcNow();
        harness.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await harness.StartAsync(owner);
        await harness.RunDueAsync();
        await harness.Store.AnswerAsync(second, "q", Json.ToElement("yes"), default);
        await harness.RunDueAsync();

        async Task<Guid[]> IdsAsync(RunFilter filter) => [.. (await ListAsync(harness, owner, filter)).Value.Items.Select(run => run.Id)];
        Assert.Equal([first], await IdsAsync(new RunFilter(WaitingFor: "answer")));
        Assert.Equal([second], await IdsAsync(new RunFilter(WaitingFor: "time")));
        Assert.Empty(await IdsAsync(new RunFilter(WaitingFor: "event")));
        Assert.Equal([second, first], await IdsAsync(new RunFilter(State: "Waiting")));
        Assert.Equal([second], await IdsAsync(new RunFilter(Since: began.AddSeconds(1))));
        Assert.Equal([first], await IdsAsync(new RunFilter(Until: began.AddSeconds(1))));
        Assert.Equal([first], await IdsAsync(new RunFilter(Q: "ASK_100%")));
        // Signs that mean something to SQL mean only themselves.
        Assert.Empty(await IdsAsync(new RunFilter(Q: "ask%100_")));
        Assert.Equal([second], await IdsAsync(new RunFilter(Q: second.ToString()[..13])));
        Assert.Equal([second, first], await IdsAsync(new RunFilter(Q: harness.Workflow.Name)));
        Assert.Empty(await IdsAsync(new RunFilter(Workflow: "another")));
    }

    [Fact]
    public async Task What_cannot_be_meant_is_named()
    {
        using var harness = new RunsHarness(database, Asking());
        Assert.Equal("waitingFor", (await ListAsync(harness, Guid.NewGuid(), new RunFilter(WaitingFor: "godot"))).Error!.Field);
        Assert.Equal("q", (await ListAsync(harness, Guid.NewGuid(), new RunFilter(Q: new string('x', 201)))).Error!.Field);
        Assert.Equal("limit", (await ListAsync(harness, Guid.NewGuid(), new RunFilter(), 0)).Error!.Field);
        Assert.Equal("limit", (await ListAsync(harness, Guid.NewGuid(), new RunFilter(), 201)).Error!.Field);
        var owner = Guid.NewGuid();
        var run = await harness.StartAsync(owner);
        Assert.Equal("limit", (await UseAsync<ReadRuns, Result<Page<RunEventView>>>(harness, read => read.EventsAsync(owner, run, null, 0, default))).Error!.Field);
        Assert.Equal("limit", (await UseAsync<ReadHistory, Result<Page<Checkpoint>>>(harness, read => read.ListAsync(owner, run, null, 1000, default))).Error!.Field);
    }

    [Fact]
    public async Task History_comes_in_pages_and_one_checkpoint_by_its_number()
    {
        using var harness = new RunsHarness(database, Asking());
        var owner = Guid.NewGuid();
        var run = await harness.StartAsync(owner);
        await harness.RunDueAsync();
        await harness.Store.AnswerAsync(run, "q", Json.ToElement("yes"), default);
        await harness.RunDueAsync();
        var all = (await UseAsync<ReadHistory, Result<Page<Checkpoint>>>(harness, read => read.ListAsync(owner, run, null, null, default))).Value;
        Assert.Equal([0L, 1, 2, 3], all.Items.Select(one => one.Seq));
        Assert.Null(all.NextCursor);
        var page = (await UseAsync<ReadHistory, Result<Page<Checkpoint>>>(harness, read => read.ListAsync(owner, run, 0, 2, default))).Value;
        Assert.Equal([1L, 2], page.Items.Select(one => one.Seq));
        Assert.Equal("2", page.NextCursor);
        var third = (await UseAsync<ReadHistory, Result<Checkpoint>>(harness, read => read.FindAsync(owner, run, 2, default))).Value;
        Assert.Equal(all.Items[2].State.GetRawText(), third.State.GetRawText());
        Assert.Equal(ErrorKind.NotFound, (await UseAsync<ReadHistory, Result<Checkpoint>>(harness, read => read.FindAsync(owner, run, 4, default))).Error!.Kind);
        Assert.Equal(ErrorKind.NotFound, (await UseAsync<ReadHistory, Result<Checkpoint>>(harness, read => read.FindAsync(Guid.NewGuid(), run, 2, default))).Error!.Kind);
        var events = (await UseAsync<ReadRuns, Result<Page<RunEventView>>>(harness, read => read.EventsAsync(owner, run, 1, 1, default))).Value;
        Assert.Equal((2L, "2"), (Assert.Single(events.Items).Seq, events.NextCursor));
    }

    [Fact]
    public async Task The_graph_says_how_each_node_stands()
    {
        using var harness = new RunsHarness(database, RunsHarness.Builder()
            .Node("ask", _ => NodeResult.Interrupt(new InterruptRequest("q", Json.ToElement("?")), answerInto: RunsHarness.Answer), new NodeOptions { Kind = NodeKind.Pure })
            .Node("fall", NodeResult (_) => throw new InvalidOperationException("the bridge is out"), new NodeOptions { Retry = RetryPolicy.Once })
            .Node("rest", _ => NodeResult.Next())
            .Edge("ask", "fall").Edge("fall", "rest").Edge("rest", Workflow.End).Start("ask").Build());
        var owner = Guid.NewGuid();
        var run = await harness.StartAsync(owner);
        async Task<string> StatesAsync()
        {
            var graph = (await UseAsync<ReadHistory, Result<RunGraph>>(harness, read => read.GraphAsync(owner, run, default))).Value;
            return string.Join(' ', graph.Nodes.Select(node => $"{node.Name}:{node.State}:{node.Visits}"));
        }
        Assert.Equal("ask:Active:0 fall:Untouched:0 rest:Untouched:0", await StatesAsync());
        await harness.RunDueAsync();
        Assert.Equal("ask:Waiting:1 fall:Untouched:0 rest:Untouched:0", await StatesAsync());
        await harness.Store.AnswerAsync(run, "q", Json.ToElement("yes"), default);
        await harness.RunDueAsync();
        Assert.Equal("ask:Done:1 fall:Failed:0 rest:Untouched:0", await StatesAsync());
        var failed = (await UseAsync<ReadHistory, Result<RunGraph>>(harness, read => read.GraphAsync(owner, run, default))).Value;
        Assert.Contains("the bridge is out", failed.Nodes[1].Error, StringComparison.Ordinal);
        Assert.Equal("ask", failed.Start);
        Assert.Contains(new GraphEdge("ask", "fall"), failed.Edges);
        Assert.Equal(ErrorKind.NotFound, (await UseAsync<ReadHistory, Result<RunGraph>>(harness, read => read.GraphAsync(Guid.NewGuid(), run, default))).Error!.Kind);
    }

    [Fact]
    public async Task The_graph_of_a_long_run_counts_all_of_its_steps()
    {
        var visits = 0;
        using var harness = new RunsHarness(database, RunsHarness.Builder()
            .Node("again", NodeResult (_) => ++visits == 20 ? throw new InvalidOperationException("once") : NodeResult.Next())
            .Conditional("again", _ => visits < 60 ? "again" : Workflow.End, "again", Workflow.End).Start("again").Build());
        var owner = Guid.NewGuid();
        var run = await harness.StartAsync(owner);
        await harness.RunDueAsync();
        harness.Clock.Advance(TimeSpan.FromMinutes(1));
        await harness.RunDueAsync();
        var again = Assert.Single((await UseAsync<ReadHistory, Result<RunGraph>>(harness, read => read.GraphAsync(owner, run, default))).Value.Nodes);
        Assert.Equal((NodeState.Done, 59, 1, null), (again.State, again.Visits, again.Retries, again.Error));
    }

    [Fact]
    public async Task A_watched_workflow_tells_each_transition_and_only_with_its_step()
    {
        var workflow = RunsHarness.Builder()
            .Node("ask", _ => NodeResult.Interrupt(new InterruptRequest("q", Json.ToElement("?")), answerInto: RunsHarness.Answer), new NodeOptions { Kind = NodeKind.Pure })
            .Edge("ask", Workflow.End).Start("ask").Build();
        using var services = database.Services(add => add.AddRuns().AddWorkflow(workflow, live: true));
        using var harness = new RunsHarness(database, workflow, add => add.AddRunObserver<Steward.Runs.Observing.RunChanges>(workflow.Name));
        var owner = Guid.NewGuid();
        var run = await harness.StartAsync(owner);
        await harness.RunDueAsync();
        await using var db = database.Context();
        var told = Assert.Single(db.Set<LiveEvent>().Where(e => e.PersonId == owner).ToList());
        Assert.Equal(("run_changed", run), (told.Type, told.SubjectId));
        Assert.Equal(("waiting", "ask", 1), (told.Data.GetProperty("state").GetString(), told.Data.GetProperty("node").GetString(), told.Data.GetProperty("seq").GetInt32()));
        Assert.Single(services.GetRequiredService<WorkflowCatalogue>().ObserversOf(workflow.Name));
    }
}
