using Microsoft.Extensions.AI;
using Steward.LanguageModels;

namespace Steward.Providers.Recording;

/// <summary>A provider that answers out of a recording, through its own adapter. It has the models that were asked there.</summary>
sealed class ReplayedProvider(IModelProvider inner, IReadOnlyList<string> models) : IModelProvider
{
    public string Name => inner.Name;
    public string Kind => inner.Kind;
    public bool Local => inner.Local;

    public IChatClient Chat(string model) => inner.Chat(model);

    public IEmbeddingGenerator<string, Embedding<float>>? Embeddings(string model) => inner.Embeddings(model);

    public Task<IReadOnlyList<ModelInfo>> ListModelsAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<ModelInfo>>([.. models.Select(m => new ModelInfo(m))]);

    public IAsyncEnumerable<PullProgress>? Pull(string model, CancellationToken cancel) => null;
}
