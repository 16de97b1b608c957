using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Steward.Workflows.Tests.Model;

/// <summary>
/// Random graphs under random schedules of crashes, overslept leases, doubled claims, jumping clocks, cancellations, forks, and repeated answers and signals end as the sequential
/// interpreter says. Each test prints the seed of its cases; <c>STEWARD_MODEL_SEED</c> runs those again. FsCheck shows the smallest shape of a failure.
/// </summary>
public sealed class ModelTests
{
    const string SeedVariable = "STEWARD_MODEL_SEED";

    static Arbitrary<(Shape Shape, int Seed)> Cases =>
        Arb.From(
            Shape.Arbitrary.Generator.SelectMany(shape => Gen.Choose(0, int.MaxValue - 2).Select(seed => (shape, seed))),
            one => Shape.Arbitrary.Shrinker(one.shape).Select(shape => (shape, one.seed)));

    static void Check(int tests, Func<Shape, int, Task> property)
    {
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable(SeedVariable), CultureInfo.InvariantCulture, out var given) ? given : (ulong)Random.Shared.NextInt64();
        TestContext.Current.TestOutputHelper?.WriteLine($"{SeedVariable}={seed}");
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(tests).WithEndSize(40).WithReplay(seed, 1), Prop.ForAll(Cases, one => property(one.Shape, one.Seed).GetAwaiter().GetResult()));
    }

    static Task RunAsync(Shape shape, int seed, Disturbance disturbance) => new ModelRun(shape, seed, disturbance).RunAsync();

    [Fact]
    public void Undisturbed_runs_do_what_the_interpreter_says() => Check(300, (shape, seed) => RunAsync(shape, seed, new()));

    [Fact]
    public void Crashes_and_lost_leases_change_nothing_in_the_end() => Check(400, (shape, seed) => RunAsync(shape, seed, new(Crash: 0.15)));

    [Fact]
    public void Clocks_that_jump_by_hours_change_nothing_in_the_end() => Check(300, (shape, seed) => RunAsync(shape, seed, new(Crash: 0.1, Jumps: true)));

    [Fact]
    public void A_run_that_is_cancelled_at_any_moment_undoes_what_it_did_and_nothing_else() => Check(300, (shape, seed) => RunAsync(shape, seed, new(Crash: 0.1, Cancels: true)));

    [Fact]
    public void A_fork_from_any_checkpoint_ends_as_its_origin_and_repeats_nothing_of_it() => Check(300, (shape, seed) => RunAsync(shape, seed, new(Crash: 0.08, Forks: true)));

    [Fact]
    public void A_loop_past_its_limit_fails_after_just_as_many_visits_whatever_dies() =>
        Check(150, (shape, seed) => RunAsync(new Shape.Seq([shape, new Shape.Runaway(1 + (seed % 4))]), seed, new(Crash: 0.1)));

    [Fact]
    public void Where_nothing_waits_even_the_order_of_the_state_is_the_same_whoever_finishes_first_and_dies() => Check(300, async (shape, seed) =>
    {
        // Another seed is another order of finishing.
        var (one, _) = await new ModelRun(shape.Steady(), seed, new()).RunAsync();
        var (two, _) = await new ModelRun(shape.Steady(), seed + 1, new(Crash: 0.2)).RunAsync();
        Assert.Equal(one, two);
    });
}
