using Steward.Calendar;
using Steward.Platform;

namespace Steward.Tools.Calendars;

/// <summary>Finds the calendar that a step means.</summary>
sealed class Calendars(CalendarDirectory directory, EnsurePrimaryCalendar primary)
{
    /// <summary>
    /// By id or name (any case) when one is given, among the account's or all calendars; otherwise the account's primary calendar, the first account's when no account is
    /// given. Read-only calendars are not chosen. A name that two calendars have is refused rather than guessed.
    /// </summary>
    public async Task<Result<CalendarInfo>> ChooseAsync(Guid personId, Guid? accountId, string? calendar, CancellationToken cancel)
    {
        var accounts = (await directory.ListAsync(personId, cancel)).Where(a => accountId is null || a.AccountId == accountId).ToList();
        if (accounts.Count == 0)
            return accountId is null ? Error.Refused("no_calendar", "There is no account with a calendar yet. Add one under Accounts first.") : Error.NotFound("account");
        if (string.IsNullOrWhiteSpace(calendar))
            return await PrimaryOfAsync(accounts[0], cancel);
        var all = new List<CalendarInfo>();
        foreach (var account in accounts)
            all.AddRange(await directory.ReaderOf(account).GetCalendarsAsync(account, cancel));
        var named = all.Where(c => !c.ReadOnly && (c.Id.ToString() == calendar || c.Name.Equals(calendar.Trim(), StringComparison.OrdinalIgnoreCase))).ToList();
        return named switch
        {
            [var one] => one,
            [] => Error.NotFound($"calendar as “{calendar}”"),
            _ => Error.Refused("ambiguous_calendar", $"There are {named.Count} calendars called “{calendar}”. Say which account it belongs to."),
        };
    }

    async Task<CalendarInfo> PrimaryOfAsync(CalendarAccount account, CancellationToken cancel)
    {
        var calendars = await directory.ReaderOf(account).GetCalendarsAsync(account, cancel);
        return calendars.FirstOrDefault(c => c is { Primary: true, ReadOnly: false }) ?? calendars.FirstOrDefault(c => !c.ReadOnly) ?? await primary.ExecuteAsync(account, cancel);
    }
}
