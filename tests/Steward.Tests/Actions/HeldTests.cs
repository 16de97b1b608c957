using Steward.Actions;
using Steward.Actions.Undo;
using Steward.Testing;

namespace Steward.Tests.Actions;

public sealed class HeldTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_letter_is_held_for_the_undo_window_and_then_sent_once()
    {
        await using var world = await World.CreateAsync(database);
        var letter = await world.ProposeLetterAsync();
        var approved = (await world.ApproveAsync(letter)).Proposal!;
        Assert.Equal(world.Clock.GetUtcNow().AddMinutes(5), approved.HeldUntil);
        await world.DrainAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        await world.DrainAsync();
        Assert.Empty(world.Outside.Calls);

        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.DrainAsync();
        await world.DrainAsync();
        Assert.Single(world.Outside.Effects);
        var sent = await world.GetAsync(letter);
        Assert.Equal(ProposalState.Done, sent.State);
        Assert.Null(sent.UndoUntil);
        Assert.Equal(UndoOutcome.NotUndoable, (await world.UndoAsync(letter)).Value.Outcome);
    }

    [Fact]
    public async Task The_window_is_the_persons_own()
    {
        await using var world = await World.CreateAsync(database);
        await world.SettingsAsync(s => s.UndoWindowSeconds = 20);
        var letter = await world.ProposeLetterAsync();
        Assert.Equal(world.Clock.GetUtcNow().AddSeconds(20), (await world.ApproveAsync(letter)).Proposal!.HeldUntil);
    }

    [Fact]
    public async Task Send_now_makes_it_due_and_asking_twice_sends_once()
    {
        await using var world = await World.CreateAsync(database);
        var letter = await world.ProposeLetterAsync();
        Assert.Equal("not_held", (await world.SendNowAsync(letter)).Error!.Code);
        await world.ApproveAsync(letter);
        var both = await Task.WhenAll(Task.Run(() => world.SendNowAsync(letter)), Task.Run(() => world.SendNowAsync(letter)));
        Assert.All(both, result => Assert.True(result.Ok));
        await world.DrainAsync();
        Assert.True((await world.SendNowAsync(letter)).Ok);
        await world.DrainAsync();
        Assert.Single(world.Outside.Effects);
        Assert.Single(await world.AuditAsync(letter), "action.send-now");
    }

    [Fact]
    public async Task A_held_letter_can_be_taken_back_and_is_then_never_sent()
    {
        await using var world = await World.CreateAsync(database);
        var letter = await world.ProposeLetterAsync();
        await world.ApproveAsync(letter);
        Assert.Equal(UndoOutcome.Cancelled, (await world.UndoAsync(letter)).Value.Outcome);
        Assert.Equal(UndoOutcome.Cancelled, (await world.UndoAsync(letter)).Value.Outcome);
        Assert.Equal("not_held", (await world.SendNowAsync(letter)).Error!.Code);
        world.Clock.Advance(TimeSpan.FromHours(1));
        await world.DrainAsync();
        Assert.Empty(world.Outside.Calls);
        Assert.Equal(ProposalState.Cancelled, (await world.GetAsync(letter)).State);
        Assert.Single(await world.MessagesAsync(letter), "cancelled");
    }

    [Fact]
    public async Task Taking_back_and_sending_at_the_same_moment_ends_in_one_of_the_two()
    {
        await using var world = await World.CreateAsync(database);
        for (var i = 0; i < 10; i++)
        {
            var letter = await world.ProposeLetterAsync();
            await world.ApproveAsync(letter);
            await world.SendNowAsync(letter);
            var undo = Task.Run(() => world.UndoAsync(letter));
            await Task.WhenAll(undo, Task.Run(world.DrainAsync));
            var end = await world.GetAsync(letter);
            var sent = world.Outside.Effects.Count(e => e.ProposalId == letter.Id);
            if ((await undo).Value.Outcome == UndoOutcome.Cancelled)
                Assert.Equal((ProposalState.Cancelled, 0), (end.State, sent));
            else
                Assert.Equal((ProposalState.Done, 1), (end.State, sent));
        }
    }

    [Fact]
    public async Task A_machine_that_was_off_does_not_send_yesterdays_mail()
    {
        await using var world = await World.CreateAsync(database);
        var letter = await world.ProposeLetterAsync();
        await world.ApproveAsync(letter);
        world.Clock.Advance(TimeSpan.FromHours(20));
        await world.DrainAsync();
        Assert.Empty(world.Outside.Calls);
        Assert.Equal(ProposalState.Expired, (await world.GetAsync(letter)).State);
    }
}
