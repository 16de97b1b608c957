using Microsoft.Extensions.AI;
using Steward.LanguageModels;
using Steward.Tools;

namespace Steward.Planning;

/// <summary>Says with each step that asks a language model which one, and what it is likely to cost and take, before the first step runs. Nothing is asked and nothing set aside.</summary>
sealed class EstimatePlan(ModelGateway models, ToolRegistry tools)
{
    public async Task<Plan> OfAsync(PlanRequest request, Plan plan, CancellationToken cancel)
    {
        var asking = plan.Steps.Select(step => (step.Id, Work: tools.Find(step.Tool)?.Asks)).Where(s => s.Work is not null).ToList();
        if (asking.Count == 0)
            return plan;
        var estimate = await models.EstimateAsync(request.PersonId, [.. asking.Select(s => Call(request, s.Work!))], cancel);
        var found = new Dictionary<string, StepBrain>(StringComparer.Ordinal);
        for (var i = 0; i < asking.Count; i++)
        {
            if (estimate.Steps[i] is { Provider: { } provider, Model: { } model } step)
            {
                var cheaper = estimate.Cheaper.Where(c => c.Step == i).Select(c => new CheaperBrain(new Brain(c.Model, c.Provider, c.Local), c.Cost, c.Time));
                found[asking[i].Id] = new StepBrain(new Brain(model, provider, step.Local), step.Cost, step.Most, step.Time, step.PriceAssumed, [.. cheaper]);
            }
        }
        return plan with
        {
            Steps = [.. plan.Steps.Select(s => found.TryGetValue(s.Id, out var brain) ? s with { Brain = brain, EstimatedCost = brain.Cost, EstimatedTime = brain.Time ?? s.EstimatedTime } : s)],
        };
    }

    /// <summary>A call of the size that such a step usually has; its words do not matter.</summary>
    static ModelCall Call(PlanRequest request, ModelWork work) => new()
    {
        PersonId = request.PersonId, Task = work.Task, RunId = request.RunId, MaxOutputTokens = work.OutputTokens, Messages = [new ChatMessage(ChatRole.User, new string('x', work.Characters))],
    };
}
