using Steward.Calendar.Changes;
using Steward.Platform;

namespace Steward.Calendar;

/// <summary>What an event becomes by a payload: pure, the same for the preview and for every provider's performer, so that what is done is what was shown.</summary>
public static class ChangedEvent
{
    /// <summary>Ids, UID and revision are left empty.</summary>
    public static Result<CalendarEvent> Created(CreateEventPayload payload) => Of(CreatedEvent.Of(payload));

    public static Result<CalendarEvent> Created(CreateReminderPayload payload) => Of(CreatedEvent.Of(payload));

    public static Result<CalendarEvent> Updated(CalendarEvent before, UpdateEventPayload payload) => EventEdit.Apply(before, payload);

    /// <param name="own">The addresses of all of the person's accounts.</param>
    public static Result<CalendarEvent> Answered(CalendarEvent before, ResponseStatus answer, IReadOnlySet<string> own) => OwnAnswer.Apply(before, answer, own);

    static Result<CalendarEvent> Of(Result<Local.EventBody> made) => made.Error is { } wrong ? wrong : new CalendarEvent
    {
        Id = default, AccountId = default, CalendarId = default, Uid = "", Revision = "", Summary = made.Value.Summary, Description = made.Value.Description, Location = made.Value.Location, Start = made.Value.Start,
        End = made.Value.End, Recurrence = made.Value.Recurrence, Attendees = made.Value.Attendees ?? [], Transparency = made.Value.Transparency, Visibility = made.Value.Visibility, MirrorKey = made.Value.MirrorKey,
        Reminder = made.Value.Reminder,
    };
}
