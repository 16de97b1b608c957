using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Steward.Providers.Ollama;

/// <summary>Ollama's <c>/api/embed</c>: all texts in one call.</summary>
sealed class OllamaEmbeddings(HttpClient http, string model) : IEmbeddingGenerator<string, Embedding<float>>
{
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var response = await http.PostAsJsonAsync("api/embed", new EmbedRequest(model, [.. values]), OllamaJson.Options, cancellationToken);
        var answer = await response.Content.ReadFromJsonAsync<EmbedAnswer>(OllamaJson.Options, cancellationToken);
        return new GeneratedEmbeddings<Embedding<float>>((answer?.Embeddings ?? throw new JsonException("No embeddings.")).Select(v => new Embedding<float>(v) { ModelId = model }))
        {
            Usage = answer.PromptEvalCount is { } tokens ? new UsageDetails { InputTokenCount = tokens, TotalTokenCount = tokens } : null,
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // the connection is the provider's
    }
}
