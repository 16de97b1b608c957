using System.Collections.Concurrent;
using System.Globalization;
using Steward.Proof;
using Steward.Testing;
using Steward.Workflows.Checkpoints;

namespace Steward.Tests.Runs.Proof;

/// <summary>
/// Every command that a worker sends to PostgreSQL while it takes one run from its start to its end, or back after a cancellation, is a numbered fault point, and so is every
/// outside call. At each of them, before and after, the connection is cut, the database refuses, or the worker ends for good and another one takes over when its lease is over; the run must
/// end as the undisturbed one did.
/// </summary>
public sealed class FaultSweepTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    const int Lanes = 10;

    static readonly RunEnd Undisturbed = new(RunStatus.Completed, null, string.Join(' ', ProofWorkflow.Expected), string.Join(' ', ProofWorkflow.Effects), "Keyed 1 Plain 1 Searched 1");

    /// <summary>What was done until it waits for its signal, and the compensations of it.</summary>
    static readonly RunEnd UndisturbedBack = new(
        RunStatus.Cancelled, null, string.Join(' ', ProofWorkflow.Expected.TakeWhile(node => node != "heard")),
        "act ask inner/write item0 item1 item2 left stage undo act undo item0 undo item1 undo item2 undo left", "Keyed 1 Plain 1 Searched 1");

    sealed record Case(string Name, RunEnd Expected, Func<SweepLane, Task<RunEnd>> RunAsync);

    [Fact]
    public async Task Whatever_command_or_outside_call_fails_the_run_ends_as_the_undisturbed_one()
    {
        await ProofSchema.CreateAsync(database.Source);
        var lanes = new ConcurrentBag<SweepLane>(await Task.WhenAll(Enumerable.Range(0, Lanes).Select(number => new SweepLane(database.ConnectionString, number).StartAsync())));
        try
        {
            var cases = await CasesAsync(lanes.First());
            var wrong = new ConcurrentQueue<string>();
            var fired = 0;
            await Parallel.ForEachAsync(cases, new ParallelOptions { MaxDegreeOfParallelism = Lanes }, async (one, _) =>
            {
                if (!lanes.TryTake(out var lane))
                    throw new InvalidOperationException("More cases at once than lanes.");
                var end = await one.RunAsync(lane);
                if (lane.Fired)
                    Interlocked.Increment(ref fired);
                if (end != one.Expected)
                    wrong.Enqueue($"{one.Name}: {end}");
                lanes.Add(lane);
            });
            TestContext.Current.TestOutputHelper!.WriteLine($"{cases.Count} faults, {fired} of them fired");
            Assert.True(wrong.IsEmpty, string.Join("\n", wrong.Take(20)));
            var unsound = await HistoryCheck.FindAsync(database.Source);
            Assert.True(unsound.Count == 0, string.Join("\n", unsound.Take(20)));
            // Polls come in between by chance, so one run sends a few more or fewer commands than the other.
            Assert.True(fired > cases.Count * 9 / 10, $"Only {fired} of {cases.Count} faults fired.");
        }
        finally
        {
            foreach (var lane in lanes)
                await lane.DisposeAsync();
        }
    }

    static async Task<List<Case>> CasesAsync(SweepLane lane)
    {
        Assert.Equal(Undisturbed, await lane.RunAsync(SweepStory.ToTheEnd, null));
        var (commands, calls) = (lane.Commands, lane.Calls);
        Assert.InRange(commands, 20, 300);
        Assert.Equal(3, calls);
        Assert.Equal(UndisturbedBack, await lane.RunAsync(SweepStory.Cancelled, null));
        Assert.InRange(lane.Commands, 5, 100);
        TestContext.Current.TestOutputHelper!.WriteLine($"{commands} commands and {calls} outside calls to the end, {lane.Commands} commands back");
        var cases = Points(SweepStory.ToTheEnd, commands, Undisturbed).Concat(Points(SweepStory.Cancelled, lane.Commands, UndisturbedBack));
        for (var call = 1; call <= calls; call++)
            cases = cases.Concat(Outside(call));
        return [.. cases];
    }

    static IEnumerable<Case> Points(SweepStory story, int commands, RunEnd expected) =>
        from after in new[] { false, true }
        from kind in Enum.GetValues<FaultKind>()
        from point in Enumerable.Range(1, commands)
        let fault = new Fault(point, after, kind)
        select new Case($"{story}: {fault}", expected, lane => lane.RunAsync(story, fault));

    static IEnumerable<Case> Outside(int call) =>
        from where in new[] { "before", "after" }
        from kind in new[] { FaultKind.Cut, FaultKind.Error }
        select new Case(string.Create(CultureInfo.InvariantCulture, $"outside call {call} {where} {kind}"), Undisturbed, lane => lane.RunWithOutsideFaultAsync(call, where, kind));
}
