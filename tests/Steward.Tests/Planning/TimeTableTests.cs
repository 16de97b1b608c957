using System.Globalization;
using Steward.Planning;

namespace Steward.Tests.Planning;

/// <summary>evals/time.tsv: text, kind, expected, options. The expression of that kind must be found in the text with that value.</summary>
public sealed class TimeTableTests(ITestOutputHelper output)
{
    const string Now = "2026-11-18T09:00:00Z"; // Wednesday, 10:00 in Berlin

    [Fact]
    public void Expressions_are_understood_above_the_floor_of_their_kind()
    {
        var resolver = new TimeResolver(TimeProvider.System);
        var total = new SortedDictionary<string, (int Right, int All)>(StringComparer.Ordinal);
        foreach (var row in EvalTable.Read("time.tsv"))
        {
            var (text, kind, expected) = (row[0], row[1], row[2]);
            var options = EvalTable.Options(row.ElementAtOrDefault(3));
            var question = new TimeQuestion(text, DateTimeOffset.Parse(options.GetValueOrDefault("now", Now), CultureInfo.InvariantCulture),
                options.GetValueOrDefault("zone", "Europe/Berlin"), options.GetValueOrDefault("locale", "en-US"), options.GetValueOrDefault("lean"));
            var found = resolver.Resolve(question).Value;
            var right = kind == "none" ? found.Count == 0 : found.Any(e => Matches(e, kind, expected));
            var (r, all) = total.GetValueOrDefault(kind);
            total[kind] = (r + (right ? 1 : 0), all + 1);
            if (!right)
                output.WriteLine($"MISS {text} [{row.ElementAtOrDefault(3)}]: wanted {kind} {expected}, found {string.Join(" | ", found.Select(e => $"{e.Text}: {Kind(e)} {Shown(e)}"))}");
        }
        foreach (var (kind, (right, all)) in total)
            output.WriteLine($"{kind,-14} {right}/{all} = {100.0 * right / all:0.0} %");
        Assert.True(total.Values.Sum(t => t.All) >= 200);
        Assert.All(total, t => Assert.True(t.Value.Right >= 0.95 * t.Value.All, $"{t.Key}: {t.Value.Right} of {t.Value.All}"));
    }

    static bool Matches(TimeExpression e, string kind, string expected) => Kind(e) == kind && Shown(e) == expected;

    static string Kind(TimeExpression e) => e.Kind.ToString().ToLowerInvariant();

    static string Shown(TimeExpression e) => e.Kind switch
    {
        TimeKind.Duration => e.Duration!,
        TimeKind.Set => $"{e.Rrule} {e.Value}",
        TimeKind.DateRange or TimeKind.TimeRange or TimeKind.DateTimeRange => $"{Trim(e.From)}/{Trim(e.To)}",
        _ => Trim(e.Value),
    };

    /// <summary>Whole minutes are written without seconds in the table.</summary>
    static string Trim(string? value) => value is null ? "" : value.Length == 19 && value.EndsWith(":00", StringComparison.Ordinal) ? value[..16] : value;
}
