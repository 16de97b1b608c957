using Microsoft.Extensions.AI;
using Steward.LanguageModels.Calling;
using Steward.LanguageModels.Providers;
using Steward.LanguageModels.Routing;
using Steward.Platform;

namespace Steward.LanguageModels.Configuring;

sealed record TestInput(string? Model);

/// <param name="Error">For a person; null when it answered.</param>
sealed record TestResult(bool Ok, string? Model, string? Error, int Milliseconds, int Models, decimal Cost);

/// <summary>Asks a provider for its models, and one of them for one word. It is a call like any other: it counts against the limits and stays within the pin.</summary>
sealed class TestProvider(PersonSetups setups, ChatAttempt attempt, TimeProvider clock)
{
    public async Task<Result<TestResult>> ExecuteAsync(Guid personId, string name, TestInput input, CancellationToken cancel)
    {
        var setup = await setups.OfAsync(personId, cancel);
        if (setup.Providers.FirstOrDefault(p => p.Name == name) is not { } provider)
            return Error.NotFound("provider");
        if (setup.LocalOnly && !provider.Local)
            return Error.Refused("local_only", "You have pinned your models to this machine: nothing was sent.");
        var began = clock.GetTimestamp();
        var listing = await provider.Line.ListAsync(provider.Provider, anew: true, cancel);
        var model = input.Model ?? provider.DefaultModel ?? (provider.Local ? null : DefaultFor(name)) ?? listing.Models.FirstOrDefault(m => m.Embeds != true)?.Id;
        if (listing.Error is not null || model is null)
            return Result(false, listing.Error ?? $"{name} has no model yet.", 0);
        var call = new ModelCall { PersonId = personId, Task = ModelTask.Classify, Messages = [new ChatMessage(ChatRole.User, "Answer with the one word: ready")], MaxOutputTokens = 256 };
        var outcome = await attempt.RunAsync(setup, new Target(provider, model), call, null, cancel);
        return Result(outcome.Value is not null, outcome.Error?.Detail, outcome.Cost);

        TestResult Result(bool ok, string? error, decimal cost) => new(ok, model, error, (int)clock.GetElapsedTime(began).TotalMilliseconds, listing.Models.Count, cost);
    }

    static string? DefaultFor(string provider) =>
        DefaultRoutes.Of(ModelTask.Classify, Level.Light).Select(Candidate.Read).FirstOrDefault(c => c?.Provider == provider && c.Model != Candidate.AnyModel)?.Model;
}
