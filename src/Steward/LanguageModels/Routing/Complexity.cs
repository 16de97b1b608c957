namespace Steward.LanguageModels.Routing;

/// <summary>How hard a call is, from 0 to 1, judged by what it asks for and never by what the text says: a mail cannot talk itself into a dearer model.</summary>
static class Complexity
{
    const double Light = 0.3, Complex = 0.7;

    public static double Of(ModelCall call, int inputTokens) => call.Complexity is { } given ? Math.Clamp(given, 0, 1) : Math.Clamp(
        Base(call.Task) + Math.Min(0.3, inputTokens / 32_000.0 * 0.3) + Math.Min(0.2, call.Tools.Count * 0.01) + (call.Schema is null ? 0 : 0.05), 0, 1);

    public static Level LevelOf(double complexity) => complexity < Light ? Level.Light : complexity < Complex ? Level.Middling : Level.Complex;

    static double Base(ModelTask task) => task switch
    {
        ModelTask.Embed => 0,
        ModelTask.Classify => 0.1,
        ModelTask.Extract => 0.2,
        ModelTask.Summarise => 0.3,
        ModelTask.Write => 0.45,
        ModelTask.Code => 0.5,
        ModelTask.Plan => 0.65,
    };
}
