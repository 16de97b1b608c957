using Steward.LanguageModels;

namespace Steward.Tools;

/// <summary>What a tool asks a language model for when there is one, roughly: for an estimate before it is known what will be read.</summary>
/// <param name="Characters">Of the question with its texts, as it usually is.</param>
/// <param name="OutputTokens">At most.</param>
public sealed record ModelWork(ModelTask Task, int Characters, int OutputTokens = 2048);
