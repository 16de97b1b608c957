using System.ComponentModel;
using System.Text.Json;
using Steward.Calendar;
using Steward.Platform;
using Steward.Tools.Proposing;

namespace Steward.Tools.Calendars;

sealed record ProposeCreateReminderArguments
{
    [Description("What to be reminded of, in the user's own words.")]
    public required string Text { get; init; }
    [Description(When.Description)]
    public required string At { get; init; }
    [Description("RRULE value of RFC 5545, without the name.")]
    public string? Recurrence { get; init; }
    public Guid? AccountId { get; init; }
}

sealed class ProposeCreateReminder(PersonPorts ports, Calendars calendars) : ITool
{
    public string Name => "calendar.propose-create-reminder";
    public string Description => "Proposes a reminder: an entry of the user's own calendar that is raised when its time comes.";
    public ToolEffect Effect => ToolEffect.Propose;
    public string? ActionKind => CalendarActions.CreateReminder;
    public Type ArgumentsType => typeof(ProposeCreateReminderArguments);
    public Type ResultType => typeof(Proposed);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ProposeCreateReminderArguments)call.Arguments;
        var calendar = await calendars.ChooseAsync(call.PersonId, arguments.AccountId, null, cancel);
        if (calendar.Error is { } error)
            return error;
        var at = When.Parse(arguments.At, "at", (await ports.SettingsAsync(call.PersonId, cancel)).Zone);
        if (at.Error is { } when)
            return when;
        if (at.Value.IsAllDay)
            return Error.Invalid("at", "A reminder needs a time of day.");
        var payload = new CreateReminderPayload { CalendarId = calendar.Value.Id, Summary = arguments.Text, At = at.Value, Recurrence = arguments.Recurrence };
        return Drafts.Of(call, calendar.Value.AccountId, CalendarActions.CreateReminder, payload, JsonSerializer.Serialize(payload, Json.Options), $"Proposes to remind you on {When.Say(at.Value)}");
    }
}
