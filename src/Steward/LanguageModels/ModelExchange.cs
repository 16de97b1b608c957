using System.Text.Json;

namespace Steward.LanguageModels;

/// <summary>How an exchange with a provider ended.</summary>
public enum ModelEnding
{
    /// <summary>The whole answer arrived.</summary>
    Whole,
    /// <summary>The connection ended in the middle of it.</summary>
    BrokeOff,
    /// <summary>No connection came about.</summary>
    Unreachable,
    /// <summary>Steward stopped reading: it had what it wanted, was cancelled, or its time was over.</summary>
    Left,
}

/// <summary>
/// One request to a provider of models and what came back, as both went over the wire, without secrets. A recording is a file of these, one JSON object a line: stored format,
/// version 1.
/// </summary>
public sealed record ModelExchange
{
    public int Version { get; init; } = 1;

    public required DateTimeOffset At { get; init; }

    /// <summary>The provider's name, as routes call it.</summary>
    public required string Provider { get; init; }

    /// <summary>Its protocol: "ollama", "openai", "anthropic".</summary>
    public required string Kind { get; init; }

    public required bool Local { get; init; }

    /// <summary>Where the provider was, without what would open it.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>Below the base, such as "chat/completions".</summary>
    public required string Path { get; init; }

    /// <summary>The body. Of the headers none is kept.</summary>
    public required JsonElement Request { get; init; }

    /// <summary>Null: nothing was answered.</summary>
    public int? Status { get; init; }

    public string? ContentType { get; init; }

    /// <summary>The header of that name.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>The answer, line by line as it came: a stream's events, or the whole body.</summary>
    public IReadOnlyList<ModelChunk> Chunks { get; init; } = [];

    public ModelEnding Ending { get; init; }

    /// <summary>From the request to the last line.</summary>
    public double Milliseconds { get; init; }
}

/// <param name="After">Milliseconds since the request.</param>
/// <param name="Text">With its line end.</param>
public sealed record ModelChunk(double After, string Text);
