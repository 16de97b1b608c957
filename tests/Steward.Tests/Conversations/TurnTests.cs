using Microsoft.EntityFrameworkCore;
using Steward.Actions;
using Steward.Actions.Approvals;
using Steward.Conversations;
using Steward.Conversations.Reading;
using Steward.Planning;
using Steward.Platform;
using Steward.Runs;
using Steward.Testing;
using Steward.Tests.Actions;
using Steward.Workflows.Checkpoints;

namespace Steward.Tests.Conversations;

public sealed class TurnTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_turn_that_proposes_waits_for_every_decision_and_then_tells_what_came_of_it()
    {
        await using var world = await TurnWorld.CreateAsync(database);
        world.Planner.WriteIntoEach(3, "after");

        var (posted, waiting) = await world.SayAsync("Write into all things");
        Assert.Equal((TurnState.Waiting, StepStatus.Done, StepStatus.Waiting), (waiting.State, waiting.Steps[0].State, waiting.Steps[1].State));
        Assert.Equal("Found 3 things", waiting.Steps[0].Summary);
        Assert.Equal("Proposes 3 changes", waiting.Steps[1].Summary);
        var proposals = await world.ProposalsAsync(posted);
        Assert.Equal(proposals.Select(p => p.Id), waiting.Steps[1].ProposalIds!.Order());
        Assert.All(proposals, p => Assert.Equal(ProposalState.Pending, p.State));
        Assert.Equal("You asked: “Write into all things” It was found by: Find things.", proposals[0].Why);
        Assert.StartsWith("Thing ", proposals[0].Sources[0].Text, StringComparison.Ordinal);
        Assert.Single(proposals.Select(p => p.BatchId).Distinct());

        await world.Actions.ApproveAsync(proposals[0]);
        await world.Actions.RejectAsync(proposals[1]);
        await world.PumpAsync();
        Assert.Equal(TurnState.Waiting, (await world.TurnAsync(posted)).State);

        await world.Actions.ApproveAsync(proposals[2]);
        await world.PumpAsync();
        var done = await world.TurnAsync(posted);
        Assert.Equal(TurnState.Completed, done.State);
        var until = database.Clock.GetUtcNow().AddHours(1).AddMinutes(5); // Berlin in winter, and the undo window
        Assert.StartsWith($"Write into each: 2 done, 1 rejected. You can undo this until {until:HH:mm}.", done.Answer!.Text, StringComparison.Ordinal);
        Assert.Equal(2, world.Actions.Outside.Effects.Count);
        Assert.Equal(
        [
            "turn_started", "plan_ready", "step_updated s1 running", "turn_updated running", "step_updated s1 done", "step_updated s2 running", "step_updated s2 waiting", "turn_updated waiting",
            "step_updated s2 done", "turn_updated running", "turn_updated completed", "completed",
        ], await world.EventsAsync(posted.ConversationId));
    }

    [Fact]
    public async Task Posting_the_same_turn_again_even_at_the_same_moment_does_nothing_twice()
    {
        await using var world = await TurnWorld.CreateAsync(database);
        world.Planner.WriteIntoEach(2, "after");
        var turn = Guid.NewGuid();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.PostAsync("Write", turn: turn)));
        Assert.Single(answers.Select(a => a.Value).Distinct());
        await world.PumpAsync();
        Assert.Equal(answers[0].Value, (await world.PostAsync("Write", turn: turn)).Value);
        await world.PumpAsync();

        Assert.Equal(2, (await world.ProposalsAsync(answers[0].Value)).Count);
        Assert.Single((await world.Actions.InScopeAsync<ListConversations, ConversationList>(list => list.ExecuteAsync(world.PersonId, CancellationToken.None))).Items);
        Assert.Single(await world.EventsAsync(answers[0].Value.ConversationId), e => e == "turn_started");
        Assert.Equal("turn_id_reused", (await world.PostAsync("Something else", turn: turn)).Error!.Code);
        Assert.Equal("turn_id_reused", (await world.PostAsync("Write", Guid.NewGuid(), turn)).Error!.Code);
    }

    [Theory]
    [InlineData("", "message")]
    [InlineData("  \u200b ", "message")]
    public async Task A_message_without_words_is_refused_by_field(string message, string field)
    {
        await using var world = await TurnWorld.CreateAsync(database);
        Assert.Equal(field, (await world.PostAsync(message)).Error!.Field);
        Assert.Equal(field, (await world.PostAsync(new string('x', PostTurn.MaxMessageLength + 1))).Error!.Field);
        Assert.Equal("turnId", (await world.PostAsync("Hello", turn: Guid.Empty)).Error!.Field);
    }

    [Fact]
    public async Task Conversations_turns_and_turn_ids_of_others_are_not_there()
    {
        await using var world = await TurnWorld.CreateAsync(database);
        await using var other = await TurnWorld.CreateAsync(database);
        world.Planner.WriteIntoEach(0, "x");
        other.Planner.WriteIntoEach(0, "x");
        var (posted, _) = await world.SayAsync("Write");

        Assert.Equal(ErrorKind.NotFound, (await other.PostAsync("Hello", posted.ConversationId)).Error!.Kind);
        Assert.Equal(ErrorKind.NotFound, (await other.Actions.InScopeAsync<GetConversation, Result<ConversationView>>(get => get.ExecuteAsync(other.PersonId, posted.ConversationId, default))).Error!.Kind);
        Assert.Equal(ErrorKind.NotFound, (await other.Actions.InScopeAsync<DeleteConversation, Result<bool>>(d => d.ExecuteAsync(other.PersonId, posted.ConversationId, default))).Error!.Kind);
        Assert.Equal(ErrorKind.NotFound, (await other.Actions.InScopeAsync<IPlanContext, Result<PlanRequest>>(c => c.GatherAsync(other.PersonId, "x", posted.ConversationId, default))).Error!.Kind);
        Assert.NotEqual(posted.ConversationId, (await other.PostAsync("Write", turn: posted.TurnId)).Value.ConversationId);
        Assert.DoesNotContain((await other.Actions.InScopeAsync<ListConversations, ConversationList>(list => list.ExecuteAsync(other.PersonId, default))).Items, c => c.Id == posted.ConversationId);
    }

    [Fact]
    public async Task Nothing_found_is_nothing_to_do_and_nothing_is_proposed()
    {
        await using var world = await TurnWorld.CreateAsync(database);
        world.Planner.WriteIntoEach(0, "after");
        var (posted, turn) = await world.SayAsync("Write into nothing");
        Assert.Equal((TurnState.Completed, StepStatus.Skipped), (turn.State, turn.Steps[1].State));
        Assert.Equal("There is nothing to do: found no thing.", turn.Answer!.Text);
        Assert.Empty(await world.ProposalsAsync(posted));
    }

    [Fact]
    public async Task At_most_a_hundred_changes_are_proposed_and_the_rest_is_said_to_be_left()
    {
        await using var world = await TurnWorld.CreateAsync(database);
        world.Planner.WriteIntoEach(130, "after");
        var (posted, turn) = await world.SayAsync("Write into all");
        Assert.Equal("Proposes 100 changes; 30 more are left for another time", turn.Steps[1].Summary);
        var proposals = await world.ProposalsAsync(posted);
        Assert.Equal(100, proposals.Count);

        foreach (var proposal in proposals)
            await world.Actions.RejectAsync(proposal);
        await world.PumpAsync();
        var text = (await world.TurnAsync(posted)).Answer!.Text;
        Assert.Contains("so 30 more are left. Send the same request again", text, StringComparison.Ordinal);
        Assert.StartsWith("Write into each: 100 rejected.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_expires_without_a_decision_ends_the_waiting_and_says_so()
    {
        await using var world = await TurnWorld.CreateAsync(database);
        world.Planner.WriteIntoEach(2, "after");
        var (posted, _) = await world.SayAsync("Write");
        world.Actions.Clock.Advance(TimeSpan.FromHours(1));
        await world.Actions.ExpireAsync();
        await world.PumpAsync();
        var turn = await world.TurnAsync(posted);
        Assert.Equal(TurnState.Completed, turn.State);
        Assert.Equal("Write into each: 2 expired without a decision.", turn.Answer!.Text);
        Assert.Empty(world.Actions.Outside.Effects);
    }

    [Fact]
    public async Task What_cannot_be_proposed_is_told_with_its_reason_and_the_others_go_on()
    {
        await using var world = await TurnWorld.CreateAsync(database);
        world.Planner.WriteIntoEach(3, "after");
        var gone = world.Things.First(3)[1];
        world.Actions.Outside.Remove(gone);
        var (posted, turn) = await world.SayAsync("Write");
        Assert.Equal("Proposes 2 changes; 1 cannot be proposed: There is no such thing.", turn.Steps[1].Summary);
        Assert.Equal(2, (await world.ProposalsAsync(posted)).Count);
    }

    [Fact]
    public async Task A_question_and_a_refusal_end_the_turn_and_nothing_runs()
    {
        await using var world = await TurnWorld.CreateAsync(database);
        world.Planner.Script = _ => new PlanResult { Outcome = PlanOutcome.Ask, Question = new PlanQuestion("Which Anna?", "person", [new("Anna A", "mail from Anna A")]) };
        var (posted, asked) = await world.SayAsync("mail from Anna");
        Assert.Equal((TurnState.Asked, "Which Anna?"), (asked.State, asked.Question!.Text));

        database.Clock.Advance(TimeSpan.FromSeconds(1)); // of two turns at the same instant neither is the earlier one
        world.Planner.Script = _ => new PlanResult { Outcome = PlanOutcome.Refuse, Refusal = new PlanRefusal("to fly", "I cannot fly", null) };
        var (_, refused) = await world.SayAsync("fly me to the moon", posted.ConversationId);
        Assert.Equal((TurnState.Refused, "I cannot fly"), (refused.State, refused.Refusal!.CannotDo));
        var earlier = Assert.Single(world.Planner.Requests[^1].Earlier);
        Assert.Equal(("mail from Anna", "Which Anna?"), (earlier.Message, earlier.Question!.Text));
        Assert.Contains("completed", await world.EventsAsync(posted.ConversationId));
    }

    [Fact]
    public async Task A_plan_that_does_not_pass_the_check_fails_the_turn_and_nothing_runs()
    {
        await using var world = await TurnWorld.CreateAsync(database);
        world.Planner.Script = request => ScriptedPlanner.Of(request.Message, new PlanStep
        {
            Id = "s1", Tool = "test.delete-everything", Title = "Bad", Effect = StepEffect.Read, Arguments = new Dictionary<string, System.Text.Json.JsonElement>(),
        });
        var (_, turn) = await world.SayAsync("Do bad things");
        Assert.Equal(TurnState.Failed, turn.State);
        Assert.Null(turn.Plan);
        Assert.NotNull(turn.Error);
    }

    [Fact]
    public async Task A_reading_step_that_is_refused_is_told_and_what_needs_it_is_skipped()
    {
        await using var world = await TurnWorld.CreateAsync(database);
        world.Planner.WriteIntoEach(-1, "after");
        var (_, turn) = await world.SayAsync("Write");
        Assert.Equal((TurnState.Completed, StepStatus.Failed, StepStatus.Skipped), (turn.State, turn.Steps[0].State, turn.Steps[1].State));
        Assert.StartsWith("“Find things” was not possible: There cannot be fewer than no things.", turn.Answer!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bug_in_a_tool_fails_the_turn_after_its_attempts_without_showing_its_words()
    {
        await using var world = await TurnWorld.CreateAsync(database);
        world.Planner.WriteIntoEach(1, "after");
        world.Things.BeforeListing = () => throw new InvalidOperationException("secret internals");
        var posted = (await world.PostAsync("Write")).Value;
        for (var i = 0; i < 6; i++)
        {
            await world.PumpAsync();
            world.Actions.Clock.Advance(TimeSpan.FromMinutes(2));
        }
        var turn = await world.TurnAsync(posted);
        Assert.Equal((TurnState.Failed, StepStatus.Failed), (turn.State, turn.Steps[0].State));
        Assert.DoesNotContain("secret", turn.Error, StringComparison.Ordinal);
        Assert.Contains("failed", await world.EventsAsync(posted.ConversationId));

        world.Things.BeforeListing = () => Task.CompletedTask;
        Assert.True((await world.Actions.InScopeAsync<RetryRun, Result<RunView>>(retry => retry.ExecuteAsync(world.PersonId, posted.RunId!.Value, default))).Ok);
        await world.PumpAsync();
        Assert.Equal((TurnState.Waiting, null), ((await world.TurnAsync(posted)).State, (await world.TurnAsync(posted)).Error));
    }

    [Fact]
    public async Task A_worker_that_dies_in_the_middle_of_a_step_repeats_nothing_that_a_person_would_see_twice()
    {
        await using var world = await TurnWorld.CreateAsync(database);
        world.Planner.WriteIntoEach(2, "after");
        var posted = (await world.PostAsync("Write")).Value;
        var died = false;
        world.Things.BeforeListing = async () =>
        {
            if (died)
                return;
            died = true; // another worker takes the run over while this one is in the middle of the step
            world.Actions.Clock.Advance(TimeSpan.FromMinutes(1));
            await world.PumpAsync();
        };
        await world.PumpAsync();
        Assert.Equal(TurnState.Waiting, (await world.TurnAsync(posted)).State);
        Assert.Equal(2, (await world.ProposalsAsync(posted)).Count);
        Assert.Single(await world.EventsAsync(posted.ConversationId), e => e == "step_updated s2 waiting");
    }

    [Fact]
    public async Task Cancelling_the_run_withdraws_what_it_asked_for_and_ends_the_turn()
    {
        await using var world = await TurnWorld.CreateAsync(database);
        world.Planner.WriteIntoEach(2, "after");
        var (posted, _) = await world.SayAsync("Write");
        Assert.True((await world.Actions.InScopeAsync<CancelRun, Result<RunView>>(c => c.ExecuteAsync(world.PersonId, posted.RunId!.Value, default))).Ok);
        await world.PumpAsync();
        var proposals = await world.ProposalsAsync(posted);
        Assert.All(proposals, p => Assert.Equal(ProposalState.Cancelled, p.State));
        Assert.NotEqual(DecisionOutcome.Decided, (await world.Actions.ApproveAsync(proposals[0])).Outcome);
        Assert.Equal((TurnState.Failed, "This request was cancelled."), ((await world.TurnAsync(posted)).State, (await world.TurnAsync(posted)).Error));
        Assert.Empty(world.Actions.Outside.Effects);
    }

    [Fact]
    public async Task Deleting_a_conversation_withdraws_what_is_still_asked_and_leaves_the_record_of_what_was_done()
    {
        await using var world = await TurnWorld.CreateAsync(database);
        world.Planner.WriteIntoEach(2, "after");
        var (posted, _) = await world.SayAsync("Write");
        var proposals = await world.ProposalsAsync(posted);
        await world.Actions.ApproveAsync(proposals[0]);
        await world.PumpAsync();
        Assert.True((await world.Actions.InScopeAsync<DeleteConversation, Result<bool>>(d => d.ExecuteAsync(world.PersonId, posted.ConversationId, default))).Ok);
        await world.PumpAsync();
        Assert.Equal([ProposalState.Done, ProposalState.Cancelled], (await world.ProposalsAsync(posted)).Select(p => p.State));
        await using var db = database.Context();
        Assert.False(await db.Set<Turn>().AnyAsync(t => t.PersonId == world.PersonId));
    }
}
