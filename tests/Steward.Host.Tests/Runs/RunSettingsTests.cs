using Steward.Host.EmbeddedPostgres;
using Steward.Runs;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;

namespace Steward.Host.Tests.Runs;

public sealed class RunSettingsTests
{
    static RunSettings Read(params (string Name, string Value)[] variables) => RunSettings.Read(name => variables.FirstOrDefault(one => one.Name == name).Value);

    static readonly WorkflowCatalogue Catalogue = new(
        [new WorkflowBuilder("letters", 1).Node("read", _ => NodeResult.Next()).Edge("read", Workflow.End).Start("read").Build()], []);

    [Fact]
    public void Nothing_said_is_what_the_engine_comes_with()
    {
        var settings = Read();
        Assert.Equal(8, settings.Worker.Concurrency);
        Assert.False(settings.Worker.Limits.PerPerson is not null || settings.Worker.Limits.PerWorkflow.Count + settings.Worker.Limits.PerNode.Count > 0);
        Assert.Equal(TimeSpan.FromDays(30), settings.Retention.KeepFor[RunStatus.Completed]);
    }

    [Fact]
    public void Everything_can_be_said()
    {
        var settings = Read(
            ("STEWARD_RUNS_AT_ONCE", " 16 "), ("STEWARD_RUNS_PER_PERSON", "3"), ("STEWARD_RUNS_PER_WORKFLOW", "letters=4, other=2"), ("STEWARD_RUNS_PER_NODE", "letters/read=1"),
            ("STEWARD_RUNS_KEEP_DAYS", "7"));
        Assert.Equal((16, 3), (settings.Worker.Concurrency, settings.Worker.Limits.PerPerson));
        Assert.Equal([("letters", 4), ("other", 2)], settings.Worker.Limits.PerWorkflow.Select(one => (one.Key, one.Value)).Order());
        Assert.Equal(1, settings.Worker.Limits.PerNode["letters/read"]);
        Assert.Equal(TimeSpan.FromDays(7), settings.Retention.KeepFor[RunStatus.Cancelled]);
        Assert.False(settings.Retention.KeepFor.ContainsKey(RunStatus.Failed));
        Assert.Empty(Read(("STEWARD_RUNS_KEEP_DAYS", "0")).Retention.KeepFor);
    }

    [Theory]
    [InlineData("STEWARD_RUNS_AT_ONCE", "0")]
    [InlineData("STEWARD_RUNS_AT_ONCE", "101")]
    [InlineData("STEWARD_RUNS_AT_ONCE", "many")]
    [InlineData("STEWARD_RUNS_PER_PERSON", "-1")]
    [InlineData("STEWARD_RUNS_PER_WORKFLOW", "letters")]
    [InlineData("STEWARD_RUNS_PER_WORKFLOW", "letters=0")]
    [InlineData("STEWARD_RUNS_PER_WORKFLOW", "letters=1,letters=2")]
    [InlineData("STEWARD_RUNS_PER_NODE", "=3")]
    [InlineData("STEWARD_RUNS_KEEP_DAYS", "1.5")]
    public void What_makes_no_sense_is_refused_by_name(string name, string value) =>
        Assert.Contains(name, Assert.Throws<StartException>(() => Read((name, value))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("STEWARD_RUNS_PER_WORKFLOW", "leters=2", "letters")]
    [InlineData("STEWARD_RUNS_PER_NODE", "letters/red=2", "letters/read")]
    public void A_limit_of_something_that_does_not_exist_is_refused_and_says_what_there_is(string name, string value, string there) =>
        Assert.Contains(there, Assert.Throws<StartException>(() => Read((name, value)).Check(Catalogue)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_exists_may_be_limited() => Read(("STEWARD_RUNS_PER_WORKFLOW", "letters=2"), ("STEWARD_RUNS_PER_NODE", "letters/read=2")).Check(Catalogue);
}
