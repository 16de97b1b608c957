using System.Text.Json;
using Steward.Platform;

namespace Steward.LanguageModels;

/// <summary>A provider that is known by name: what its address is and whether it wants a key. Read from <c>Defaults/presets.json</c>.</summary>
/// <param name="Local">It usually runs on this machine.</param>
public sealed record ModelPreset(string Name, string Kind, string Title, Uri BaseUrl, bool NeedsKey, bool Local)
{
    public static IReadOnlyList<ModelPreset> All { get; } = Read();

    static ModelPreset[] Read()
    {
        using var stream = typeof(ModelPreset).Assembly.GetManifestResourceStream("models/presets.json")!;
        return JsonSerializer.Deserialize<ModelPreset[]>(stream, Json.Options)!;
    }
}
