using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.Calendar;

/// <summary>Finds a person's calendar accounts and the reader for each. An account of somebody else is not found.</summary>
public sealed class CalendarDirectory(StewardDbContext db, IEnumerable<ICalendarReader> readers)
{
    /// <summary>All accounts of the person whose provider keeps calendars here, oldest first.</summary>
    public async Task<IReadOnlyList<CalendarAccount>> ListAsync(Guid personId, CancellationToken cancel)
    {
        var accounts = await db.Set<LinkedAccount>().AsNoTracking().Where(account => account.PersonId == personId)
            .OrderBy(account => account.CreatedAt).ThenBy(account => account.Id).ToListAsync(cancel);
        return [.. accounts.Select(ToCalendarAccount).Where(account => readers.Any(reader => reader.Provider == account.Provider))];
    }

    public async Task<CalendarAccount?> FindAsync(Guid personId, Guid accountId, CancellationToken cancel) =>
        (await ListAsync(personId, cancel)).FirstOrDefault(account => account.AccountId == accountId);

    /// <exception cref="InvalidOperationException">No reader is registered for the account's provider.</exception>
    public ICalendarReader ReaderOf(CalendarAccount account) =>
        readers.FirstOrDefault(reader => reader.Provider == account.Provider)
        ?? throw new InvalidOperationException($"No calendar reader is registered for the provider {account.Provider}.");

    static CalendarAccount ToCalendarAccount(LinkedAccount account) => new(account.PersonId, account.Id, account.Provider, account.Address);
}
