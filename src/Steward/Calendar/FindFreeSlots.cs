using Steward.Platform;

namespace Steward.Calendar;

/// <summary>Finds time for something, over all of a person's calendars.</summary>
public sealed class FindFreeSlots(CalendarDirectory directory, GetFreeBusy freeBusy, TimeProvider clock)
{
    /// <summary>Slots by rank, not overlapping one another; none begins in the past. Empty when there is no room.</summary>
    public Task<Result<IReadOnlyList<FreeSlot>>> ExecuteAsync(Guid personId, SlotRequest request, CancellationToken cancel) =>
        throw new NotImplementedException($"{directory}{freeBusy}{clock}");
}
