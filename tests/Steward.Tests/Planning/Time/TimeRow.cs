using System.Globalization;
using Steward.Planning;

namespace Steward.Tests.Planning.Time;

/// <summary>One row of evals/time.tsv, and whether the resolver reads it as written there.</summary>
/// <param name="Text">What is asked, without the brackets that mark the span.</param>
/// <param name="Span">The exact span that must be found, when the row marks one.</param>
sealed record TimeRow(string Family, string Text, (int Start, int End)? Span, string Kind, string Expected, Dictionary<string, string> Options)
{
    const string Now = "2026-11-18T09:00:00Z"; // Wednesday, 10:00 in Berlin

    public static IReadOnlyList<TimeRow> ReadAll()
    {
        var rows = new List<TimeRow>();
        foreach (var (family, cells) in EvalTable.ReadFamilies("time.tsv"))
        {
            var (open, close) = (cells[0].IndexOf('[', StringComparison.Ordinal), cells[0].IndexOf(']', StringComparison.Ordinal));
            var marked = open >= 0 && close > open;
            var text = marked ? cells[0].Remove(close, 1).Remove(open, 1) : cells[0];
            rows.Add(new TimeRow(family, text, marked ? (open, close - 1) : null, cells[1], cells[2], EvalTable.Options(cells.ElementAtOrDefault(3))));
        }
        return rows;
    }

    public TimeQuestion Question => new(Text, DateTimeOffset.Parse(Options.GetValueOrDefault("now", Now), CultureInfo.InvariantCulture),
        Options.GetValueOrDefault("zone", "Europe/Berlin"), Options.GetValueOrDefault("locale", "en-US"), Options.GetValueOrDefault("lean"));

    public bool IsRight(IReadOnlyList<TimeExpression> found) => Kind == "none" ? found.Count == 0 : (Span is not null || found.Count == 1) && found.Any(Matches);

    bool Matches(TimeExpression e) => Name(e) == Kind && Shown(e) == Expected
        && (Span is not { } span || (e.Start, e.End) == span)
        && (!Options.TryGetValue("alt", out var alternative) || e.Alternatives?.Contains(alternative) == true)
        && (!Options.TryGetValue("note", out var note) || e.Note?.Contains(note, StringComparison.Ordinal) == true);

    public string Describe(IReadOnlyList<TimeExpression> found) =>
        $"{Family}: {Text} [{string.Join(';', Options.Select(o => $"{o.Key}={o.Value}"))}]: wanted {Kind} {Expected}, found "
        + string.Join(" | ", found.Select(e => $"“{e.Text}” {Name(e)} {Shown(e)} alt {string.Join(',', e.Alternatives ?? [])} note {e.Note}"));

    static string Name(TimeExpression e) => e.Kind.ToString().ToLowerInvariant();

    static string Shown(TimeExpression e) => e.Kind switch
    {
        TimeKind.Duration => e.Duration!,
        TimeKind.Set => $"{e.Rrule} {e.Value}",
        TimeKind.DateRange or TimeKind.TimeRange or TimeKind.DateTimeRange => $"{Trim(e.From)}/{Trim(e.To)}",
        _ => Trim(e.Value),
    };

    static string Trim(string? value) => value is null ? "" : value.Length == 19 && value.EndsWith(":00", StringComparison.Ordinal) ? value[..16] : value;
}
