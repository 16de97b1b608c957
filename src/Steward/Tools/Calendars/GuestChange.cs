using Steward.Calendar;
using Steward.Platform;

namespace Steward.Tools.Calendars;

/// <param name="Guests">The whole new list; null when it stays as it is.</param>
sealed record GuestChange(IReadOnlyList<Attendee>? Guests)
{
    /// <summary>Out of a whole list, or of those to add and to take off. Whoever is not there cannot be taken off; whoever is there is not added again.</summary>
    public static Result<GuestChange> Of(ProposeUpdateEventArguments arguments, CalendarEvent current, IReadOnlySet<string> own)
    {
        if (arguments.Attendees is { } whole)
            return new GuestChange(ProposeCreateEvent.Invite(whole, own));
        if (arguments.AddAttendees is null && arguments.RemoveAttendees is null)
            return new GuestChange((IReadOnlyList<Attendee>?)null);
        var gone = (arguments.RemoveAttendees ?? []).Select(r => r.Email).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (gone.Count > 0 && !gone.Any(email => Has(current, email)))
            return Error.Refused("not_invited", $"{string.Join(", ", gone)} is not among the guests of “{current.Summary}”.");
        var added = ProposeCreateEvent.Invite(arguments.AddAttendees ?? [], own).Where(a => !Has(current, a.Email)).ToList();
        if (added.Count == 0 && gone.Count == 0)
            return Error.Refused("nothing_to_change", $"They are invited to “{current.Summary}” already.");
        return new GuestChange([.. current.Attendees.Where(a => !gone.Contains(a.Email)), .. added]);
    }

    static bool Has(CalendarEvent e, string email) => e.Attendees.Any(a => a.Email.Equals(email, StringComparison.OrdinalIgnoreCase));
}
