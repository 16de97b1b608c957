using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Steward.LanguageModels;

namespace Steward.Testing;

/// <summary>
/// A provider whose answers a test writes: <see cref="Reply"/> gets model, messages and options. By default it is local and has one model, so that it is asked first and costs
/// nothing.
/// </summary>
public sealed class ScriptedModels(string name = "scripted", bool local = true, params string[] models) : IModelProvider
{
    public string Name => name;
    public string Kind => "scripted";
    public bool Local => local;

    /// <summary>What was asked, in order.</summary>
    public ConcurrentQueue<(string Model, IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)> Asked { get; } = new();

    public Func<string, IReadOnlyList<ChatMessage>, ChatOptions?, CancellationToken, Task<ChatResponse>> Reply { get; set; } = (_, _, _, _) => Task.FromResult(Text("ok"));

    public Func<CancellationToken, Task<IReadOnlyList<ModelInfo>>>? List { get; set; }

    public static ChatResponse Text(string text, int? input = 10, int? output = 5) => new(new ChatMessage(ChatRole.Assistant, text))
    {
        FinishReason = ChatFinishReason.Stop, Usage = input is null ? null : new UsageDetails { InputTokenCount = input, OutputTokenCount = output },
    };

    public void Says(string text) => Reply = (_, _, _, _) => Task.FromResult(Text(text));

    public void Fails(ModelFailure failure, TimeSpan? retryAfter = null) => Reply = (_, _, _, _) => throw new ModelException(failure, $"{name} is scripted to fail.", retryAfter);

    public IChatClient Chat(string model) => new Client(this, model);

    public IEmbeddingGenerator<string, Embedding<float>>? Embeddings(string model) => new Generator(model);

    public Task<IReadOnlyList<ModelInfo>> ListModelsAsync(CancellationToken cancel) =>
        List?.Invoke(cancel) ?? Task.FromResult<IReadOnlyList<ModelInfo>>([.. (models.Length > 0 ? models : ["scripted-model"]).Select(m => new ModelInfo(m))]);

    public IAsyncEnumerable<PullProgress>? Pull(string model, CancellationToken cancel) => null;

    sealed class Client(ScriptedModels owner, string model) : IChatClient
    {
        public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var list = messages.ToList();
            owner.Asked.Enqueue((model, list, options));
            return await owner.Reply(model, list, options, cancellationToken);
        }

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
                yield return update;
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    /// <summary>Equal texts have equal vectors, and texts with words in common lie near one another.</summary>
    sealed class Generator(string model) : IEmbeddingGenerator<string, Embedding<float>>
    {
        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(v => new Embedding<float>(Vector(v)) { ModelId = model })));

        static float[] Vector(string text)
        {
            var vector = new float[64];
            foreach (var word in text.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries))
                vector[word.Aggregate(17, (hash, c) => unchecked(hash * 31 + c)) & 63] += 1;
            return vector;
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
