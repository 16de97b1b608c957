using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.State;

namespace Steward.Workflows.Tests.Checkpoints;

/// <summary>Whom every store must serve first, and whom not yet. Each test has workflows and owners of its own.</summary>
public abstract class ClaimConformance
{
    protected abstract ICheckpointStore Store { get; }
    protected abstract TestClock Clock { get; }

    static readonly StepCodec Codec = new(JsonSerializerOptions.Web);

    /// <summary>Sleeps for an hour, then ends.</summary>
    protected Workflow Sleeping() => new WorkflowBuilder($"claim.{Guid.NewGuid():N}", 1)
        .Node("sleep", _ => NodeResult.Sleep(Clock.GetUtcNow().AddHours(1)))
        .Node("end", _ => NodeResult.Next())
        .Edge("sleep", "end").Edge("end", Workflow.End).Start("sleep").Build();

    protected async Task StartAsync(Workflow workflow, Guid owner, int count)
    {
        for (var i = 0; i < count; i++)
            await Store.StartAsync(RunStart.Create(Guid.NewGuid(), owner, workflow, Patch.Empty, Codec, Clock.GetUtcNow()), default);
    }

    protected async Task<IReadOnlyList<RunLease>> ClaimAsync(int max, ClaimLimits? limits, Guid after, params Workflow[] workflows) =>
        await Store.ClaimAsync(
            new ClaimRequest("w", [.. workflows.Select(workflow => (workflow.Name, workflow.Version))], max, Clock.GetUtcNow(), TestEngine.Lease)
            {
                Limits = limits ?? ClaimLimits.None, After = after,
            }, default);

    static ClaimLimits PerOwner(int limit) => ClaimLimits.None with { PerOwner = limit };

    static ClaimLimits PerWorkflow(Workflow workflow, int limit) => ClaimLimits.None with { PerWorkflow = new Dictionary<string, int>(StringComparer.Ordinal) { [workflow.Name] = limit } };

    Task<CommitResult> FinishAsync(RunLease lease) =>
        Store.SettleAsync(lease, new Settlement(RunStatus.Completed, null, null, lease.Inbox, Clock.GetUtcNow()), default).AsTask();

    [Fact]
    public async Task Nobody_waits_behind_somebody_elses_many_runs()
    {
        var workflow = Sleeping();
        var (many, one, two) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await StartAsync(workflow, many, 300);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await StartAsync(workflow, one, 1);
        await StartAsync(workflow, two, 1);
        var leases = await ClaimAsync(4, null, default, workflow);
        Assert.Equal(2, leases.Count(lease => lease.OwnerId == many));
        Assert.Contains(leases, lease => lease.OwnerId == one);
        Assert.Contains(leases, lease => lease.OwnerId == two);
    }

