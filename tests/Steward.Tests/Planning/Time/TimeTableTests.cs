using Steward.Planning;

namespace Steward.Tests.Planning.Time;

/// <summary>evals/time.tsv: the expression must be found in the text with its kind, value, and span where one is marked. Floors are per family.</summary>
public sealed class TimeTableTests(ITestOutputHelper output)
{
    const double Floor = 0.97;

    [Fact]
    public void Expressions_are_understood_above_the_floor_of_their_family()
    {
        var resolver = new TimeResolver(TimeProvider.System);
        var total = new Dictionary<string, (int Right, int All)>(StringComparer.Ordinal);
        foreach (var row in TimeRow.ReadAll())
        {
            var found = resolver.Resolve(row.Question).Value;
            var right = row.IsRight(found);
            var (r, all) = total.GetValueOrDefault(row.Family);
            total[row.Family] = (r + (right ? 1 : 0), all + 1);
            if (!right)
                output.WriteLine("MISS " + row.Describe(found));
        }
        foreach (var (family, (right, all)) in total)
            output.WriteLine($"{family,-28} {right}/{all} = {100.0 * right / all:0.0} %");
        output.WriteLine($"{"all",-28} {total.Values.Sum(t => t.Right)}/{total.Values.Sum(t => t.All)} = {100.0 * total.Values.Sum(t => t.Right) / total.Values.Sum(t => t.All):0.0} %");
        Assert.True(total.Values.Sum(t => t.All) >= 2200);
        Assert.All(total, t => Assert.True(t.Value.Right >= Floor * t.Value.All, $"{t.Key}: {t.Value.Right} of {t.Value.All}"));
    }
}
