namespace Steward.LanguageModels;

/// <summary>What calls would cost. Tokens before a call are always estimates; <see cref="Most"/> is the bound that would be reserved.</summary>
/// <param name="Refusal">Why it could not be done now: no model, or a limit. Null: it could.</param>
public sealed record ModelEstimate(IReadOnlyList<StepEstimate> Steps, decimal Cost, decimal Most, TimeSpan? Time, IReadOnlyList<CheaperWay> Cheaper, string? Refusal);

/// <param name="Provider">Null: there is no model for it.</param>
/// <param name="Time">From this person's earlier calls of that model; null: it was never asked.</param>
/// <param name="PriceAssumed">The price table does not know the model: its highest price stands in.</param>
public sealed record StepEstimate(ModelTask Task, string? Provider, string? Model, bool Local, int InputTokens, int OutputTokens, decimal Cost, decimal Most, TimeSpan? Time, bool PriceAssumed);

/// <summary>The same calls by a cheaper model of their routes.</summary>
/// <param name="Saves">US dollars.</param>
public sealed record CheaperWay(int Step, string Provider, string Model, bool Local, decimal Cost, decimal Saves, TimeSpan? Time);
