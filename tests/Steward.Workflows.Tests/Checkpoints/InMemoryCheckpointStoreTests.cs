using Steward.Workflows.Checkpoints;

namespace Steward.Workflows.Tests.Checkpoints;

public sealed class InMemoryCheckpointStoreTests : CheckpointStoreConformance
{
    public InMemoryCheckpointStoreTests() => Store = new InMemoryCheckpointStore(Clock);

    protected override TestClock Clock { get; } = new();
    protected override ICheckpointStore Store { get; }
}
