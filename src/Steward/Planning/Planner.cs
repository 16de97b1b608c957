using Steward.Accounts;
using Steward.LanguageModels;
using Steward.Planning.Model;
using Steward.Platform;

namespace Steward.Planning;

/// <summary>
/// The planner that turns use: the plan that the person has just chosen; else the built-in reading when it is sure; else a language model's, where there is one. A model never widens what
/// happens unseen: where it would change something that the built-in planner reads differently, refuses, or reads only in part, the person is shown both and chooses.
/// </summary>
sealed class Planner(BuiltInPlanner builtIn, ModelPlanner model, EstimatePlan estimate) : IPlanner
{
    /// <summary>Above this the built-in reading needs no second opinion.</summary>
    const double Sure = 0.75;

    public string Name => "steward";

    public async Task<PlanResult> PlanAsync(PlanRequest request, CancellationToken cancel)
    {
        var result = await DecideAsync(request, cancel);
        return result.Plan is { } plan ? result with { Plan = await estimate.OfAsync(request, plan, cancel) } : result;
    }

    async Task<PlanResult> DecideAsync(PlanRequest request, CancellationToken cancel)
    {
        if (FollowUpPlan.Chosen(request) is { } chosen)
            return new PlanResult { Outcome = chosen.Steps.Any(s => s.Effect == StepEffect.Propose) ? PlanOutcome.Propose : PlanOutcome.Answer, Plan = chosen, Made = MadeBy(chosen) };
        var own = builtIn.Decide(request);
        if (!WantsModel(request, own))
            return own;
        var planned = await model.PlanAsync(request, cancel);
        return planned.Error is { } error ? error.Code == ModelGateway.NoModel && request.Settings.PlanWith != PlanWith.Model ? own : Without(own, error) : Together(own, planned.Value, request.Settings.PlanWith == PlanWith.Model);
    }

    /// <summary>Of a model's plan that the person has chosen only its name is kept.</summary>
    PlanMaking MadeBy(Plan chosen) => chosen.Planner == builtIn.Name ? PlanMaking.BuiltIn : new PlanMaking(new Brain(chosen.Planner, null, false), Why: "You chose this plan.");

    static bool WantsModel(PlanRequest request, PlanResult own) => request.Settings.PlanWith switch
    {
        PlanWith.BuiltIn => false,
        PlanWith.Model => IsOpen(request, own),
        PlanWith.Auto => IsOpen(request, own) && own is not { Plan.Confidence: >= Sure },
    };

    /// <summary>What the person has said no to, "yes" to a card, and a question about one word of a request that is understood are settled without a model.</summary>
    static bool IsOpen(PlanRequest request, PlanResult own) =>
        FollowUp.Short(request) is null && own.Refusal?.CannotDo != BuiltInPlanner.NothingToDo && own.Question is null or { Missing: "intent" or "phrase" };

    static PlanResult Together(PlanResult own, ModelPlanned planned, bool preferred)
    {
        var other = planned.Result with { Made = new PlanMaking(planned.Brain, Why: planned.Note) };
        var made = PlanMaking.BuiltIn with { Asked = planned.Brain };
        own = own with { Made = made };
        if (other.Plan is not { } plan)
            return own.Plan is not null || own.Question is { Missing: "phrase" } || own.Question is { Choices.Count: > 0 } && other.Question is null ? own : own.Refusal is not null ? own : other;
        if (own.Plan is { } mine)
        {
            return Disagreement.Between(mine, plan) ? Which(mine, plan, planned.Brain)
                : preferred ? other : own with { Made = made with { Why = $"{planned.Brain.Name} reads it the same way." } };
        }
        // Nothing is changed by reading; and where nothing was understood, there is no other reading to set beside it.
        if (other.Outcome == PlanOutcome.Answer || own.Question is { Missing: "intent" })
            return other;
        var doubt = own.Refusal is { } refusal ? refusal.CannotDo : own.Question!.Text;
        return Ask($"{doubt} {planned.Brain.Name} reads your request like this: {plan.Summary} Shall I go on with it?", planned.Brain, new QuestionChoice("Go on", "Go on with it", Steps(plan), plan));
    }

    static PlanResult Which(Plan mine, Plan other, Brain by) => Ask("Your request can be read in two ways. Which do you mean?", by,
        new QuestionChoice(mine.Summary, "The first reading", Steps(mine), mine), new QuestionChoice($"{other.Summary} ({by.Name})", "The second reading", Steps(other), other));

    static PlanResult Ask(string text, Brain asked, params QuestionChoice[] choices) => new()
    {
        Outcome = PlanOutcome.Ask, Question = new PlanQuestion(text, "reading", choices), Made = PlanMaking.BuiltIn with { Asked = asked, Why = "The two do not read it the same way." },
    };

    static string Steps(Plan plan) => string.Join("; ", plan.Steps.Select(s => s.Title));

    /// <summary>There is a model and it did not help: the person is told.</summary>
    static PlanResult Without(PlanResult own, Error error) => own with { Made = PlanMaking.BuiltIn with { Why = $"No language model helped with this: {error.Detail}" } };
}
