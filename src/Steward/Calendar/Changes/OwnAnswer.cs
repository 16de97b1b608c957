using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.Calendar.Changes;

/// <summary>The person's own answer to an invitation (RFC 5545 PARTSTAT). Nobody else's answer is touched.</summary>
static class OwnAnswer
{
    /// <summary>The event with the person's answer; refused when they are not invited, or are the organiser.</summary>
    /// <param name="own">The addresses of all of the person's accounts, in any case.</param>
    public static Result<CalendarEvent> Apply(CalendarEvent e, ResponseStatus answer, IReadOnlySet<string> own)
    {
        if (answer == ResponseStatus.NeedsAction)
            return Error.Invalid("response", "Answer with accepted, declined or tentative.");
        if (Of(e, own) is not { } self)
            return Error.Refused("not_invited", $"You are not among the guests of “{e.Summary}”, so there is no invitation to answer.");
        if (self.Organizer)
            return Error.Refused("own_event", $"“{e.Summary}” is your own event: there is nobody to answer. Cancel it instead.");
        return e with { Attendees = [.. e.Attendees.Select(a => ReferenceEquals(a, self) ? a with { Response = answer } : a)] };
    }

    public static Attendee? Of(CalendarEvent e, IReadOnlySet<string> own) => e.Attendees.FirstOrDefault(a => own.Contains(a.Email));

    public static async Task<IReadOnlySet<string>> AddressesAsync(StewardDbContext db, Guid personId, CancellationToken cancel) =>
        (await db.Set<LinkedAccount>().AsNoTracking().Where(account => account.PersonId == personId).Select(account => account.Address).ToListAsync(cancel)).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
