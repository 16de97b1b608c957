using FsCheck;
using FsCheck.Fluent;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;

namespace Steward.Workflows.Tests.Model;

/// <summary>A checker that finds nothing proves nothing: here the engine's guarantees are taken away, one by one, and the same checks must notice.</summary>
public sealed class PlantedFaultTests
{
    const int MaxCases = 400;

    static readonly Disturbance Rough = new(Crash: 0.08, Jumps: true) { Meanwhile = 0.5 };

    [Fact]
    public Task A_store_without_the_fence_is_noticed() => IsNoticedAsync(Rough with { Plant = store => new WithoutFence(store) });

    [Fact]
    public Task A_store_that_drops_the_inbox_check_is_noticed() => IsNoticedAsync(Rough with { Plant = store => new WithoutInbox(store) });

    [Fact]
    public Task An_expiry_that_overrules_an_answer_is_noticed() => IsNoticedAsync(Rough with { Plant = store => new WithoutExpiryCheck(store) });

    [Fact]
    public Task A_store_that_loses_questions_is_noticed() => IsNoticedAsync(new Disturbance { Plant = store => new WithoutQuestions(store) });

    [Fact]
    public Task A_store_that_loses_timers_is_noticed() => IsNoticedAsync(new Disturbance { Plant = store => new WithoutTimers(store) });

    [Fact]
    public Task A_store_that_gives_signals_twice_is_noticed() => IsNoticedAsync(Rough with { Plant = store => new SignalsAgain(store) });

    [Fact]
    public Task A_store_that_loses_early_signals_is_noticed() => IsNoticedAsync(Rough with { Plant = store => new WithoutMailbox(store) });

    [Fact]
    public Task A_cancellation_that_undoes_nothing_is_noticed() => IsNoticedAsync(new Disturbance(Cancels: true) { Plant = store => new WithoutCompensations(store) });

    [Fact]
    public Task A_key_that_changes_with_the_attempt_is_noticed() => IsNoticedAsync(Rough with { Keys = context => $"{context.Key}/{context.Attempt}" });

    [Fact]
    public async Task Merging_in_the_order_of_finishing_would_be_noticed()
    {
        // What such a merger would make of the very same history: the patches in the order in which they were stored.
        foreach (var (shape, seed) in Cases().Select(one => (one.Shape.Steady(), one.Seed)))
        {
            var (one, other) = (await new ModelRun(shape, seed, new()).RunAsync(), await new ModelRun(shape, seed + 1, new()).RunAsync());
            Assert.Equal(one.Log, other.Log);
            if (!InOrderOfFinishing(one.History).SequenceEqual(InOrderOfFinishing(other.History)))
                return;
        }
        Assert.Fail("No schedule let tasks finish in another order than they were planned: the test of the merge order tests nothing.");
    }

    static IEnumerable<string?> InOrderOfFinishing(IReadOnlyList<Checkpoint> history) =>
        history.SelectMany(step => step.Change.TryGetProperty("log", out var words) ? words.EnumerateArray().Select(word => word.GetString()) : []);

    static async Task IsNoticedAsync(Disturbance planted)
    {
        foreach (var (shape, seed) in Cases())
        {
            // The same case with a true store passes, so it is the planted fault that is noticed.
            await new ModelRun(shape, seed, planted with { Plant = null, Keys = null }).RunAsync();
            try
            {
                await new ModelRun(shape, seed, planted).RunAsync();
            }
            catch (Exception e) when (e is Xunit.Sdk.IAssertionException or WorkflowRuntimeException or KeyNotFoundException or InvalidOperationException)
            {
                return;
            }
        }
        Assert.Fail("The planted fault was not noticed in any case.");
    }

    static IEnumerable<(Shape Shape, int Seed)> Cases() => Shape.Arbitrary.Generator.Sample(numberOfSamples: MaxCases, seed: new Rnd(20261121), size: 40).Select((shape, i) => (shape, 1000 + (i * 7)));
}
