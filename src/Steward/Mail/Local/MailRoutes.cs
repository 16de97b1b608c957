using Npgsql;
using Steward.Mail.Actions;
using Steward.Mail.Store;
using Steward.Platform;
using static Steward.Mail.Store.MailCommands;

namespace Steward.Mail.Local;

/// <param name="Local">The recipients' mailboxes in this Steward.</param>
/// <param name="Relayed">Recipients, lower-cased, who are reached through the relay.</param>
sealed record MailRoute(IReadOnlyList<Mailbox> Local, IReadOnlyList<string> Relayed);

/// <summary>How the recipients of a message are reached. Other providers deliver to anybody; a Local account to other Local accounts, and further only by relay.</summary>
sealed class MailRoutes(NpgsqlDataSource database, IMailRelay relay)
{
    public async Task<Result<MailRoute>> FindAsync(Mailbox from, ComposedMail composition, CancellationToken cancel)
    {
        if (from.Provider != "local")
            return new MailRoute([], []);
        var addresses = composition.Recipients.Select(r => r.Address.Email.ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToArray();
        var local = await database.MailCommand(
            "SELECT person_id, id, provider, lower(address) FROM accounts.linked_accounts WHERE provider = 'local' AND lower(address) = ANY ($1) ORDER BY id", P(addresses))
            .ReadAllAsync(row => new Mailbox(row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetString(3)), cancel);
        var outside = addresses.Except(local.Select(m => m.Address), StringComparer.Ordinal).ToList();
        return outside.Count == 0 || relay.Configured
            ? new MailRoute(local, outside)
            : Error.Refused("no_route", $"{from.Address} is a local account, which reaches only other local accounts of this Steward, and no mail relay is configured. It cannot reach: {string.Join(", ", outside)}.");
    }
}

/// <summary>What stands in for a relay where none is configured.</summary>
sealed class NoRelay : IMailRelay
{
    public bool Configured => false;

    public Task<RelayOutcome> SendAsync(RelayMessage message, CancellationToken cancel) =>
        Task.FromResult<RelayOutcome>(new RelayOutcome.Refused("no_relay", "No mail relay is configured."));
}
