using System.Text.Json;
using Steward.Platform;

namespace Steward.LanguageModels.Prices;

/// <param name="Input">US dollars for a million tokens.</param>
/// <param name="Assumed">Nobody told this model's price: the table's highest stands in, so that a limit errs on the safe side.</param>
sealed record PriceLine(string Provider, string Model, DateOnly ValidFrom, decimal Input, decimal Output, bool Assumed = false, Guid? OwnId = null)
{
    public decimal Cost(int inputTokens, int outputTokens) => (inputTokens * Input + outputTokens * Output) / 1_000_000m;
}

/// <summary>
/// The price of a model on a day. A person's own lines come before the default ones. A model that the table knows without its release date ("gpt-4o" for
/// "gpt-4o-2024-11-20") has that price. Input that the provider had cached is counted at the full price.
/// </summary>
sealed class PriceTable(IEnumerable<PriceLine> own)
{
    sealed record Amounts(decimal Input, decimal Output);

    sealed record File(int Version, string Source, Amounts Unknown, PriceLine[] Prices);

    static readonly File Defaults = Read();

    readonly PriceLine[] own = [.. own];

    public static string Source => Defaults.Source;

    public IReadOnlyList<PriceLine> Lines => [.. own, .. Defaults.Prices];

    public PriceLine Of(string provider, string model, bool local, DateOnly day) =>
        local ? new PriceLine(provider, model, day, 0, 0)
        : Best(own, provider, model, day) ?? Best(Defaults.Prices, provider, model, day)
        ?? new PriceLine(provider, model, day, Defaults.Unknown.Input, Defaults.Unknown.Output, Assumed: true);

    static PriceLine? Best(PriceLine[] lines, string provider, string model, DateOnly day) => lines
        .Where(l => l.Provider == provider && l.ValidFrom <= day && Is(model, l.Model))
        .OrderByDescending(l => l.Model.Length).ThenByDescending(l => l.ValidFrom).FirstOrDefault();

    static bool Is(string model, string known) => model == known
        || (model.Length > known.Length + 1 && model.StartsWith(known, StringComparison.Ordinal) && (model[known.Length] is '-' or '@') && model[(known.Length + 1)..].All(c => char.IsAsciiDigit(c) || c == '-'));

    static File Read()
    {
        using var stream = typeof(PriceTable).Assembly.GetManifestResourceStream("models/prices.json")!;
        return JsonSerializer.Deserialize<File>(stream, Json.Options)!;
    }
}
