using Steward.Actions;
using Steward.Actions.Approvals;
using Steward.Actions.Execution;
using Steward.Testing;

namespace Steward.Tests.Actions;

public sealed class ExecutionTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task The_intent_is_committed_before_the_call()
    {
        await using var world = await World.CreateAsync(database);
        var proposal = await world.ProposeTextAsync();
        Effect? seen = null;
        ProposalState? state = null;
        world.Outside.Before = async action =>
        {
            seen = await world.EffectAsync(action.Key);
            state = (await world.GetAsync(proposal)).State;
        };
        await world.ApproveAsync(proposal);
        await world.DrainAsync();
        Assert.Equal(ProposalState.Executing, state);
        Assert.Equal((EffectState.Intended, 1, proposal.Hash), (seen!.State, seen.Attempts, seen.ProposalHash));
        Assert.Equal(EffectState.Done, (await world.EffectAsync(seen.Key))!.State);
    }

    [Fact]
    public async Task Two_executors_share_many_proposals_without_doing_one_twice()
    {
        await using var world = await World.CreateAsync(database);
        var proposals = new List<ProposalView>();
        for (var i = 0; i < 40; i++)
            proposals.Add(await world.ProposeTextAsync($"text {i}"));
        foreach (var proposal in proposals)
            await world.ApproveAsync(proposal);
        await Task.WhenAll(Task.Run(world.DrainAsync), Task.Run(world.DrainAsync));
        Assert.Equal(40, world.Outside.Effects.Count);
        Assert.Equal(40, world.Outside.Effects.Select(e => e.Key).Distinct().Count());
        foreach (var proposal in proposals)
            Assert.Equal(ProposalState.Done, (await world.GetAsync(proposal)).State);
    }

    [Theory]
    [InlineData("UPDATE actions.proposals SET payload = jsonb_set(payload, '{text}', '\"evil\"') WHERE id = $1")]
    [InlineData("UPDATE actions.proposals SET preview = jsonb_set(preview, '{changes,0,after}', '\"harmless\"') WHERE id = $1")]
    [InlineData("UPDATE actions.proposals SET risk = 'High' WHERE id = $1")]
    [InlineData("UPDATE actions.proposals SET reversibility = 'Irreversible' WHERE id = $1")]
    public async Task A_row_that_was_altered_after_approval_is_not_executed_but_asked_again_with_a_warning(string sql)
    {
        await using var world = await World.CreateAsync(database);
        var proposal = await world.ProposeTextAsync();
        await world.ApproveAsync(proposal);
        await world.SqlAsync(sql, proposal.Id);
        await world.DrainAsync();

        Assert.Empty(world.Outside.Calls);
        var asked = await world.GetAsync(proposal);
        Assert.Equal((ProposalState.Pending, RiskLevel.High), (asked.State, asked.Risk));
        Assert.NotEqual(proposal.Hash, asked.Hash);
        Assert.Null(asked.DecidedBy);
        Assert.Equal(["altered"], await world.ListAsync("SELECT result FROM audit.entries WHERE proposal_id = $1 AND action = 'action.refused'", proposal.Id));
        // The old approval is worth nothing; what is stored now can be approved only as such.
        Assert.Equal(DecisionOutcome.PayloadChanged, (await world.ApproveAsync(proposal, confirm: true)).Outcome);
    }

    [Theory]
    [InlineData("UPDATE actions.proposals SET kind = 'test.unheard-of' WHERE id = $1")]
    [InlineData("UPDATE actions.proposals SET account_id = gen_random_uuid() WHERE id = $1")]
    [InlineData("UPDATE actions.proposals SET payload = '{\"thing\": 1}' WHERE id = $1")]
    public async Task An_altered_row_that_makes_no_sense_has_failed(string sql)
    {
        await using var world = await World.CreateAsync(database);
        var proposal = await world.ProposeTextAsync();
        await world.ApproveAsync(proposal);
        await world.SqlAsync(sql, proposal.Id);
        await world.DrainAsync();
        Assert.Empty(world.Outside.Calls);
        var failed = await world.GetAsync(proposal);
        Assert.Equal((ProposalState.Failed, "altered"), (failed.State, failed.Error!.Code));
    }

    [Fact]
    public async Task A_done_row_that_somebody_sets_back_to_approved_is_not_done_again()
    {
        await using var world = await World.CreateAsync(database);
        var proposal = await world.ProposeTextAsync();
        await world.ApproveAsync(proposal);
        await world.DrainAsync();
        await world.SqlAsync("UPDATE actions.proposals SET state = 'Approved' WHERE id = $1", proposal.Id);
        await world.DrainAsync();
        Assert.Single(world.Outside.Calls);
        var end = await world.GetAsync(proposal);
        Assert.Equal((ProposalState.Unknown, "already_attempted"), (end.State, end.Error!.Code));
    }

    [Fact]
    public async Task A_row_that_nobody_approved_is_not_executed_whatever_its_state_says()
    {
        await using var world = await World.CreateAsync(database);
        var proposal = await world.ProposeTextAsync();
        await world.SqlAsync("UPDATE actions.proposals SET state = 'Approved', decided_at = created_at WHERE id = $1", proposal.Id);
        await world.DrainAsync();
        Assert.Empty(world.Outside.Calls);
        Assert.Equal("approver_gone", (await world.GetAsync(proposal)).Error!.Code);
    }

    [Theory]
    [InlineData("DELETE FROM accounts.linked_accounts WHERE person_id = $1", "account_gone")]
    [InlineData("UPDATE accounts.linked_accounts SET health = 'Disconnected' WHERE person_id = $1", "account_disconnected")]
    [InlineData("UPDATE accounts.linked_accounts SET provider = 'pigeon' WHERE person_id = $1", "not_supported")]
    [InlineData("UPDATE accounts.people SET lockout_end = '9999-12-31' WHERE id = $1", "approver_gone")]
    public async Task What_the_approval_rested_on_is_checked_again(string sql, string code)
    {
        await using var world = await World.CreateAsync(database);
        var proposal = await world.ProposeTextAsync();
        await world.ApproveAsync(proposal);
        await world.SqlAsync(sql, world.PersonId);
        await world.DrainAsync();
        Assert.Empty(world.Outside.Calls);
        var failed = await world.GetAsync(proposal);
        Assert.Equal((ProposalState.Failed, code), (failed.State, failed.Error!.Code));
    }

    [Fact]
    public async Task A_pause_for_wrong_passwords_does_not_stop_what_was_approved()
    {
        await using var world = await World.CreateAsync(database);
        var proposal = await world.ProposeTextAsync();
        await world.ApproveAsync(proposal);
        await world.SqlAsync("UPDATE accounts.people SET lockout_end = $2 WHERE id = $1", world.PersonId, world.Clock.GetUtcNow().AddMinutes(15));
        await world.DrainAsync();
        Assert.Equal(ProposalState.Done, (await world.GetAsync(proposal)).State);
    }

    [Fact]
    public async Task A_target_that_changed_since_it_was_shown_is_left_alone_and_can_be_asked_for_again()
    {
        await using var world = await World.CreateAsync(database);
        var thing = world.Outside.Add("before");
        var proposal = await world.ProposeAsync(SetTextKind.KindName, new SetText(thing, "after"));
        world.Outside.Change(thing, "changed by somebody");
        await world.ApproveAsync(proposal);
        await world.DrainAsync();
        var stale = await world.GetAsync(proposal);
        Assert.Equal((ProposalState.Stale, "target_changed"), (stale.State, stale.Error!.Code));
        Assert.Equal("changed by somebody", world.Outside.Find(thing)!.Value.Text);

        var again = (await world.RetryAsync(proposal)).Value;
        Assert.Equal((ProposalState.Pending, "changed by somebody"), (again.State, again.Preview.Changes[0].Before));
        Assert.NotEqual(proposal.Hash, again.Hash);
        await world.ApproveAsync(again);
        await world.DrainAsync();
        Assert.Equal(ProposalState.Done, (await world.GetAsync(proposal)).State);
        Assert.Equal("after", world.Outside.Find(thing)!.Value.Text);
        Assert.Equal(2, world.Outside.Calls.Select(c => c.Key).Distinct().Count());
    }

    [Fact]
    public async Task A_refusal_is_a_failure_with_the_providers_reason_and_is_not_retried_by_itself()
    {
        await using var world = await World.CreateAsync(database);
        var thing = world.Outside.Add("before");
        var proposal = await world.ProposeAsync(SetTextKind.KindName, new SetText(thing, "after"));
        world.Outside.Remove(thing);
        await world.ApproveAsync(proposal);
        await world.DrainAsync();
        var failed = await world.GetAsync(proposal);
        Assert.Equal((ProposalState.Failed, "no_such_thing"), (failed.State, failed.Error!.Code));
        world.Clock.Advance(TimeSpan.FromHours(10));
        await world.DrainAsync();
        Assert.Single(world.Outside.Calls);
        // Asking again is refused in preview, because the thing is still gone; the failure stays.
        Assert.Equal("not_found", (await world.RetryAsync(proposal)).Error!.Code);
        Assert.Equal(ProposalState.Failed, (await world.GetAsync(proposal)).State);
    }

    [Fact]
    public async Task A_slow_account_keeps_only_itself_waiting()
    {
        await using var slow = await World.CreateAsync(database);
        var other = await database.AddAccountAsync(slow.PersonId, "other@steward.local" + slow.PersonId, "work");
        var release = new TaskCompletionSource();
        slow.Outside.Before = action => action.Subject.AccountId == slow.Account.Id ? release.Task : Task.CompletedTask;
        for (var i = 0; i < ActionExecutor.PerAccount + 3; i++)
            await slow.ApproveAsync(await slow.ProposeTextAsync($"slow {i}"));
        var thing = slow.Outside.Add("before");
        var quick = await slow.GetAsync((await slow.StageAsync(slow.Draft(SetTextKind.KindName, new SetText(thing, "quick")) with { Subject = new(slow.PersonId, other.Id) }))[0].Value.Id);
        await slow.ApproveAsync(quick);

        var draining = slow.DrainAsync();
        while ((await slow.GetAsync(quick)).State != ProposalState.Done || Waiting() < ActionExecutor.PerAccount)
            await Task.Yield();
        Assert.Equal(ActionExecutor.PerAccount, Waiting());
        Assert.False(draining.IsCompleted);
        release.SetResult();
        await draining;
        Assert.Equal(ActionExecutor.PerAccount + 4, slow.Outside.Effects.Count);

        int Waiting() => slow.Outside.Calls.Count(c => c.Subject.AccountId == slow.Account.Id);
    }
}
