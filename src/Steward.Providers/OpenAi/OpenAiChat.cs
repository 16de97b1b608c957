using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Steward.Providers.OpenAi;

/// <summary>Chat completions by the OpenAI SDK. The SDK's own adapter to <see cref="IChatClient"/> is a package that is not used here.</summary>
/// <param name="openAiItself">Other servers of the protocol know the limit of tokens by its older name only.</param>
sealed class OpenAiChat(ChatClient chat, bool openAiItself) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatCompletion completion = await chat.CompleteChatAsync(messages.SelectMany(OpenAiMessages.ToOpenAi), Options(options), cancellationToken);
        var contents = new List<AIContent>();
        if (Text(completion.Content) is { Length: > 0 } text)
            contents.Add(new TextContent(text));
        contents.AddRange(completion.ToolCalls.Select(c => OpenAiMessages.ToCall(c.Id, c.FunctionName, c.FunctionArguments.ToString())));
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, contents))
        {
            ModelId = completion.Model,
            ResponseId = completion.Id,
            FinishReason = completion.Refusal is { Length: > 0 } ? Microsoft.Extensions.AI.ChatFinishReason.ContentFilter : OpenAiMessages.ToReason(completion.FinishReason),
            Usage = completion.Usage is { } usage ? OpenAiMessages.ToUsage(usage) : null,
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var calls = new SortedDictionary<int, (string Id, string Name, StringBuilder Arguments)>();
        await foreach (var update in chat.CompleteChatStreamingAsync(messages.SelectMany(OpenAiMessages.ToOpenAi), Options(options), cancellationToken))
        {
            foreach (var part in update.ToolCallUpdates)
            {
                if (!calls.TryGetValue(part.Index, out var call))
                    calls[part.Index] = call = (part.ToolCallId ?? "", part.FunctionName ?? "", new StringBuilder());
                if (part.FunctionArgumentsUpdate is { } arguments && arguments.ToMemory().Length > 0)
                    call.Arguments.Append(arguments);
            }
            var next = new ChatResponseUpdate(ChatRole.Assistant, Text(update.ContentUpdate)) { ModelId = update.Model, ResponseId = update.CompletionId };
            if (update.Usage is { } usage)
                next.Contents.Add(new UsageContent(OpenAiMessages.ToUsage(usage)));
            if (update.FinishReason is { } reason)
            {
                next.FinishReason = OpenAiMessages.ToReason(reason);
                foreach (var call in calls.Values)
                    next.Contents.Add(OpenAiMessages.ToCall(call.Id, call.Name, call.Arguments.ToString()));
            }
            yield return next;
        }
    }

    ChatCompletionOptions Options(ChatOptions? options)
    {
        var wire = new ChatCompletionOptions { Temperature = options?.Temperature };
        if (openAiItself)
            wire.MaxOutputTokenCount = options?.MaxOutputTokens;
#pragma warning disable SCME0001 // the SDK's door for fields that it does not know; marked experimental
        else if (options?.MaxOutputTokens is { } most)
            wire.Patch.Set("$.max_tokens"u8, most);
#pragma warning restore SCME0001
        if (options?.ResponseFormat is ChatResponseFormatJson json)
        {
            wire.ResponseFormat = json.Schema is { } schema
                ? OpenAI.Chat.ChatResponseFormat.CreateJsonSchemaFormat(json.SchemaName ?? "answer", BinaryData.FromString(schema.GetRawText()), json.SchemaDescription)
                : OpenAI.Chat.ChatResponseFormat.CreateJsonObjectFormat();
        }
        foreach (var tool in options?.Tools?.OfType<AIFunctionDeclaration>() ?? [])
            wire.Tools.Add(ChatTool.CreateFunctionTool(tool.Name, tool.Description, BinaryData.FromString(tool.JsonSchema.GetRawText())));
        return wire;
    }

    static string Text(ChatMessageContent? content) => content is null ? "" : string.Concat(content.Where(p => p.Kind == ChatMessageContentPartKind.Text).Select(p => p.Text));

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // the connection is the provider's
    }
}
