using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Mail;
using Steward.Platform;

namespace Steward.Tools;

/// <summary>
/// What tools may reach of one person: the linked accounts with the port that reads the mail of each, and the settings. Every look-up is by person id, so an account id of
/// somebody else is simply not found.
/// </summary>
sealed class PersonPorts(StewardDbContext db, IEnumerable<IMailReader> mailReaders, PersonSettingsReader settings)
{
    readonly Dictionary<Guid, List<LinkedAccount>> known = [];

    /// <summary>The person's accounts, oldest first: the first is the one that is meant when nothing is said.</summary>
    public async Task<IReadOnlyList<LinkedAccount>> AccountsAsync(Guid personId, CancellationToken cancel)
    {
        if (!known.TryGetValue(personId, out var accounts))
            known[personId] = accounts = await db.Set<LinkedAccount>().AsNoTracking().Where(a => a.PersonId == personId).OrderBy(a => a.CreatedAt).ThenBy(a => a.Id).ToListAsync(cancel);
        return accounts;
    }

    /// <summary>The named account, or the first one when none is named.</summary>
    public async Task<Result<LinkedAccount>> AccountAsync(Guid personId, Guid? accountId, CancellationToken cancel)
    {
        var accounts = await AccountsAsync(personId, cancel);
        if (accounts.Count == 0)
            return Error.Refused("no_account", "There is no mail and calendar account yet. Add one under Accounts first.");
        return accounts.FirstOrDefault(a => accountId is null || a.Id == accountId) is { } account ? account : Error.NotFound("account");
    }

    public async Task<Result<IReadOnlyList<MailPort>>> MailAsync(Guid personId, IReadOnlyList<Guid>? accountIds, CancellationToken cancel)
    {
        var ports = new List<MailPort>();
        foreach (var account in await AccountsAsync(personId, cancel))
        {
            if ((accountIds is null or { Count: 0 } || accountIds.Contains(account.Id)) && mailReaders.FirstOrDefault(r => r.Provider == account.Provider) is { } reader)
                ports.Add(new(reader, new Mailbox(personId, account.Id, account.Provider, account.Address), account));
        }
        if (accountIds?.FirstOrDefault(id => ports.All(p => p.Account.Id != id)) is { } missing && missing != Guid.Empty)
            return Error.NotFound("account");
        return ports;
    }

    public async Task<Result<MailPort>> MailAsync(Guid personId, Guid accountId, CancellationToken cancel)
    {
        var ports = await MailAsync(personId, [accountId], cancel);
        return ports.Error is { } error ? error : ports.Value[0];
    }

    public Task<PersonSettings> SettingsAsync(Guid personId, CancellationToken cancel) => settings.GetAsync(personId, cancel);

    public async Task<string> NameAsync(Guid personId, CancellationToken cancel) =>
        await db.Set<Person>().AsNoTracking().Where(p => p.Id == personId).Select(p => p.DisplayName).FirstOrDefaultAsync(cancel) ?? "";
}

sealed record MailPort(IMailReader Reader, Mailbox Mailbox, LinkedAccount Account);
