using Polly.CircuitBreaker;
using Steward.LanguageModels.Budgets;
using Steward.LanguageModels.Prices;
using Steward.LanguageModels.Providers;
using Steward.LanguageModels.Routing;
using Steward.Platform;

namespace Steward.LanguageModels.Calling;

/// <summary>What a provider gave, and what it took.</summary>
/// <param name="Fault">It answered, and the answer is of no use: it is paid for all the same.</param>
sealed record Measured<T>(T Value, TokenUse Use, ModelException? Fault = null);

/// <summary>How one attempt at one target went. Exactly one of <see cref="Value"/> and <see cref="Error"/> is set.</summary>
/// <param name="OverBudget">Nothing was asked: a limit forbids it.</param>
sealed record Outcome<T>(T? Value, decimal Cost, Error? Error, bool OverBudget = false) where T : class;

/// <summary>
/// One attempt: reserve what it can cost at most, wait for a place, ask through the provider's breaker, settle what it did cost. Whatever happens in between (failure,
/// time-out, cancellation, a bug) is settled; only the end of the process leaves it to <see cref="TidyModels"/>.
/// </summary>
sealed class MeteredCall(Ledger ledger, BudgetNotices notices, ModelTape tape, Ids ids, TimeProvider clock)
{
    public async Task<Outcome<T>> RunAsync<T>(PersonSetup setup, Target target, ModelCall call, Func<CancellationToken, Task<Measured<T>>> ask, CancellationToken cancel) where T : class
    {
        var now = clock.GetUtcNow();
        var entry = new LedgerCall(ids.New(), call, target.Provider.Name, target.Model, target.Local, now);
        var price = setup.Prices.Of(target.Provider.Name, target.Model, target.Local, setup.Day(now));
        var most = price.Cost(TokenCount.UpperBound(call), call.MaxOutputTokens);
        if (most > 0)
        {
            var reserved = await ledger.ReserveAsync(entry, TokenCount.Estimate(call), most, setup.DayStart(now), cancel);
            if (reserved.Tell)
                await notices.TellAsync(call.PersonId, reserved, cancel);
            if (reserved.RefusedBy is not null)
                return new Outcome<T>(null, 0, BudgetNotices.Refusal(reserved), OverBudget: true);
        }

        TokenUse nothing = new(TokenCount.Estimate(call), 0, Estimated: true);
        var asked = false;
        try
        {
            var measured = await target.Provider.Line.Pipeline.ExecuteAsync(async token => await InPlaceAsync(target, call.PersonId, t =>
            {
                asked = true;
                return ask(t);
            }, token), cancel);
            var cost = price.Cost(measured.Use.Input, measured.Use.Output);
            await CloseAsync(entry, most, measured.Use, cost, price.Assumed, measured.Fault?.Message);
            return measured.Fault is { } fault ? new Outcome<T>(null, cost, Failed(fault)) : new Outcome<T>(measured.Value, cost, null);
        }
        catch (ModelException e)
        {
            await CloseAsync(entry, most, nothing, e.MayHaveCost ? most : 0, assumed: true, e.Message);
            return new Outcome<T>(null, 0, Failed(e));
        }
        catch (BrokenCircuitException)
        {
            var message = $"{target.Provider.Name} has been failing and is not asked for half a minute.";
            await CloseAsync(entry, most, nothing, 0, assumed: true, message);
            return new Outcome<T>(null, 0, Error.Unavailable(ModelGateway.Failed, message));
        }
        catch (OperationCanceledException)
        {
            await CloseAsync(entry, most, nothing, asked ? most : 0, assumed: true, "Cancelled before the answer arrived; the most that it can have cost is counted.");
            throw;
        }
        catch
        {
            await CloseAsync(entry, most, nothing, most, assumed: true, "Steward failed during this call; the most that it can have cost is counted.");
            throw;
        }
    }

    async Task<Measured<T>> InPlaceAsync<T>(Target target, Guid personId, Func<CancellationToken, Task<Measured<T>>> ask, CancellationToken cancel)
    {
        var places = target.Provider.Line.Places;
        if (!await places.WaitAsync(CallLimits.Wait, cancel))
            throw new ModelException(ModelFailure.Unavailable, $"{target.Provider.Name} is busy with other calls.");
        try
        {
            tape.CallsAreOf(personId);
            using var limit = new CancellationTokenSource(target.Local ? CallLimits.Local : CallLimits.Cloud, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
            try
            {
                return await ask(either.Token);
            }
            catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
            {
                throw new ModelException(ModelFailure.TimedOut, $"{target.Provider.Name} did not answer in time.", inner: e);
            }
        }
        finally
        {
            places.Release();
        }
    }

    Task CloseAsync(LedgerCall entry, decimal reserved, TokenUse use, decimal cost, bool assumed, string? error) => reserved > 0
        ? ledger.SettleAsync(entry, use, cost, use.Estimated || assumed, error)
        : ledger.RecordAsync(entry, error is null ? "done" : "failed", use, 0, error);

    static Error Failed(ModelException e) => Error.Unavailable(e.Failure == ModelFailure.TooLong ? ModelGateway.TooLong : ModelGateway.Failed, e.Message);
}
