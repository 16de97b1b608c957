using Steward.Accounts;

namespace Steward.Calendar;

/// <summary>When a person is busy, over all their calendars.</summary>
public sealed class GetFreeBusy(CalendarDirectory directory, PersonSettingsReader settingsOf)
{
    /// <summary>Merged busy times within [<paramref name="from"/>, <paramref name="to"/>): sorted, disjoint, not touching, cut to the window.</summary>
    public async Task<IReadOnlyList<Busy>> ExecuteAsync(Guid personId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var zone = (await settingsOf.GetAsync(personId, cancel)).Zone;
        var all = new List<Busy>();
        foreach (var account in await directory.ListAsync(personId, cancel))
            all.AddRange(await directory.ReaderOf(account).GetFreeBusyAsync(account, from, to, zone, cancel));
        return BusyTimes.Merge(all, from, to);
    }
}
