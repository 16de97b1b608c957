using System.Text.Json;
using Microsoft.Extensions.AI;
using Steward.LanguageModels;
using Steward.LanguageModels.Calling;
using Steward.Platform;
using Steward.Testing;

namespace Steward.Tests.LanguageModels;

public sealed class GatewayTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_model_it_says_so_and_nothing_is_recorded()
    {
        await using var world = await ModelWorld.NewAsync(database);
        Assert.False(await world.Gateway.AvailableAsync(world.Person, ModelTask.Plan, Cancel));
        var answer = await world.AskAsync();
        Assert.Equal((ModelGateway.NoModel, ErrorKind.Unavailable, "No language model is connected."), (answer.Error!.Code, answer.Error.Kind, answer.Error.Detail));
        Assert.Empty(await world.CallsAsync());
    }

    [Fact]
    public async Task A_provider_that_cannot_be_reached_counts_as_none()
    {
        var away = new ScriptedModels("ollama") { List = _ => throw new ModelException(ModelFailure.Unavailable, "ollama cannot be reached.") };
        await using var world = await ModelWorld.NewAsync(database, away);
        Assert.False(await world.Gateway.AvailableAsync(world.Person, ModelTask.Plan, Cancel));
        Assert.Equal(ModelGateway.NoModel, (await world.AskAsync()).Error!.Code);
        Assert.Empty(away.Asked);
    }

    [Fact]
    public async Task An_answer_tells_who_gave_it_and_what_it_took()
    {
        var local = new ScriptedModels("ollama", true, "llama3.2:3b");
        local.Reply = (_, _, _, _) => Task.FromResult(ScriptedModels.Text("promotion", 120, 3));
        await using var world = await ModelWorld.NewAsync(database, local);
        var answer = (await world.AskAsync()).Value;
        Assert.Equal(("promotion", "ollama", "llama3.2:3b", true, 0m), (answer.Text, answer.Provider, answer.Model, answer.Local, answer.Cost));
        Assert.Equal(new TokenUse(120, 3), answer.Usage);
        Assert.Equal(("done", "ollama", 0m), Assert.Single(await world.CallsAsync()));
    }

    [Fact]
    public async Task Tokens_that_the_provider_does_not_tell_are_estimated_and_say_so()
    {
        var local = new ScriptedModels();
        local.Reply = (_, _, _, _) => Task.FromResult(ScriptedModels.Text("eight letters, more or less", null));
        await using var world = await ModelWorld.NewAsync(database, local);
        var usage = (await world.AskAsync()).Value.Usage;
        Assert.True(usage.Estimated);
        Assert.InRange(usage.Output, 4, 12);
    }

    [Theory]
    [InlineData("""{"kind":"promotion"}""")]
    [InlineData("```json\n{\"kind\":\"promotion\"}\n```")]
    public async Task With_a_schema_the_answer_is_json(string text)
    {
        var local = new ScriptedModels();
        local.Says(text);
        await using var world = await ModelWorld.NewAsync(database, local);
        var answer = await world.AskAsync(world.Call() with { Schema = JsonElement.Parse("""{"type":"object"}""") });
        Assert.Equal("promotion", answer.Value.Json!.Value.GetProperty("kind").GetString());
        Assert.IsType<ChatResponseFormatJson>(local.Asked.Single().Options!.ResponseFormat);
    }

    [Fact]
    public async Task What_is_not_json_goes_to_the_next_model_and_both_are_recorded()
    {
        var first = new ScriptedModels("first");
        first.Says("Sure! Here is the JSON you asked for: {");
        var second = new ScriptedModels("second");
        second.Says("{}");
        await using var world = await ModelWorld.NewAsync(database, first, second);
        var answer = await world.AskAsync(world.Call() with { Schema = JsonElement.Parse("""{"type":"object"}""") });
        Assert.Equal("second", answer.Value.Provider);
        Assert.Equal([("failed", "first", 0m), ("done", "second", 0m)], await world.CallsAsync());
    }

    [Theory]
    [InlineData(ModelFailure.Unavailable, 2)]
    [InlineData(ModelFailure.RateLimited, 1)]
    [InlineData(ModelFailure.Unauthorised, 1)]
    [InlineData(ModelFailure.NoSuchModel, 1)]
    [InlineData(ModelFailure.TooLong, 1)]
    [InlineData(ModelFailure.BadRequest, 1)]
    [InlineData(ModelFailure.TimedOut, 1)]
    public async Task A_failure_leads_to_the_next_model(ModelFailure failure, int tries)
    {
        var (first, second) = (new ScriptedModels("first"), new ScriptedModels("second"));
        first.Fails(failure);
        await using var world = await ModelWorld.NewAsync(database, first, second);
        Assert.Equal("second", (await world.AskAsync()).Value.Provider);
        Assert.Equal(tries, first.Asked.Count);
    }

    [Fact]
    public async Task When_all_fail_the_last_reason_is_told()
    {
        var only = new ScriptedModels("only");
        only.Fails(ModelFailure.Unauthorised);
        await using var world = await ModelWorld.NewAsync(database, only);
        var error = (await world.AskAsync()).Error!;
        Assert.Equal((ModelGateway.Failed, "only is scripted to fail."), (error.Code, error.Detail));
    }

    [Fact]
    public async Task A_short_wish_to_wait_is_granted_and_a_long_one_is_not_waited_for()
    {
        var polite = new ScriptedModels("polite");
        var asked = 0;
        polite.Reply = (_, _, _, _) => ++asked == 1 ? throw new ModelException(ModelFailure.RateLimited, "slow down", TimeSpan.FromSeconds(2)) : Task.FromResult(ScriptedModels.Text("now"));
        await using var world = await ModelWorld.NewAsync(database, polite);
        var waiting = world.AskAsync();
        while (!waiting.IsCompleted)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        Assert.Equal("now", (await waiting).Value.Text);

        polite.Fails(ModelFailure.RateLimited, TimeSpan.FromMinutes(10));
        Assert.Equal(ModelGateway.Failed, (await world.AskAsync()).Error!.Code);
    }

    [Fact]
    public async Task A_provider_that_keeps_failing_is_left_alone_for_half_a_minute()
    {
        var (bad, good) = (new ScriptedModels("bad"), new ScriptedModels("good"));
        bad.Fails(ModelFailure.TimedOut);
        await using var world = await ModelWorld.NewAsync(database, bad, good);
        for (var i = 0; i < 15; i++)
            Assert.Equal("good", (await world.AskAsync()).Value.Provider);
        Assert.Equal(10, bad.Asked.Count);

        bad.Says("back again");
        world.Clock.Advance(TimeSpan.FromSeconds(31));
        good.Fails(ModelFailure.TimedOut);
        Assert.Equal("back again", (await world.AskAsync()).Value.Text);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 8)]
    public async Task A_provider_is_asked_no_more_calls_at_once_than_it_has_places_and_the_others_wait_their_turn(bool local, int places)
    {
        const int calls = 20;
        var provider = new ScriptedModels("it", local, "m");
        using var gate = new SemaphoreSlim(0);
        var counting = new Lock();
        var (inside, most) = (0, 0);
        provider.Reply = async (_, _, _, cancel) =>
        {
            lock (counting)
                most = Math.Max(most, ++inside);
            await gate.WaitAsync(cancel);
            lock (counting)
                inside--;
            return ScriptedModels.Text("done");
        };
        await using var world = await ModelWorld.NewAsync(database, provider);
        await world.RouteAsync(ModelTask.Classify, "it/m");
        var asked = Enumerable.Range(0, calls).Select(i => Task.Run(() => world.AskAsync(world.Call($"question {i}")), Cancel)).ToList();
        for (var done = 0; done < calls; done++)
        {
            // Every place that can be taken is taken before one becomes free.
            while (provider.Asked.Count < Math.Min(calls, places + done))
                await Task.Yield();
            gate.Release();
        }
        Assert.All(await Task.WhenAll(asked), a => Assert.True(a.Ok));
        Assert.Equal(places, most);
    }

    [Fact]
    public async Task A_provider_that_takes_too_long_is_given_up_for_the_next_one()
    {
        var (slow, good) = (new ScriptedModels("slow"), new ScriptedModels("good"));
        slow.Reply = async (_, _, _, cancel) =>
        {
            await Task.Delay(Timeout.Infinite, cancel);
            throw new InvalidOperationException();
        };
        await using var world = await ModelWorld.NewAsync(database, slow, good);
        var waiting = world.AskAsync();
        while (slow.Asked.IsEmpty)
            await Task.Yield();
        world.Clock.Advance(CallLimits.Local);
        Assert.Equal("good", (await waiting).Value.Provider);
        Assert.Equal("slow did not answer in time.", await world.ReadAsync<string>("SELECT error FROM models.calls WHERE person_id = $1 AND state = 'failed'"));
    }

    [Fact]
    public async Task Streamed_text_comes_in_parts_and_ends_with_the_answer()
    {
        var local = new ScriptedModels();
        local.Says("a whole sentence");
        await using var world = await ModelWorld.NewAsync(database, local);
        var parts = await world.Gateway.StreamAsync(world.Call(), Cancel).ToListAsync(Cancel);
        Assert.Equal("a whole sentence", string.Concat(parts.Select(p => p.Text)));
        Assert.Equal("a whole sentence", parts[^1].Answer!.Text);
        Assert.Single(await world.CallsAsync());
    }

    [Fact]
    public async Task A_stream_that_failed_before_its_first_word_goes_elsewhere()
    {
        var (first, second) = (new ScriptedModels("first"), new ScriptedModels("second"));
        first.Fails(ModelFailure.TimedOut);
        await using var world = await ModelWorld.NewAsync(database, first, second);
        var parts = await world.Gateway.StreamAsync(world.Call(), Cancel).ToListAsync(Cancel);
        Assert.Equal("second", parts[^1].Answer!.Provider);
    }

    [Fact]
    public async Task Whoever_stops_listening_cancels_the_call()
    {
        var stopped = new TaskCompletionSource();
        var local = new ScriptedModels();
        local.Reply = async (_, _, _, cancel) =>
        {
            cancel.Register(stopped.SetResult);
            await Task.Delay(Timeout.Infinite, cancel);
            throw new InvalidOperationException();
        };
        await using var world = await ModelWorld.NewAsync(database, local);
        using var leave = new CancellationTokenSource();
        var reading = world.Gateway.StreamAsync(world.Call(), leave.Token).ToListAsync(Cancel).AsTask();
        while (local.Asked.IsEmpty)
            await Task.Yield();
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await stopped.Task.WaitAsync(Cancel);
        Assert.Equal("failed", Assert.Single(await world.CallsAsync()).State);
    }

    [Fact]
    public async Task Embeddings_come_in_the_order_of_the_texts()
    {
        await using var world = await ModelWorld.NewAsync(database, new ScriptedModels("ollama", true, "nomic-embed-text"));
        var made = (await world.Gateway.EmbedAsync(world.Person, ["one two", "three", "one two"], Sensitivity.Normal, Cancel)).Value;
        Assert.Equal(3, made.Vectors.Count);
        Assert.Equal(made.Vectors[0].ToArray(), made.Vectors[2].ToArray());
        Assert.NotEqual(made.Vectors[0].ToArray(), made.Vectors[1].ToArray());
    }

    [Fact]
    public async Task A_picture_is_refused_because_nobody_can_say_what_it_costs()
    {
        await using var world = await ModelWorld.NewAsync(database, new ScriptedModels());
        var error = (await world.AskAsync(world.Call() with { Messages = [new ChatMessage(ChatRole.User, [new DataContent(new byte[] { 1 }, "image/png")])] })).Error!;
        Assert.Equal((ErrorKind.Invalid, "messages"), (error.Kind, error.Field));
    }
}
