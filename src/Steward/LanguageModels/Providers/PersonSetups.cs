using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using Steward.Accounts;
using Steward.LanguageModels.Prices;
using Steward.LanguageModels.Routing;
using Steward.Platform;

namespace Steward.LanguageModels.Providers;

/// <summary>
/// Reads what a person has set up. Each call asks the database for the version and the pin only (one row by its key), so a change counts from the next call on, in every
/// process; the rest is remembered while the version stands still, for a minute at most.
/// </summary>
sealed class PersonSetups(
    NpgsqlDataSource database, IServiceScopeFactory scopes, IEnumerable<IModelProvider> shared, IEnumerable<IModelProviderKind> kinds, ProviderLines lines, ProviderKeys keys, TimeProvider clock)
{
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<Guid, PersonSetup> known = new();
    readonly IReadOnlyList<IModelProvider> shared = [.. shared];

    /// <summary>Those that serve everybody.</summary>
    public IReadOnlyList<OpenProvider> Shared => [.. shared.Select(p => new OpenProvider(p, lines.Of(p)))];

    public async Task<PersonSetup> OfAsync(Guid personId, CancellationToken cancel)
    {
        var (version, localOnly) = await VersionAsync(personId, cancel);
        if (known.TryGetValue(personId, out var setup) && setup.Version == version && clock.GetUtcNow() - setup.ReadAt < Longest)
            return setup with { LocalOnly = localOnly };
        return known[personId] = await ReadAsync(personId, version, localOnly, cancel);
    }

    async Task<(long Version, bool LocalOnly)> VersionAsync(Guid personId, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("SELECT version, local_only FROM models.choices WHERE person_id = $1");
        command.Parameters.AddWithValue(personId);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? (reader.GetInt64(0), reader.GetBoolean(1)) : (0, false);
    }

    async Task<PersonSetup> ReadAsync(Guid personId, long version, bool localOnly, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StewardDbContext>();
        var rows = await db.Set<ProviderRow>().AsNoTracking().Where(p => p.PersonId == personId).OrderBy(p => p.CreatedAt).ToListAsync(cancel);
        var routes = await db.Set<Route>().AsNoTracking().Where(r => r.PersonId == personId).ToListAsync(cancel);
        var prices = await db.Set<Price>().AsNoTracking().Where(p => p.PersonId == personId)
            .Select(p => new PriceLine(p.Provider, p.Model, p.ValidFrom, p.Input, p.Output, false, p.Id)).ToListAsync(cancel);
        var zone = (await scope.ServiceProvider.GetRequiredService<PersonSettingsReader>().GetAsync(personId, cancel)).Zone;
        // One's own provider stands in the place of a shared one of the same name, also while it is switched off.
        var own = rows.Where(r => r.Enabled).Select(Open).OfType<OpenProvider>();
        var others = Shared.Where(s => rows.TrueForAll(r => r.Name != s.Name));
        return new PersonSetup(personId, version, localOnly, [.. own, .. others], routes, new PriceTable(prices), DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? DateTimeZone.Utc, clock.GetUtcNow());
    }

    /// <summary>Null: its kind is no longer known, or its address or key cannot be used; the page says so when it is tested.</summary>
    OpenProvider? Open(ProviderRow row)
    {
        try
        {
            return OpenOrSay(row);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <exception cref="FormatException">Why it cannot be opened, for a person.</exception>
    public OpenProvider OpenOrSay(ProviderRow row)
    {
        var kind = kinds.FirstOrDefault(k => k.Kind == row.Kind) ?? throw new FormatException($"Steward does not know the kind {row.Kind}.");
        var address = new ProviderAddress(row.Name, row.BaseUrl is null ? null : new Uri(row.BaseUrl), keys.Open(row), row.Reach);
        return new OpenProvider(kind.Open(address), lines.Of(row), row.Id, row.DefaultModel);
    }
}
