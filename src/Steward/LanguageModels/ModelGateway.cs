using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;
using Steward.LanguageModels.Budgets;
using Steward.LanguageModels.Caching;
using Steward.LanguageModels.Calling;
using Steward.LanguageModels.Prices;
using Steward.LanguageModels.Providers;
using Steward.LanguageModels.Routing;
using Steward.Platform;

namespace Steward.LanguageModels;

/// <summary>
/// The one way to a language model. Without any model everything here answers "unavailable" with the code <c>no_model</c>, and callers go on without one. Expected failures
/// are refusals, never exceptions. A call is no part of the caller's transaction: what it cost stays recorded when the caller rolls back.
/// </summary>
public sealed class ModelGateway
{
    /// <summary>Nothing to ask: no provider, or none that may be asked.</summary>
    public const string NoModel = "no_model";
    /// <summary>A limit forbids the call, and no free model could take it.</summary>
    public const string BudgetReached = "model_budget_reached";
    /// <summary>Everything that could be asked failed; the detail is the last one's.</summary>
    public const string Failed = "model_failed";
    /// <summary>The text is longer than the models that may be asked can read.</summary>
    public const string TooLong = "model_too_long";

    readonly PersonSetups setups;
    readonly Router router;
    readonly ChatAttempt attempt;
    readonly MeteredCall metered;
    readonly Flights flights;
    readonly Estimator estimator;
    readonly Ledger ledger;
    readonly Ids ids;
    readonly TimeProvider clock;

    internal ModelGateway(PersonSetups setups, Router router, ChatAttempt attempt, MeteredCall metered, Flights flights, Estimator estimator, Ledger ledger, Ids ids, TimeProvider clock)
    {
        this.setups = setups;
        this.router = router;
        this.attempt = attempt;
        this.metered = metered;
        this.flights = flights;
        this.estimator = estimator;
        this.ledger = ledger;
        this.ids = ids;
        this.clock = clock;
    }

    /// <summary>Whether a call of this kind has a model to go to now. A hint: the call itself may still fail.</summary>
    public async Task<bool> AvailableAsync(Guid personId, ModelTask task, CancellationToken cancel) => await FirstChoiceAsync(personId, task, cancel) is not null;

    /// <summary>Who would be asked first for an ordinary call of this kind; null: nobody.</summary>
    public async Task<Brain?> FirstChoiceAsync(Guid personId, ModelTask task, CancellationToken cancel)
    {
        var call = new ModelCall { PersonId = personId, Task = task, Messages = [new ChatMessage(ChatRole.User, "")], MaxOutputTokens = 1 };
        var targets = await router.ChooseAsync(await setups.OfAsync(personId, cancel), call, 0, cancel);
        return targets.InOrder is [var first, ..] && !first.Provider.Line.Broken ? new Brain(first.Model, first.Provider.Name, first.Local) : null;
    }

    /// <summary>
    /// Asks the first model of the route that can be asked, and the next one when it fails. A limit that is reached leaves the models that cost nothing; without one the call
    /// is refused before anything is sent.
    /// </summary>
    public async Task<Result<ModelAnswer>> AskAsync(ModelCall call, CancellationToken cancel)
    {
        if (!call.Cacheable)
            return await RunAsync(call, null, cancel);
        var began = clock.GetUtcNow();
        var (result, shared) = await flights.RunAsync(call.PersonId, CacheKey.Of(call, ""), token => RunAsync(call, null, token), cancel);
        if (!shared || !result.Ok || result.Value.Cached)
            return result;
        var answer = result.Value;
        await ledger.RecordAsync(new LedgerCall(ids.New(), call, answer.Provider, answer.Model, answer.Local, began), "cached", new TokenUse(0, 0), answer.Cost, null);
        return answer with { Cached = true, Cost = 0, Elapsed = clock.GetUtcNow() - began };
    }

