using Steward.Accounts;
using Steward.Calendar;
using Steward.Mail;

namespace Steward.Conversations.Contacts;

/// <summary>
/// What is known of other people's zone and hours: what the person has said first, else the zone in which they send their invitations, else what their mail shows. Where their signature and
/// their mail contradict one another, the newer counts, which is the mail, until the person says which.
/// </summary>
sealed class HoursOfContacts(ContactBooks books, PersonSettingsReader settings, ContactsFromMail mail, IServiceProvider scope) : ITheirHours
{
    public async Task<IReadOnlyList<TheirHours>> OfAsync(Guid personId, IReadOnlyCollection<string> addresses, CancellationToken cancel)
    {
        var own = await settings.GetAsync(personId, cancel);
        return [.. (await WhereaboutsAsync(personId, addresses, own.Zone, cancel)).Select(w => Of(w, own)).OfType<TheirHours>()];
    }

    /// <summary>For each address in its order what is known of where it is; addresses of which nothing is known come without a zone.</summary>
    public async Task<IReadOnlyList<Whereabouts>> WhereaboutsAsync(Guid personId, IReadOnlyCollection<string> addresses, string ownZone, CancellationToken cancel)
    {
        var book = await books.OfAsync(personId, scope, cancel);
        var contacts = addresses.Distinct(StringComparer.OrdinalIgnoreCase).Select(a => (Address: a, Contact: book.Find(a, 1) is [var contact] ? contact : null)).ToList();
        // somebody with two addresses is in one place: what either of them shows counts for both
        var traces = (await mail.TracesAsync(personId, [.. contacts.SelectMany(c => c.Contact?.Addresses ?? [c.Address])], cancel)).ToDictionary(t => t.Address, StringComparer.OrdinalIgnoreCase);
        return [.. contacts.Select(c => Of(book, c.Address, c.Contact, traces, ownZone))];
    }

    static Whereabouts Of(ContactBook book, string address, Planning.Contact? contact, Dictionary<string, MailTraces> traces, string ownZone)
    {
        var stated = book.HoursOf(address);
        var invites = book.ZoneOf(address);
        var seen = (contact?.Addresses ?? [address]).Select(traces.GetValueOrDefault).OfType<MailTraces>().ToList();
        var together = new MailTraces(address, seen.Select(t => t.Signature).FirstOrDefault(s => s is not null), [.. seen.SelectMany(t => t.Offsets)]);
        IReadOnlyList<ZoneEstimate> estimates = stated?.Zone is { } said ? [new(said, "you said so")]
            : invites is not null ? [new(invites, $"invites you in the time of {new WorkingHours(invites, default, default, []).City}")] : ZoneEstimate.Of(together, ownZone);
        return new(address, contact?.Name ?? address, estimates, stated);
    }

    static TheirHours? Of(Whereabouts where, PersonSettings own)
    {
        var zone = where.Zones is [var first, ..] ? first : null;
        if (where.Stated is null && (zone is null || zone.Zone == own.Zone))
            return null;
        var hours = new WorkingHours(zone?.Zone ?? own.Zone, where.Stated?.WorkStart ?? own.WorkdayStart, where.Stated?.WorkEnd ?? own.WorkdayEnd, own.Workdays) { Of = where.Name };
        return new TheirHours(where.Address, where.Name, hours, zone?.Because ?? "you said so");
    }
}

/// <summary>Where somebody seems to be.</summary>
/// <param name="Zones">What speaks for which zone, likeliest first; several contradict one another. Empty when nothing is known, or all speaks for the person's own.</param>
/// <param name="Stated">What the person has said of them.</param>
sealed record Whereabouts(string Address, string Name, IReadOnlyList<ZoneEstimate> Zones, StatedHours? Stated);
