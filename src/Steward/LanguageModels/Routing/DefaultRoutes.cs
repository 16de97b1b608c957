using System.Text.Json;
using Steward.Platform;

namespace Steward.LanguageModels.Routing;

/// <summary>The routes of <c>Defaults/routes.json</c>. A route without a task serves every task that has none of its own at that level.</summary>
static class DefaultRoutes
{
    sealed record Line(ModelTask? Task, Level Level, string[] Candidates);

    sealed record File(int Version, Line[] Routes);

    static readonly Line[] Lines = Read();

    public static IReadOnlyList<string> Of(ModelTask task, Level level) =>
        (Lines.FirstOrDefault(l => l.Task == task && l.Level == level) ?? Lines.FirstOrDefault(l => l.Task == task && task == ModelTask.Embed) ?? Lines.First(l => l.Task is null && l.Level == level)).Candidates;

    static Line[] Read()
    {
        using var stream = typeof(DefaultRoutes).Assembly.GetManifestResourceStream("models/routes.json")!;
        return JsonSerializer.Deserialize<File>(stream, Json.Options)!.Routes;
    }
}
