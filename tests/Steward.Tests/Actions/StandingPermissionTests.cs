using Microsoft.Extensions.DependencyInjection;
using Steward.Actions;
using Steward.Actions.Approvals;
using Steward.Actions.Permissions;
using Steward.Platform;
using Steward.Testing;

namespace Steward.Tests.Actions;

/// <summary>The limit of a day, and the end, of a standing permission, whatever happens at one moment. What it covers at all is in the scenario of the Host.</summary>
public sealed class StandingPermissionTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static async Task<PermissionView> GiveAsync(World world, int perDay) => (await world.InScopeAsync<StandingPermissions, Result<PermissionView>>(
        all => all.GiveAsync(world.PersonId, SetTextKind.KindName, world.Account.Id, perDay, 30, "test", default))).Value;

    /// <summary>Two runs that stage side by side: neither has committed when the other one counts.</summary>
    static async Task<List<Guid>> StageAtOneMomentAsync(World world, int each)
    {
        var scopes = new[] { world.Services.CreateAsyncScope(), world.Services.CreateAsyncScope() };
        var ids = new List<Guid>();
        foreach (var scope in scopes)
        {
            var drafts = Enumerable.Range(0, each).Select(i => world.Draft(SetTextKind.KindName, new SetText(world.Outside.Add("before"), $"text {i}"), runId: Guid.NewGuid())).ToList();
            var staged = await scope.ServiceProvider.GetRequiredService<ProposeAction>().StageAsync(drafts, null, default);
            Assert.All(staged, one => Assert.Equal(ProposalState.Approved, one.Value.State));
            ids.AddRange(staged.Select(one => one.Value.Id));
        }
        foreach (var scope in scopes)
        {
            await scope.ServiceProvider.GetRequiredService<StewardDbContext>().SaveChangesAsync();
            await scope.DisposeAsync();
        }
        return ids;
    }

    [Fact]
    public async Task What_two_runs_stage_at_one_moment_does_not_pass_the_limit_of_the_day()
    {
        await using var world = await World.CreateAsync(database);
        var given = await GiveAsync(world, perDay: 3);
        var ids = await StageAtOneMomentAsync(world, each: 3);

        // Two nodes begin what was approved: together no more than the limit, and the rest is asked.
        await Task.WhenAll(Task.Run(world.DrainAsync), Task.Run(world.DrainAsync));
        var all = await world.InScopeAsync<ReadProposals, IReadOnlyList<ProposalView>>(read => read.ByIdsAsync(world.PersonId, ids, default));
        Assert.Equal(3, world.Outside.Effects.Count);
        Assert.Equal((3, 3), (all.Count(p => p.State == ProposalState.Done), all.Count(p => p.State == ProposalState.Pending)));
        var asked = all.Where(p => p.State == ProposalState.Pending).ToList();
        Assert.All(asked, p => Assert.True(p is { PermissionId: null, DecidedAt: null }));
        Assert.Equal(["permission_used_up"], (await world.ListAsync("SELECT result FROM audit.entries WHERE proposal_id = $1 AND action = 'action.refused'", asked[0].Id)));
        Assert.Equal(3, Assert.Single(await world.InScopeAsync<StandingPermissions, IReadOnlyList<PermissionView>>(p => p.ListAsync(world.PersonId, default))).UsedToday);

        // The person may still say yes to them, one by one, as to anything else.
        Assert.Equal(DecisionOutcome.Decided, (await world.ApproveAsync(asked[0])).Outcome);
        await world.DrainAsync();
        Assert.Equal(ProposalState.Done, (await world.GetAsync(asked[0])).State);
        Assert.Equal(given.Id, all.First(p => p.State == ProposalState.Done).PermissionId);
    }

    [Fact]
    public async Task A_day_later_there_is_room_again()
    {
        await using var world = await World.CreateAsync(database);
        await GiveAsync(world, perDay: 1);
        Assert.Equal(ProposalState.Approved, (await world.ProposeTextAsync("first")).State);
        Assert.Equal(ProposalState.Pending, (await world.ProposeTextAsync("second")).State);
        await world.DrainAsync();
        world.Clock.Advance(TimeSpan.FromHours(25));
        var third = await world.ProposeTextAsync("third");
        await world.DrainAsync();
        Assert.Equal(ProposalState.Done, (await world.GetAsync(third)).State);
    }

    [Fact]
    public async Task What_an_ended_permission_had_decided_is_not_begun()
    {
        await using var world = await World.CreateAsync(database);
        var given = await GiveAsync(world, perDay: 5);
        var permitted = await world.ProposeTextAsync();
        Assert.True(await world.InScopeAsync<StandingPermissions, bool>(all => all.EndAsync(world.PersonId, given.Id, "test", default)));
        await world.DrainAsync();
        Assert.Empty(world.Outside.Calls);
        Assert.Equal((ProposalState.Failed, "permission_ended"), ((await world.GetAsync(permitted)).State, (await world.GetAsync(permitted)).Error!.Code));
    }
}
