using Microsoft.Extensions.AI;
using Steward.LanguageModels.Caching;
using Steward.LanguageModels.Prices;
using Steward.LanguageModels.Providers;
using Steward.LanguageModels.Routing;
using Steward.Platform;

namespace Steward.LanguageModels.Calling;

/// <summary>Asks one target, from the cache where it may, and makes an answer of the response.</summary>
sealed class ChatAttempt(MeteredCall metered, AnswerCache cache, Ids ids, TimeProvider clock)
{
    /// <param name="onText">Takes the text as it comes; null: the answer is wanted as a whole. Once it was given text, a failure can no longer be mended by asking elsewhere.</param>
    public async Task<Outcome<ModelAnswer>> RunAsync(PersonSetup setup, Target target, ModelCall call, Func<string, ValueTask>? onText, CancellationToken cancel)
    {
        var key = call.Cacheable ? CacheKey.Of(call, target.Name) : null;
        if (key is not null && await cache.FindAsync(ids.New(), call, key, cancel) is { } earlier)
        {
            if (onText is not null)
                await onText(earlier.Text);
            return new Outcome<ModelAnswer>(earlier, 0, null);
        }
        var began = clock.GetTimestamp();
        var outcome = await metered.RunAsync(setup, target, call, async token => Measure(call, target, await RespondAsync(target, call, onText, token)), cancel);
        if (outcome.Value is not { } bare)
            return outcome;
        var answer = bare with { Cost = outcome.Cost, Elapsed = clock.GetElapsedTime(began) };
        if (key is not null && !answer.CutShort)
            await cache.KeepAsync(call, key, answer);
        return outcome with { Value = answer };
    }

    static async Task<ChatResponse> RespondAsync(Target target, ModelCall call, Func<string, ValueTask>? onText, CancellationToken cancel)
    {
        var client = target.Provider.Provider.Chat(target.Model);
        if (onText is null)
            return await client.GetResponseAsync(call.Messages, Options(call), cancel);
        var updates = new List<ChatResponseUpdate>();
        var said = false;
        try
        {
            await foreach (var update in client.GetStreamingResponseAsync(call.Messages, Options(call), cancel))
            {
                updates.Add(update);
                if (update.Text is not { Length: > 0 } text)
                    continue;
                said = true;
                await onText(text);
            }
        }
        catch (ModelException e) when (said && !e.BrokeOff)
        {
            throw new ModelException(e.Failure, e.Message, e.RetryAfter, e) { BrokeOff = true };
        }
        return updates.ToChatResponse();
    }

    static Measured<ModelAnswer> Measure(ModelCall call, Target target, ChatResponse response)
    {
        var text = response.Text;
        var tools = response.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().ToList();
        var use = response.Usage is { InputTokenCount: { } input, OutputTokenCount: { } output }
            ? new TokenUse((int)input, (int)output)
            : new TokenUse(TokenCount.Estimate(call), TokenCount.Estimate(text), Estimated: true);
        var cut = response.FinishReason == ChatFinishReason.Length;
        var json = call.Schema is null || tools.Count > 0 ? null : AnswerJson.Read(text);
        var fault = response.FinishReason == ChatFinishReason.ContentFilter ? new ModelException(ModelFailure.Filtered, $"{target.Provider.Name} refused to answer this.")
            : call.Schema is not null && tools.Count == 0 && json is null ? new ModelException(ModelFailure.BadAnswer, cut
                ? $"{target.Provider.Name} needed more room for its answer than was allowed."
                : $"{target.Provider.Name} did not answer in the form that was asked for.")
            : text.Length == 0 && tools.Count == 0 ? new ModelException(ModelFailure.BadAnswer, $"{target.Provider.Name} answered nothing.") : null;
        var answer = new ModelAnswer
        {
            Text = text, Json = json, ToolCalls = tools, Provider = target.Provider.Name, Model = target.Model, Local = target.Local, Usage = use, CutShort = cut,
        };
        return new Measured<ModelAnswer>(answer, use, fault);
    }

    static ChatOptions Options(ModelCall call) => new()
    {
        MaxOutputTokens = call.MaxOutputTokens,
        Temperature = call.Temperature,
        ResponseFormat = call.Schema is { } schema ? ChatResponseFormat.ForJsonSchema(schema, "answer") : null,
        Tools = call.Tools.Count > 0 ? [.. call.Tools] : null,
    };
}
