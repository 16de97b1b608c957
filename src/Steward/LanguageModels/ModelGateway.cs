using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Steward.Platform;

namespace Steward.LanguageModels;

/// <summary>
/// The one way to a language model. Without any model everything here answers "unavailable" with the code <c>no_model</c>, and callers go on without one. Expected failures
/// are refusals, never exceptions. A call is no part of the caller's transaction: what it cost stays recorded when the caller rolls back.
/// </summary>
public sealed class ModelGateway(IEnumerable<IModelProvider> providers, TimeProvider clock)
{
    public const string NoModel = "no_model";

    /// <summary>Whether a call of this kind has a model to go to now. A hint: the call itself may still fail.</summary>
    public Task<bool> AvailableAsync(Guid personId, ModelTask task, CancellationToken cancel) => Task.FromResult(providers.Any());

    public async Task<Result<ModelAnswer>> AskAsync(ModelCall call, CancellationToken cancel)
    {
        var provider = providers.FirstOrDefault(p => p.Local || call.Sensitivity == Sensitivity.Normal);
        if (provider is null)
            return Error.Unavailable(NoModel, "No language model is connected.");
        var began = clock.GetTimestamp();
        try
        {
            var model = (await provider.ListModelsAsync(cancel)).FirstOrDefault(m => m.Embeds != true)?.Id;
            if (model is null)
                return Error.Unavailable(NoModel, $"{provider.Name} has no model yet.");
            var response = await provider.Chat(model).GetResponseAsync(call.Messages, Options(call), cancel);
            return new ModelAnswer
            {
                Text = response.Text,
                Json = call.Schema is null ? null : JsonDocument.Parse(response.Text).RootElement,
                ToolCalls = [.. response.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>()],
                Provider = provider.Name,
                Model = model,
                Local = provider.Local,
                Usage = new TokenUse((int)(response.Usage?.InputTokenCount ?? 0), (int)(response.Usage?.OutputTokenCount ?? 0), response.Usage is null),
                CutShort = response.FinishReason == ChatFinishReason.Length,
                Elapsed = clock.GetElapsedTime(began),
            };
        }
        catch (ModelException e)
        {
            return Error.Unavailable("model_failed", e.Message);
        }
        catch (JsonException)
        {
            return Error.Unavailable("model_answer_unreadable", $"{provider.Name} did not answer in the form that was asked for.");
        }
    }

    /// <summary>Text as it comes; the last part holds the answer or the refusal.</summary>
    public async IAsyncEnumerable<ModelPart> StreamAsync(ModelCall call, [EnumeratorCancellation] CancellationToken cancel)
    {
        var answer = await AskAsync(call, cancel);
        yield return answer.Match(a => new ModelPart(a.Text, a), e => new ModelPart("", Error: e));
    }

    static ChatOptions Options(ModelCall call) => new()
    {
        MaxOutputTokens = call.MaxOutputTokens,
        Temperature = call.Temperature,
        ResponseFormat = call.Schema is { } schema ? ChatResponseFormat.ForJsonSchema(schema, "answer") : null,
        Tools = call.Tools.Count > 0 ? [.. call.Tools] : null,
    };
}
