using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Steward.LanguageModels;

namespace Steward.Tests.Agents;

/// <summary>Answers in order what the test has written; after the last it fails as a provider does. Keeps what it was asked.</summary>
sealed class ScriptedModel(params IReadOnlyList<string> answers) : IChatClient, IModelProvider
{
    readonly Lock gate = new();

    public List<IReadOnlyList<ChatMessage>> Asked { get; } = [];
    public Func<string, string>? ByPrompt { get; init; }

    public string Prompts => string.Join('\n', Asked.SelectMany(m => m).Select(m => m.Text));
    public string Name => "scripted";
    public string Kind => "test";
    public bool Local => true;

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        int n;
        lock (gate)
        {
            Asked.Add([.. messages]);
            n = Asked.Count;
        }
        var answer = ByPrompt is { } script ? script(string.Join('\n', messages.Select(m => m.Text))) : n <= answers.Count ? answers[n - 1] : throw new ModelException(ModelFailure.Unavailable, "The model is gone.");
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answer)) { ModelId = "scripted-1" });
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            yield return update;
    }

    public IChatClient Chat(string model) => this;
    public IEmbeddingGenerator<string, Embedding<float>>? Embeddings(string model) => null;
    public Task<IReadOnlyList<ModelInfo>> ListModelsAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<ModelInfo>>([new("scripted-1")]);
    public IAsyncEnumerable<PullProgress>? Pull(string model, CancellationToken cancel) => null;
    public object? GetService(Type serviceType, object? serviceKey = null) => null;
    public void Dispose() { }
}
