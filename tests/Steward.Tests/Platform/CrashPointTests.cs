using Steward.Platform;

namespace Steward.Tests.Platform;

public sealed class CrashPointTests
{
    [Theory]
    [InlineData("runs.step.before-commit", "runs.step.before-commit", 1)]
    [InlineData("runs.step.before-commit:3", "runs.step.before-commit", 3)]
    public void Reads_the_name_and_the_count(string text, string name, int hits)
    {
        var target = CrashPoint.Target.Parse(text)!;
        Assert.Equal((name, hits), (target.Name, target.Hits));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Is_off_without_the_variable(string? text) => Assert.Null(CrashPoint.Target.Parse(text));

    [Theory]
    [InlineData("a:0")]
    [InlineData("a:-1")]
    [InlineData("a:x")]
    [InlineData("a:")]
    public void A_wrong_count_is_refused_instead_of_never_crashing(string text) => Assert.Throws<FormatException>(() => CrashPoint.Target.Parse(text));

    [Fact]
    public void Is_reached_exactly_once_at_the_nth_hit_of_its_own_name()
    {
        var target = CrashPoint.Target.Parse("a:2")!;
        Assert.Equal([false, false, true, false, false], new[] { "a", "b", "a", "a", "b" }.Select(target.IsReachedBy));
    }
}
