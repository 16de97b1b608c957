using Microsoft.Extensions.AI;
using OpenAI.Embeddings;

namespace Steward.Providers.OpenAi;

sealed class OpenAiEmbeddings(EmbeddingClient client) : IEmbeddingGenerator<string, Embedding<float>>
{
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, Microsoft.Extensions.AI.EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        OpenAIEmbeddingCollection made = await client.GenerateEmbeddingsAsync(values, cancellationToken: cancellationToken);
        return new GeneratedEmbeddings<Embedding<float>>(made.OrderBy(e => e.Index).Select(e => new Embedding<float>(e.ToFloats()) { ModelId = made.Model }))
        {
            Usage = made.Usage is { } usage ? new UsageDetails { InputTokenCount = usage.InputTokenCount, TotalTokenCount = usage.TotalTokenCount } : null,
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // the connection is the provider's
    }
}
