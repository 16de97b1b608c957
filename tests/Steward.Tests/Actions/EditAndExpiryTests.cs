using Steward.Actions;
using Steward.Actions.Approvals;
using Steward.Platform;
using Steward.Testing;

namespace Steward.Tests.Actions;

public sealed class EditAndExpiryTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static Task<Result<ProposalView>> EditAsync(World world, ProposalView proposal, object payload, string? hash = null) =>
        world.InScopeAsync<EditProposal, Result<ProposalView>>(edit =>
            edit.RunAsync(new(world.PersonId, proposal.Id, Json.ToElement(payload), hash ?? proposal.Hash), CancellationToken.None));

    [Fact]
    public async Task An_edit_has_a_new_preview_and_hash_and_only_the_new_one_can_be_approved()
    {
        await using var world = await World.CreateAsync(database);
        var thing = world.Outside.Add("before");
        var proposal = await world.ProposeAsync(SetTextKind.KindName, new SetText(thing, "after"));
        var edited = (await EditAsync(world, proposal, new SetText(thing, "better"))).Value;
        Assert.NotEqual(proposal.Hash, edited.Hash);
        Assert.Equal("better", edited.Preview.Changes[0].After);
        Assert.Equal(DecisionOutcome.PayloadChanged, (await world.ApproveAsync(proposal)).Outcome);
        Assert.Equal(DecisionOutcome.Decided, (await world.ApproveAsync(edited)).Outcome);
        await world.DrainAsync();
        Assert.Equal("better", world.Outside.Find(thing)!.Value.Text);
    }

    [Fact]
    public async Task An_edit_can_raise_the_risk()
    {
        await using var world = await World.CreateAsync(database);
        var letter = await world.ProposeLetterAsync();
        Assert.Equal(RiskLevel.Medium, letter.Risk);
        var edited = (await EditAsync(world, letter, new Letter(["anna@example.org", "stranger@evil.example"], "hello", ["anna@example.org"]))).Value;
        Assert.Equal(RiskLevel.High, edited.Risk);
        Assert.Equal("stranger@evil.example", edited.Preview.Recipients[0].Address);
    }

    [Fact]
    public async Task An_edit_of_something_else_of_what_is_decided_or_of_an_older_version_changes_nothing()
    {
        await using var world = await World.CreateAsync(database);
        await using var stranger = await World.CreateAsync(database);
        var thing = world.Outside.Add("before");
        var proposal = await world.ProposeAsync(SetTextKind.KindName, new SetText(thing, "after"));
        Assert.Equal(ErrorKind.Invalid, (await EditAsync(world, proposal, new Letter(["a@b.example"], "x"))).Error!.Kind);
        Assert.Equal("payload_changed", (await EditAsync(world, proposal, new SetText(thing, "x"), "older")).Error!.Code);
        Assert.Equal(ErrorKind.NotFound, (await EditAsync(stranger, proposal, new SetText(thing, "x"))).Error!.Kind);
        Assert.Equal(proposal.Hash, (await world.GetAsync(proposal)).Hash);
        await world.RejectAsync(proposal);
        Assert.Equal("not_pending", (await EditAsync(world, proposal, new SetText(thing, "x"))).Error!.Code);
    }

    [Fact]
    public async Task Of_an_edit_and_an_approval_at_once_what_was_approved_is_what_is_done()
    {
        await using var world = await World.CreateAsync(database);
        for (var i = 0; i < 10; i++)
        {
            var thing = world.Outside.Add("before");
            var proposal = await world.ProposeAsync(SetTextKind.KindName, new SetText(thing, "shown"));
            var approval = Task.Run(() => world.ApproveAsync(proposal));
            var edit = Task.Run(() => EditAsync(world, proposal, new SetText(thing, "edited")));
            await Task.WhenAll(approval, edit);
            await world.DrainAsync();
            Assert.Equal((await approval).Outcome == DecisionOutcome.Decided ? "shown" : "before", world.Outside.Find(thing)!.Value.Text);
            Assert.NotEqual((await approval).Outcome == DecisionOutcome.Decided, (await edit).Ok);
        }
    }

    [Fact]
    public async Task After_its_time_a_proposal_cannot_be_approved_whether_or_not_the_clock_has_told()
    {
        await using var world = await World.CreateAsync(database);
        var proposal = await world.ProposeTextAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(DecisionOutcome.Expired, (await world.ApproveAsync(proposal)).Outcome);
        Assert.Equal(1, await world.ExpireAsync());
        Assert.Equal(0, await world.ExpireAsync());
        Assert.Equal(DecisionOutcome.Expired, (await world.ApproveAsync(proposal)).Outcome);
        await world.DrainAsync();
        Assert.Empty(world.Outside.Calls);
        Assert.Equal(["pending", "expired"], await world.MessagesAsync(proposal));
        Assert.Equal(["action.proposed", "action.expired"], await world.AuditAsync(proposal));
        Assert.Equal(["1"], await world.ListAsync("SELECT count(*) FROM platform.live_events WHERE person_id = $1 AND type = 'proposal_changed' AND data->>'state' = 'expired'", world.PersonId));
    }

    [Fact]
    public async Task A_second_before_its_time_it_can_be()
    {
        await using var world = await World.CreateAsync(database);
        await world.SettingsAsync(s => s.ApprovalMinutes = 3);
        var proposal = await world.ProposeTextAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(179));
        Assert.Equal(0, await world.ExpireAsync());
        Assert.Equal(DecisionOutcome.Decided, (await world.ApproveAsync(proposal)).Outcome);
        // The time to decide is over now, but the approval is fresh.
        world.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, await world.ExpireAsync());
        await world.DrainAsync();
        Assert.Equal(ProposalState.Done, (await world.GetAsync(proposal)).State);
    }

    [Fact]
    public async Task Many_nodes_expire_each_proposal_once()
    {
        await using var world = await World.CreateAsync(database);
        await using var other = await World.CreateAsync(database);
        for (var i = 0; i < 30; i++)
            await (i % 2 == 0 ? world : other).ProposeTextAsync($"t{i}");
        world.Clock.Advance(TimeSpan.FromHours(1));
        var counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(world.ExpireAsync)));
        Assert.Equal(30, counts.Sum());
        Assert.Equal(["30"], await world.ListAsync("SELECT count(*) FROM audit.entries WHERE action = 'action.expired' AND person_id IN ($1, $2)", world.PersonId, other.PersonId));
    }
}
