using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Models;
using Steward.LanguageModels;
using Steward.Providers.ModelHttp;

namespace Steward.Providers.OpenAi;

/// <summary>Everything that speaks OpenAI's protocol: OpenAI itself, NVIDIA NIM, Gemini's compatible endpoint, vLLM, LM Studio.</summary>
sealed class OpenAiProvider(ProviderAddress address, OpenAIClient client, bool openAiItself) : IModelProvider
{
    public const string KindName = "openai";

    public string Name => address.Name;
    public string Kind => KindName;
    public bool Local => address.Reach == Reach.ThisMachine;

    public IChatClient Chat(string model) => new CheckedChat(Name, new OpenAiChat(client.GetChatClient(model), openAiItself));

    public IEmbeddingGenerator<string, Embedding<float>> Embeddings(string model) => new CheckedEmbeddings(Name, new OpenAiEmbeddings(client.GetEmbeddingClient(model)));

    public async Task<IReadOnlyList<ModelInfo>> ListModelsAsync(CancellationToken cancel)
    {
        try
        {
            OpenAIModelCollection models = await client.GetOpenAIModelClient().GetModelsAsync(cancel);
            // Gemini prefixes its ids with "models/" in the list, and takes them without.
            return [.. models.Select(m => m.Id.StartsWith("models/", StringComparison.Ordinal) ? m.Id["models/".Length..] : m.Id).Order(StringComparer.Ordinal)
                .Select(id => new ModelInfo(id, Embeds: id.Contains("embed", StringComparison.OrdinalIgnoreCase) ? true : null))];
        }
        catch (Exception e) when (Faults.Concerns(e, cancel))
        {
            throw Faults.Translate(Name, e);
        }
    }

    public IAsyncEnumerable<PullProgress>? Pull(string model, CancellationToken cancel) => null;
}

public sealed class OpenAiKind(ModelHttpFactory http) : IModelProviderKind
{
    public static readonly Uri DefaultUrl = new("https://api.openai.com/v1");

    public string Kind => OpenAiProvider.KindName;

    public IModelProvider Open(ProviderAddress address)
    {
        var connection = http.Create(address, Kind, DefaultUrl);
        var options = new OpenAIClientOptions
        {
            Endpoint = connection.BaseAddress,
            Transport = new HttpClientPipelineTransport(connection),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0), // the gateway decides about retries: it knows what a call may cost
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            UserAgentApplicationId = "Steward",
        };
        // Servers of one's own often want no key; the SDK wants one.
        return new OpenAiProvider(address, new OpenAIClient(new ApiKeyCredential(address.Key?.Reveal() ?? "none"), options), connection.BaseAddress!.Host == DefaultUrl.Host);
    }
}
