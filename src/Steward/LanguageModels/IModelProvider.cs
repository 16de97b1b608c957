using Microsoft.Extensions.AI;
using Steward.Platform;

namespace Steward.LanguageModels;

/// <summary>
/// Somewhere that models run, opened and ready to be asked. Registered ones (found at start, from the environment) serve everybody; those that a person configured are opened
/// by an <see cref="IModelProviderKind"/> for that person alone. Every failure is a <see cref="ModelException"/>; cancellation is an <see cref="OperationCanceledException"/>.
/// Thread-safe.
/// </summary>
public interface IModelProvider
{
    /// <summary>What routes call it, such as "ollama" or "openai". Lower case.</summary>
    string Name { get; }

    string Kind { get; }

    /// <summary>It can reach nothing but this machine.</summary>
    bool Local { get; }

    /// <summary>A client of one model. Usage, where the provider tells it, is in the response (or the stream's last update); it never retries by itself.</summary>
    IChatClient Chat(string model);

    /// <summary>Null: this provider makes no embeddings.</summary>
    IEmbeddingGenerator<string, Embedding<float>>? Embeddings(string model);

    Task<IReadOnlyList<ModelInfo>> ListModelsAsync(CancellationToken cancel);

    /// <summary>Null: models cannot be pulled here.</summary>
    IAsyncEnumerable<PullProgress>? Pull(string model, CancellationToken cancel);
}

/// <param name="Id">What the provider calls it, such as "llama3.2:3b".</param>
/// <param name="Billions">Size in billions of parameters, where known.</param>
/// <param name="ContextTokens">Where known.</param>
/// <param name="Embeds">It makes embeddings and cannot chat. Null: not known.</param>
public sealed record ModelInfo(string Id, double? Billions = null, int? ContextTokens = null, bool? Embeds = null);

/// <param name="Total">Bytes; null while not known.</param>
public sealed record PullProgress(string Status, long? Completed, long? Total);

/// <summary>How a sort of provider is opened.</summary>
public interface IModelProviderKind
{
    /// <summary>"ollama", "openai" (and everything that speaks its protocol), "anthropic".</summary>
    string Kind { get; }

    /// <exception cref="FormatException">The address is not one that this kind can use; the message is for a person.</exception>
    IModelProvider Open(ProviderAddress address);
}

/// <summary>Where an opened provider may connect to. Held at the socket, after names are resolved; no redirect and no proxy leads around it.</summary>
public enum Reach
{
    /// <summary>Loopback, and hosts that the operator declared to be this machine. Such a provider is local.</summary>
    ThisMachine,
    /// <summary>Public addresses only: what people who do not run this Steward may configure, so that nobody can probe its network through it.</summary>
    Internet,
    Anywhere,
}

/// <param name="BaseUrl">Null: the kind's own.</param>
/// <param name="Key">Null where none is needed.</param>
public sealed record ProviderAddress(string Name, Uri? BaseUrl, Secret? Key, Reach Reach);
