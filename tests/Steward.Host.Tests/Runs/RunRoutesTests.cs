using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Steward.Host.Tests.Scenarios;
using Steward.Testing;

namespace Steward.Host.Tests.Runs;

/// <summary>Every route of /runs, with the run of a real request.</summary>
public sealed class RunRoutesTests(StewardServer server) : IClassFixture<StewardServer>
{
    sealed record Waiting(Somebody Somebody, HttpClient Http, Guid Run);

    /// <summary>A person whose run waits for decisions.</summary>
    async Task<Waiting> WaitingAsync()
    {
        var http = await server.NewPersonAsync($"runs-{Guid.NewGuid():n}@steward.local");
        var somebody = await Somebody.OfAsync(http);
        await somebody.ReceiveAsync(new Letter("Shop <news@shop.example>", "Sale", "Everything must go.", DaysAgo: 40, Labels: "Inbox,Category Promotions"));
        var said = await somebody.SayAsync("archive promotional emails older than 30 days");
        Assert.Equal("waiting", await said.StateAsync());
        return new Waiting(somebody, http, (await said.TurnAsync()).GetProperty("runId").GetGuid());
    }

    static async Task<JsonElement> GetAsync(HttpClient http, string path) => await http.GetFromJsonAsync<JsonElement>("/api/v1/runs" + path);