    [Fact]
    public async Task A_worker_of_one_place_goes_round_the_owners()
    {
        var workflow = Sleeping();
        Guid[] owners = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];
        foreach (var owner in owners)
            await StartAsync(workflow, owner, 3);
        var (served, last) = (new List<Guid>(), Guid.Empty);
        for (var i = 0; i < 9; i++)
        {
            var lease = Assert.Single(await ClaimAsync(1, null, last, workflow));
            served.Add(last = lease.OwnerId);
            await FinishAsync(lease);
        }
        foreach (var round in served.Chunk(3))
            Assert.Equal(owners.Order(), round.Order());
        Assert.Equal(served[..3], served[3..6]);
    }

    [Fact]
    public async Task Who_has_less_running_comes_first()
    {
        var workflow = Sleeping();
        var (busy, idle) = (Guid.NewGuid(), Guid.NewGuid());
        await StartAsync(workflow, busy, 10);
        Assert.Equal(3, (await ClaimAsync(3, null, default, workflow)).Count);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await StartAsync(workflow, idle, 3);
        Assert.All(await ClaimAsync(3, null, idle, workflow), lease => Assert.Equal(idle, lease.OwnerId));
    }

    [Fact]
    public async Task Timers_that_come_due_together_hide_nobodys()
    {
        var workflow = Sleeping();
        var (many, one) = (Guid.NewGuid(), Guid.NewGuid());
        var engine = new TestEngine(workflow, Store, Clock);
        await StartAsync(workflow, many, 260);
        await engine.RunDueAsync();
        Clock.Advance(TimeSpan.FromSeconds(5));
        await StartAsync(workflow, one, 1);
        await engine.RunDueAsync();
        Assert.Empty(await ClaimAsync(3, null, default, workflow));
        Clock.Advance(TimeSpan.FromHours(2));
        var leases = await ClaimAsync(3, PerOwner(2), default, workflow);
        Assert.Equal(3, leases.Count);
        Assert.Single(leases, lease => lease.OwnerId == one);
    }

    [Fact]
    public async Task An_owners_limit_counts_over_all_workers_and_hides_nobody_else()
    {
        var workflow = Sleeping();
        var (many, one) = (Guid.NewGuid(), Guid.NewGuid());
        await StartAsync(workflow, many, 20);
        var held = await ClaimAsync(5, PerOwner(2), default, workflow);
        Assert.Equal(2, held.Count);
        Assert.Empty(await ClaimAsync(5, PerOwner(2), default, workflow));
        await StartAsync(workflow, one, 1);
        Assert.Equal(one, Assert.Single(await ClaimAsync(5, PerOwner(2), default, workflow)).OwnerId);
        await FinishAsync(held[0]);
        Assert.Equal(many, Assert.Single(await ClaimAsync(5, PerOwner(2), default, workflow)).OwnerId);
        // A dead holder's lease is over: it does not count any more, and its run is one of those that may be taken.
        Clock.Advance(TestEngine.Lease);
        Assert.Equal(2, (await ClaimAsync(5, PerOwner(2), default, workflow)).Count(lease => lease.OwnerId == many));
    }

    [Fact]
    public async Task A_workflows_limit_holds_over_all_owners_and_leaves_other_workflows_alone()
    {
        var (limited, free) = (Sleeping(), Sleeping());
        for (var i = 0; i < 4; i++)
        {
            var owner = Guid.NewGuid();
            await StartAsync(limited, owner, 2);
            await StartAsync(free, owner, 1);
        }
        var limits = PerWorkflow(limited, 3);
        var taken = new List<RunLease>();
        while (await ClaimAsync(20, limits, default, limited, free) is { Count: > 0 } leases)
            taken.AddRange(leases);
        Assert.Equal((3, 4), (taken.Count(lease => lease.Workflow == limited.Name), taken.Count(lease => lease.Workflow == free.Name)));
        await FinishAsync(taken.First(lease => lease.Workflow == limited.Name));
        Assert.Equal(limited.Name, Assert.Single(await ClaimAsync(20, limits, default, limited, free)).Workflow);
    }

    [Fact]
    public async Task Claims_at_the_same_moment_find_room_only_once()
    {
        var workflow = Sleeping();
        for (var i = 0; i < 10; i++)
            await StartAsync(workflow, Guid.NewGuid(), 4);
        var limits = PerWorkflow(workflow, 5) with { PerOwner = 1 };
        for (var round = 0; round < 4; round++)
        {
            var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => ClaimAsync(4, limits, default, workflow))));
            var taken = claims.SelectMany(leases => leases).ToList();
            Assert.Equal(5, taken.Count);
            Assert.Equal(5, taken.DistinctBy(lease => lease.OwnerId).Count());
            foreach (var lease in taken)
                await FinishAsync(lease);
        }
    }

    [Fact]
    public async Task The_next_wake_is_the_next_timer_or_the_end_of_a_lease()
    {
        var workflow = Sleeping();
        IReadOnlyList<(string, int)> known = [(workflow.Name, 1)];
        await StartAsync(workflow, Guid.NewGuid(), 1);
        await new TestEngine(workflow, Store, Clock).RunDueAsync();
        Assert.Equal(Clock.GetUtcNow().AddHours(1), await Store.NextWakeAsync(known, Clock.GetUtcNow().AddMinutes(59), default));
    }
}
