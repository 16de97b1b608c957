using System.Text.Json;
using Microsoft.Extensions.AI;
using Steward.Platform;

namespace Steward.LanguageModels;

/// <summary>What a model said. It is text from outside like any other: it may fill values, and never adds a step, a tool or a recipient.</summary>
public sealed record ModelAnswer
{
    public required string Text { get; init; }

    /// <summary>Set when the call had a schema: one JSON document. It parses; whether it follows the schema is checked by whoever reads it into a type.</summary>
    public JsonElement? Json { get; init; }

    public IReadOnlyList<FunctionCallContent> ToolCalls { get; init; } = [];

    public required string Provider { get; init; }
    public required string Model { get; init; }

    /// <summary>The model runs on this machine.</summary>
    public bool Local { get; init; }

    public required TokenUse Usage { get; init; }

    /// <summary>US dollars; 0 for a local model and for an answer from the cache.</summary>
    public decimal Cost { get; init; }

    public bool Cached { get; init; }

    /// <summary>It ended because <see cref="ModelCall.MaxOutputTokens"/> was reached.</summary>
    public bool CutShort { get; init; }

    public TimeSpan Elapsed { get; init; }

    /// <summary>For the person, when it went otherwise than the route's first choice: "The daily limit is reached: a model on this machine answered."</summary>
    public string? Note { get; init; }

    public Brain Brain => new(Model, Provider, Local);
}

/// <param name="Estimated">The provider did not say; counted here by a rule of thumb.</param>
public sealed record TokenUse(int Input, int Output, bool Estimated = false);

/// <summary>A piece of a streamed answer: some text, and at the end either the whole answer or why there is none.</summary>
public sealed record ModelPart(string Text, ModelAnswer? Answer = null, Error? Error = null);

/// <summary>Vectors in the order of the texts.</summary>
public sealed record ModelVectors(IReadOnlyList<ReadOnlyMemory<float>> Vectors, string Provider, string Model, bool Local, TokenUse Usage, decimal Cost);

/// <summary>What did the thinking, for the person to see.</summary>
/// <param name="Name">The model, or "built-in planner".</param>
/// <param name="Provider">Null: Steward itself.</param>
public sealed record Brain(string Name, string? Provider, bool Local)
{
    public static readonly Brain BuiltIn = new("built-in planner", null, true);
}
