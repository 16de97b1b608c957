using Steward.Calendar.Local;
using Steward.Platform;

namespace Steward.Calendar.Changes;

/// <summary>The event that a create-event payload asks for.</summary>
static class CreatedEvent
{
    /// <summary>A reminder begins and ends at its time and takes none.</summary>
    public static Result<EventBody> Of(CreateReminderPayload payload)
    {
        if (payload.At.IsAllDay)
            return Error.Invalid("at", "A reminder needs a time of day.");
        var made = Of(new CreateEventPayload { CalendarId = payload.CalendarId, Summary = payload.Summary, Start = payload.At, End = payload.At, Recurrence = payload.Recurrence });
        return made.Error is { } wrong ? wrong : made.Value with { Transparency = Transparency.Transparent, Reminder = true };
    }

    public static Result<EventBody> Of(CreateEventPayload payload)
    {
        var attendees = EventChecks.Attendees(payload.Attendees);
        if ((attendees.Error ?? EventChecks.Texts(payload.Summary, payload.Description, payload.Location)
            ?? MirrorKeys.Check(payload.MirrorKey) ?? EventChecks.Times(payload.Start, payload.End) ?? EventChecks.Recurrence(payload.Recurrence, payload.Start)) is { } wrong)
            return wrong;
        return new EventBody
        {
            Summary = payload.Summary.Trim(),
            Description = string.IsNullOrWhiteSpace(payload.Description) ? null : payload.Description,
            Location = string.IsNullOrWhiteSpace(payload.Location) ? null : payload.Location,
            Start = payload.Start,
            End = payload.End,
            Recurrence = payload.Recurrence,
            Attendees = attendees.Value.Count == 0 ? null : attendees.Value,
            Visibility = payload.Visibility,
            MirrorKey = payload.MirrorKey,
        };
    }
}
