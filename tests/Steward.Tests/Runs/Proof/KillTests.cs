using System.Globalization;
using Steward.Proof;
using Steward.Testing;

namespace Steward.Tests.Runs.Proof;

/// <summary>Worker processes are killed (SIGKILL) again and again, at every named point of the engine and at random moments. The same loop, longer, is ./bench crash.</summary>
[Collection(typeof(Alone))]
public sealed class KillTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("STEWARD_KILLS"), CultureInfo.InvariantCulture, out var given) ? given : 200;

    [Fact]
    public async Task Killed_over_and_over_nothing_is_lost_and_nothing_happens_twice()
    {
        await ProofSchema.CreateAsync(database.Source);
        var seed = Environment.TickCount;
        var points = CrashPoints.OfTheEngine(Repository.Root);
        await using var loop = new KillLoop(database.ConnectionString, new KillPlan(Kills, points, seed));
        var report = await loop.RunAsync();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}\n{report}");

        Assert.Empty(report.Troubles);
        Assert.True(report.Unsound.Count == 0, string.Join("\n", report.Unsound.Take(20)));
        Assert.Equal((Kills, 0L, 0L, 0L, 0L, 0L, 0L, 0),
            (report.Kills, report.Lost, report.Failed, report.RepeatedTransactional, report.RepeatedKeyed, report.RepeatedSearched, report.Silent, report.DecidedWrongly));
        Assert.True(report.Cancelled > 0, "No run was cancelled.");
        Assert.True(report.Decided > 0, "No question was answered a hundred times at once.");
        Assert.True(report.RepeatedCalls > 0, "No kill hit an outside call: the loop does not test what it says.");
        Assert.Equal(points, report.AtPoints.Keys.Order(StringComparer.Ordinal));
    }
}
