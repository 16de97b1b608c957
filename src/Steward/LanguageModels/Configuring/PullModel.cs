using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Steward.LanguageModels.Providers;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.LanguageModels.Configuring;

sealed record PullInput(string Model);

/// <summary>
/// Has a provider fetch a model. It goes on when the page is left; how far it is comes as live events <c>model_pull</c>, once a second at most, and the last one says
/// whether it is there.
/// </summary>
sealed class PullModel(PersonSetups setups, IServiceScopeFactory scopes, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    public async Task<Result<PullInput>> StartAsync(Guid personId, string name, PullInput input, StewardDbContext db, CancellationToken cancel)
    {
        var setup = await setups.OfAsync(personId, cancel);
        if (setup.Providers.FirstOrDefault(p => p.Name == name) is not { } provider)
            return Error.NotFound("provider");
        if (input.Model is not { Length: > 0 and <= 200 } || input.Model.Any(char.IsWhiteSpace))
            return Error.Invalid("model", "The name of a model, such as llama3.2:3b.");
        if (!await Operators.IsOneAsync(db, personId, cancel))
            return Error.Refused("not_yours", "Models are put on this machine by those who run it.");
        if (provider.Provider.Pull(input.Model, lifetime.ApplicationStopping) is not { } progress)
            return Error.Refused("no_pull", $"{name} has its models already; they cannot be fetched.");
        _ = RunAsync(personId, provider, input.Model, progress);
        return input;
    }

    async Task RunAsync(Guid personId, OpenProvider provider, string model, IAsyncEnumerable<PullProgress> progress)
    {
        var told = clock.GetTimestamp() - clock.TimestampFrequency * 2;
        try
        {
            await foreach (var step in progress)
            {
                if (clock.GetElapsedTime(told) < Between)
                    continue;
                told = clock.GetTimestamp();
                await TellAsync(personId, new { provider = provider.Name, model, state = "running", status = step.Status, completed = step.Completed, total = step.Total });
            }
            await provider.Line.ListAsync(provider.Provider, anew: true, lifetime.ApplicationStopping);
            await TellAsync(personId, new { provider = provider.Name, model, state = "done" });
        }
        catch (ModelException e)
        {
            await TellAsync(personId, new { provider = provider.Name, model, state = "failed", error = e.Message });
        }
        catch (OperationCanceledException)
        {
            // Steward stops. The provider keeps what it has and goes on from there when it is asked again.
        }
    }

    async Task TellAsync<T>(Guid personId, T data)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<LiveEvents>().Stage(personId, "model_pull", null, data);
        await scope.ServiceProvider.GetRequiredService<StewardDbContext>().SaveChangesAsync(lifetime.ApplicationStopping);
    }
}
