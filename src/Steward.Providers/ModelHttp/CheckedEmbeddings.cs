using Microsoft.Extensions.AI;

namespace Steward.Providers.ModelHttp;

/// <summary>What <see cref="CheckedChat"/> is for answers.</summary>
sealed class CheckedEmbeddings(string provider, IEmbeddingGenerator<string, Embedding<float>> inner) : DelegatingEmbeddingGenerator<string, Embedding<float>>(inner)
{
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.GenerateAsync(values, options, cancellationToken);
        }
        catch (Exception e) when (Faults.Concerns(e, cancellationToken))
        {
            throw Faults.Translate(provider, e);
        }
    }
}
