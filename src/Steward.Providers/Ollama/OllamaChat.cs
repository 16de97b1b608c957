using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Steward.LanguageModels;

namespace Steward.Providers.Ollama;

/// <summary>Ollama's <c>/api/chat</c>: streaming, tools, structured output by <c>format</c>, usage.</summary>
sealed class OllamaChat(HttpClient http, string provider, string model, Func<int?> contextTokens) : IChatClient
{
    const int LeastContext = 4096;

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var response = await http.PostAsJsonAsync("api/chat", Request(messages, options, stream: false), OllamaJson.Options, cancellationToken);
        var answer = await response.Content.ReadFromJsonAsync<ChatAnswer>(OllamaJson.Options, cancellationToken) ?? throw new JsonException("null");
        Check(answer);
        if (!answer.Done)
            throw new JsonException("An answer that is not streamed is not done.");
        var calls = 0;
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, Contents(answer, ref calls))) { ModelId = answer.Model, FinishReason = Reason(answer, calls > 0), Usage = Usage(answer) };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/chat") { Content = JsonContent.Create(Request(messages, options, stream: true), options: OllamaJson.Options) };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var calls = 0; // the line that ends an answer does not repeat them
        await foreach (var answer in OllamaLines.ReadAsync<ChatAnswer>(response, cancellationToken))
        {
            Check(answer);
            var update = new ChatResponseUpdate(ChatRole.Assistant, Contents(answer, ref calls)) { ModelId = answer.Model, FinishReason = answer.Done ? Reason(answer, calls > 0) : null };
            if (Usage(answer) is { } usage)
                update.Contents.Add(new UsageContent(usage));
            yield return update;
        }
    }

    ChatRequest Request(IEnumerable<ChatMessage> messages, ChatOptions? options, bool stream)
    {
        var all = messages.ToList();
        var names = all.SelectMany(m => m.Contents).OfType<FunctionCallContent>().GroupBy(c => c.CallId, StringComparer.Ordinal).ToDictionary(c => c.Key, c => c.Last().Name, StringComparer.Ordinal);
        var wire = all.SelectMany(m => Messages(m, names)).ToList();
        var tools = options?.Tools?.OfType<AIFunctionDeclaration>().Select(t => new WireTool("function", new WireFunction(t.Name, t.Description, t.JsonSchema))).ToList();
        var format = options?.ResponseFormat is ChatResponseFormatJson json ? json.Schema ?? JsonSerializer.SerializeToElement("json") : (JsonElement?)null;
        return new ChatRequest(model, wire, tools is { Count: > 0 } ? tools : null, format, new WireOptions(options?.MaxOutputTokens, options?.Temperature, Context(wire, tools, options)), stream);
    }

    /// <summary>
    /// Room for the question and the answer, in steps, so that Ollama need not load the model anew for every length; at most what the model can read.
    /// </summary>
    int Context(List<WireMessage> messages, List<WireTool>? tools, ChatOptions? options)
    {
        var bytes = messages.Sum(m => Encoding.UTF8.GetByteCount(m.Content)) + (tools?.Sum(t => t.Function.Parameters.GetRawText().Length + t.Function.Description.Length) ?? 0);
        var wanted = bytes / 3 + (options?.MaxOutputTokens ?? 1024) + 512;
        var steps = LeastContext;
        while (steps < wanted)
            steps *= 2;
        return Math.Min(steps, contextTokens() ?? int.MaxValue);
    }

    static IEnumerable<WireMessage> Messages(ChatMessage message, Dictionary<string, string> names)
    {
        var results = message.Contents.OfType<FunctionResultContent>().ToList();
        if (results.Count > 0)
            return results.Select(r => new WireMessage("tool", r.Result as string ?? JsonSerializer.Serialize(r.Result, AIJsonUtilities.DefaultOptions), ToolName: names.GetValueOrDefault(r.CallId)));
        var calls = message.Contents.OfType<FunctionCallContent>().Select(c => new WireToolCall(new WireFunctionCall(c.Name, c.Arguments))).ToList();
        return [new WireMessage(message.Role.Value, message.Text, calls.Count > 0 ? calls : null)];
    }

    /// <summary>Ollama gives its calls no ids; numbers over the whole answer serve.</summary>
    static List<AIContent> Contents(ChatAnswer answer, ref int calls)
    {
        var contents = new List<AIContent>();
        if (answer.Message?.Content is { Length: > 0 } text)
            contents.Add(new TextContent(text));
        foreach (var call in answer.Message?.ToolCalls ?? [])
            contents.Add(new FunctionCallContent($"call_{++calls}", call.Function.Name, call.Function.Arguments));
        return contents;
    }

    static ChatFinishReason Reason(ChatAnswer answer, bool calls) => answer.DoneReason == "length" ? ChatFinishReason.Length : calls ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop;

    static UsageDetails? Usage(ChatAnswer answer) => !answer.Done || answer.EvalCount is null or 0 ? null
        : new UsageDetails { InputTokenCount = answer.PromptEvalCount ?? 0, OutputTokenCount = answer.EvalCount, TotalTokenCount = (answer.PromptEvalCount ?? 0) + answer.EvalCount };

    void Check(ChatAnswer answer)
    {
        if (answer.Error is not null)
            throw new ModelException(ModelFailure.Unavailable, $"{provider} failed while it answered.") { BrokeOff = true };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // the connection is the provider's
    }
}
