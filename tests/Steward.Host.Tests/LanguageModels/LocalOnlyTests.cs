using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Steward.LanguageModels;
using Steward.Platform;
using Steward.Providers;
using Steward.Testing;

namespace Steward.Host.Tests.LanguageModels;

/// <summary>An Ollama on this machine, and two clouds: one by its address, one by its name.</summary>
public sealed class MixedModels : StewardServer, IAsyncLifetime
{
    readonly ModelPeer peer = new();

    protected override ModelProviderOptions Models => new()
    {
        Providers =
        [
            ("ollama", new ProviderAddress("ollama", peer.Url, null, Reach.ThisMachine)),
            ("openai", new ProviderAddress("openai", new Uri("http://192.0.2.1/v1"), new Secret("sk-1"), Reach.Anywhere)),
            ("anthropic", new ProviderAddress("anthropic", new Uri("http://models.invalid"), new Secret("sk-2"), Reach.Anywhere)),
        ],
    };

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await peer.InitializeAsync();
        await InitializeAsync();
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        await peer.DisposeAsync();
    }
}

/// <summary>Watches every socket of the process, and every name that is asked for.</summary>
public sealed class LocalOnlyTests(MixedModels server) : IClassFixture<MixedModels>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A plan, which the default routes send to a cloud first.</summary>
    async Task<Result<ModelAnswer>> AskAsync(Guid person, Sensitivity sensitivity = Sensitivity.Normal) => await server.Services.GetRequiredService<ModelGateway>().AskAsync(
        new ModelCall { PersonId = person, Task = ModelTask.Plan, Messages = [new ChatMessage(ChatRole.User, "please say hello")], Complexity = 0.9, MaxOutputTokens = 50, Sensitivity = sensitivity }, Cancel);

    static async Task<Guid> IdAsync(HttpClient client) => (await client.GetFromJsonAsync<JsonElement>("/api/v1/auth/me", Cancel)).GetProperty("id").GetGuid();

    [Fact]
    public async Task Pinned_to_this_machine_no_connection_leaves_it_and_no_name_is_asked_for()
    {
        using var client = await server.NewPersonAsync();
        var person = await IdAsync(client);
        using (var watched = new SocketWatch())
        {
            Assert.Equal("ollama", (await AskAsync(person)).Value.Provider); // what the test can see when nothing is pinned
            Assert.Contains(watched.Seen, s => s.Contains("192,0,2,1", StringComparison.Ordinal));
            Assert.Contains("models.invalid", watched.Seen);
        }

        (await client.PutAsJsonAsync("/api/v1/models/choices", new { localOnly = true }, Cancel)).EnsureSuccessStatusCode();
        using (var watched = new SocketWatch())
        {
            Assert.Equal("ollama", (await AskAsync(person)).Value.Provider);
            (await client.GetAsync("/api/v1/models", Cancel)).EnsureSuccessStatusCode();
            Assert.Equal(422, (int)(await client.PostAsJsonAsync("/api/v1/models/providers/openai/test", new { }, Cancel)).StatusCode);
            Assert.All(watched.Seen, SocketWatch.IsLoopback);
        }
    }

    [Fact]
    public async Task What_is_sensitive_stays_here_without_a_pin_too()
    {
        using var client = await server.NewPersonAsync();
        var person = await IdAsync(client);
        using var watched = new SocketWatch();
        Assert.Equal("ollama", (await AskAsync(person, Sensitivity.LocalOnly)).Value.Provider);
        Assert.All(watched.Seen, SocketWatch.IsLoopback);
    }

    sealed class SocketWatch : EventListener
    {
        readonly ConcurrentQueue<string>? seen = new();

        public IReadOnlyCollection<string> Seen => seen!;

        public static void IsLoopback(string address) =>
            Assert.True(address == "127.0.0.1" || address.Contains(",127,0,0,1", StringComparison.Ordinal) || address.StartsWith("Unix", StringComparison.Ordinal), $"a connection to {address}");

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name is "System.Net.Sockets" or "System.Net.NameResolution")
                EnableEvents(eventSource, EventLevel.Informational);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventName is "ConnectStart" or "ResolutionStart")
                seen?.Enqueue(eventData.Payload?[0]?.ToString() ?? "");
        }
    }
}
