using Steward.Accounts;
using Steward.Calendar;

namespace Steward.Conversations.Contacts;

/// <summary>What is known of other people's zone and hours: what the person has said first, else the zone in which they send their invitations.</summary>
sealed class HoursOfContacts(ContactBooks books, PersonSettingsReader settings, IServiceProvider scope) : ITheirHours
{
    public async Task<IReadOnlyList<TheirHours>> OfAsync(Guid personId, IReadOnlyCollection<string> addresses, CancellationToken cancel)
    {
        var book = await books.OfAsync(personId, scope, cancel);
        var own = await settings.GetAsync(personId, cancel);
        return [.. addresses.Distinct(StringComparer.OrdinalIgnoreCase).Select(a => Of(book, a, own)).OfType<TheirHours>()];
    }

    static TheirHours? Of(ContactBook book, string address, PersonSettings own)
    {
        var name = book.Find(address, 1) is [var contact] ? contact.Name : address;
        var stated = book.HoursOf(address);
        var zone = stated?.Zone ?? book.ZoneOf(address);
        if (stated is null && (zone is null || zone == own.Zone))
            return null;
        var hours = new WorkingHours(zone ?? own.Zone, stated?.WorkStart ?? own.WorkdayStart, stated?.WorkEnd ?? own.WorkdayEnd, own.Workdays) { Of = name };
        return new TheirHours(address, name, hours, stated is not null ? "you said so" : $"invites you in the time of {hours.City}");
    }
}
