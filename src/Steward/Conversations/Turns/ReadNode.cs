using System.Text.Json;
using Steward.Planning;
using Steward.Platform;
using Steward.Tools;
using Steward.Workflows.Building;
using Steward.Workflows.State;

namespace Steward.Conversations.Turns;

/// <summary>Does one reading step: it changes nothing and may be repeated after a crash. An expected refusal ends the step, not the turn.</summary>
sealed class ReadNode(TurnStore turns, ToolRegistry tools, PlanValidation validation, TimeProvider clock, IServiceProvider scope)
{
    public async ValueTask<NodeResult> RunAsync(NodeContext node, CancellationToken cancel)
    {
        if (await turns.FindAsync(node, cancel) is not { } turn)
            return NodeResult.Done();
        var position = node.State.Get(TurnChannels.Position);
        var plan = node.State.Get(TurnChannels.Plan)!;
        var step = plan.Steps[position];
        var state = turn.Steps[position];
        var patch = Patch.Empty.Set(TurnChannels.Position, position + 1);
        var results = TurnChannels.ResultsOf(node.State);

        if (StepArguments.SkipReason(step, results) is { } reason)
        {
            turns.Finish(turn, state with { State = StepStatus.Skipped, Summary = Sentence.Capital(reason) });
        }
        else
        {
            var called = await CallAsync();
            if (called is { Ok: true, Value.Question: { } question })
            {
                Ask(turn, plan, state, called.Value.Summary, question);
                return NodeResult.Done();
            }
            if (called.Error is { } error)
            {
                turns.Finish(turn, state with { State = StepStatus.Failed, Error = error.Detail, Summary = error.Detail });
            }
            else
            {
                turns.Finish(turn, state with { State = StepStatus.Done, Summary = called.Value.Summary, Result = StepResults.Preview(called.Value.Value) });
                patch = patch.Add(TurnChannels.Results, new StepResult(step.Id, StepResults.Compact(called.Value.Value), called.Value.Trust));
            }
        }
        turns.Begin(turn, position + 1);
        CrashPoint.Hit("conversations.step.before-commit");
        return NodeResult.Next(patch);

        async Task<Result<ToolResult>> CallAsync()
        {
            var all = new List<ToolResult>();
            foreach (var item in StepArguments.ItemsOf(step, results))
            {
                var result = await tools.CallAsync(scope, step.Tool, StepArguments.Resolve(step, results, item), arguments => new ToolCall(
                    turn.PersonId, arguments, $"{node.RunId:n}:{step.Id}", plan.Request, node.RunId, step.Id, clock.GetUtcNow(), turn.ConversationId), cancel);
                if (result.Error is not null || result.Value.Question is not null)
                    return result;
                all.Add(result.Value);
            }
            return step.ForEach is null
                ? all[0]
                : new ToolResult(Json.ToElement(all.Select(r => r.Value)), all.Max(r => r.Trust), all.Count == 1 ? all[0].Summary : $"Done for {all.Count} elements", []);
        }
    }

    /// <summary>What was found is ambiguous: the turn ends with the question, and the answer is a turn of its own. Nothing was proposed by this step or those after it.</summary>
    void Ask(Turn turn, Plan plan, StepState state, string summary, ToolQuestion question)
    {
        turns.Finish(turn, state with { State = StepStatus.Done, Summary = summary });
        foreach (var later in turn.Steps.Where(s => s.State == StepStatus.Pending).ToList())
            turns.Finish(turn, later with { State = StepStatus.Skipped, Summary = "Waits for your answer" });
        turn.Question = new PlanQuestion(question.Text, question.Missing,
            [.. question.Choices.Select(c => (Choice: c, Plan: c.Step is null ? null : FollowUpPlan.Of(c.Step, plan, question.Source, validation))).Where(c => c.Choice.Step is null || c.Plan is not null)
                .Select(c => new QuestionChoice(c.Choice.Label, c.Choice.Message, c.Choice.Detail, c.Plan))]);
        turns.End(turn, TurnState.Asked);
    }
}
