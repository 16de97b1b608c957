using NodaTime;
using Steward.LanguageModels.Prices;
using Steward.LanguageModels.Routing;

namespace Steward.LanguageModels.Providers;

/// <summary>Everything that decides where a person's calls go, as it was at one version.</summary>
sealed record PersonSetup(Guid PersonId, long Version, bool LocalOnly, IReadOnlyList<OpenProvider> Providers, IReadOnlyList<Route> Routes, PriceTable Prices, DateTimeZone Zone, DateTimeOffset ReadAt)
{
    public IReadOnlyList<string> Route(ModelTask task, Level level) =>
        Routes.FirstOrDefault(r => r.Task == task && r.Level == level)?.Candidates ?? DefaultRoutes.Of(task, level);

    public DateTimeOffset DayStart(DateTimeOffset at) => Zone.AtStartOfDay(Instant.FromDateTimeOffset(at).InZone(Zone).Date).ToDateTimeOffset().ToUniversalTime();

    public DateOnly Day(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(Zone).Date.ToDateOnly();
}
