using Steward.Accounts;

namespace Steward.Calendar;

/// <summary>What happens in a window, over all of a person's calendars.</summary>
public sealed class ListEvents(CalendarDirectory directory, PersonSettingsReader settingsOf)
{
    /// <summary>Instances that overlap [<paramref name="from"/>, <paramref name="to"/>), of all accounts, by start; at most 400 days.</summary>
    /// <param name="zone">Zone in which all-day and floating times are read; null: the person's.</param>
    public async Task<IReadOnlyList<EventInstance>> ExecuteAsync(Guid personId, DateTimeOffset from, DateTimeOffset to, string? zone, CancellationToken cancel)
    {
        zone ??= (await settingsOf.GetAsync(personId, cancel)).Zone;
        var accounts = await directory.ListAsync(personId, cancel);
        if (accounts.Count == 1)
            return await directory.ReaderOf(accounts[0]).GetInstancesAsync(accounts[0], from, to, zone, cancel);
        var all = new List<EventInstance>();
        foreach (var account in accounts)
            all.AddRange(await directory.ReaderOf(account).GetInstancesAsync(account, from, to, zone, cancel));
        return [.. all.OrderBy(instance => instance.Start).ThenBy(instance => instance.End).ThenBy(instance => instance.Event.Id)];
    }
}
