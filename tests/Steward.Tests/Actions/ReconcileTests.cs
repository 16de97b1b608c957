using Microsoft.Extensions.DependencyInjection;
using Steward.Actions;
using Steward.Actions.Execution;
using Steward.Actions.Undo;
using Steward.Testing;

namespace Steward.Tests.Actions;

/// <summary>A process that dies between two durable facts, for receivers that can be asked, that also remember, and that can do neither.</summary>
public sealed class ReconcileTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static readonly TimeSpan AfterLease = EffectClaim.Lease + TimeSpan.FromSeconds(1);

    /// <summary>What the executor does, up to a point, and then no more.</summary>
    static async Task DieAsync(World world, bool afterPerforming)
    {
        await using var scope = world.Services.CreateAsyncScope();
        var step = await scope.ServiceProvider.GetRequiredService<ClaimApproved>().NextAsync([], CancellationToken.None);
        Assert.NotNull(step.Claim);
        if (afterPerforming)
            Assert.IsType<PerformOutcome.Done>(await scope.ServiceProvider.GetRequiredService<CallPerformer>().PerformAsync(step.Claim));
    }

    [Theory]
    [InlineData(Memory.Searchable, false)]
    [InlineData(Memory.Searchable, true)]
    [InlineData(Memory.Idempotent, false)]
    [InlineData(Memory.Idempotent, true)]
    internal async Task A_crash_before_or_after_the_effect_ends_in_one_effect(Memory memory, bool afterPerforming)
    {
        await using var world = await World.CreateAsync(database);
        world.Outside.Memory = memory;
        var proposal = await world.ProposeTextAsync();
        await world.ApproveAsync(proposal);
        await DieAsync(world, afterPerforming);
        await world.DrainAsync();
        Assert.Equal(ProposalState.Executing, (await world.GetAsync(proposal)).State);

        world.Clock.Advance(AfterLease);
        await world.DrainAsync();
        var done = await world.GetAsync(proposal);
        Assert.Equal(ProposalState.Done, done.State);
        Assert.Single(world.Outside.Effects);
        Assert.Single(world.Outside.Looks);
        Assert.Single(world.Outside.Calls);
        Assert.NotNull(done.UndoUntil);
        Assert.Equal("before", await UndoneTextAsync(world, proposal));
    }

    static async Task<string> UndoneTextAsync(World world, ProposalView proposal)
    {
        await world.UndoAsync(proposal);
        return world.Outside.Find(Steward.Platform.Json.Read<SetText>(proposal.Payload).Thing)!.Value.Text;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_nobody_can_tell_the_outcome_stays_unknown_and_nothing_is_performed_again(bool afterPerforming)
    {
        await using var world = await World.CreateAsync(database);
        world.Outside.Memory = Memory.Neither;
        var proposal = await world.ProposeTextAsync();
        await world.ApproveAsync(proposal);
        await DieAsync(world, afterPerforming);
        var calls = world.Outside.Calls.Count;
        for (var hour = 0; hour < 48; hour++)
        {
            world.Clock.Advance(TimeSpan.FromHours(1));
            await world.DrainAsync();
        }
        var unknown = await world.GetAsync(proposal);
        Assert.Equal((ProposalState.Unknown, "outcome_unknown"), (unknown.State, unknown.Error!.Code));
        Assert.Equal(calls, world.Outside.Calls.Count);
        // It is told once, and asked for ever more rarely.
        Assert.Equal(["pending", "approved", "executing", "unknown"], await world.MessagesAsync(proposal));
        Assert.InRange(world.Outside.Looks.Count, 8, 30);
        Assert.Equal("not_failed", (await world.RetryAsync(proposal)).Error!.Code);
    }

    [Fact]
    public async Task An_unknown_outcome_becomes_known_when_the_provider_can_be_asked_again()
    {
        await using var world = await World.CreateAsync(database);
        world.Outside.After = _ => throw new IOException("the line went dead");
        var proposal = await world.ProposeTextAsync();
        await world.ApproveAsync(proposal);
        await world.DrainAsync();
        Assert.Equal(ProposalState.Unknown, (await world.GetAsync(proposal)).State);

        world.Clock.Advance(TimeSpan.FromSeconds(6));
        await world.DrainAsync();
        Assert.Equal(ProposalState.Done, (await world.GetAsync(proposal)).State);
        Assert.Single(world.Outside.Effects);
        Assert.Equal(["pending", "approved", "executing", "unknown", "done"], await world.MessagesAsync(proposal));
    }

    [Fact]
    public async Task A_call_broken_off_before_the_effect_is_performed_again_under_the_same_key()
    {
        await using var world = await World.CreateAsync(database);
        var broken = 0;
        world.Outside.Before = _ => broken++ == 0 ? throw new IOException("no connection") : Task.CompletedTask;
        var proposal = await world.ProposeTextAsync();
        await world.ApproveAsync(proposal);
        await world.DrainAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(6));
        await world.DrainAsync();
        Assert.Equal(ProposalState.Done, (await world.GetAsync(proposal)).State);
        Assert.Equal(2, world.Outside.Calls.Count);
        Assert.Single(world.Outside.Calls.Select(c => c.Key).Distinct());
        Assert.Equal(2, (await world.EffectAsync(world.Outside.Calls.First().Key))!.Attempts);
    }

    [Fact]
    public async Task What_the_provider_puts_off_is_never_called_unknown_and_is_done_when_it_takes_it()
    {
        await using var world = await World.CreateAsync(database);
        var refusals = 7;
        world.Outside.Instead = _ => refusals-- > 0 ? new PerformOutcome.NotNow("It is busy.", TimeSpan.FromSeconds(40)) : null;
        var proposal = await world.ProposeTextAsync();
        await world.ApproveAsync(proposal);
        await world.DrainAsync();
        var waiting = await world.GetAsync(proposal);
        Assert.Equal((ProposalState.Executing, "put_off", "It is busy."), (waiting.State, waiting.Error!.Code, waiting.Error.Reason));
        world.Clock.Advance(TimeSpan.FromSeconds(39));
        await world.DrainAsync();
        Assert.Single(world.Outside.Calls);
        for (var i = 0; i < 7; i++)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(40));
            await world.DrainAsync();
        }
        var done = await world.GetAsync(proposal);
        Assert.Equal((ProposalState.Done, null), (done.State, done.Error));
        Assert.Single(world.Outside.Effects);
        Assert.Equal((8, 1), (world.Outside.Calls.Count, (await world.EffectAsync(world.Outside.Calls.First().Key))!.Attempts)); // more than the five attempts after which one gives up
        Assert.DoesNotContain("unknown", await world.MessagesAsync(proposal));

        refusals = 1;
        Assert.Equal(UndoOutcome.Undoing, (await world.UndoAsync(proposal)).Value.Outcome);
        Assert.Equal("put_off", (await world.GetAsync(proposal)).Error!.Code);
        world.Clock.Advance(TimeSpan.FromSeconds(41));
        await world.DrainAsync();
        Assert.Equal((ProposalState.Undone, 2), ((await world.GetAsync(proposal)).State, world.Outside.Effects.Count));
    }

    [Fact]
    public async Task What_is_put_off_for_longer_than_the_approval_lasts_does_not_happen()
    {
        await using var world = await World.CreateAsync(database);
        world.Outside.Instead = _ => new PerformOutcome.NotNow("It is busy.", TimeSpan.FromHours(9));
        var proposal = await world.ProposeTextAsync();
        await world.ApproveAsync(proposal);
        await world.DrainAsync();
        world.Clock.Advance(TimeSpan.FromHours(10));
        await world.DrainAsync();
        Assert.Equal((ProposalState.Expired, "approval_expired"), ((await world.GetAsync(proposal)).State, (await world.GetAsync(proposal)).Error!.Code));
        Assert.Empty(world.Outside.Effects);
    }

    [Fact]
    public async Task What_is_cut_off_every_time_is_given_up_after_five_attempts()
    {
        await using var world = await World.CreateAsync(database);
        world.Outside.Before = _ => throw new IOException("no connection");
        var proposal = await world.ProposeTextAsync();
        await world.ApproveAsync(proposal);
        for (var i = 0; i < 20; i++)
        {
            await world.DrainAsync();
            world.Clock.Advance(TimeSpan.FromSeconds(6));
        }
        var failed = await world.GetAsync(proposal);
        Assert.Equal((ProposalState.Failed, "gave_up"), (failed.State, failed.Error!.Code));
        Assert.Equal(5, world.Outside.Calls.Count);
        Assert.Empty(world.Outside.Effects);
    }

    [Fact]
    public async Task An_approval_is_not_carried_out_long_after_it_was_given()
    {
        await using var world = await World.CreateAsync(database);
        var proposal = await world.ProposeTextAsync();
        await world.ApproveAsync(proposal);
        await DieAsync(world, afterPerforming: false);
        world.Clock.Advance(TimeSpan.FromHours(8));
        await world.DrainAsync();
        var late = await world.GetAsync(proposal);
        Assert.Equal((ProposalState.Expired, "approval_expired"), (late.State, late.Error!.Code));
        Assert.Empty(world.Outside.Calls);

        await world.ApproveAsync((await world.RetryAsync(proposal)).Value);
        await world.DrainAsync();
        Assert.Equal(ProposalState.Done, (await world.GetAsync(proposal)).State);
    }

    [Fact]
    public async Task A_worker_that_was_paused_past_its_lease_begins_nothing_and_records_nothing()
    {
        await using var world = await World.CreateAsync(database);
        var proposal = await world.ProposeTextAsync();
        await world.ApproveAsync(proposal);
        await using var scope = world.Services.CreateAsyncScope();
        var claim = (await scope.ServiceProvider.GetRequiredService<ClaimApproved>().NextAsync([], CancellationToken.None)).Claim!;
        world.Clock.Advance(AfterLease);
        await scope.ServiceProvider.GetRequiredService<RunEffect>().PerformAsync(claim);
        Assert.Empty(world.Outside.Calls);

        await world.DrainAsync();
        var done = await world.GetAsync(proposal);
        Assert.Equal(ProposalState.Done, done.State);
        // The old claim's word counts for nothing.
        await scope.ServiceProvider.GetRequiredService<RecordOutcome>().RunAsync(claim, new PerformOutcome.Refused("zombie", "too late"));
        Assert.Equal(ProposalState.Done, (await world.GetAsync(proposal)).State);
        Assert.Equal(EffectState.Done, (await world.EffectAsync(claim.Effect.Key))!.State);
    }

    [Fact]
    public async Task A_long_call_keeps_its_lease_and_nobody_asks_behind_its_back()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await using var world = await World.CreateAsync(database);
        world.Outside.Before = async action =>
        {
            var (until, beat) = (world.Clock.GetUtcNow().AddSeconds(100), TimeSpan.FromSeconds(10));
            while (world.Clock.GetUtcNow() < until)
            {
                var due = (await world.EffectAsync(action.Key))!.DueAt;
                await world.Clock.ArmedAsync(beat, patience.Token);
                world.Clock.Advance(beat);
                while ((await world.EffectAsync(action.Key))!.DueAt == due)
                {
                    patience.Token.ThrowIfCancellationRequested();
                    await Task.Yield();
                }
                Assert.Null(await LapsedAsync(world));
            }
        };
        var proposal = await world.ProposeTextAsync();
        await world.ApproveAsync(proposal);
        await world.DrainAsync();
        Assert.Equal(ProposalState.Done, (await world.GetAsync(proposal)).State);
        Assert.Single(world.Outside.Calls);
        Assert.Empty(world.Outside.Looks);
    }

    [Fact]
    public async Task A_call_that_never_ends_is_cut_off_and_its_outcome_unknown()
    {
        await using var world = await World.CreateAsync(database, s => s.AddActionPerformer<DeafPerformer>());
        await world.SqlAsync("UPDATE accounts.linked_accounts SET provider = 'deaf' WHERE person_id = $1", world.PersonId);
        var proposal = await world.ProposeTextAsync();
        await world.ApproveAsync(proposal);
        var draining = world.DrainAsync();
        while (!draining.IsCompleted)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        await draining;
        var unknown = await world.GetAsync(proposal);
        Assert.Equal((ProposalState.Unknown, "outcome_unknown"), (unknown.State, unknown.Error!.Code));
    }

    sealed class DeafPerformer : IActionPerformer
    {
        public string Provider => "deaf";
        public bool Performs(string kind) => true;
        public async Task<PerformOutcome> PerformAsync(ApprovedAction action, CancellationToken cancel)
        {
            await Task.Delay(Timeout.Infinite, cancel);
            throw new InvalidOperationException("not reached");
        }

        public Task<PerformOutcome> ReconcileAsync(ApprovedAction action, CancellationToken cancel) => Task.FromResult<PerformOutcome>(new PerformOutcome.Unknown("it does not listen"));
    }

    static async Task<EffectClaim?> LapsedAsync(World world)
    {
        await using var db = world.Database.Context();
        return await EffectClaim.TakeLapsedAsync(db, [], world.Clock.GetUtcNow(), CancellationToken.None);
    }

    [Fact]
    public async Task Two_executors_do_not_reconcile_the_same_effect_at_once()
    {
        await using var world = await World.CreateAsync(database);
        for (var i = 0; i < 20; i++)
        {
            await world.ApproveAsync(await world.ProposeTextAsync($"text {i}"));
            await DieAsync(world, afterPerforming: i % 2 == 0);
        }
        world.Clock.Advance(AfterLease);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(world.DrainAsync)));
        Assert.Equal(20, world.Outside.Looks.Count);
        Assert.Equal(20, world.Outside.Effects.Count);
        Assert.Equal(20, world.Outside.Effects.Select(e => e.Key).Distinct().Count());
    }
}
