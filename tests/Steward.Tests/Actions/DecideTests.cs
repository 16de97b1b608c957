using Steward.Actions;
using Steward.Actions.Approvals;
using Steward.Testing;

namespace Steward.Tests.Actions;

public sealed class DecideTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task What_is_approved_is_done_once_and_every_step_is_told_and_logged()
    {
        await using var world = await World.CreateAsync(database);
        var proposal = await world.ProposeTextAsync();
        Assert.Equal(ProposalState.Pending, proposal.State);
        Assert.Empty(world.Outside.Calls);

        var decision = await world.ApproveAsync(proposal);
        Assert.Equal(DecisionOutcome.Decided, decision.Outcome);
        Assert.Equal(world.PersonId, decision.Proposal!.DecidedBy);
        await world.DrainAsync();

        var done = await world.GetAsync(proposal);
        Assert.Equal(ProposalState.Done, done.State);
        Assert.Equal("after", done.Result!.Value.GetProperty("text").GetString());
        Assert.Equal(world.Clock.GetUtcNow().AddSeconds(300), done.UndoUntil);
        Assert.Single(world.Outside.Effects);
        Assert.Equal(["pending", "approved", "executing", "done"], await world.MessagesAsync(proposal));
        Assert.Equal(["action.proposed", "action.approved", "action.executing", "action.done"], await world.AuditAsync(proposal));
        var live = await world.ListAsync("SELECT type || ' ' || coalesce(data->>'state', '') FROM platform.live_events WHERE person_id = $1 ORDER BY seq", world.PersonId);
        Assert.Equal(
            ["proposal_changed pending", "approval_required ", "proposal_changed approved", "proposal_changed executing", "execution_update executing", "proposal_changed done", "execution_update done"],
            live);
    }

    [Fact]
    public async Task A_hundred_decisions_at_once_and_four_executors_are_one_decision_and_one_effect()
    {
        await using var world = await World.CreateAsync(database);
        var proposal = await world.ProposeTextAsync();
        var decisions = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => world.ApproveAsync(proposal))));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(world.DrainAsync)));

        Assert.Single(decisions, d => d.Outcome == DecisionOutcome.Decided);
        Assert.Equal(99, decisions.Count(d => d.Outcome == DecisionOutcome.AlreadyDecided));
        Assert.Single(world.Outside.Calls);
        Assert.Single(world.Outside.Effects);
        Assert.Equal(["pending", "approved", "executing", "done"], await world.MessagesAsync(proposal));
    }

    [Fact]
    public async Task Of_approve_and_reject_at_once_one_wins_and_the_effect_follows_it()
    {
        await using var world = await World.CreateAsync(database);
        for (var i = 0; i < 10; i++)
        {
            var proposal = await world.ProposeTextAsync($"text {i}");
            var both = await Task.WhenAll(Task.Run(() => world.ApproveAsync(proposal)), Task.Run(() => world.RejectAsync(proposal, "no")));
            await world.DrainAsync();
            var winner = Assert.Single(both, d => d.Outcome == DecisionOutcome.Decided);
            var loser = Assert.Single(both, d => d.Outcome == DecisionOutcome.AlreadyDecided);
            var approved = winner == both[0];
            var end = await world.GetAsync(proposal);
            Assert.Equal(approved ? ProposalState.Done : ProposalState.Rejected, end.State);
            Assert.Equal(approved ? 1 : 0, world.Outside.Effects.Count(e => e.ProposalId == proposal.Id));
            Assert.NotEqual(ProposalState.Pending, loser.Proposal!.State);
        }
    }

    [Fact]
    public async Task A_rejection_keeps_its_reason_and_nothing_is_called()
    {
        await using var world = await World.CreateAsync(database);
        var proposal = await world.ProposeTextAsync();
        Assert.Equal(DecisionOutcome.Decided, (await world.RejectAsync(proposal, "not now")).Outcome);
        Assert.Equal(DecisionOutcome.AlreadyDecided, (await world.ApproveAsync(proposal)).Outcome);
        await world.DrainAsync();
        var end = await world.GetAsync(proposal);
        Assert.Equal((ProposalState.Rejected, "not now"), (end.State, end.DecisionReason));
        Assert.Empty(world.Outside.Calls);
    }

    [Fact]
    public async Task An_approval_holds_only_for_what_was_shown()
    {
        await using var world = await World.CreateAsync(database);
        var proposal = await world.ProposeTextAsync();
        Assert.Equal(DecisionOutcome.PayloadChanged, (await world.ApproveAsync(proposal, hash: new string('0', 64))).Outcome);
        Assert.Equal(ProposalState.Pending, (await world.GetAsync(proposal)).State);
    }

    [Fact]
    public async Task A_high_risk_needs_a_second_confirmation()
    {
        await using var world = await World.CreateAsync(database);
        var proposal = await world.ProposeAsync(SendLetter.KindName, new Letter(["stranger@evil.example"], "all my files"));
        Assert.Equal(RiskLevel.High, proposal.Risk);
        Assert.Contains(proposal.RiskReasons, r => r.Level == RiskLevel.High && r.Text.Contains("stranger@evil.example", StringComparison.Ordinal));
        Assert.Equal(DecisionOutcome.NeedsConfirmation, (await world.ApproveAsync(proposal)).Outcome);
        Assert.Equal(ProposalState.Pending, (await world.GetAsync(proposal)).State);
        Assert.Equal(DecisionOutcome.Decided, (await world.ApproveAsync(proposal, confirm: true)).Outcome);
    }

    [Fact]
    public async Task Somebody_elses_proposal_is_not_there_and_the_attempt_is_logged_with_whoever_tried()
    {
        await using var owner = await World.CreateAsync(database);
        await using var stranger = await World.CreateAsync(database);
        var proposal = await owner.ProposeTextAsync();
        Assert.Equal(DecisionOutcome.NotFound, (await stranger.ApproveAsync(proposal)).Outcome);
        Assert.Equal(ProposalState.Pending, (await owner.GetAsync(proposal)).State);
        Assert.Equal(["notFound"], await stranger.ListAsync("SELECT result FROM audit.entries WHERE person_id = $1", stranger.PersonId));
    }
}
