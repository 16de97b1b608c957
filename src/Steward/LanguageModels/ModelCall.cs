using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Steward.LanguageModels;

/// <summary>What a call is for. Routes are kept per task, and the usage page counts by it.</summary>
public enum ModelTask { Classify, Extract, Summarise, Plan, Write, Code, Embed }

public enum Sensitivity
{
    /// <summary>Goes where the person's routes say.</summary>
    Normal,
    /// <summary>Only to a model on this machine; with none, the call is refused.</summary>
    LocalOnly,
}

/// <summary>One question to a language model, on behalf of one person. It names what it needs, never a model: the person's routes decide that.</summary>
public sealed record ModelCall
{
    /// <summary>Whose providers, routes, budget and cache are used.</summary>
    public required Guid PersonId { get; init; }

    public required ModelTask Task { get; init; }

    /// <summary>System, user, assistant and tool messages, oldest first.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>JSON Schema that the answer must follow; the answer's <see cref="ModelAnswer.Json"/> is then set, or the call fails. Null: free text.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary>What the model may ask to have called. Calling is up to the caller: nothing is invoked here.</summary>
    public IReadOnlyList<AIFunctionDeclaration> Tools { get; init; } = [];

    /// <summary>In tokens. The upper bound of the cost is reserved from it, so a generous number makes a nearly empty budget refuse earlier.</summary>
    public int MaxOutputTokens { get; init; } = 1024;

    public float? Temperature { get; init; }

    public Sensitivity Sensitivity { get; init; }

    /// <summary>0 (simple) to 1 (complex reasoning). Null: judged by length, tools, schema and task.</summary>
    public double? Complexity { get; init; }

    /// <summary>The run whose limit this counts against, and by which usage is shown.</summary>
    public Guid? RunId { get; init; }

    public Guid? ConversationId { get; init; }

    /// <summary>
    /// The same question of the same person may be answered from an earlier answer, and equal questions that are under way at once are asked once. The key is everything that
    /// reaches the model: person, provider, model, messages, schema, tools, limits.
    /// </summary>
    public bool Cacheable { get; init; }
}
