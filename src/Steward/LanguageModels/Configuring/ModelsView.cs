using Microsoft.EntityFrameworkCore;
using Steward.LanguageModels.Budgets;
using Steward.LanguageModels.Prices;
using Steward.LanguageModels.Providers;
using Steward.LanguageModels.Routing;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.LanguageModels.Configuring;

/// <param name="Brains">Who would be asked first, per task; a task that is missing has nobody.</param>
sealed record ModelsView(
    IReadOnlyList<ModelProviderView> Providers, IReadOnlyList<RouteView> Routes, IReadOnlyList<BrainView> Brains, bool LocalOnly, LimitsView Limits, IReadOnlyList<TierView> Tiers,
    IReadOnlyList<ModelPreset> Presets, bool MayOperate);

enum ProviderHealth { Unchecked, Ready, Unreachable, Failing, Off }

/// <param name="Id">Null: it serves everybody and is set up outside this page.</param>
sealed record ModelProviderView(
    Guid? Id, string Name, string Kind, string? BaseUrl, bool Local, string? KeyHint, string? DefaultModel, int? MaxConcurrent, ProviderHealth Health, string? Error, DateTimeOffset? CheckedAt,
    IReadOnlyList<ModelInfo> Models, bool CanPull);

sealed record RouteView(ModelTask Task, Level Level, IReadOnlyList<string> Candidates, bool Changed);

sealed record BrainView(ModelTask Task, string Provider, string Model, bool Local);

/// <summary>The person's own, where they have any; the tier's hold besides. US dollars.</summary>
sealed record LimitsView(string Tier, decimal? PerDay, decimal? PerHour, decimal? PerRun);

sealed record TierView(string Name, decimal PerDay, decimal PerHour, decimal PerRun);

sealed record PriceView(Guid? Id, string Provider, string Model, DateOnly ValidFrom, decimal Input, decimal Output);

sealed record PricesView(string Source, IReadOnlyList<PriceView> Items);

sealed class ReadModels(StewardDbContext db, PersonSetups setups, ModelGateway gateway)
{
    public async Task<ModelsView> ExecuteAsync(Guid personId, CancellationToken cancel)
    {
        var setup = await setups.OfAsync(personId, cancel);
        var rows = await db.Set<ProviderRow>().AsNoTracking().Where(p => p.PersonId == personId).OrderBy(p => p.CreatedAt).ToListAsync(cancel);
        var providers = new List<ModelProviderView>();
        foreach (var provider in setup.Providers)
            providers.Add(await ViewAsync(provider, rows.Find(r => r.Id == provider.Id), cancel));
        providers.AddRange(rows.Where(r => setup.Providers.All(p => p.Id != r.Id)).Select(r => new ModelProviderView(
            r.Id, r.Name, r.Kind, r.BaseUrl, r.Reach == Reach.ThisMachine, r.KeyHint, r.DefaultModel, r.MaxConcurrent, r.Enabled ? ProviderHealth.Failing : ProviderHealth.Off, r.Enabled ? Why(r) : null, null, [], false)));

        var brains = new List<BrainView>();
        foreach (var task in Enum.GetValues<ModelTask>())
        {
            if (await gateway.FirstChoiceAsync(personId, task, cancel) is { } brain)
                brains.Add(new BrainView(task, brain.Provider!, brain.Name, brain.Local));
        }
        var choices = await db.Set<Choices>().AsNoTracking().SingleOrDefaultAsync(c => c.PersonId == personId, cancel) ?? new Choices { PersonId = personId };
        var tiers = await db.Set<Tier>().AsNoTracking().OrderBy(t => t.PerDay).Select(t => new TierView(t.Name, t.PerDay, t.PerHour, t.PerRun)).ToListAsync(cancel);
        return new ModelsView(providers, Routes(setup), brains, choices.LocalOnly, new LimitsView(choices.Tier, choices.PerDay, choices.PerHour, choices.PerRun), tiers, ModelPreset.All,
            await Operators.IsOneAsync(db, personId, cancel));
    }

    public async Task<PricesView> PricesAsync(Guid personId, CancellationToken cancel) =>
        new(PriceTable.Source, [.. (await setups.OfAsync(personId, cancel)).Prices.Lines.Select(p => new PriceView(p.OwnId, p.Provider, p.Model, p.ValidFrom, p.Input, p.Output))]);

    /// <summary>A local provider is looked at; a cloud one only tells what its last use or test showed: opening a page sends nothing out.</summary>
    static async Task<ModelProviderView> ViewAsync(OpenProvider provider, ProviderRow? row, CancellationToken cancel)
    {
        var listing = provider.Local ? await provider.Line.ListAsync(provider.Provider, anew: false, cancel) : provider.Line.Last;
        var health = provider.Line.Broken ? ProviderHealth.Failing : listing is null ? ProviderHealth.Unchecked : listing.Error is not null ? ProviderHealth.Unreachable : ProviderHealth.Ready;
        return new ModelProviderView(provider.Id, provider.Name, provider.Provider.Kind, row?.BaseUrl, provider.Local, row?.KeyHint, row?.DefaultModel, row?.MaxConcurrent, health, listing?.Error, listing?.At,
            listing?.Models ?? [], provider.Provider.Kind == "ollama");
    }

    string? Why(ProviderRow row)
    {
        try
        {
            setups.OpenOrSay(row);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    static List<RouteView> Routes(PersonSetup setup) =>
        [.. from task in Enum.GetValues<ModelTask>() from level in Enum.GetValues<Level>() where task != ModelTask.Embed || level == Level.Light
            select new RouteView(task, level, setup.Route(task, level), setup.Routes.Any(r => r.Task == task && r.Level == level))];
}
