using Steward.Platform;
using Steward.Tools;

namespace Steward.Planning;

public sealed record PlanMessageInput(string? Message, Guid? ConversationId = null);

/// <summary>Plans a message and runs nothing. What comes back has passed <see cref="PlanValidation"/>.</summary>
public sealed class PlanMessage(IPlanner planner, IPlanContext context, IToolCatalogue tools)
{
    public const int MaxLength = 4000;

    public async Task<Result<PlanResult>> HandleAsync(Guid personId, PlanMessageInput input, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(input.Message))
            return Error.Invalid("message", "Write what you would like to be done.");
        if (input.Message.Length > MaxLength)
            return Error.Invalid("message", $"A message has at most {MaxLength} characters.");
        var gathered = await context.GatherAsync(personId, input.Message, input.ConversationId, cancel);
        return gathered.Error is { } error ? error : await PlanAsync(gathered.Value, cancel);
    }

    /// <exception cref="InvalidOperationException">The planner made a plan that names unknown tools or misuses them: a bug, not the person's fault.</exception>
    public async Task<PlanResult> PlanAsync(PlanRequest request, CancellationToken cancel)
    {
        var result = await planner.PlanAsync(request, cancel);
        if (result.Plan is { } plan && new PlanValidation(tools).Validate(plan) is { Count: > 0 } errors)
            throw new InvalidOperationException($"The {plan.Planner} planner made an invalid plan for {plan.Intent}: {string.Join(" ", errors)}");
        return result;
    }
}