    static async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(HttpClient http, Guid run, string what, object? body = null)
    {
        using var response = await http.PostAsJsonAsync($"/api/v1/runs/{run}/{what}", body ?? new { });
        return (response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync()));
    }

    async Task ExecuteAsync(string sql, Guid run)
    {
        await using var command = server.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        command.Parameters.AddWithValue(run);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    [Fact]
    public async Task A_run_is_listed_filtered_read_and_drawn()
    {
        var (somebody, http, run) = await WaitingAsync();
        await using var _ = somebody;
        foreach (var filter in (string[])["", "?state=waiting", "?waitingFor=answer", "?workflow=conversations.turn", "?q=conversations", "?q=OLDER%20than%2030", $"?q={run.ToString()[..10]}", "?limit=1", "?since=2026-11-20T00:00:00Z"])
            Assert.Equal(run, Assert.Single((await GetAsync(http, filter)).GetProperty("items").EnumerateArray()).GetProperty("id").GetGuid());
        foreach (var filter in (string[])["?state=failed", "?waitingFor=time", "?workflow=x", "?q=nothing-like-it", "?until=2026-11-20T00:00:00Z"])
            Assert.Empty((await GetAsync(http, filter)).GetProperty("items").EnumerateArray());

        var view = await GetAsync(http, $"/{run}");
        Assert.Equal(("waiting", true), (view.GetProperty("state").GetString(), view.GetProperty("runnable").GetBoolean()));
        Assert.Equal("archive promotional emails older than 30 days", view.GetProperty("title").GetString());
        Assert.NotEmpty(view.GetProperty("waitingFor").EnumerateArray());
        Assert.Contains("conversations.turn", (await GetAsync(http, "/workflows")).GetProperty("items").EnumerateArray().Select(one => one.GetProperty("name").GetString()));

        var events = (await GetAsync(http, $"/{run}/events")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal("started", events[0].GetProperty("kind").GetString());
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(one => one.GetProperty("seq").GetInt32()));
        Assert.Equal(1, (await GetAsync(http, $"/{run}/events?after=0&limit=1")).GetProperty("items")[0].GetProperty("seq").GetInt32());

        var history = await GetAsync(http, $"/{run}/history?limit=2");
        Assert.Equal("1", history.GetProperty("nextCursor").GetString());
        var last = await GetAsync(http, $"/{run}/checkpoints/{events.Count - 1}");
        Assert.NotEmpty(last.GetProperty("waiting").EnumerateArray());

        var graph = await GetAsync(http, $"/{run}/graph");
        Assert.Contains("waiting", graph.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("state").GetString()));
        Assert.NotEmpty(graph.GetProperty("edges").EnumerateArray());
        var told = await somebody.EventAsync("run_changed", e => e.GetProperty("runId").GetGuid() == run && e.GetProperty("state").GetString() == "waiting");
        Assert.Equal(events.Count - 1, told.GetProperty("seq").GetInt32());
    }

    [Fact]
    public async Task What_is_wrong_is_named_with_its_field()
    {
        var (somebody, http, run) = await WaitingAsync();
        await using var _ = somebody;
        foreach (var (path, field) in ((string, string)[])[
            ("?state=sleepy", "state"), ("?waitingFor=godot", "waitingFor"), ("?cursor=x", "cursor"), ("?limit=0", "limit"), ($"/{run}/events?limit=0", "limit"), ($"/{run}/history?limit=0", "limit")])
        {
            using var response = await http.GetAsync("/api/v1/runs" + path);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.True((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty(field, out var reasons) && reasons.GetArrayLength() == 1, path);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/api/v1/runs/{run}/checkpoints/999")).StatusCode);
        foreach (var (what, body, field) in ((string, object, string)[])[
            ("signal", new { name = "nobody-listens", key = "k", payload = 1 }, "name"), ("signal", new { name = "", key = "k", payload = 1 }, "name"),
            ("answer", new { key = "", answer = 1 }, "key"), ("migrate", new { toVersion = 99 }, "toVersion")])
        {
            var (status, problem) = await PostAsync(http, run, what, body);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.True(problem.GetProperty("errors").TryGetProperty(field, out var _), problem.GetRawText());
        }
        Assert.Equal((HttpStatusCode.Conflict, "run_not_failed"), Code(await PostAsync(http, run, "retry")));
        Assert.Equal((HttpStatusCode.Conflict, "run_not_failed"), Code(await PostAsync(http, run, "drop")));
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(http, run, "answer", new { key = "no such question", answer = 1 })).Status);
    }

    static (HttpStatusCode, string?) Code((HttpStatusCode Status, JsonElement Body) answer) => (answer.Status, answer.Body.GetProperty("code").GetString());

    [Fact]
    public async Task A_run_is_cancelled_once()
    {
        var (somebody, http, run) = await WaitingAsync();
        await using var _ = somebody;
        var (status, view) = await PostAsync(http, run, "cancel");
        Assert.Equal((HttpStatusCode.OK, true), (status, view.GetProperty("cancelling").GetBoolean()));
        await somebody.EventAsync("run_changed", e => e.GetProperty("runId").GetGuid() == run && e.GetProperty("state").GetString() == "cancelled");
        Assert.Equal((HttpStatusCode.Conflict, "run_over"), Code(await PostAsync(http, run, "cancel")));
    }

    [Fact]
    public async Task A_dead_letter_is_retried_or_dropped()
    {
        var (somebody, http, run) = await WaitingAsync();
        await using var _ = somebody;
        await ExecuteAsync("UPDATE runs.runs SET status = 'failed', reason = 'the bridge is out', next_wake = NULL, finished_at = now() WHERE id = $1", run);
        var dead = Assert.Single((await GetAsync(http, "?state=failed&q=bridge")).GetProperty("items").EnumerateArray());
        Assert.Equal("the bridge is out", dead.GetProperty("reason").GetString());
        var (bad, problem) = await PostAsync(http, run, "retry", new { state = new { nochannel = 1 } });
        Assert.Equal(HttpStatusCode.BadRequest, bad);
        Assert.True(problem.GetProperty("errors").TryGetProperty("state", out var _));
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(http, run, "retry")).Status);
        await ExecuteAsync("UPDATE runs.runs SET status = 'failed', reason = 'again', next_wake = NULL, worker = NULL, fence = fence + 1, finished_at = now() WHERE id = $1", run);
        var (status, view) = await PostAsync(http, run, "drop");
        Assert.Equal((HttpStatusCode.OK, "cancelled"), (status, view.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Two_checkpoints_are_compared_and_a_new_run_goes_on_from_one()
    {
        var (somebody, http, run) = await WaitingAsync();
        await using var _ = somebody;
        var history = (await GetAsync(http, $"/{run}/history")).GetProperty("items").EnumerateArray().ToList();
        var seq = history.Last(one => one.GetProperty("forkable").GetBoolean() && one.GetProperty("ready").GetArrayLength() > 0).GetProperty("seq").GetInt64();
        var diff = await GetAsync(http, $"/{run}/diff?from=0&to={history[^1].GetProperty("seq").GetInt64()}");
        Assert.NotEmpty(diff.GetProperty("changes").EnumerateArray());
        using (var missing = await http.GetAsync($"/api/v1/runs/{run}/diff?from=0&to=999"))
            Assert.False(missing.IsSuccessStatusCode);
        using (var unsaid = await http.GetAsync($"/api/v1/runs/{run}/diff?from=0"))
            Assert.Equal(HttpStatusCode.BadRequest, unsaid.StatusCode);

        var (refused, problem) = await PostAsync(http, run, "fork", new { seq, state = new { nochannel = 1 } });
        Assert.Equal(HttpStatusCode.BadRequest, refused);
        Assert.True(problem.GetProperty("errors").TryGetProperty("state", out var _), problem.GetRawText());
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(http, run, "fork", new { seq = 999 })).Status);

        var newId = Guid.CreateVersion7();
        var (status, fork) = await PostAsync(http, run, "fork", new { seq, newId });
        Assert.Equal((HttpStatusCode.OK, newId), (status, fork.GetProperty("id").GetGuid()));
        Assert.Equal(run, fork.GetProperty("origin").GetProperty("runId").GetGuid());
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(http, run, "fork", new { seq, newId })).Status);
        Assert.Equal(2, (await GetAsync(http, "")).GetProperty("items").GetArrayLength());
        Assert.Equal("waiting", (await GetAsync(http, $"/{run}")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task To_anybody_else_the_run_does_not_exist()
    {
        var (somebody, http, run) = await WaitingAsync();
        await using var _ = somebody;
        using var stranger = await server.NewPersonAsync();
        foreach (var path in (string[])["", "/events", "/history", "/checkpoints/0", "/graph", "/diff?from=0&to=1"])
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/api/v1/runs/{run}{path}")).StatusCode);
        Assert.Empty((await GetAsync(stranger, $"?q={run}")).GetProperty("items").EnumerateArray());
        foreach (var (what, body) in ((string, object?)[])[("cancel", null), ("drop", null), ("retry", null), ("fork", new { seq = 0 }), ("signal", new { name = "s", key = "k", payload = 1 }), ("answer", new { key = "k", answer = 1 }), ("migrate", new { toVersion = 2 })])
            Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(stranger, run, what, body)).Status);
        Assert.Equal("waiting", (await GetAsync(http, $"/{run}")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Everybodys_runs_are_moved_to_another_version_by_operators_only_and_by_a_migration_that_exists()
    {
        using var somebody = await server.NewPersonAsync();
        using var owner = await server.OwnerAsync();
        var body = new { workflow = "conversation", fromVersion = 1, toVersion = 99 };
        using var refused = await somebody.PostAsJsonAsync("/api/v1/runs/migrations", body);
        Assert.Equal("operators_only", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        using var unknown = await owner.PostAsJsonAsync("/api/v1/runs/migrations", body);
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.True((await unknown.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty("toVersion", out _));
    }
}
