using Microsoft.Extensions.DependencyInjection;
using Steward.Runs;
using Steward.Testing;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Tests;
using Steward.Workflows.Tests.Checkpoints;

namespace Steward.Tests.Runs;

public sealed class PostgresCheckpointStoreTests : CheckpointStoreConformance, IClassFixture<TestDatabase>, IAsyncDisposable
{
    readonly TestDatabase database;
    readonly ServiceProvider services;

    public PostgresCheckpointStoreTests(TestDatabase database)
    {
        this.database = database;
        services = database.Services(add => add.AddRuns(), Clock);
    }

    protected override TestClock Clock { get; } = new();
    protected override ICheckpointStore Store => services.GetRequiredService<ICheckpointStore>();

    /// <summary>Whatever a test did (signals, compensations, forks, migrations, pruning): what is stored afterwards is what the engine promises.</summary>
    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        Assert.Empty(await new CheckRuns(database.Source).ExecuteAsync(default));
    }
}
