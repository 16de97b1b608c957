using System.Text.Json;
using Microsoft.Extensions.AI;
using Steward.LanguageModels;
using Steward.Testing;

namespace Steward.Tests.LanguageModels;

public sealed class CacheTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_question_is_answered_from_the_earlier_answer_which_is_recorded_as_saved()
    {
        var cloud = new ScriptedModels("cloud", local: false);
        cloud.Reply = (_, _, _, _) => Task.FromResult(ScriptedModels.Text("{\"a\":1}", 0, 100));
        await using var world = await ModelWorld.NewAsync(database, cloud);
        await world.PriceAsync("cloud", "m", 0, 100);
        await world.RouteAsync(ModelTask.Classify, "cloud/m");
        var call = world.Call() with { Cacheable = true, Schema = JsonElement.Parse("{}") };
        var (first, second) = ((await world.AskAsync(call)).Value, (await world.AskAsync(call)).Value);
        Assert.Equal((false, 0.01m), (first.Cached, first.Cost));
        Assert.Equal((true, 0m, 1), (second.Cached, second.Cost, second.Json!.Value.GetProperty("a").GetInt32()));
        Assert.Single(cloud.Asked);
        Assert.Equal(0.01m, await world.ReadAsync<decimal>("SELECT saved FROM models.calls WHERE person_id = $1 AND state = 'cached'"));

        world.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.False((await world.AskAsync(call)).Value.Cached);
    }

    [Fact]
    public async Task Tool_calls_come_out_of_the_cache_as_they_went_in()
    {
        var local = new ScriptedModels();
        local.Reply = (_, _, _, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("1", "search", new Dictionary<string, object?>(StringComparer.Ordinal) { ["q"] = "anna" })])));
        await using var world = await ModelWorld.NewAsync(database, local);
        var call = world.Call() with { Cacheable = true };
        await world.AskAsync(call);
        var again = (await world.AskAsync(call)).Value;
        Assert.True(again.Cached);
        Assert.Equal("anna", Assert.Single(again.ToolCalls).Arguments!["q"]?.ToString());
    }

    [Fact]
    public async Task Whatever_reaches_the_model_makes_it_another_question_and_so_does_the_person()
    {
        var local = new ScriptedModels("ollama", true, "m");
        await using var world = await ModelWorld.NewAsync(database, local);
        await using var other = await ModelWorld.NewAsync(database, local);
        var call = world.Call() with { Cacheable = true };
        ModelCall[] calls =
        [
            call, call with { Task = ModelTask.Extract }, call with { MaxOutputTokens = 99 }, call with { Temperature = 0.5f }, call with { Sensitivity = Sensitivity.LocalOnly },
            call with { Messages = [new ChatMessage(ChatRole.User, "hello ")] }, call with { Messages = [new ChatMessage(ChatRole.System, "hello")] },
            call with { Messages = [new ChatMessage(ChatRole.User, "hel"), new ChatMessage(ChatRole.User, "lo")] },
            call with { Tools = [AIFunctionFactory.CreateDeclaration("a", "b", JsonElement.Parse("{}"))] }, call with { Tools = [AIFunctionFactory.CreateDeclaration("a", "c", JsonElement.Parse("{}"))] },
            call with { PersonId = other.Person },
        ];
        foreach (var each in calls)
            Assert.False((await world.AskAsync(each)).Value.Cached);
        Assert.Equal(calls.Length, local.Asked.Count);
        Assert.True((await world.AskAsync(call)).Value.Cached);
    }

    [Fact]
    public async Task Equal_questions_at_once_are_asked_once_and_one_who_leaves_does_not_take_the_answer_along()
    {
        var gate = new TaskCompletionSource();
        var local = new ScriptedModels();
        local.Reply = async (_, _, _, cancel) =>
        {
            await gate.Task.WaitAsync(cancel);
            return ScriptedModels.Text("shared");
        };
        await using var world = await ModelWorld.NewAsync(database, local);
        var call = world.Call() with { Cacheable = true };
        using var leave = new CancellationTokenSource();
        var first = world.Gateway.AskAsync(call, leave.Token);
        while (local.Asked.IsEmpty)
            await Task.Yield();
        var others = Enumerable.Range(0, 20).Select(_ => world.AskAsync(call)).ToList();
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();
        Assert.All(await Task.WhenAll(others), a => Assert.Equal("shared", a.Value.Text));
        Assert.Single(local.Asked);
    }

    [Fact]
    public async Task When_everybody_left_the_question_is_cancelled()
    {
        var cancelled = new TaskCompletionSource();
        var local = new ScriptedModels();
        local.Reply = async (_, _, _, cancel) =>
        {
            cancel.Register(cancelled.SetResult);
            await Task.Delay(Timeout.Infinite, cancel);
            throw new InvalidOperationException();
        };
        await using var world = await ModelWorld.NewAsync(database, local);
        using var leave = new CancellationTokenSource();
        var asking = world.Gateway.AskAsync(world.Call() with { Cacheable = true }, leave.Token);
        while (local.Asked.IsEmpty)
            await Task.Yield();
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await cancelled.Task.WaitAsync(Cancel);
    }
}
