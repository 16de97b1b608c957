using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Steward.LanguageModels;
using Steward.Providers.ModelHttp;

namespace Steward.Providers.Ollama;

/// <summary>An Ollama: https://github.com/ollama/ollama/blob/main/docs/api.md.</summary>
sealed class OllamaProvider(ProviderAddress address, HttpClient http) : IModelProvider
{
    public const string KindName = "ollama";

    /// <summary>What a model can do does not change while its digest stands.</summary>
    readonly ConcurrentDictionary<string, ModelInfo> shown = new(StringComparer.Ordinal);

    public string Name => address.Name;
    public string Kind => KindName;
    public bool Local => address.Reach == Reach.ThisMachine;

    public IChatClient Chat(string model) => new CheckedChat(Name, new OllamaChat(http, Name, model, () => shown.Values.FirstOrDefault(m => m.Id == model)?.ContextTokens));

    public IEmbeddingGenerator<string, Embedding<float>> Embeddings(string model) => new CheckedEmbeddings(Name, new OllamaEmbeddings(http, model));

    public async Task<IReadOnlyList<ModelInfo>> ListModelsAsync(CancellationToken cancel)
    {
        try
        {
            var tags = await http.GetFromJsonAsync<TagList>("api/tags", OllamaJson.Options, cancel);
            var models = new List<ModelInfo>();
            foreach (var tag in tags?.Models ?? [])
                models.Add(tag.Digest is { Length: > 0 } digest && shown.TryGetValue(tag.Name + digest, out var known) ? known : shown[tag.Name + tag.Digest] = await ShowAsync(tag, cancel));
            return models;
        }
        catch (Exception e) when (Faults.Concerns(e, cancel))
        {
            throw Faults.Translate(Name, e);
        }
    }

    public async IAsyncEnumerable<PullProgress> PullAsync(string model, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/pull") { Content = JsonContent.Create(new PullRequest(model, Stream: true), options: OllamaJson.Options) };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        var done = false;
        await using var lines = OllamaLines.ReadAsync<PullLine>(response, cancel).GetAsyncEnumerator(cancel);
        while (true)
        {
            try
            {
                if (!await lines.MoveNextAsync())
                    break;
            }
            catch (Exception e) when (Faults.Concerns(e, cancel))
            {
                throw Faults.Translate(Name, e);
            }
            var line = lines.Current;
            if (line.Error is not null)
                throw new ModelException(ModelFailure.NoSuchModel, $"{Name} cannot pull {model}.");
            done |= line.Status == "success";
            yield return new PullProgress(line.Status ?? "", line.Completed, line.Total);
        }
        if (!done)
            throw Faults.BrokeOff(Name);
    }

    IAsyncEnumerable<PullProgress> IModelProvider.Pull(string model, CancellationToken cancel) => PullAsync(model, cancel);

    async Task<ModelInfo> ShowAsync(Tag tag, CancellationToken cancel)
    {
        ShowAnswer? show = null;
        try
        {
            using var response = await http.PostAsJsonAsync("api/show", new ShowRequest(tag.Name), OllamaJson.Options, cancel);
            show = await response.Content.ReadFromJsonAsync<ShowAnswer>(OllamaJson.Options, cancel);
        }
        catch (ModelException)
        {
            // An old Ollama, or a model that went away meanwhile: it is listed with what its tag says.
        }
        var context = show?.ModelInfo?.FirstOrDefault(p => p.Key.EndsWith(".context_length", StringComparison.Ordinal)).Value;
        var embeds = show?.Capabilities is { } can ? can.Contains("embedding", StringComparer.Ordinal) && !can.Contains("completion", StringComparer.Ordinal) : GuessEmbeds(tag.Name);
        return new ModelInfo(tag.Name, Billions(tag.Details?.ParameterSize), context is { ValueKind: System.Text.Json.JsonValueKind.Number } number ? number.GetInt32() : null, embeds);
    }

    /// <summary>Ollama before version 0.6 does not tell what a model can do.</summary>
    static bool? GuessEmbeds(string name) => name.Contains("embed", StringComparison.Ordinal) || name.StartsWith("all-minilm", StringComparison.Ordinal) ? true : null;

    /// <summary>"3.2B", "137M".</summary>
    static double? Billions(string? size) =>
        size is { Length: > 1 } && double.TryParse(size[..^1], CultureInfo.InvariantCulture, out var number) ? char.ToUpperInvariant(size[^1]) switch { 'B' => number, 'M' => number / 1000, _ => null } : null;
}

public sealed class OllamaKind(ModelHttpFactory http) : IModelProviderKind
{
    public static readonly Uri DefaultUrl = new("http://127.0.0.1:11434");

    public string Kind => OllamaProvider.KindName;

    public IModelProvider Open(ProviderAddress address)
    {
        var client = http.Create(address, Kind, DefaultUrl);
        if (address.Key is { } key) // an Ollama behind a proxy that asks for one
            client.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", key.Reveal());
        return new OllamaProvider(address, client);
    }
}
