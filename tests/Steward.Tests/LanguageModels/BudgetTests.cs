using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.LanguageModels;
using Steward.LanguageModels.Budgets;
using Steward.Platform;
using Steward.Testing;

namespace Steward.Tests.LanguageModels;

/// <summary>In these tests a call costs exactly one cent: 100 output tokens at 100 dollars a million; its input is free.</summary>
public sealed class BudgetTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static ScriptedModels Cloud()
    {
        var cloud = new ScriptedModels("cloud", local: false);
        cloud.Reply = (_, _, _, _) => Task.FromResult(ScriptedModels.Text("dear", 10, 100));
        return cloud;
    }

    static async Task<ModelWorld> WorldAsync(TestDatabase database, string budget, params IModelProvider[] providers)
    {
        var world = await ModelWorld.NewAsync(database, providers);
        await world.PriceAsync("cloud", "m", 0, 100);
        await world.RouteAsync(ModelTask.Classify, "cloud/m", "local/*");
        await world.ChooseAsync(budget);
        return world;
    }

    [Theory]
    [InlineData("per_day = 0.20")]
    [InlineData("per_hour = 0.20")]
    public async Task A_hundred_parallel_calls_never_overshoot(string budget)
    {
        var cloud = Cloud();
        await using var world = await WorldAsync(database, budget, cloud);
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => world.AskAsync())));
        Assert.Equal(20, answers.Count(a => a.Ok));
        Assert.All(answers.Where(a => !a.Ok), a => Assert.Equal((ModelGateway.BudgetReached, ErrorKind.Refused), (a.Error!.Code, a.Error.Kind)));
        Assert.Equal(20, cloud.Asked.Count);
        Assert.Equal(0.20m, (await world.CallsAsync()).Sum(c => c.Charged));
    }

    [Fact]
    public async Task A_run_has_a_limit_of_its_own()
    {
        await using var world = await WorldAsync(database, "per_run = 0.02", Cloud());
        var (run, other) = (Guid.NewGuid(), Guid.NewGuid());
        Assert.True((await world.AskAsync(world.Call() with { RunId = run })).Ok);
        Assert.True((await world.AskAsync(world.Call() with { RunId = run })).Ok);
        Assert.Contains("for one request", (await world.AskAsync(world.Call() with { RunId = run })).Error!.Detail, StringComparison.Ordinal);
        Assert.True((await world.AskAsync(world.Call() with { RunId = other })).Ok);
    }

    [Theory]
    [InlineData("free", 5)]
    [InlineData("pro", 25)]
    [InlineData("enterprise", 100)]
    public async Task The_tier_limits_the_day_and_ones_own_limit_can_only_be_narrower(string tier, decimal allowed)
    {
        await using var world = await WorldAsync(database, $"tier = '{tier}', per_day = 1000, per_hour = 1000", Cloud());
        var state = await world.Services.GetRequiredService<BudgetReader>().ReadAsync(world.Person, null, world.Clock.GetUtcNow().Date, Cancel);
        Assert.Equal((allowed, 10m), (state.PerDay, state.PerHour));
        await world.ChooseAsync("per_day = 0.5");
        Assert.Equal(0.5m, (await world.Services.GetRequiredService<BudgetReader>().ReadAsync(world.Person, null, world.Clock.GetUtcNow().Date, Cancel)).PerDay);
    }

    [Fact]
    public async Task At_the_limit_a_model_of_this_machine_goes_on_and_the_answer_says_so()
    {
        var local = new ScriptedModels("ollama");
        await using var world = await WorldAsync(database, "per_day = 0.01", Cloud(), local);
        Assert.Equal("cloud", (await world.AskAsync()).Value.Provider);
        var answer = (await world.AskAsync()).Value;
        Assert.Equal("ollama", answer.Provider);
        Assert.StartsWith("The limit for model calls of 0.01 USD a day does not allow this one", answer.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tomorrow_and_after_an_hour_it_goes_on()
    {
        await using var world = await WorldAsync(database, "per_hour = 0.01", Cloud());
        Assert.True((await world.AskAsync()).Ok);
        Assert.False((await world.AskAsync()).Ok);
        world.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.True((await world.AskAsync()).Ok);

        await world.ChooseAsync("per_hour = NULL, per_day = 0.02");
        Assert.False((await world.AskAsync()).Ok);
        world.Clock.Advance(TimeSpan.FromHours(14)); // past midnight
        Assert.True((await world.AskAsync()).Ok);
    }

    [Fact]
    public async Task The_person_is_told_once_an_hour_and_warned_at_four_fifths()
    {
        await using var world = await WorldAsync(database, "per_day = 0.05", Cloud());
        for (var i = 0; i < 8; i++)
            await world.AskAsync();
        await using var db = database.Context();
        var types = await db.Set<LiveEvent>().Where(e => e.PersonId == world.Person).OrderBy(e => e.Seq).Select(e => e.Type).ToListAsync(Cancel);
        Assert.Equal(["budget_near", "budget_reached"], types);
        world.Clock.Advance(TimeSpan.FromHours(1));
        await world.AskAsync();
        Assert.Equal(3, await db.Set<LiveEvent>().CountAsync(e => e.PersonId == world.Person, Cancel));
    }

    [Fact]
    public async Task What_was_set_aside_is_given_back_down_to_what_it_cost()
    {
        var cloud = Cloud();
        cloud.Reply = (_, _, _, _) => Task.FromResult(ScriptedModels.Text("short", 10, 7));
        await using var world = await WorldAsync(database, "per_day = 1", cloud);
        Assert.Equal(0.0007m, (await world.AskAsync()).Value.Cost);
        Assert.Equal(0.0007m, Assert.Single(await world.CallsAsync()).Charged);
    }

    [Theory]
    [InlineData(ModelFailure.Unauthorised, false)]
    [InlineData(ModelFailure.RateLimited, false)]
    [InlineData(ModelFailure.Unavailable, false)]
    [InlineData(ModelFailure.TimedOut, true)]
    [InlineData(ModelFailure.BadAnswer, true)]
    public async Task A_failure_costs_nothing_unless_the_provider_may_have_worked(ModelFailure failure, bool counted)
    {
        var cloud = Cloud();
        cloud.Fails(failure);
        await using var world = await WorldAsync(database, "per_day = 1", cloud);
        Assert.False((await world.AskAsync()).Ok);
        Assert.Equal(("failed", "cloud", counted ? 0.01m : 0m), Assert.Single(await world.CallsAsync()));
    }

    [Fact]
    public async Task A_cancelled_call_is_counted_at_the_most_that_it_can_have_cost()
    {
        var cloud = Cloud();
        using var leave = new CancellationTokenSource();
        cloud.Reply = async (_, _, _, cancel) =>
        {
            await leave.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancel);
            throw new InvalidOperationException();
        };
        await using var world = await WorldAsync(database, "per_day = 1", cloud);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.Gateway.AskAsync(world.Call(), leave.Token));
        Assert.Equal(("failed", "cloud", 0.01m), Assert.Single(await world.CallsAsync()));
    }

    [Fact]
    public async Task After_a_crash_between_reserving_and_settling_the_upper_bound_stays_counted_and_says_why()
    {
        await using var world = await WorldAsync(database, "per_day = 0.01", Cloud());
        var ledger = world.Services.GetRequiredService<Ledger>();
        var call = new LedgerCall(Guid.NewGuid(), world.Call(), "cloud", "m", false, world.Clock.GetUtcNow());
        Assert.Null((await ledger.ReserveAsync(call, 10, 0.01m, world.Clock.GetUtcNow().Date, Cancel)).RefusedBy);
        // the process is gone; nobody settles
        world.Clock.Advance(Ledger.ReservationLife);
        await using (var scope = world.Services.CreateAsyncScope())
            Assert.Equal(1, await scope.ServiceProvider.GetRequiredService<TidyModels>().RunAsync(Cancel));
        Assert.Equal(("expired", "cloud", 0.01m), Assert.Single(await world.CallsAsync()));
        Assert.False((await world.AskAsync()).Ok);
        Assert.Contains("the most that it can have cost is counted", await world.ReadAsync<string>("SELECT error FROM models.calls WHERE person_id = $1"), StringComparison.Ordinal);

        // it was only slow after all
        await ledger.SettleAsync(call, new TokenUse(10, 1), 0.0001m, false, null);
        Assert.Equal(("done", "cloud", 0.0001m), Assert.Single(await world.CallsAsync()));
    }

    [Fact]
    public async Task One_persons_spending_is_not_anothers()
    {
        var cloud = Cloud();
        await using var one = await WorldAsync(database, "per_day = 0.01", cloud);
        await using var other = await WorldAsync(database, "per_day = 0.01", cloud);
        Assert.True((await one.AskAsync()).Ok);
        Assert.False((await one.AskAsync()).Ok);
        Assert.True((await other.AskAsync()).Ok);
    }

    [Fact]
    public async Task A_model_without_a_price_is_counted_at_the_dearest_and_says_that_it_is_assumed()
    {
        await using var world = await ModelWorld.NewAsync(database, Cloud());
        await world.RouteAsync(ModelTask.Classify, "cloud/unheard-of");
        Assert.Equal((10 * 15 + 100 * 75) / 1_000_000m, (await world.AskAsync()).Value.Cost);
        Assert.True(await world.ReadAsync<bool>("SELECT estimated FROM models.calls WHERE person_id = $1"));
    }

    [Fact]
    public async Task An_estimate_tells_each_step_the_total_and_the_cheaper_ways_before_anything_is_asked()
    {
        var (cloud, local) = (Cloud(), new ScriptedModels("ollama", true, "small"));
        await using var world = await WorldAsync(database, "per_day = 0.015", cloud, local);
        var estimate = await world.Gateway.EstimateAsync(world.Person, [world.Call(), world.Call()], Cancel);
        Assert.Equal(2, estimate.Steps.Count);
        Assert.All(estimate.Steps, s => Assert.Equal(("cloud", "m", 0.002m, 0.01m), (s.Provider, s.Model, s.Cost, s.Most)));
        Assert.Equal((0.004m, 0.02m), (estimate.Cost, estimate.Most));
        Assert.Equal([(0, "ollama", 0m, 0.002m), (1, "ollama", 0m, 0.002m)], estimate.Cheaper.Select(c => (c.Step, c.Provider, c.Cost, c.Saves)));
        Assert.Contains("set aside", estimate.Refusal, StringComparison.Ordinal);
        Assert.Empty(cloud.Asked);
        Assert.Empty(await world.CallsAsync());
    }
}