    /// <summary>Text as it comes; the last part holds the answer or the refusal. Leaving the loop early cancels the call.</summary>
    public async IAsyncEnumerable<ModelPart> StreamAsync(ModelCall call, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var parts = Channel.CreateBounded<string>(64);
        var running = FillAsync();
        try
        {
            await foreach (var text in parts.Reader.ReadAllAsync(cancel))
                yield return new ModelPart(text);
            var result = await running;
            yield return result.Match(a => new ModelPart("", a), e => new ModelPart("", Error: e));
        }
        finally
        {
            await stop.CancelAsync();
            await running.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        async Task<Result<ModelAnswer>> FillAsync()
        {
            try
            {
                return await RunAsync(call, text => parts.Writer.WriteAsync(text, stop.Token), stop.Token);
            }
            finally
            {
                parts.Writer.Complete();
            }
        }
    }

    /// <summary>Vectors of one model, in the order of the texts. A model's vectors are comparable only with its own: keep its name with them.</summary>
    public async Task<Result<ModelVectors>> EmbedAsync(Guid personId, IReadOnlyList<string> texts, Sensitivity sensitivity, CancellationToken cancel)
    {
        var call = new ModelCall
        {
            PersonId = personId, Task = ModelTask.Embed, Messages = [.. texts.Select(t => new ChatMessage(ChatRole.User, t))], MaxOutputTokens = 0, Sensitivity = sensitivity,
        };
        return await TryInOrderAsync(call, async (setup, target) =>
            target.Provider.Provider.Embeddings(target.Model) is { } generator
                ? await metered.RunAsync(setup, target, call, token => EmbedAsync(target, generator, call, texts, token), cancel)
                : new Outcome<ModelVectors>(null, 0, Error.Unavailable(NoModel, $"{target.Provider.Name} makes no embeddings.")), (vectors, cost, _) => vectors with { Cost = cost }, cancel);
    }

    /// <summary>What these calls would cost and how long they would take, each and in total, with cheaper ways. Nothing is asked and nothing reserved.</summary>
    public Task<ModelEstimate> EstimateAsync(Guid personId, IReadOnlyList<ModelCall> calls, CancellationToken cancel) => estimator.EstimateAsync(personId, calls, cancel);

    Task<Result<ModelAnswer>> RunAsync(ModelCall call, Func<string, ValueTask>? onText, CancellationToken cancel)
    {
        var said = false;
        Func<string, ValueTask>? hear = onText is null ? null : text =>
        {
            said = true;
            return onText(text);
        };
        return TryInOrderAsync(call, async (setup, target) => said ? null : await attempt.RunAsync(setup, target, call, hear, cancel), (answer, _, note) => answer with { Note = note }, cancel);
    }

    async Task<Result<T>> TryInOrderAsync<T>(ModelCall call, Func<PersonSetup, Target, Task<Outcome<T>?>> attempt, Func<T, decimal, string?, T> finish, CancellationToken cancel) where T : class
    {
        if (Refused(call) is { } wrong)
            return wrong;
        var setup = await setups.OfAsync(call.PersonId, cancel);
        var targets = await router.ChooseAsync(setup, call, TokenCount.Estimate(call), cancel);
        Error? limit = null, failure = null;
        foreach (var target in targets.InOrder)
        {
            if (await attempt(setup, target) is not { } outcome)
                break;
            if (outcome.Value is { } value)
                return finish(value, outcome.Cost, limit is null ? null : $"{limit.Detail} {target.Name} took it instead.");
            if (outcome.OverBudget)
                limit ??= outcome.Error;
            else
                failure = outcome.Error;
        }
        return limit ?? failure ?? Error.Unavailable(targets.TooLong ? TooLong : NoModel, targets.Why);
    }

    static Error? Refused(ModelCall call) =>
        call.Messages.Count == 0 ? Error.Invalid("messages", "There is nothing to ask.")
        : call.MaxOutputTokens is < 0 or > 200_000 ? Error.Invalid("maxOutputTokens", "An answer has between 1 and 200,000 tokens.")
        : call.Messages.SelectMany(m => m.Contents).FirstOrDefault(c => c is not (TextContent or FunctionCallContent or FunctionResultContent)) is { } other
            ? Error.Invalid("messages", $"A message can hold text, tool calls and their results, not {other.GetType().Name}: its size in tokens is not known.")
        : null;

    static async Task<Measured<ModelVectors>> EmbedAsync(Target target, IEmbeddingGenerator<string, Embedding<float>> generator, ModelCall call, IReadOnlyList<string> texts, CancellationToken cancel)
    {
        var made = await generator.GenerateAsync(texts, cancellationToken: cancel);
        var use = made.Usage?.InputTokenCount is { } input ? new TokenUse((int)input, 0) : new TokenUse(TokenCount.Estimate(call), 0, Estimated: true);
        var vectors = new ModelVectors([.. made.Select(e => e.Vector)], target.Provider.Name, target.Model, target.Local, use, 0);
        return new Measured<ModelVectors>(vectors, use, made.Count == texts.Count ? null : new ModelException(ModelFailure.BadAnswer, $"{target.Provider.Name} made {made.Count} vectors of {texts.Count} texts."));
    }
}
