using System.Text.Json;
using Npgsql;
using Steward.Platform;
using Steward.Runs.Store;
using Steward.Testing;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Tests.Runs;

/// <summary>
/// Whole runs as they were stored under formats 1 and 2, put into today's tables and run to their end. They are never edited: a new format adds dumps.
/// </summary>
public sealed class OldRunsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static readonly DateTimeOffset Then = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    /// <summary>As it was when the dumps were made.</summary>
    static readonly Workflow Stored = new WorkflowBuilder("stored.order", 1).Channels(RunsHarness.Log, RunsHarness.Answer)
        .Node("plan", _ => NodeResult.Next(Patch.Empty.Add(RunsHarness.Log, "plan")))
        .Node("ask", context => NodeResult.Interrupt(new InterruptRequest("q" + context.Input, JsonElement.Parse("1")), answerInto: RunsHarness.Answer))
        .Node("act", context => NodeResult.Next(Patch.Empty.Add(RunsHarness.Log, $"act {context.Input} {context.Answer}")))
        .Node("meet", _ => NodeResult.Sleep(new DateTimeOffset(2026, 11, 27, 9, 0, 0, TimeSpan.Zero), Patch.Empty.Add(RunsHarness.Log, "meet")))
        .Node("end", _ => NodeResult.Next(Patch.Empty.Add(RunsHarness.Log, "end")))
        .ForEach("plan", _ => new[] { 1, 2 }, "ask", "meet").Edge("ask", "act").Edge("act", "meet").Edge("meet", "end").Edge("end", Workflow.End)
        .Start("plan").Build();

    const string Started = """{"task":0,"plan":{"tasks":[{"id":1,"node":"plan"}],"next":2}}""";
    const string Planned = """{"task":1,"patch":{"log":["plan"]},"plan":{"tasks":[{"id":3,"node":"ask","input":1,"group":2},{"id":4,"node":"ask","input":2,"group":2}],"next":5,"groups":[{"id":2,"join":"meet","items":true,"open":2}]}}""";
    const string AskedOne = """{"task":3,"key":"q1","into":"answer"}""";
    const string AskedTwo = """{"task":4,"key":"q2","into":"answer","plan":{"next":5,"groups":[{"id":2,"join":"meet","items":true,"open":2}]}}""";
    const string FailedTwo = """{"task":4,"error":"TimeoutException: too slow"}""";
    const string AnsweredOne = """{"task":3,"patch":{"answer":"yes"},"key":"q1","plan":{"tasks":[{"id":5,"node":"act","input":1,"answer":"yes","group":2}],"next":6,"groups":[{"id":2,"join":"meet","items":true,"open":2}]}}""";
    const string Slept = """{"task":9,"patch":{"log":["meet"]},"wake":"2026-11-27T09:00:00+00:00","plan":{"next":10}}""";
    const string Snapshot = """{"state":{"answer":"no","log":["plan","act 1 yes","act 2 no"]},"ready":[{"id":9,"node":"meet"}],"next":10}""";

    static readonly (string Kind, string Node, string Delta)[] Begun = [("started", "plan", Started), ("finished", "plan", Planned), ("interrupted", "ask", AskedOne)];

    static readonly (string Kind, string Node, string Delta)[] Asked = [.. Begun, ("interrupted", "ask", AskedTwo)];

    async Task<(RunsHarness Harness, Guid Run)> LoadAsync(string status, (string Kind, string Node, string Delta)[] steps, string[] questions, string? reason = null, DateTimeOffset? wake = null, short format = 1)
    {
        var (harness, run, owner) = (new RunsHarness(database, Stored), Guid.NewGuid(), Guid.NewGuid());
        await using var batch = database.Source.CreateBatch();
        void Add(string sql, params object?[] values)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var value in values)
                command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
            batch.BatchCommands.Add(command);
        }
        Add("""
            INSERT INTO runs.runs (id, owner_id, workflow, version, status, node, seq, snapshot_seq, fence, worker, crashes, inbox, cancel_requested, reason, next_wake, created_at, updated_at, finished_at)
            VALUES ($1, $2, 'stored.order', 1, $3, $4, $5, $6, 3, NULL, 0, 0, false, $7, $8, $9, $9, CASE WHEN $3 = 'failed' THEN $9::timestamptz END)
            """, run, owner, status, steps[^1].Node, steps.Length - 1L, Math.Max(0, Array.FindLastIndex(steps, step => step.Delta.StartsWith('['))), reason, wake, Then);
        for (var i = 0; i < steps.Length; i++)
        {
            // A dump with a snapshot is written as an array of the two.
            var both = steps[i].Delta.StartsWith('[') ? [.. JsonElement.Parse(steps[i].Delta).EnumerateArray().Select(part => part.GetRawText())] : new[] { steps[i].Delta, null };
            Add("INSERT INTO runs.steps (run_id, seq, kind, node, attempt, at, duration_ms, format, delta, snapshot, blobs) VALUES ($1, $2, $3, $4, 1, $5, 3, $8, $6::json, $7::json, NULL)",
                run, (long)i, steps[i].Kind, steps[i].Node, Then, both[0], both[1], format);
        }
        foreach (var question in questions)
            Add("INSERT INTO runs.interrupts (run_id, key, node, question, allowed, asked_at, expires_at, closed_at, answer, answered_at) VALUES ($1, $2, 'ask', '1', NULL, $3, NULL, NULL, NULL, NULL)", run, question, Then);
        await batch.ExecuteNonQueryAsync();
        return (harness, run);
    }

    async Task FinishAsync(RunsHarness harness, Guid run, params string[] answers)
    {
        foreach (var answer in answers)
        {
            Assert.Equal(AnswerResult.Answered, (await harness.Store.AnswerAsync(run, answer[..2], Json.ToElement(answer[3..]), default)).Result);
            await harness.RunDueAsync();
        }
        harness.Clock.Advance(TimeSpan.FromDays(60));
        await harness.RunDueAsync();
        Assert.Equal((RunStatus.Completed, null), ((await harness.FindAsync(run)).Status, (await harness.FindAsync(run)).Reason));
        Assert.Equal(["plan", "act 1 yes", "act 2 no", "meet", "end"], await harness.LogAsync(run));
        Assert.Empty(RunReplay.Differences(Stored, (await harness.Store.HistoryAsync(run, default))!, new StepCodec(Json.Options)));
        harness.Dispose();
    }

    [Fact]
    public async Task A_waiting_run_takes_its_answers()
    {
        var (harness, run) = await LoadAsync("waiting", Asked, ["q1", "q2"]);
        await FinishAsync(harness, run, "q1 yes", "q2 no");
    }

    [Fact]
    public async Task A_waiting_run_of_format_2_takes_its_answers()
    {
        const string asked = """{"task":4,"key":"q2","into":"answer","plan":{"next":5}}""";
        var (harness, run) = await LoadAsync("waiting", [.. Begun, ("interrupted", "ask", asked)], ["q1", "q2"], format: 2);
        await FinishAsync(harness, run, "q1 yes", "q2 no");
    }

    [Fact]
    public async Task A_run_whose_worker_died_in_the_middle_of_a_super_step_goes_on_there()
    {
        var (harness, run) = await LoadAsync("running", Begun, ["q1"], wake: Then);
        await harness.RunDueAsync();
        await FinishAsync(harness, run, "q1 yes", "q2 no");
    }

    [Fact]
    public async Task A_failed_run_goes_on_after_a_retry()
    {
        var (harness, run) = await LoadAsync("failed", [.. Begun, ("failed", "ask", FailedTwo)], ["q1"], reason: "TimeoutException: too slow");
        Assert.True(await harness.Store.RetryAsync(run, default));
        await harness.RunDueAsync();
        await FinishAsync(harness, run, "q1 yes", "q2 no");
    }

    [Fact]
    public async Task A_run_between_two_steps_goes_on_with_the_next()
    {
        var (harness, run) = await LoadAsync("ready", [.. Asked, ("answered", "ask", AnsweredOne)], ["q2"], wake: Then);
        await harness.RunDueAsync();
        await FinishAsync(harness, run, "q2 no");
    }

    [Fact]
    public async Task A_sleeping_run_wakes_from_its_snapshot()
    {
        // The five steps before the snapshot are not needed to go on, only to look back.
        (string, string, string)[] steps =
        [
            .. Asked, ("answered", "ask", AnsweredOne),
            ("finished", "act", """{"task":5,"patch":{"log":["act 1 yes"]},"plan":{"next":6,"groups":[{"id":2,"join":"meet","items":true,"open":1}]}}"""),
            ("answered", "ask", """{"task":4,"patch":{"answer":"no"},"key":"q2","plan":{"tasks":[{"id":6,"node":"act","input":2,"answer":"no","group":2}],"next":7,"groups":[{"id":2,"join":"meet","items":true,"open":1}]}}"""),
            ("finished", "act", "[" + """{"task":6,"patch":{"log":["act 2 no"]},"plan":{"tasks":[{"id":9,"node":"meet"}],"next":10}}""" + "," + Snapshot + "]"),
            ("slept", "meet", Slept),
        ];
        var (harness, run) = await LoadAsync("waiting", steps, [], wake: new DateTimeOffset(2026, 11, 27, 9, 0, 0, TimeSpan.Zero));
        harness.Clock.Advance(TimeSpan.FromDays(60));
        await harness.RunDueAsync();
        Assert.Equal(RunStatus.Completed, (await harness.FindAsync(run)).Status);
        Assert.Equal(["plan", "act 1 yes", "act 2 no", "meet", "end"], await harness.LogAsync(run));
        harness.Dispose();
    }
}
