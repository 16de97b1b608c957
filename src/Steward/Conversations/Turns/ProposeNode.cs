using Steward.Actions;
using Steward.Planning;
using Steward.Platform;
using Steward.Tools;
using Steward.Workflows.Building;
using Steward.Workflows.Interrupts;
using Steward.Workflows.State;

namespace Steward.Conversations.Turns;

/// <summary>
/// Does one proposing step: a draft for each element, staged on the step's context, so that proposals, their events, this checkpoint and the question to the person commit
/// together. At most <see cref="ProposeAction.BatchLimit"/> elements are proposed, and the rest is said to be left. Then the run waits, as a row, until all are settled.
/// </summary>
sealed class ProposeNode(TurnStore turns, ToolRegistry tools, ProposeAction propose, SourceSentence sentences, TimeProvider clock, IServiceProvider scope)
{
    public async ValueTask<NodeResult> RunAsync(NodeContext node, CancellationToken cancel)
    {
        if (await turns.FindAsync(node, cancel) is not { } turn)
            return NodeResult.Done();
        var position = node.State.Get(TurnChannels.Position);
        var plan = node.State.Get(TurnChannels.Plan)!;
        var step = plan.Steps[position];
        var state = turn.Steps[position];
        var results = TurnChannels.ResultsOf(node.State);

        if (StepArguments.SkipReason(step, results) is { } reason)
        {
            turns.Finish(turn, state with { State = StepStatus.Skipped, Summary = Sentence.Capital(reason) });
            return NodeResult.Next();
        }

        var items = StepArguments.ItemsOf(step, results);
        var (drafts, refusals) = await DraftAsync(plan, step, items.Take(ProposeAction.BatchLimit), cancel);
        var staged = await propose.StageAsync(drafts, null, cancel);
        refusals.AddRange(staged.Where(s => s.Error is not null).Select(s => s.Error!.Detail));
        var made = staged.Where(s => s.Ok).Select(s => s.Value).DistinctBy(p => p.Id).ToList();
        var left = Math.Max(0, items.Count - ProposeAction.BatchLimit);
        CrashPoint.Hit("conversations.step.before-commit");

        if (made.Count == 0)
        {
            turns.Finish(turn, state with { State = StepStatus.Failed, Error = refusals.FirstOrDefault(), Summary = refusals.FirstOrDefault() ?? "Nothing could be proposed" });
            return NodeResult.Next();
        }
        var patch = step.ForEach is null && drafts.Count == 1
            ? Patch.Empty.Add(TurnChannels.Results, new StepResult(step.Id, Json.ToElement(new { drafts[0].Kind, target = "" })))
            : Patch.Empty;
        turns.Wait(turn, state with { Summary = Say(made.Count, left, refusals), ProposalIds = [.. made.Select(p => p.Id)], Result = left > 0 ? Json.ToElement(new { left }) : null });
        if (made.All(p => p.State is not (ProposalState.Pending or ProposalState.Approved or ProposalState.Executing)))
            return NodeResult.Next(patch);
        return NodeResult.Interrupt(new InterruptRequest(step.Id, Json.ToElement(new { kind = "proposals", stepId = step.Id, proposalIds = made.Select(p => p.Id) })), patch);

        async Task<(List<ProposalDraft> Drafts, List<string> Refusals)> DraftAsync(Plan plan, PlanStep step, IEnumerable<System.Text.Json.JsonElement?> items, CancellationToken cancel)
        {
            var drafts = new List<ProposalDraft>();
            var refusals = new List<string>();
            var provenance = new Provenance(plan, step, results, TurnChannels.TrustedOf(node.State));
            foreach (var item in items)
            {
                var result = await tools.CallAsync(scope, step.Tool, StepArguments.Resolve(step, results, item), arguments => new ToolCall(
                    turn.PersonId, arguments, $"{node.RunId:n}:{step.Id}", plan.Request, node.RunId, step.Id, clock.GetUtcNow(), turn.ConversationId), cancel);
                if (result.Error is { } error)
                {
                    refusals.Add(error.Detail);
                    continue;
                }
                foreach (var draft in result.Value.Drafts.Select(draft => Explain.Why(draft, plan, step, item)))
                    drafts.Add(draft with { Outside = await sentences.FillAsync(turn.PersonId, provenance.Of(draft), cancel) });
            }
            return (drafts, refusals);
        }
    }

    static string Say(int made, int left, List<string> refusals)
    {
        var text = $"Proposes {Sentence.Count(made, "change")}";
        if (left > 0)
            text += $"; {left:N0} more are left for another time";
        return refusals.Count == 0 ? text : $"{text}; {refusals.Count:N0} cannot be proposed: {refusals[0]}";
    }
}
