using Steward.Platform;
using Steward.Tools;

namespace Steward.Planning;

/// <summary>
/// Plans that are made of what was read. Such a plan is one step that proposes, with values and no references; it runs only when the person has seen it and chosen it, and every value in it
/// counts as outside. Pure.
/// </summary>
public static class FollowUpPlan
{
    /// <summary>Null when the step is not one that may come of what was read: an unknown tool, one that reads, or arguments that the tool does not take.</summary>
    public static Plan? Of(SuggestedStep suggested, Plan read, SourceRef? source, PlanValidation validation)
    {
        var plan = new Plan
        {
            Request = read.Request,
            Summary = $"I will propose this: {suggested.Title}.",
            Intent = "follow-up",
            Confidence = 1,
            Planner = read.Planner,
            Readings = [],
            Trust = Trust.Outside,
            Sources = source is null ? [] : [source],
            Steps =
            [
                new PlanStep
                {
                    Id = "s1", Tool = suggested.Tool, Title = suggested.Title, Effect = StepEffect.Propose, ActionKind = validation.ProposedBy(suggested.Tool), Arguments = suggested.Arguments,
                },
            ],
        };
        return IsAllowed(plan) && validation.Validate(plan).Count == 0 ? plan : null;
    }

    /// <summary>What holds for every plan with <see cref="Trust.Outside"/>, checked again before it runs.</summary>
    public static bool IsAllowed(Plan plan) => plan.Trust != Trust.Outside
        || plan.Steps.All(step => step.Effect == StepEffect.Propose && step.ForEach is null && step.When is null && step.Arguments.Values.All(argument => !PlanReference.Is(argument, out _)));

    /// <summary>The plan that the person has just chosen, when the message is the answer to a question whose choices are plans.</summary>
    public static Plan? Chosen(PlanRequest request) =>
        request.Earlier is [.., { Question: { } question }] && FollowUp.Choice(question, request.Message) is { Plan: { } plan } ? plan : null;
}
