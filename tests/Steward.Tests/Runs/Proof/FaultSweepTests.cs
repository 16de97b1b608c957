using Steward.Proof;
using Steward.Testing;

namespace Steward.Tests.Runs.Proof;

/// <summary>A worker is ended, cut off or refused at every command that it sends; see <see cref="Sweep"/>. <c>./bench crash</c> does each of the three everywhere.</summary>
public sealed class FaultSweepTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Whatever_command_or_outside_call_fails_the_run_ends_as_the_undisturbed_one()
    {
        await ProofSchema.CreateAsync(database.Source);
        var report = await new Sweep(database.ConnectionString, thorough: false).RunAsync(database.Source);
        TestContext.Current.TestOutputHelper!.WriteLine(report.ToString());
        Assert.True(report.Wrong.Count == 0, string.Join("\n", report.Wrong.Take(20)));
        Assert.True(report.Unsound.Count == 0, string.Join("\n", report.Unsound.Take(20)));
        Assert.InRange(report.Commands.ToTheEnd, 40, 300);
        Assert.InRange(report.Commands.Back, 10, 100);
        Assert.Equal(3, report.Calls);
        // Polls come in between by chance, so one run sends a few more or fewer commands than the other.
        Assert.True(report.Fired > report.Cases * 9 / 10, $"Only {report.Fired} of {report.Cases} faults fired.");
    }
}
