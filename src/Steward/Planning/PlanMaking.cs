using Steward.LanguageModels;

namespace Steward.Planning;

/// <summary>Who made a plan, a question or a refusal, for the person to see.</summary>
/// <param name="By">Whose reading it is.</param>
/// <param name="Asked">The model that was asked besides, and whose plan this is not; null: none was, or none answered.</param>
/// <param name="Why">Why it is not the one that would have been first, or not what the other made of it: "openai cannot be reached."</param>
public sealed record PlanMaking(Brain By, Brain? Asked = null, string? Why = null)
{
    public static readonly PlanMaking BuiltIn = new(Brain.BuiltIn);
}

/// <summary>What a step would ask a language model, as far as can be told before anything is read. US dollars.</summary>
/// <param name="Most">What would be set aside for it.</param>
/// <param name="Time">From earlier calls of that model; null: it was never asked.</param>
/// <param name="PriceAssumed">Nobody told this model's price: the dearest one stands in.</param>
/// <param name="Cheaper">Other models of the same route that would cost less.</param>
public sealed record StepBrain(Brain Brain, decimal Cost, decimal Most, TimeSpan? Time, bool PriceAssumed, IReadOnlyList<CheaperBrain> Cheaper);

public sealed record CheaperBrain(Brain Brain, decimal Cost, TimeSpan? Time);
