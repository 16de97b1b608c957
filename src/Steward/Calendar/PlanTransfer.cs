using Steward.Accounts;
using Steward.Platform;

namespace Steward.Calendar;

/// <param name="Key">Marks the copy, so that it is known to be there.</param>
public sealed record TransferCopy(string Key, EventInstance Original);

/// <summary>How to bring events to another calendar.</summary>
/// <param name="Move">Of the same account: the event itself is moved, a series as a whole.</param>
/// <param name="Copy">Of another account, and not copied yet.</param>
/// <param name="Remove">Of another account, and copied: the original can go.</param>
/// <param name="Already">Are in that calendar.</param>
public sealed record Transfer(IReadOnlyList<CalendarEvent> Move, IReadOnlyList<TransferCopy> Copy, IReadOnlyList<EventInstance> Remove, int Already);

/// <summary>
/// Plans to bring events from their calendars to another one. Between accounts an event is first copied, and its original is only let go once the copy is there: asked again after the
/// copies were made, it says which originals can go. It changes nothing.
/// </summary>
public sealed class PlanTransfer(ListEvents list, PersonSettingsReader settingsOf)
{
    static readonly TimeSpan Reach = TimeSpan.FromDays(1);
    static readonly TimeSpan LongestWindow = TimeSpan.FromDays(390);

    public async Task<Result<Transfer>> ExecuteAsync(Guid personId, IReadOnlyList<InstanceKey> events, CalendarInfo to, CancellationToken cancel)
    {
        if (events.Count == 0)
            return new Transfer([], [], [], 0);
        var (first, last) = (events.Min(e => e.Start), events.Max(e => e.Start));
        if (last - first > LongestWindow)
            return Error.Invalid("events", "The events lie more than 390 days apart.");
        var zone = (await settingsOf.GetAsync(personId, cancel)).Zone;
        var all = await list.ExecuteAsync(personId, first - Reach, last + Reach, zone, cancel);
        var named = events.ToHashSet();
        return Compare([.. all.Where(i => named.Contains(new InstanceKey(i.Event.AccountId, i.Event.Id, i.Start)))], all, to);
    }

    /// <summary>Pure.</summary>
    public static Transfer Compare(IReadOnlyList<EventInstance> meant, IReadOnlyList<EventInstance> all, CalendarInfo to)
    {
        var copied = all.Where(i => i.Event.CalendarId == to.Id && i.Event.MirrorKey is not null).Select(i => i.Event.MirrorKey!).ToHashSet(StringComparer.Ordinal);
        var (move, copy, remove, already) = (new List<CalendarEvent>(), new List<TransferCopy>(), new List<EventInstance>(), 0);
        foreach (var instance in meant)
        {
            var key = MirrorKeys.Moved(instance.Event.CalendarId, instance);
            if (instance.Event.CalendarId == to.Id)
                already++;
            else if (instance.Event.AccountId == to.AccountId)
                move.Add(instance.Event);
            else if (copied.Contains(key))
                remove.Add(instance);
            else
                copy.Add(new TransferCopy(key, instance));
        }
        return new Transfer([.. move.DistinctBy(e => e.Uid)], copy, remove, already);
    }
}
