// Somebody who reaches the outside past the executor: the proof that the wall test can fail.
#pragma warning disable IDE0130
using Steward.Actions;

namespace Steward.Tests.Architecture.BadActions;

sealed class BackDoor(IEnumerable<IActionPerformer> performers)
{
    public Task<PerformOutcome> PerformAsync(ApprovedAction action) => performers.First().PerformAsync(action, CancellationToken.None);
}

sealed class SideDoor(Steward.Tests.Actions.RecordingPerformer performer)
{
    public Task<PerformOutcome> PerformAsync(ApprovedAction action) => performer.PerformAsync(action, CancellationToken.None);
}
