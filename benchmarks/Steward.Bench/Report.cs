namespace Steward.Bench;

/// <summary>Prints each figure when it is known, and keeps all for the JSON line.</summary>
sealed class Report(bool json)
{
    public SortedDictionary<string, double> Figures { get; } = new(StringComparer.Ordinal);

    public void Section(string title) => Write($"\n{title}");

    /// <param name="bound">What the specification asks for, when it does.</param>
    public void Add(string name, double value, string unit, double? bound = null)
    {
        Figures[name] = Math.Round(value, 3);
        var verdict = bound is not { } b ? "" : value <= b ? $"   (asked: ≤ {b:0.##}, met)" : $"   (asked: ≤ {b:0.##}, NOT MET)";
        Write($"  {name,-52} {value,12:#,0.0##} {unit}{verdict}");
    }

    void Write(string line) => (json ? Console.Error : Console.Out).WriteLine(line);

    public static double Percentile(List<double> values, double p)
    {
        values.Sort();
        return values.Count == 0 ? double.NaN : values[Math.Min(values.Count - 1, (int)Math.Ceiling(values.Count * p) - 1)];
    }
}
