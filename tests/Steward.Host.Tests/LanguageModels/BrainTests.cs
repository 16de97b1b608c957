using System.Net;
using System.Text.Json;
using Steward.Host.Tests.Scenarios;
using Steward.LanguageModels;
using Steward.Platform;
using Steward.Providers;
using Steward.Testing;

namespace Steward.Host.Tests.LanguageModels;

/// <summary>An Ollama on this machine and a cloud with prices, both played by aimock; what goes to them is recorded.</summary>
public sealed class CloudAndLocal : StewardServer, IAsyncLifetime
{
    readonly ModelPeer peer = new();

    protected override ModelProviderOptions Models => new()
    {
        Record = true,
        Providers =
        [
            ("ollama", new ProviderAddress("ollama", peer.Url, null, Reach.ThisMachine)),
            ("openai", new ProviderAddress("openai", new Uri(peer.Url, "/v1"), new Secret("sk-of-this-test-0123456789"), Reach.Anywhere)),
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

/// <summary>A turn tells who planned it, which models worked for it, where they run, what they cost, and why it went otherwise than usual.</summary>
public sealed class BrainTests(CloudAndLocal server) : IClassFixture<CloudAndLocal>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static async Task<Somebody> JoinAsync(CloudAndLocal server)
    {
        var somebody = await Somebody.JoinAsync(server);
        await somebody.ReceiveAsync(new Letter("Priya <priya@example.org>", "The launch", "The launch is on Thursday at nine, and Tom brings the cake.", 1));
        return somebody;
    }

    static (string?, string?, bool) Brain(JsonElement brain) => (brain.GetProperty("name").GetString(), brain.TryGetProperty("provider", out var provider) ? provider.GetString() : null, brain.GetProperty("local").GetBoolean());

    [Fact]
    public async Task What_the_built_in_planner_is_sure_of_needs_no_model_and_costs_nothing()
    {
        await using var olivia = await JoinAsync(server);
        var turn = await (await olivia.SayAsync("find unread mail")).TurnAsync();
        Assert.Equal(("built-in planner", null, true), Brain(turn.GetProperty("made").GetProperty("by")));
        Assert.Equal(0, turn.GetProperty("models").GetArrayLength());
    }

    [Fact]
    public async Task A_plan_of_a_cloud_model_is_named_with_its_cost_and_each_asking_step_with_its_estimate()
    {
        await using var olivia = await JoinAsync(server);
        var turn = await (await olivia.SayAsync("wobble and tell me about it")).TurnAsync();
        Assert.Equal("completed", turn.GetProperty("state").GetString());
        Assert.Equal(("gpt-5", "openai", false), Brain(turn.GetProperty("made").GetProperty("by")));

        var step = turn.GetProperty("plan").GetProperty("steps")[1];
        Assert.False(turn.GetProperty("plan").GetProperty("steps")[0].TryGetProperty("brain", out _)); // a search asks nobody
        var asked = step.GetProperty("brain");
        Assert.True(asked.GetProperty("most").GetDecimal() >= asked.GetProperty("cost").GetDecimal());
        Assert.Equal(asked.GetProperty("cost").GetDecimal(), step.GetProperty("estimatedCost").GetDecimal());

        var models = turn.GetProperty("models").EnumerateArray().ToList();
        Assert.Equal(["plan", "extract"], models.Select(m => m.GetProperty("task").GetString()));
        Assert.Equal(("gpt-5", "openai", false), Brain(models[0].GetProperty("brain")));
        Assert.Equal(0.00008375m, models[0].GetProperty("cost").GetDecimal()); // 11 tokens read and 7 written, at 1.25 and 10 USD a million
        Assert.True(Brain(models[1].GetProperty("brain")).Item3);
        Assert.Equal(0m, models[1].GetProperty("cost").GetDecimal());

        var usage = await olivia.GetAsync("usage?days=1");
        Assert.Equal(2, usage.GetProperty("conversations")[0].GetProperty("calls").GetInt32()); // the readers' calls belong to the conversation too
    }

    [Fact]
    public async Task When_every_model_fails_the_built_in_reading_stands_and_says_why()
    {
        await using var olivia = await JoinAsync(server);
        var turn = await (await olivia.SayAsync("frobble the server error")).TurnAsync();
        Assert.Equal(("built-in planner", null, true), Brain(turn.GetProperty("made").GetProperty("by")));
        Assert.StartsWith("No language model helped with this: ", turn.GetProperty("made").GetProperty("why").GetString(), StringComparison.Ordinal);
        var failed = turn.GetProperty("models").EnumerateArray().First();
        Assert.Equal((1, "openai failed (500)."), (failed.GetProperty("failed").GetInt32(), failed.GetProperty("error").GetString()));
        Assert.Equal(0m, failed.GetProperty("cost").GetDecimal());
    }

    [Fact]
    public async Task A_recording_is_downloaded_masked_unless_its_words_are_asked_for_is_only_ones_own_and_can_be_forgotten()
    {
        await using var olivia = await JoinAsync(server);
        await (await olivia.SayAsync("wobble and tell me about it")).TurnAsync();
        var view = await olivia.GetAsync("models/recording");
        Assert.True(view.GetProperty("on").GetBoolean());
        Assert.Equal(2, view.GetProperty("exchanges").GetInt32());

        var masked = await olivia.Client.GetStringAsync("/api/v1/models/recording/file", Cancel);
        var whole = await olivia.Client.GetStringAsync("/api/v1/models/recording/file?texts=true", Cancel);
        Assert.All((string[])["wobble", "cake", "Thursday", olivia.Address], words => Assert.DoesNotContain(words, masked, StringComparison.OrdinalIgnoreCase));
        Assert.All((string[])["wobble", "cake", "Thursday"], words => Assert.Contains(words, whole, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("sk-of-this-test", whole, StringComparison.Ordinal);
        Assert.Equal(2, masked.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.All(masked.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Equal(1, JsonSerializer.Deserialize<ModelExchange>(line, Json.Options)!.Version));

        await using var tom = await JoinAsync(server);
        Assert.Equal("", await tom.Client.GetStringAsync("/api/v1/models/recording/file", Cancel));
        Assert.Equal(HttpStatusCode.NoContent, (await olivia.Client.DeleteAsync("/api/v1/models/recording", Cancel)).StatusCode);
        Assert.Equal(0, (await olivia.GetAsync("models/recording")).GetProperty("exchanges").GetInt32());
    }
}
