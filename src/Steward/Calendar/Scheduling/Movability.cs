namespace Steward.Calendar.Scheduling;

/// <summary>Whether an event may be given another time by its person, and if not, why. What is said is for a person.</summary>
static class Movability
{
    /// <summary>Null when nothing stands against it.</summary>
    public static string? Obstacle(EventInstance instance, IReadOnlySet<string> own, DateTimeOffset now)
    {
        var e = instance.Event;
        if (e.Start.IsAllDay)
            return "lasts all day";
        if (e.Status == EventStatus.Cancelled)
            return "is cancelled";
        if (instance.Start < now)
            return "has begun already";
        if (e.Attendees.Any(a => own.Contains(a.Email) && a.Response == ResponseStatus.Declined))
            return "was declined by you";
        if (e.Transparency == Transparency.Transparent)
            return "takes no time: it is shown as free";
        if (e.MirrorKey is not null)
            return "is a copy that follows its original";
        return IsJourney(e.Summary) ? "looks like a booked journey, which cannot be moved from here" : null;
    }

    /// <summary>Somebody else who invited: their event is theirs to move. Null for one's own, and for one that names no organiser.</summary>
    public static Attendee? ForeignOrganizer(CalendarEvent e, IReadOnlySet<string> own) => e.Attendees.FirstOrDefault(a => a.Organizer) is { } organizer && !own.Contains(organizer.Email) ? organizer : null;

    /// <summary>By the first word of the title: a heuristic.</summary>
    static bool IsJourney(string summary) => summary.Split(' ', ':', '–', '-')[0].ToLowerInvariant() is "flight" or "train" or "ferry" or "flug" or "zug";
}
