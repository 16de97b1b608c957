using Steward.Accounts;
using Steward.Calendar.Recurrence;
using Steward.Calendar.Slots;
using Steward.Platform;

namespace Steward.Calendar;

/// <summary>Finds time for something, over all of a person's calendars, within the working hours of everybody of whom they are known.</summary>
public sealed class FindFreeSlots(PersonSettingsReader settingsOf, GetFreeBusy freeBusy, ListEvents list, TimeProvider clock, ITheirHours? theirHours = null)
{
    /// <summary>Where no time lies in everybody's working hours, so much before and after them is looked at too.</summary>
    static readonly TimeSpan Widened = TimeSpan.FromHours(3);
    static readonly TimeSpan LongestWindow = TimeSpan.FromDays(400);
    static readonly TimeSpan LongestBuffer = TimeSpan.FromHours(12);

    /// <summary>Slots by rank, not overlapping one another; none begins in the past. Empty when there is no room.</summary>
    public async Task<Result<IReadOnlyList<FreeSlot>>> ExecuteAsync(Guid personId, SlotRequest request, CancellationToken cancel)
    {
        if (Check(request) is { } wrong)
            return wrong;
        var settings = await settingsOf.GetAsync(personId, cancel);
        var own = request.Hours ?? new WorkingHours(settings.Zone, settings.WorkdayStart, settings.WorkdayEnd, settings.Workdays);
        var now = clock.GetUtcNow();
        if (request.From < now)
            request = request with { From = now };
        if (request.To <= request.From)
            return Array.Empty<FreeSlot>();
        if (request.Guests.Count > 0 && theirHours is not null)
            request = request with { Others = [.. request.Others, .. (await theirHours.OfAsync(personId, request.Guests, cancel)).Select(t => t.Hours)] };
        request = request with { Kept = KeptTimes.Of(await list.ExecuteAsync(personId, now - KeptTimes.Reach, now, settings.Zone, cancel), own.Zone) };
        var busy = await freeBusy.ExecuteAsync(personId, request.From - request.BufferBefore, request.To + request.BufferAfter, cancel);
        if (request.Guests.Count > 0)
        {
            var (from, to) = (request.From - request.BufferBefore, request.To + request.BufferAfter);
            var theirs = KnownBusy.Of(await list.ExecuteAsync(personId, from, to, settings.Zone, cancel), request.Guests).Select(t => t.Time);
            busy = BusyTimes.Merge(busy.Concat(theirs), from, to);
        }
        if (request.Unwanted.Count > 0)
            busy = BusyTimes.Merge(busy.Concat(request.Unwanted), request.From - request.BufferBefore, request.To + request.BufferAfter);
        var found = Search(request, own, busy);
        return Result(found.Count == 0 && request.Others.Count > 0 ? Search(request with { Stretch = Widened }, own, busy) : found);
    }

    /// <summary>The search itself: pure. <paramref name="busy"/> is sorted and disjoint and reaches over the buffers at both ends.</summary>
    public static IReadOnlyList<FreeSlot> Search(SlotRequest request, WorkingHours own, IReadOnlyList<Busy> busy) =>
        new SlotRanking(request, own, busy).Choose(StartRanges.Find(request, own, busy));

    static Error? Check(SlotRequest request)
    {
        if (request.To <= request.From || request.To - request.From + request.BufferBefore + request.BufferAfter > LongestWindow)
            return Error.Invalid("to", "The window must end after it begins and be at most 400 days long.");
        if (request.Duration < TimeSpan.FromMinutes(1) || request.Duration > TimeSpan.FromDays(1))
            return Error.Invalid("duration", "A slot is between a minute and a day long.");
        if (request.BufferBefore < TimeSpan.Zero || request.BufferBefore > LongestBuffer || request.BufferAfter < TimeSpan.Zero || request.BufferAfter > LongestBuffer)
            return Error.Invalid("buffer", "A buffer is between nothing and 12 hours.");
        if (request.Limit is < 1 or > 100)
            return Error.Invalid("limit", "Ask for 1 to 100 slots.");
        foreach (var hours in request.Others.Concat(request.Hours is { } own ? [own] : []))
        {
            if (Zones.Find(hours.Zone) is null)
                return Error.Invalid("zone", $"There is no time zone “{VisibleText.CleanLine(hours.Zone)}”.");
        }
        return null;
    }

    static Result<IReadOnlyList<FreeSlot>> Result(IReadOnlyList<FreeSlot> slots) => slots is FreeSlot[] array ? array : slots.ToArray();
}
