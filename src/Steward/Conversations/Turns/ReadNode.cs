using System.Text.Json;
using Steward.Planning;
using Steward.Platform;
using Steward.Tools;
using Steward.Workflows.Building;
using Steward.Workflows.State;

namespace Steward.Conversations.Turns;

/// <summary>Does one reading step: it changes nothing and may be repeated after a crash. An expected refusal ends the step, not the turn.</summary>
sealed class ReadNode(TurnStore turns, ToolRegistry tools, TimeProvider clock, IServiceProvider scope)
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
                Ask(turn, state, called.Value.Summary, question);
                return NodeResult.Done();
            }
            if (called.Error is { } error)
            {
                turns.Finish(turn, state with { State = StepStatus.Failed, Error = error.Detail, Summary = error.Detail });
            }
            else
            {
                turns.Finish(turn, state with { State = StepStatus.Done, Summary = called.Value.Summary, Result = StepResults.Preview(called.Value.Value) });
                patch = patch.Add(TurnChannels.Results, new StepResult(step.Id, StepResults.Compact(called.Value.Value)));
            }
        }
        turns.Begin(turn, position + 1);
        CrashPoint.Hit("conversations.step.before-commit");
        return NodeResult.Next(patch);

        async Task<Result<(JsonElement Value, string Summary, ToolQuestion? Question)>> CallAsync()
        {
            var values = new List<JsonElement>();
            var summary = "";
            foreach (var item in StepArguments.ItemsOf(step, results))
            {
                var result = await tools.CallAsync(scope, step.Tool, StepArguments.Resolve(step, results, item), arguments => new ToolCall(
                    turn.PersonId, arguments, $"{node.RunId:n}:{step.Id}", plan.Request, node.RunId, step.Id, clock.GetUtcNow()), cancel);
                if (result.Error is { } error)
                    return error;
                if (result.Value.Question is { } ambiguous)
                    return (result.Value.Value, result.Value.Summary, ambiguous);
                values.Add(result.Value.Value);
                summary = result.Value.Summary;
            }
            return step.ForEach is null ? (values[0], summary, null) : (Json.ToElement(values), values.Count == 1 ? summary : $"Done for {values.Count} elements", null);
        }
    }

    /// <summary>What was found is ambiguous: the turn ends with the question, and the answer is a turn of its own. Nothing was proposed by this step or those after it.</summary>
    void Ask(Turn turn, StepState state, string summary, ToolQuestion question)
    {
        turns.Finish(turn, state with { State = StepStatus.Done, Summary = summary });
        foreach (var later in turn.Steps.Where(s => s.State == StepStatus.Pending).ToList())
            turns.Finish(turn, later with { State = StepStatus.Skipped, Summary = "Waits for your answer" });
        turn.Question = new PlanQuestion(question.Text, question.Missing, [.. question.Choices.Select(c => new QuestionChoice(c.Label, c.Message, c.Detail))]);
        turns.End(turn, TurnState.Asked);
    }
}
