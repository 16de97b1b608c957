using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Steward.Host.Tests.Scenarios;
using Steward.LanguageModels;
using Steward.Providers;
using Steward.Testing;

namespace Steward.Host.Tests.LanguageModels;

/// <summary>An Ollama that fetches models in three lines; "missing" it has not, and "cut" ends in the middle.</summary>
public sealed class PullingOllama : StewardServer, IAsyncLifetime
{
    readonly WebApplication ollama;
    readonly List<string> models = ["llama3.2:3b"];

    public PullingOllama()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        ollama = builder.Build();
        ollama.MapGet("/api/tags", () => Results.Json(new { models = models.Select(m => new { name = m, digest = m, details = new { parameter_size = "3B" } }) }));
        ollama.MapPost("/api/pull", async (HttpContext context) =>
        {
            var model = (await context.Request.ReadFromJsonAsync<JsonElement>()).GetProperty("model").GetString()!;
            await context.Response.WriteAsync("""{"status":"pulling manifest"}""" + "\n");
            if (model == "missing")
                await context.Response.WriteAsync("""{"error":"pull model manifest: file does not exist"}""" + "\n");
            if (model is "missing" or "cut")
                return;
            await context.Response.WriteAsync("""{"status":"pulling a1b2","total":2000,"completed":500}""" + "\n");
            models.Add(model);
            await context.Response.WriteAsync("""{"status":"success"}""" + "\n");
        });
    }

    protected override ModelProviderOptions Models => new() { Providers = [("ollama", new ProviderAddress("ollama", new Uri(ollama.Urls.First()), null, Reach.ThisMachine))] };

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await ollama.StartAsync();
        await InitializeAsync();
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        await ollama.DisposeAsync();
    }
}

/// <summary>A model is fetched while its progress is told live, by those who run this Steward only.</summary>
public sealed class PullTests(PullingOllama server) : IClassFixture<PullingOllama>
{
    async Task<Somebody> OwnerAsync()
    {
        var http = await server.OwnerAsync();
        if ((await http.GetFromJsonAsync<JsonElement>("/api/v1/accounts")).GetProperty("items").GetArrayLength() == 0)
            (await http.PostAsJsonAsync("/api/v1/accounts", new { address = "owner@steward.local", displayName = "Owner", label = "personal" })).EnsureSuccessStatusCode();
        return await Somebody.OfAsync(http);
    }

    static Task<JsonElement> ToldAsync(Somebody person, string model, string state) =>
        person.EventAsync("model_pull", e => e.GetProperty("model").GetString() == model && e.GetProperty("state").GetString() == state);

    [Fact]
    public async Task Its_progress_is_told_and_at_the_end_it_can_be_used()
    {
        await using var owner = await OwnerAsync();
        await owner.PostAsync("models/providers/ollama/pull", new { model = "phi3:mini" });
        Assert.Equal(("ollama", "pulling manifest"), await ToldAsync(owner, "phi3:mini", "running") is var told ? (told.GetProperty("provider").GetString(), told.GetProperty("status").GetString()) : default);
        await ToldAsync(owner, "phi3:mini", "done");
        var provider = (await owner.GetAsync("models")).GetProperty("providers").EnumerateArray().Single(p => p.GetProperty("name").GetString() == "ollama");
        Assert.Contains(provider.GetProperty("models").EnumerateArray(), m => m.GetProperty("id").GetString() == "phi3:mini");
    }

    [Theory]
    [InlineData("missing", "ollama cannot pull missing.")]
    [InlineData("cut", "ollama's answer broke off.")]
    public async Task One_that_fails_or_breaks_off_is_told_with_its_reason(string model, string reason)
    {
        await using var owner = await OwnerAsync();
        await owner.PostAsync("models/providers/ollama/pull", new { model });
        Assert.Equal(reason, (await ToldAsync(owner, model, "failed")).GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_member_may_not()
    {
        await using var member = await Somebody.JoinAsync(server);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await member.Client.PostAsJsonAsync("/api/v1/models/providers/ollama/pull", new { model = "phi3:mini" }, TestContext.Current.CancellationToken)).StatusCode);
    }
}
