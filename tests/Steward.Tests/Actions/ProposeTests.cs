using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Actions;
using Steward.Actions.Approvals;
using Steward.Actions.Proposals;
using Steward.Platform;
using Steward.Testing;

namespace Steward.Tests.Actions;

public sealed class ProposeTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Nothing_is_proposed_unless_the_caller_commits()
    {
        await using var world = await World.CreateAsync(database);
        await using (var scope = world.Services.CreateAsyncScope())
            Assert.True((await scope.ServiceProvider.GetRequiredService<ProposeAction>().StageAsync(world.Draft(SendLetter.KindName, new Letter(["a@b.example"], "x")))).Ok);
        foreach (var table in new[] { "actions.proposals", "audit.entries", "platform.live_events" })
            Assert.Equal(["0"], await world.ListAsync($"SELECT count(*) FROM {table} WHERE person_id = $1", world.PersonId));
    }

    [Fact]
    public async Task The_same_key_gives_the_first_proposal_back_and_for_another_change_it_is_a_conflict()
    {
        await using var world = await World.CreateAsync(database);
        var thing = world.Outside.Add("before");
        var draft = world.Draft(SetTextKind.KindName, new SetText(thing, "after"), "same");
        var first = (await world.StageAsync(draft))[0].Value;
        Assert.False(first.Existing);
        await world.RejectAsync(await world.GetAsync(first.Id));
        Assert.Equal(first with { Existing = true, State = ProposalState.Rejected }, (await world.StageAsync(draft))[0].Value);
        var other = (await world.StageAsync(world.Draft(SetTextKind.KindName, new SetText(thing, "other"), "same")))[0];
        Assert.Equal("idempotency_key_reused", other.Error!.Code);

        // Keys are a person's own.
        await using var stranger = await World.CreateAsync(database);
        Assert.False((await stranger.StageAsync(stranger.Draft(SendLetter.KindName, new Letter(["a@b.example"], "x"), "same")))[0].Value.Existing);
    }

    [Fact]
    public async Task One_key_twice_in_one_step_is_one_proposal()
    {
        await using var world = await World.CreateAsync(database);
        var draft = world.Draft(SendLetter.KindName, new Letter(["a@b.example"], "x"), "twice");
        var both = await world.StageAsync(draft, draft);
        Assert.Equal(both[0].Value.Id, both[1].Value.Id);
        Assert.True(both[1].Value.Existing);
    }

    [Fact]
    public async Task The_same_click_twice_at_once_is_one_proposal()
    {
        await using var world = await World.CreateAsync(database);
        var draft = world.Draft(SendLetter.KindName, new Letter(["a@b.example"], "x"), "click");
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            world.InScopeAsync<ProposeByHand, Result<ProposalView>>(propose => propose.RunAsync(draft, "web", CancellationToken.None)))));
        Assert.Single(all.Select(result => result.Value.Id).Distinct());
        Assert.Single(await world.AuditAsync(all[0].Value));
    }

    [Theory]
    [InlineData("""{"thing":"T","text":"x","extra":1}""", "payload.extra")]
    [InlineData("""{"thing":"T"}""", "payload")]
    [InlineData("""{"thing":"T","text":null}""", "payload.text")]
    [InlineData("""{"thing":"T","text":7}""", "payload.text")]
    [InlineData("""{"thing":"T","text":"a","text":"b"}""", "payload.text")]
    [InlineData("""{"thing":"T","text":"nul\u0000"}""", "payload")]
    [InlineData("""{"thing":"T","text":"\ud800"}""", "payload")]
    [InlineData("""["T"]""", "payload")]
    [InlineData("null", "payload")]
    public async Task A_payload_that_is_not_exactly_one_is_refused_with_the_field(string payload, string field)
    {
        await using var world = await World.CreateAsync(database);
        var json = JsonDocument.Parse(payload.Replace("T", world.Outside.Add("before"), StringComparison.Ordinal)).RootElement;
        var error = (await world.StageAsync(world.Draft(SetTextKind.KindName, json)))[0].Error!;
        Assert.Equal(ErrorKind.Invalid, error.Kind);
        Assert.StartsWith(field, error.Field, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_its_kind_refuses_an_unknown_kind_an_inverse_and_anothers_account_are_refused()
    {
        await using var world = await World.CreateAsync(database);
        await using var stranger = await World.CreateAsync(database);
        var thing = world.Outside.Add("before");
        var results = await world.StageAsync(
            world.Draft(SetTextKind.KindName, new SetText("no such", "x")),
            world.Draft("test.unheard-of", new SetText(thing, "x")),
            world.Draft(SetTextKind.RestoreName, new SetText(thing, "x")),
            world.Draft(SetTextKind.KindName, new SetText(thing, "x")) with { Subject = new(world.PersonId, stranger.Account.Id) },
            world.Draft(SetTextKind.KindName, new SetText(thing, "x"), key: ""),
            world.Draft(SetTextKind.KindName, new SetText(thing, "fine")));
        Assert.Equal(["not_found", "invalid", "invalid", "not_found", "invalid", null], results.Select(r => r.Error?.Code));
        Assert.Equal(["1"], await world.ListAsync("SELECT count(*) FROM actions.proposals WHERE person_id = $1", world.PersonId));
    }

    [Fact]
    public async Task A_steps_proposals_are_grouped_by_kind_a_hundred_to_a_group_with_one_event_each()
    {
        await using var world = await World.CreateAsync(database);
        var run = Guid.NewGuid();
        var thing = world.Outside.Add("before");
        var drafts = Enumerable.Range(0, 130).Select(i => world.Draft(SetTextKind.KindName, new SetText(thing, $"t{i}"), runId: run))
            .Append(world.Draft(SendLetter.KindName, new Letter(["a@b.example"], "x"), runId: run)).ToArray();
        var staged = await world.StageAsync(drafts);
        Assert.Equal([100, 30], staged.Take(130).GroupBy(s => s.Value.BatchId!.Value).Select(g => g.Count()));
        Assert.Null(staged[130].Value.BatchId);
        var events = await world.ListAsync("SELECT jsonb_array_length(data->'proposalIds') FROM platform.live_events WHERE person_id = $1 AND type = 'approval_required' ORDER BY seq", world.PersonId);
        Assert.Equal(["100", "30", "1"], events);

        var batched = await world.GetAsync(staged[0].Value.Id);
        var single = await world.GetAsync(staged[130].Value.Id);
        Assert.Equal(TimeSpan.FromMinutes(45), batched.ExpiresAt - batched.CreatedAt);
        Assert.Equal(TimeSpan.FromMinutes(30), single.ExpiresAt - single.CreatedAt);
    }

    [Theory]
    [InlineData("test.send")]
    [InlineData("test.*")]
    [InlineData("external")]
    public async Task What_the_person_rejects_without_asking_is_rejected_and_says_so(string rule)
    {
        await using var world = await World.CreateAsync(database);
        await world.SettingsAsync(s => s.AutoReject = [rule]);
        var letter = await world.ProposeLetterAsync();
        Assert.Equal(ProposalState.Rejected, letter.State);
        Assert.Contains(rule, letter.DecisionReason, StringComparison.Ordinal);
        Assert.Equal(["rejected"], await world.MessagesAsync(letter));
        Assert.Equal(DecisionOutcome.AlreadyDecided, (await world.ApproveAsync(letter, confirm: true)).Outcome);
        Assert.Equal(["0"], await world.ListAsync("SELECT count(*) FROM platform.live_events WHERE person_id = $1 AND type = 'approval_required'", world.PersonId));
    }

    [Fact]
    public async Task Hidden_characters_are_shown_and_raise_the_risk_while_the_payload_stays_what_it_is()
    {
        await using var world = await World.CreateAsync(database);
        var proposal = await world.ProposeTextAsync("pay\u202Egnp.exe");
        Assert.Equal("pay⟨U+202E⟩gnp.exe", proposal.Preview.Changes[0].After);
        Assert.Equal("pay\u202Egnp.exe", proposal.Payload.GetProperty("text").GetString());
        Assert.Equal(RiskLevel.Medium, proposal.Risk);
        Assert.DoesNotContain('\u202E', JsonSerializer.Serialize(proposal.Preview, Json.Options));
    }

    [Fact]
    public async Task A_withdrawn_runs_proposals_cannot_be_approved_and_its_held_mail_is_not_sent()
    {
        await using var world = await World.CreateAsync(database);
        var run = Guid.NewGuid();
        var letter = new Letter(["anna@example.org"], "x", ["anna@example.org"]);
        var staged = await world.StageAsync(world.Draft(SendLetter.KindName, letter, batchId: Guid.NewGuid(), runId: run), world.Draft(SendLetter.KindName, letter, runId: run));
        var held = await world.GetAsync(staged[0].Value.Id);
        var pending = await world.GetAsync(staged[1].Value.Id);
        await world.ApproveAsync(held);
        await using (var scope = world.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<StewardDbContext>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            Assert.Equal(2, await scope.ServiceProvider.GetRequiredService<WithdrawProposals>().StageAsync(world.PersonId, run, "the run was cancelled", CancellationToken.None));
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        }
        Assert.Equal(DecisionOutcome.AlreadyDecided, (await world.ApproveAsync(pending)).Outcome);
        world.Clock.Advance(TimeSpan.FromMinutes(6));
        await world.DrainAsync();
        Assert.Empty(world.Outside.Calls);
        Assert.All(await world.InScopeAsync<ReadProposals, IReadOnlyList<ProposalView>>(r => r.ByRunAsync(world.PersonId, run, null, CancellationToken.None)),
            p => Assert.Equal((ProposalState.Cancelled, "the run was cancelled"), (p.State, p.DecisionReason)));
    }
}
