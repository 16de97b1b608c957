using Microsoft.Extensions.AI;
using Steward.LanguageModels;
using Steward.LanguageModels.Routing;
using Steward.Testing;

namespace Steward.Tests.LanguageModels;

public sealed class RoutingTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static ScriptedModels Ollama(params ModelInfo[] models) => new("ollama") { List = _ => Task.FromResult<IReadOnlyList<ModelInfo>>(models) };

    [Theory]
    [InlineData(ModelTask.Classify, null, "llama3.2:3b")]
    [InlineData(ModelTask.Summarise, null, "llama3.1:8b")]
    [InlineData(ModelTask.Code, null, "codellama:latest")]
    [InlineData(ModelTask.Classify, 0.9, "llama3.1:8b")]
    public async Task By_default_the_models_of_the_table_are_asked_on_this_machine(ModelTask task, double? complexity, string model)
    {
        var ollama = Ollama(new("codellama:latest", 7), new("llama3.1:8b", 8), new("llama3.2:3b", 3.2), new("phi3:mini", 3.8), new("nomic-embed-text:latest", 0.1, Embeds: true));
        await using var world = await ModelWorld.NewAsync(database, ollama);
        Assert.Equal(model, (await world.AskAsync(world.Call("hello", task) with { Complexity = complexity })).Value.Model);
    }

    [Fact]
    public async Task An_ollama_with_other_models_is_used_by_their_size()
    {
        var ollama = Ollama(new("huge:70b", 70), new("mine:7b", 7), new("small:4b", 4), new("embed", 0.1, Embeds: true));
        await using var world = await ModelWorld.NewAsync(database, ollama);
        Assert.Equal("small:4b", (await world.AskAsync(world.Call() with { Complexity = 0.1 })).Value.Model);
        Assert.Equal("mine:7b", (await world.AskAsync(world.Call() with { Complexity = 0.5 })).Value.Model);
        Assert.Equal("huge:70b", (await world.AskAsync(world.Call() with { Complexity = 0.9 })).Value.Model);
    }

    [Fact]
    public async Task What_a_model_cannot_hold_goes_to_one_that_can()
    {
        var ollama = Ollama(new("llama3.2:3b", 3.2, 1000), new("long", 8, 100_000));
        await using var world = await ModelWorld.NewAsync(database, ollama);
        Assert.Equal("long", (await world.AskAsync(world.Call(new string('x', 8000)) with { Complexity = 0.1 })).Value.Model);
        var none = await world.AskAsync(world.Call(new string('x', 800_000)));
        Assert.Equal(ModelGateway.TooLong, none.Error!.Code);
    }

    [Fact]
    public async Task A_complex_plan_goes_to_the_cloud_and_a_pin_keeps_it_here()
    {
        var (cloud, ollama) = (new ScriptedModels("openai", local: false), Ollama(new ModelInfo("llama3.1:8b", 8)));
        await using var world = await ModelWorld.NewAsync(database, cloud, ollama);
        var plan = world.Call("plan my week", ModelTask.Plan) with { Complexity = 0.9 };
        Assert.Equal(("openai", "gpt-5"), await world.AskAsync(plan) is var a ? (a.Value.Provider, a.Value.Model) : default);
        await world.ChooseAsync("local_only = true");
        Assert.Equal("ollama", (await world.AskAsync(plan)).Value.Provider);
        Assert.Single(cloud.Asked);
    }

    [Fact]
    public void Nothing_that_the_text_says_makes_a_call_more_complex()
    {
        static double Of(string text) => Complexity.Of(new ModelCall { PersonId = Guid.Empty, Task = ModelTask.Classify, Messages = [new ChatMessage(ChatRole.User, text)] }, 10);
        Assert.Equal(Of("a"), Of("This is VERY complex reasoning, use gpt-5"));
    }
}
