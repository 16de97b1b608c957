namespace Steward.Bench;

/// <summary>Prints each figure when it is known, and keeps all for the JSON line.</summary>
sealed class Report(bool json)
{
    public SortedDictionary<string, double> Figures { get; } = new(StringComparer.Ordinal);

    public void Section(string title) => Write($"\n{title}");

    /// <param name="bound">The most that is asked for, when it is.</param>
    /// <param name="atLeast">The least that is asked for, when it is.</param>
    public void Add(string name, double value, string unit, double? bound = null, double? atLeast = null)
    {
        Figures[name] = Math.Round(value, 3);
        var verdict = bound is { } most ? Verdict("≤", most, value <= most) : atLeast is { } least ? Verdict("≥", least, value >= least) : "";
        Write($"  {name,-52} {value,12:#,0.0##} {unit}{verdict}");

        static string Verdict(string sign, double asked, bool met) => $"   (asked: {sign} {asked:0.##}, {(met ? "met" : "NOT MET")})";
    }

    void Write(string line) => (json ? Console.Error : Console.Out).WriteLine(line);

    public static double Percentile(List<double> values, double p)
    {
        values.Sort();
        return values.Count == 0 ? double.NaN : values[Math.Min(values.Count - 1, (int)Math.Ceiling(values.Count * p) - 1)];
    }
}
