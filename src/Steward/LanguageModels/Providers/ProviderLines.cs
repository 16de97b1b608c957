using System.Collections.Concurrent;

namespace Steward.LanguageModels.Providers;

/// <summary>The lines of this process: one for each provider that serves everybody, and one for each that a person configured, until it is changed.</summary>
sealed class ProviderLines(TimeProvider clock) : IDisposable
{
    /// <summary>A machine's own models share its processor; a cloud's do not.</summary>
    public const int LocalPlaces = 2, CloudPlaces = 8;

    readonly ConcurrentDictionary<string, ProviderLine> lines = new(StringComparer.Ordinal);

    public ProviderLine Of(IModelProvider shared) => lines.GetOrAdd(shared.Name, _ => new ProviderLine(shared.Local ? LocalPlaces : CloudPlaces, clock));

    public ProviderLine Of(ProviderRow row) => lines.GetOrAdd(Key(row.Id, row.MaxConcurrent), _ => new ProviderLine(row.MaxConcurrent, clock));

    /// <summary>A changed provider begins with no history. Calls under way keep the old line.</summary>
    public void Forget(ProviderRow row) => lines.TryRemove(Key(row.Id, row.MaxConcurrent), out _);

    public void Dispose()
    {
        foreach (var line in lines.Values)
            line.Dispose();
    }

    static string Key(Guid id, int places) => $"{id:n}/{places}";
}
