using System.Collections.Concurrent;
using System.Globalization;
using Steward.Proof;
using Steward.Testing;
using Steward.Workflows.Checkpoints;

namespace Steward.Tests.Runs.Proof;

/// <summary>
/// Every command that a worker sends to PostgreSQL while it takes one run from its start to its end is a numbered fault point, and so is every outside call. At
/// each of them, before and after, the connection is cut, the database refuses, or the process is killed; the run must end as the undisturbed one did.
/// </summary>
public sealed class FaultSweepTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    const int Lanes = 8;

    static readonly RunEnd Undisturbed = new(RunStatus.Completed, null, string.Join(' ', ProofWorkflow.Expected), string.Join(' ', ProofWorkflow.Effects), "Keyed 1 Plain 1 Searched 1");

    [Fact]
    public async Task Whatever_command_or_outside_call_fails_the_run_ends_as_the_undisturbed_one()
    {
        await ProofSchema.CreateAsync(database.Source);
        var lanes = new ConcurrentBag<SweepLane>(await Task.WhenAll(Enumerable.Range(0, Lanes).Select(number => new SweepLane(database.ConnectionString, number).StartAsync())));
        try
        {
            var first = lanes.First();
            Assert.Equal(Undisturbed, await first.RunAsync(null));
            // Polls come in between by chance, so one run sends a few more or fewer than the other.
            var (commands, calls) = (first.CommandsOfLast, first.Calls);
            Assert.InRange(commands, 20, 300);
            Assert.Equal(3, calls);

            var cases = new List<(string Name, Func<SweepLane, Task<RunEnd>> Run)>();
            foreach (var after in new[] { false, true })
            {
                foreach (var kind in new[] { FaultKind.Cut, FaultKind.Error })
                {
                    for (var point = 1; point <= commands; point++)
                    {
                        var fault = new Fault(point, after, kind);
                        cases.Add((fault.ToString(), lane => lane.RunAsync(fault)));
                    }
                    for (var call = 1; call <= calls; call++)
                    {
                        var (at, where) = (call, after ? "after" : "before");
                        cases.Add((string.Create(CultureInfo.InvariantCulture, $"outside call {at} {where} {kind}"), lane => lane.RunWithOutsideFaultAsync(at, where, kind)));
                    }
                }
            }
            var wrong = new ConcurrentQueue<string>();
            var fired = 0;
            await Parallel.ForEachAsync(cases, new ParallelOptions { MaxDegreeOfParallelism = Lanes }, async (one, _) =>
            {
                if (!lanes.TryTake(out var lane))
                    throw new InvalidOperationException("More cases at once than lanes.");
                var end = await one.Run(lane);
                if (lane.Fired || one.Name.StartsWith("outside", StringComparison.Ordinal))
                    Interlocked.Increment(ref fired);
                if (end != Undisturbed)
                    wrong.Enqueue($"{one.Name}: {end}");
                lanes.Add(lane);
            });
            TestContext.Current.TestOutputHelper!.WriteLine($"{commands} commands and {calls} outside calls; {cases.Count} faults, {fired} of them fired");
            Assert.True(wrong.IsEmpty, string.Join("\n", wrong.Take(20)));
            var unsound = await HistoryCheck.FindAsync(database.Source);
            Assert.True(unsound.Count == 0, string.Join("\n", unsound.Take(20)));
            Assert.True(fired > cases.Count * 9 / 10, $"Only {fired} of {cases.Count} faults fired.");
        }
        finally
        {
            foreach (var lane in lanes)
                await lane.DisposeAsync();
        }
    }
}
