using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Steward.Accounts;
using Steward.Actions;
using Steward.Actions.Execution;
using Steward.Audit;
using Steward.Platform;
using Steward.Testing;

namespace Steward.Tests.Actions;

/// <summary>The two rooms' routes over real HTTP, with a sign-in that believes what it is told; the host has the real one.</summary>
public sealed class EndpointTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    WebApplication app = null!;
    World world = null!;
    World other = null!;

    public async ValueTask InitializeAsync()
    {
        world = await World.CreateAsync(database);
        other = await World.CreateAsync(database);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(database.Source).AddSingleton<TimeProvider>(database.Clock).AddPlatform();
        World.Register(builder.Services);
        builder.Services.AddSingleton(world.Outside);
        builder.Services.Configure<JsonOptions>(json => Json.Configure(json.SerializerOptions));
        builder.Services.RemoveAll<IHostedService>();
        app = builder.Build();
        app.Use((http, next) =>
        {
            http.User = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, http.Request.Headers["X-Person"].ToString())], "test"));
            return next(http);
        });
        app.MapGroup("/api/v1").MapActions().MapAudit();
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await world.DisposeAsync();
        await other.DisposeAsync();
    }

    async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(HttpMethod method, string path, object? body = null, World? by = null)
    {
        using var client = new HttpClient { BaseAddress = new(app.Urls.First() + "/api/v1/") };
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body, options: Json.Options) };
        request.Headers.Add("X-Person", (by ?? world).PersonId.ToString());
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : Json.ToElement(text));
    }

    Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string path, World? by = null) => SendAsync(HttpMethod.Get, path, null, by);
    Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, object? body = null, World? by = null) => SendAsync(HttpMethod.Post, path, body, by);

    Task DrainAsync() => ActivatorUtilities.CreateInstance<ActionExecutor>(app.Services).DrainAsync(CancellationToken.None);

    async Task<JsonElement> ProposeAsync(string thing, string text = "after", string key = "k")
    {
        var (status, body) = await PostAsync("actions", new { kind = SetTextKind.KindName, accountId = world.Account.Id, payload = new { thing, text }, idempotencyKey = key + thing });
        Assert.Equal(HttpStatusCode.OK, status);
        return body;
    }

    static string Id(JsonElement proposal) => proposal.GetProperty("id").GetString()!;
    static string Of(JsonElement body, string property) => body.GetProperty(property).GetString()!;

    [Fact]
    public async Task From_a_click_to_its_undo()
    {
        var thing = world.Outside.Add("before");
        var proposal = await ProposeAsync(thing);
        Assert.Equal(("pending", "low", "privateWrite", "undoable"), (Of(proposal, "state"), Of(proposal, "risk"), Of(proposal, "effect"), Of(proposal, "reversibility")));
        Assert.Equal(Id(proposal), Id(await ProposeAsync(thing)));
        Assert.Contains((await GetAsync("approvals/pending")).Body.GetProperty("items").EnumerateArray(), p => Id(p) == Id(proposal));

        var (status, decision) = await PostAsync($"approvals/{Id(proposal)}/approve", new { hash = Of(proposal, "hash") });
        Assert.Equal((HttpStatusCode.OK, "decided"), (status, Of(decision, "outcome")));
        Assert.Equal("alreadyDecided", Of((await PostAsync($"approvals/{Id(proposal)}/reject")).Body, "outcome"));
        await DrainAsync();
        Assert.Equal("done", Of((await GetAsync($"approvals/{Id(proposal)}")).Body, "state"));
        Assert.Equal(Id(proposal), Id((await GetAsync("actions?state=done&kind=test.set-text")).Body.GetProperty("items")[0]));

        var undo = (await PostAsync($"actions/{Id(proposal)}/undo")).Body;
        Assert.Equal(("undone", "undone"), (Of(undo, "outcome"), Of(undo.GetProperty("proposal"), "state")));
        Assert.Equal("before", world.Outside.Find(thing)!.Value.Text);

        var log = (await GetAsync($"audit?proposalId={Id(proposal)}")).Body.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["action.undone", "action.undoing", "action.done", "action.executing", "action.approved", "action.proposed"], log.Select(e => Of(e, "action")));
        Assert.StartsWith("web 127.0.0.1", Of(log[^1], "from"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edit_and_batch_speak_the_contract()
    {
        var thing = world.Outside.Add("before");
        var proposal = await ProposeAsync(thing);
        var (status, edited) = await SendAsync(HttpMethod.Put, $"approvals/{Id(proposal)}", new { payload = new { thing, text = "edited" }, hash = Of(proposal, "hash") });
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("edited", Of(edited.GetProperty("payload"), "text"));
        var (conflict, problem) = await SendAsync(HttpMethod.Put, $"approvals/{Id(proposal)}", new { payload = new { thing, text = "x" }, hash = Of(proposal, "hash") });
        Assert.Equal((HttpStatusCode.Conflict, "payload_changed"), (conflict, Of(problem, "code")));

        var batch = (await PostAsync("approvals/batch", new
        {
            items = new object[] { new { id = Id(proposal), hash = Of(edited, "hash"), decision = "approve" }, new { id = Guid.NewGuid(), decision = "reject" } },
        })).Body.GetProperty("items");
        Assert.Equal(["decided", "notFound"], batch.EnumerateArray().Select(r => Of(r, "outcome")));
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync("approvals/batch", new { items = Array.Empty<object>() })).Status);
    }

    [Fact]
    public async Task Lists_page_through_everything_once_and_refuse_what_they_did_not_give_out()
    {
        var thing = other.Outside.Add("x");
        var drafts = Enumerable.Range(0, 7).Select(i => other.Draft(SendLetter.KindName, new Letter(["anna@example.org"], $"{i} {thing}"))).ToArray();
        foreach (var staged in await other.StageAsync(drafts))
        {
            await other.RejectAsync(await other.GetAsync(staged.Value.Id));
            database.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        foreach (var list in new[] { "approvals", "actions", "audit" })
        {
            var seen = new List<string>();
            string? cursor = null;
            do
            {
                var page = (await GetAsync($"{list}?limit=3{(cursor is null ? "" : "&cursor=" + cursor)}", other)).Body;
                seen.AddRange(page.GetProperty("items").EnumerateArray().Select(Id));
                cursor = page.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
            }
            while (cursor is not null);
            Assert.Equal(list == "audit" ? 14 : 7, seen.Count);
            Assert.Equal(seen.Count, seen.Distinct().Count());
            Assert.Equal(HttpStatusCode.BadRequest, (await GetAsync($"{list}?cursor=nonsense", other)).Status);
        }
        Assert.Equal(HttpStatusCode.BadRequest, (await GetAsync("approvals?state=nonsense")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await GetAsync("actions?state=3")).Status);
        Assert.Equal(7, (await GetAsync("approvals?state=rejected", other)).Body.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Nobody_reaches_what_is_somebody_elses_by_any_route()
    {
        var thing = world.Outside.Add("before");
        var pending = await ProposeAsync(thing, "pending", "p");
        var done = await ProposeAsync(thing, "done", "d");
        await PostAsync($"approvals/{Id(done)}/approve", new { hash = Of(done, "hash") });
        await DrainAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync($"approvals/{Id(pending)}", other)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync($"approvals/{Id(pending)}/approve", new { hash = Of(pending, "hash") }, other)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync($"approvals/{Id(pending)}/reject", new { }, other)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Put, $"approvals/{Id(pending)}", new { payload = new { thing, text = "x" }, hash = Of(pending, "hash") }, other)).Status);
        Assert.Equal("notFound", Of((await PostAsync("approvals/batch", new { items = new[] { new { id = Id(pending), hash = Of(pending, "hash"), decision = "approve" } } }, other)).Body.GetProperty("items")[0], "outcome"));
        foreach (var verb in new[] { "undo", "send-now", "retry" })
            Assert.Equal(HttpStatusCode.NotFound, (await PostAsync($"actions/{Id(done)}/{verb}", null, other)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync("actions", new { kind = SetTextKind.KindName, accountId = world.Account.Id, payload = new { thing, text = "x" }, idempotencyKey = "steal" }, other)).Status);
        foreach (var list in new[] { "approvals/pending", "approvals", "actions", $"audit?proposalId={Id(done)}" })
            Assert.DoesNotContain((await GetAsync(list, other)).Body.GetProperty("items").EnumerateArray(), p => Id(p) == Id(done) || Id(p) == Id(pending));
        Assert.DoesNotContain(Id(done), (await GetAsync("audit/export", other)).Body.ToString(), StringComparison.Ordinal);
        Assert.Equal("done", world.Outside.Find(thing)!.Value.Text);
        Assert.Equal("pending", Of((await GetAsync($"approvals/{Id(pending)}")).Body, "state"));
    }

    [Fact]
    public async Task Kinds_are_listed_without_those_that_only_undo()
    {
        var kinds = (await GetAsync("actions/kinds")).Body.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["test.send", "test.set-text"], kinds.Select(k => Of(k, "name")));
        Assert.Equal(("external", "held"), (Of(kinds[0], "effect"), Of(kinds[0], "reversibility")));
    }

    [Theory]
    [InlineData("""{"kind":"test.set-text","payload":{},"idempotencyKey":"k"}""", "accountId")]
    [InlineData("""{"kind":"","accountId":"00000000-0000-0000-0000-000000000001","payload":{},"idempotencyKey":"k"}""", "kind")]
    [InlineData("""{"kind":"test.set-text","accountId":"00000000-0000-0000-0000-000000000001","idempotencyKey":"k"}""", "payload")]
    [InlineData("""{"kind":"test.set-text","accountId":"00000000-0000-0000-0000-000000000001","payload":{},"idempotencyKey":"k"}""", "payload")]
    public async Task A_bad_proposal_is_refused_and_nothing_breaks(string body, string why)
    {
        var (status, problem) = await PostAsync("actions", JsonDocument.Parse(body).RootElement);
        Assert.True(status == HttpStatusCode.BadRequest, $"{why}: {status} {problem}");
    }
}
