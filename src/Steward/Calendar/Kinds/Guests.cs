using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Actions;
using Steward.Platform;

namespace Steward.Calendar.Kinds;

/// <summary>Who is invited by a change, and where their addresses came from.</summary>
static class Guests
{
    /// <summary>
    /// The added guests, without the person. Typed by the person: from them. Known: the person has written to them before. Everything else came out of
    /// outside text, and Policy says so. Guests of other events make nobody known: anybody can send an invitation that names anybody.
    /// </summary>
    public static async Task<IReadOnlyList<ActionRecipient>> RecipientsAsync(
        Guid personId, IReadOnlyList<Attendee> added, IReadOnlyList<string> typed, IServiceProvider services, CancellationToken cancel)
    {
        if (added.Count == 0)
            return [];
        var db = services.GetRequiredService<StewardDbContext>();
        var own = (await db.Set<LinkedAccount>().AsNoTracking().Where(account => account.PersonId == personId).Select(account => account.Address).ToListAsync(cancel))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var guests = added.Where(guest => !own.Contains(guest.Email)).ToList();
        var addresses = guests.Select(guest => guest.Email).ToList();
        var known = services.GetService<IKnownPeople>() is { } people ? await people.KnownAsync(personId, addresses, cancel) : new HashSet<string>();
        var said = typed.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. guests.Select(guest => new ActionRecipient("attendee", guest.Email, guest.Name, known.Contains(guest.Email) || said.Contains(guest.Email),
            said.Contains(guest.Email) ? Trust.User : Trust.Outside))];
    }

    /// <summary>What the person should know before inviting from this account.</summary>
    public static IEnumerable<string> Notes(IReadOnlyList<ActionRecipient> added, string provider)
    {
        if (added.Count > 0 && provider == "local")
            yield return "No invitation is sent: a Local calendar only notes who should come. Tell them by mail.";
    }

    /// <summary>Whom the provider tells by itself, when it is done and when it is taken back: nobody can be made to forget it, so it is said before.</summary>
    /// <param name="attendees">Of the event as it was and as it will be.</param>
    public static IEnumerable<string> Told(CalendarAccount account, IEnumerable<Attendee> attendees)
    {
        var guests = attendees.Select(a => a.Email).Where(email => !email.Equals(account.Address, StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.OrdinalIgnoreCase).Count();
        if (guests > 0 && account.Provider == "google")
            yield return $"Google tells {(guests == 1 ? "the guest" : $"the {guests} guests")} by mail, and again if you undo it.";
    }
}
