using Steward.LanguageModels.Providers;

namespace Steward.LanguageModels.Routing;

/// <summary>One model of one provider to try.</summary>
sealed record Target(OpenProvider Provider, string Model)
{
    public string Name => $"{Provider.Name}/{Model}";
    public bool Local => Provider.Local;
}

/// <param name="Why">For a person: what stands in the way when there are no targets.</param>
/// <param name="TooLong">Some model would have been asked if it could read as much.</param>
sealed record Targets(IReadOnlyList<Target> InOrder, Level Level, string Why, bool TooLong);

/// <summary>
/// Turns a route into models that can be asked now, in order: providers that the person has, models that a local provider has installed, contexts that are long enough,
/// nothing off this machine when it may not leave it, and nothing that is known to be failing unless there is nothing else.
/// </summary>
sealed class Router
{
    public async Task<Targets> ChooseAsync(PersonSetup setup, ModelCall call, int tokens, CancellationToken cancel)
    {
        var level = call.Task == ModelTask.Embed ? Level.Light : Complexity.LevelOf(Complexity.Of(call, tokens));
        var stay = setup.LocalOnly || call.Sensitivity == Sensitivity.LocalOnly;
        var found = new List<Target>();
        var tooLong = false;
        foreach (var candidate in setup.Route(call.Task, level).Select(Candidate.Read).OfType<Candidate>())
        {
            foreach (var provider in setup.Providers.Where(p => Fits(candidate, p) && (p.Local || !stay)))
            {
                foreach (var (model, context) in await ModelsAsync(provider, candidate, call.Task, level, cancel))
                {
                    if (tokens + call.MaxOutputTokens > context)
                        tooLong = true;
                    else if (!found.Exists(t => t.Provider == provider && t.Model == model))
                        found.Add(new Target(provider, model));
                }
            }
        }
        return new Targets([.. found.Where(t => !t.Provider.Line.Broken), .. found.Where(t => t.Provider.Line.Broken)], level, Why(setup, stay, tooLong), tooLong);
    }

    static bool Fits(Candidate candidate, OpenProvider provider) =>
        candidate.Provider switch { Candidate.AnyLocal => provider.Local, Candidate.AnyCloud => !provider.Local, var name => provider.Name == name };

    /// <summary>A cloud provider's models are taken at their word: asking for the list at every call would cost a call, and one that is not there is noticed by its answer.</summary>
    static async Task<IEnumerable<(string Model, int? Context)>> ModelsAsync(OpenProvider provider, Candidate candidate, ModelTask task, Level level, CancellationToken cancel)
    {
        var named = candidate.Model == Candidate.AnyModel ? (task == ModelTask.Embed ? null : provider.DefaultModel) : candidate.Model;
        if (!provider.Local)
            return named is null ? [] : [(named, provider.Line.Last?.Find(named)?.ContextTokens)];
        var listing = await provider.Line.ListAsync(provider.Provider, anew: false, cancel);
        var models = named is null ? BySize(listing.Models, task, level) : listing.Find(named) is { } one ? [one] : [];
        return models.Select(m => (m.Id, m.ContextTokens));
    }

    /// <summary>Those nearest to the size that the level wants first; for what is complex, the largest.</summary>
    static IEnumerable<ModelInfo> BySize(IReadOnlyList<ModelInfo> models, ModelTask task, Level level)
    {
        var fit = task == ModelTask.Embed ? models.Where(m => m.Embeds == true) : models.Where(m => m.Embeds != true);
        return level == Level.Complex ? fit.OrderByDescending(m => m.Billions ?? 0) : fit.OrderBy(m => Math.Abs(Math.Log((m.Billions ?? 8) / (level == Level.Light ? 3 : 8))));
    }

    static string Why(PersonSetup setup, bool stay, bool tooLong) =>
        tooLong ? "This is longer than any model that may be asked can read."
        : setup.Providers.Count == 0 ? "No language model is connected."
        : stay ? "This may only be read by a model on this machine, and none is there."
        : "No model that the routes name is there.";
}
