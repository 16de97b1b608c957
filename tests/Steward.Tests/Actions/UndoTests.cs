using Microsoft.Extensions.DependencyInjection;
using Steward.Actions;
using Steward.Actions.Execution;
using Steward.Actions.Undo;
using Steward.Platform;
using Steward.Testing;

namespace Steward.Tests.Actions;

public sealed class UndoTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    async Task<(World World, ProposalView Done, string Thing)> DoneAsync()
    {
        var world = await World.CreateAsync(database);
        var thing = world.Outside.Add("before");
        var proposal = await world.ProposeAsync(SetTextKind.KindName, new SetText(thing, "after"));
        await world.ApproveAsync(proposal);
        await world.DrainAsync();
        return (world, await world.GetAsync(proposal), thing);
    }

    [Fact]
    public async Task An_undo_performs_the_stored_inverse_once_with_a_key_of_its_own()
    {
        var (world, done, thing) = await DoneAsync();
        await using var _ = world;
        var undone = (await world.UndoAsync(done)).Value;
        Assert.Equal((UndoOutcome.Undone, ProposalState.Undone), (undone.Outcome, undone.Proposal.State));
        Assert.Equal("before", world.Outside.Find(thing)!.Value.Text);
        Assert.Equal([SetTextKind.KindName, SetTextKind.RestoreName], world.Outside.Calls.Select(c => c.Kind));
        Assert.Equal(2, world.Outside.Calls.Select(c => c.Key).Distinct().Count());

        Assert.Equal(UndoOutcome.AlreadyUndone, (await world.UndoAsync(done)).Value.Outcome);
        Assert.Equal(2, world.Outside.Calls.Count);
        Assert.Equal(["pending", "approved", "executing", "done", "undoing", "undone"], await world.MessagesAsync(done));
    }

    [Fact]
    public async Task Twenty_undos_at_once_are_one()
    {
        var (world, done, thing) = await DoneAsync();
        await using var _ = world;
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => world.UndoAsync(done))));
        Assert.Single(all, result => result.Value.Outcome == UndoOutcome.Undone);
        Assert.All(all, result => Assert.Contains(result.Value.Outcome, new[] { UndoOutcome.Undone, UndoOutcome.Undoing, UndoOutcome.AlreadyUndone }));
        Assert.Equal(2, world.Outside.Effects.Count);
        Assert.Equal("before", world.Outside.Find(thing)!.Value.Text);
    }

    [Fact]
    public async Task After_the_window_nothing_is_undone()
    {
        var (world, done, thing) = await DoneAsync();
        await using var _ = world;
        world.Clock.Advance(TimeSpan.FromSeconds(300));
        Assert.Equal(UndoOutcome.WindowClosed, (await world.UndoAsync(done)).Value.Outcome);
        Assert.Equal("after", world.Outside.Find(thing)!.Value.Text);
    }

    [Fact]
    public async Task What_somebody_changed_since_is_not_overwritten_by_an_undo()
    {
        var (world, done, thing) = await DoneAsync();
        await using var _ = world;
        world.Outside.Change(thing, "somebody's work");
        var failed = (await world.UndoAsync(done)).Value;
        Assert.Equal((UndoOutcome.Failed, ProposalState.UndoFailed, "target_changed"), (failed.Outcome, failed.Proposal.State, failed.Proposal.Error!.Code));
        Assert.Equal("somebody's work", world.Outside.Find(thing)!.Value.Text);
        Assert.Equal(UndoOutcome.Failed, (await world.UndoAsync(done)).Value.Outcome);
        Assert.Equal(2, world.Outside.Calls.Count);
    }

    [Fact]
    public async Task Nobody_undoes_what_somebody_else_did()
    {
        var (world, done, thing) = await DoneAsync();
        await using var _ = world;
        await using var stranger = await World.CreateAsync(database);
        Assert.Equal(ErrorKind.NotFound, (await stranger.UndoAsync(done)).Error!.Kind);
        Assert.Equal("after", world.Outside.Find(thing)!.Value.Text);
    }

    [Fact]
    public async Task An_undo_on_a_disconnected_account_is_refused_and_can_be_tried_after_connecting()
    {
        var (world, done, thing) = await DoneAsync();
        await using var _ = world;
        await world.SqlAsync("UPDATE accounts.linked_accounts SET health = 'Disconnected' WHERE person_id = $1", world.PersonId);
        Assert.Equal("account_disconnected", (await world.UndoAsync(done)).Error!.Code);
        await world.SqlAsync("UPDATE accounts.linked_accounts SET health = 'Ok' WHERE person_id = $1", world.PersonId);
        Assert.Equal(UndoOutcome.Undone, (await world.UndoAsync(done)).Value.Outcome);
        Assert.Equal("before", world.Outside.Find(thing)!.Value.Text);
    }

    [Theory]
    [InlineData(Memory.Searchable, false)]
    [InlineData(Memory.Searchable, true)]
    [InlineData(Memory.Idempotent, true)]
    internal async Task An_undo_cut_off_before_or_after_its_effect_is_finished_by_the_executor_with_one_effect(Memory memory, bool afterPerforming)
    {
        var (world, done, thing) = await DoneAsync();
        await using var _ = world;
        world.Outside.Memory = memory;
        var first = true;
        Task Break(ApprovedAction action)
        {
            if (!first)
                return Task.CompletedTask;
            first = false;
            throw new IOException("cut off");
        }
        if (afterPerforming)
            world.Outside.After = Break;
        else
            world.Outside.Before = Break;
        var cut = (await world.UndoAsync(done)).Value;
        Assert.Equal((UndoOutcome.Undoing, "outcome_unknown"), (cut.Outcome, cut.Proposal.Error!.Code));

        world.Clock.Advance(TimeSpan.FromSeconds(6));
        await world.DrainAsync();
        var undone = await world.GetAsync(done);
        Assert.Equal(ProposalState.Undone, undone.State);
        Assert.Null(undone.Error);
        Assert.Equal("before", world.Outside.Find(thing)!.Value.Text);
        Assert.Equal(2, world.Outside.Effects.Count);
    }

    [Fact]
    public async Task An_undo_whose_process_died_after_the_claim_is_finished_by_the_executor()
    {
        var (world, done, thing) = await DoneAsync();
        await using var _ = world;
        await using (var scope = world.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<StewardDbContext>();
            var row = (await Steward.Actions.Proposals.FindProposal.FindAsync(db, world.PersonId, done.Id, CancellationToken.None))!;
            await using var transaction = await db.Database.BeginTransactionAsync();
            Assert.NotNull(await EffectClaim.TakeUndoAsync(db, row, "local", world.Clock.GetUtcNow(), CancellationToken.None));
            await transaction.CommitAsync();
        }
        world.Clock.Advance(EffectClaim.Lease + TimeSpan.FromSeconds(1));
        await world.DrainAsync();
        Assert.Equal(ProposalState.Undone, (await world.GetAsync(done)).State);
        Assert.Equal("before", world.Outside.Find(thing)!.Value.Text);
    }

    [Theory]
    [InlineData(ProposalState.Pending)]
    [InlineData(ProposalState.Rejected)]
    public async Task What_did_not_happen_cannot_be_undone(ProposalState state)
    {
        await using var world = await World.CreateAsync(database);
        var proposal = await world.ProposeTextAsync();
        if (state == ProposalState.Rejected)
            await world.RejectAsync(proposal);
        Assert.Equal(UndoOutcome.NotUndoable, (await world.UndoAsync(proposal)).Value.Outcome);
        Assert.Equal(state, (await world.GetAsync(proposal)).State);
    }
}
