using Steward.Conversations.Attachments;
using Steward.Conversations.Contacts;
using Steward.Planning;
using Steward.Platform;
using Steward.Workflows.Building;
using Steward.Workflows.State;

namespace Steward.Conversations.Turns;

/// <summary>
/// Plans the turn. The plan is fixed here, before anything from outside is read. A question or a refusal ends the turn; a plan that does not pass the check is a planner's
/// bug: it fails the turn and nothing runs.
/// </summary>
sealed class PlanNode(TurnStore turns, PlanContext context, IPlanner planner, PlanValidation validation, Statements statements, AskForZone zones, UndoTurn undo, AttachedFiles files, TurnEvents events)
{
    public async ValueTask<NodeResult> RunAsync(NodeContext node, CancellationToken cancel)
    {
        if (await turns.FindAsync(node, cancel) is not { } turn)
            return NodeResult.Done();

        if (await files.AnswerToFilesAloneAsync(turn, cancel) is { } kept)
            return Answer(turn, kept);
        // before anything is staged here: what is taken back commits by itself
        if (UndoTurn.Asks(turn.Message))
            return Answer(turn, await undo.RunAsync(turn, cancel));
        var message = turn.Message;
        if (await statements.StageAsync(turn, cancel) is { } stated)
        {
            if (stated.Question is { } which)
                return Ask(turn, which);
            if (stated.Resume is null)
                return Answer(turn, stated.Confirmation);
            message = stated.Resume;
        }

        var result = await planner.PlanAsync(await context.GatherAsync(turn.PersonId, message, turn.ConversationId, turn, cancel), cancel);
        turn.Made = result.Made ?? PlanMaking.BuiltIn;
        if (result.Plan is { } plan && await zones.StageAsync(turn.PersonId, plan, cancel) is { } where)
            return Ask(turn, where);
        CrashPoint.Hit("conversations.plan.before-commit");
        return result.Outcome switch
        {
            PlanOutcome.Ask => Ask(turn, result.Question!),
            PlanOutcome.Refuse => Refuse(turn, result.Refusal!),
            PlanOutcome.Answer or PlanOutcome.Propose => Begin(turn, result.Plan!),
        };
    }

    NodeResult Begin(Turn turn, Plan plan)
    {
        var errors = validation.Validate(plan);
        if (!FollowUpPlan.IsAllowed(plan))
            return NodeResult.Fail("A plan that was made of outside text may only propose.");
        if (errors.Count > 0)
            return NodeResult.Fail($"The plan does not hold together: {errors[0]}");
        turn.Plan = plan;
        turn.State = TurnState.Running;
        turn.Steps = [.. plan.Steps.Select(step => new StepState(step.Id, StepStatus.Pending))];
        events.PlanReady(turn);
        turns.Begin(turn, 0);
        return NodeResult.Next(Patch.Empty.Set(TurnChannels.Plan, plan));
    }

    NodeResult Ask(Turn turn, PlanQuestion question)
    {
        turn.Question = question;
        turns.End(turn, TurnState.Asked);
        return NodeResult.Done();
    }

    NodeResult Refuse(Turn turn, PlanRefusal refusal)
    {
        turn.Refusal = refusal;
        turns.End(turn, TurnState.Refused);
        return NodeResult.Done();
    }

    NodeResult Answer(Turn turn, string text)
    {
        turn.Answer = new Answer(text, [], []);
        turns.End(turn, TurnState.Completed);
        return NodeResult.Done();
    }
}
