using System.Text.Json;
using System.Text.Json.Serialization;

namespace Steward.Providers.Ollama;

// Ollama's own protocol (docs/api.md of the Ollama project): snake_case JSON, streams as one JSON object a line.

sealed record ChatRequest(string Model, IReadOnlyList<WireMessage> Messages, IReadOnlyList<WireTool>? Tools, JsonElement? Format, WireOptions Options, bool Stream);

sealed record WireMessage(string Role, string Content, IReadOnlyList<WireToolCall>? ToolCalls = null, string? ToolName = null);

sealed record WireToolCall(WireFunctionCall Function);

sealed record WireFunctionCall(string Name, IDictionary<string, object?>? Arguments);

sealed record WireTool(string Type, WireFunction Function);

sealed record WireFunction(string Name, string Description, JsonElement Parameters);

/// <param name="NumCtx">Ollama cuts off silently what is longer than this, so it is always said.</param>
sealed record WireOptions(int? NumPredict, float? Temperature, int NumCtx);

sealed record ChatAnswer(string? Model, WireMessage? Message, bool Done, string? DoneReason, int? PromptEvalCount, int? EvalCount, string? Error);

sealed record TagList(IReadOnlyList<Tag>? Models);

sealed record Tag(string Name, string? Digest, TagDetails? Details);

sealed record TagDetails(string? ParameterSize);

sealed record ShowRequest(string Model);

sealed record ShowAnswer(IReadOnlyList<string>? Capabilities, Dictionary<string, JsonElement>? ModelInfo);

sealed record EmbedRequest(string Model, IReadOnlyList<string> Input);

sealed record EmbedAnswer(IReadOnlyList<float[]>? Embeddings, int? PromptEvalCount);

sealed record PullRequest(string Model, bool Stream);

sealed record PullLine(string? Status, long? Completed, long? Total, string? Error);

static class OllamaJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = false,
    };
}
