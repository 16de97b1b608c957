using Steward.Workflows.Checkpoints;

namespace Steward.Workflows.Tests.Checkpoints;

public sealed class InMemoryClaimTests : ClaimConformance
{
    protected override TestClock Clock { get; } = new();
    protected override ICheckpointStore Store => field ??= new InMemoryCheckpointStore(Clock);
}
