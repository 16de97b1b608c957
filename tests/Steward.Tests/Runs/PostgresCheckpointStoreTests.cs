using Microsoft.Extensions.DependencyInjection;
using Steward.Runs;
using Steward.Testing;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Tests;
using Steward.Workflows.Tests.Checkpoints;

namespace Steward.Tests.Runs;

public sealed class PostgresCheckpointStoreTests : CheckpointStoreConformance, IClassFixture<TestDatabase>, IDisposable
{
    readonly ServiceProvider services;

    public PostgresCheckpointStoreTests(TestDatabase database) => services = database.Services(add => add.AddRuns(), Clock);

    protected override TestClock Clock { get; } = new();
    protected override ICheckpointStore Store => services.GetRequiredService<ICheckpointStore>();

    public void Dispose() => services.Dispose();
}
