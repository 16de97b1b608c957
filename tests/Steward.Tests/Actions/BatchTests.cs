using Steward.Actions;
using Steward.Actions.Approvals;
using Steward.Actions.Proposals;
using Steward.Platform;
using Steward.Testing;

namespace Steward.Tests.Actions;

public sealed class BatchTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static Task<Result<DecisionResult[]>> DecideAsync(World world, params BatchItem[] items) =>
        world.InScopeAsync<DecideBatch, Result<DecisionResult[]>>(decide => decide.RunAsync(new(world.PersonId, items), CancellationToken.None));

    static BatchItem Approve(ProposalView p, string? hash = null) => new(p.Id, Verdict.Approve, hash ?? p.Hash);
    static BatchItem Reject(ProposalView p) => new(p.Id, Verdict.Reject, Reason: "not this one");

    [Fact]
    public async Task Each_item_is_decided_by_itself()
    {
        await using var world = await World.CreateAsync(database);
        await using var stranger = await World.CreateAsync(database);
        var yes = await world.ProposeTextAsync("yes");
        var no = await world.ProposeTextAsync("no");
        var changed = await world.ProposeTextAsync("changed");
        var foreign = await stranger.ProposeTextAsync("foreign");
        var results = (await DecideAsync(world, Approve(yes), Reject(no), Approve(changed, "old"), Approve(foreign), Approve(yes))).Value;
        Assert.Equal([DecisionOutcome.Decided, DecisionOutcome.Decided, DecisionOutcome.PayloadChanged, DecisionOutcome.NotFound, DecisionOutcome.AlreadyDecided], results.Select(r => r.Outcome));
        await world.DrainAsync();
        Assert.Equal("yes", Json.Read<SetText>(Assert.Single(world.Outside.Effects).Payload).Text);
        Assert.Equal(ProposalState.Pending, (await stranger.GetAsync(foreign)).State);
        Assert.Null(results[3].Proposal);
    }

    [Fact]
    public async Task A_letter_among_others_is_not_approved_but_alone_it_is_and_it_can_be_rejected_among_others()
    {
        await using var world = await World.CreateAsync(database);
        var text = await world.ProposeTextAsync();
        var letter = await world.ProposeLetterAsync();
        var results = (await DecideAsync(world, Approve(text), Approve(letter))).Value;
        Assert.Equal([DecisionOutcome.Decided, DecisionOutcome.NeedsConfirmation], results.Select(r => r.Outcome));
        Assert.Equal(DecisionOutcome.Decided, (await DecideAsync(world, Approve(letter))).Value[0].Outcome);
        var other = await world.ProposeLetterAsync();
        Assert.All((await DecideAsync(world, Reject(other), Reject(await world.ProposeTextAsync()))).Value, r => Assert.Equal(DecisionOutcome.Decided, r.Outcome));
    }

    [Fact]
    public async Task A_high_risk_is_not_approved_by_a_batch_even_alone()
    {
        await using var world = await World.CreateAsync(database);
        var letter = await world.ProposeAsync(SendLetter.KindName, new Letter(["stranger@evil.example"], "x"));
        Assert.Equal(DecisionOutcome.NeedsConfirmation, (await DecideAsync(world, Approve(letter))).Value[0].Outcome);
    }

    [Fact]
    public async Task A_hundred_are_decided_and_a_hundred_and_one_are_refused_whole()
    {
        await using var world = await World.CreateAsync(database);
        var thing = world.Outside.Add("before");
        var staged = await world.StageAsync([.. Enumerable.Range(0, 101).Select(i => world.Draft(SetTextKind.KindName, new SetText(thing, $"t{i}")))]);
        var items = new List<BatchItem>();
        foreach (var s in staged)
            items.Add(Reject(await world.GetAsync(s.Value.Id)));
        Assert.Equal("items", (await DecideAsync(world, [.. items])).Error!.Field);
        Assert.Equal("items", (await DecideAsync(world)).Error!.Field);
        Assert.All(await world.InScopeAsync<ListProposals, IReadOnlyList<ProposalView>>(l => l.PendingAsync(world.PersonId, CancellationToken.None)), p => Assert.Equal(ProposalState.Pending, p.State));
        Assert.All((await DecideAsync(world, [.. items.Take(100)])).Value, r => Assert.Equal(DecisionOutcome.Decided, r.Outcome));
    }

    [Theory]
    [InlineData(EffectClass.PrivateWrite, Reversibility.Undoable, RiskLevel.Low, EffectClass.Destructive, false)]
    [InlineData(EffectClass.PrivateWrite, Reversibility.Undoable, RiskLevel.Medium, EffectClass.PrivateWrite, false)]
    [InlineData(EffectClass.PrivateWrite, Reversibility.Undoable, RiskLevel.High, EffectClass.PrivateWrite, true)]
    [InlineData(EffectClass.PrivateWrite, Reversibility.Irreversible, RiskLevel.Low, EffectClass.PrivateWrite, true)]
    [InlineData(EffectClass.Destructive, Reversibility.Undoable, RiskLevel.Medium, EffectClass.Destructive, false)]
    [InlineData(EffectClass.Destructive, Reversibility.Undoable, RiskLevel.Medium, EffectClass.PrivateWrite, true)]
    [InlineData(EffectClass.External, Reversibility.Undoable, RiskLevel.Medium, EffectClass.External, true)]
    [InlineData(EffectClass.External, Reversibility.Held, RiskLevel.Medium, EffectClass.External, true)]
    [InlineData(EffectClass.PersistentAccess, Reversibility.Undoable, RiskLevel.Low, EffectClass.PersistentAccess, true)]
    [InlineData(EffectClass.Spend, Reversibility.Undoable, RiskLevel.Low, EffectClass.Spend, true)]
    public void What_stands_apart(EffectClass effect, Reversibility reversibility, RiskLevel risk, EffectClass company, bool apart)
    {
        var row = Row(effect, reversibility, risk);
        Assert.Equal(apart, DecideBatch.StandsApart(row, [row, Row(company, Reversibility.Undoable, RiskLevel.Low)]));
    }

    static Proposal Row(EffectClass effect, Reversibility reversibility, RiskLevel risk) => new()
    {
        Id = Guid.NewGuid(), PersonId = Guid.NewGuid(), AccountId = Guid.NewGuid(), AccountAddress = "a", Kind = "k", Payload = Json.ToElement(new { }), Hash = "h", Why = "",
        Preview = new() { Title = "t", Target = new("x", null, null, "x"), Changes = [] }, Sources = [], RiskReasons = [], State = ProposalState.Pending, IdempotencyKey = "i", RequestHash = "r",
        CreatedAt = default, ExpiresAt = default, Effect = effect, Reversibility = reversibility, Risk = risk,
    };
}
