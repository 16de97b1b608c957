using Anthropic;
using Anthropic.Models.Models;
using ModelInfo = Steward.LanguageModels.ModelInfo;
using Microsoft.Extensions.AI;
using Steward.LanguageModels;
using Steward.Providers.ModelHttp;

namespace Steward.Providers.Anthropic;

/// <summary>Anthropic by its SDK, which adapts itself to <see cref="IChatClient"/>.</summary>
sealed class AnthropicProvider(ProviderAddress address, AnthropicClient client) : IModelProvider
{
    public const string KindName = "anthropic";

    /// <summary>Anthropic wants a limit in every request; the gateway always gives one.</summary>
    const int MostTokens = 4096;

    public string Name => address.Name;
    public string Kind => KindName;
    public bool Local => address.Reach == Reach.ThisMachine;

    public IChatClient Chat(string model) => new CheckedChat(Name, client.AsIChatClient(model, MostTokens));

    /// <summary>Anthropic makes none.</summary>
    public IEmbeddingGenerator<string, Embedding<float>>? Embeddings(string model) => null;

    public async Task<IReadOnlyList<ModelInfo>> ListModelsAsync(CancellationToken cancel)
    {
        try
        {
            var page = await client.Models.List(new ModelListParams { Limit = 100 }, cancel);
            return [.. page.Items.Select(m => new ModelInfo(m.ID, Embeds: false))];
        }
        catch (Exception e) when (Faults.Concerns(e, cancel))
        {
            throw Faults.Translate(Name, e);
        }
    }

    public IAsyncEnumerable<PullProgress>? Pull(string model, CancellationToken cancel) => null;
}

public sealed class AnthropicKind(ModelHttpFactory http) : IModelProviderKind
{
    public static readonly Uri DefaultUrl = new("https://api.anthropic.com");

    public string Kind => AnthropicProvider.KindName;

    /// <exception cref="FormatException">There is no key.</exception>
    public IModelProvider Open(ProviderAddress address)
    {
        var connection = http.Create(address, Kind, DefaultUrl);
        return new AnthropicProvider(address, new AnthropicClient
        {
            ApiKey = address.Key?.Reveal() ?? throw new FormatException("Anthropic needs a key."),
            AuthToken = null,
            BaseUrl = connection.BaseAddress!.AbsoluteUri.TrimEnd('/'),
            HttpClient = connection,
            MaxRetries = 0, // the gateway decides about retries: it knows what a call may cost
            Timeout = TimeSpan.FromMinutes(10),
        });
    }
}
