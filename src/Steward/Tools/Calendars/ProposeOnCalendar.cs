using System.ComponentModel;
using Steward.Calendar;
using Steward.Platform;
using Steward.Tools.Proposing;

namespace Steward.Tools.Calendars;

sealed record ProposeCreateCalendarArguments
{
    [Description("What the calendar is to be called.")]
    public required string Name { get; init; }
    public Guid? AccountId { get; init; }
}

sealed class ProposeCreateCalendar(PersonPorts ports) : ITool
{
    public string Name => "calendar.propose-create-calendar";
    public string Description => "Proposes to make a new, empty calendar in one of the user's accounts.";
    public ToolEffect Effect => ToolEffect.Propose;
    public string? ActionKind => CalendarActions.CreateCalendar;
    public Type ArgumentsType => typeof(ProposeCreateCalendarArguments);
    public Type ResultType => typeof(Proposed);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ProposeCreateCalendarArguments)call.Arguments;
        var account = await ports.AccountAsync(call.PersonId, arguments.AccountId, cancel);
        return account.Error is { } error ? error
            : Drafts.Of(call, account.Value.Id, CalendarActions.CreateCalendar, new CreateCalendarPayload(arguments.Name), arguments.Name, "Proposes to make 1 calendar");
    }
}

sealed record ProposeRenameCalendarArguments
{
    [Description("The calendar's name as it is.")]
    public required string Calendar { get; init; }
    [Description("The new name.")]
    public required string Name { get; init; }
    public Guid? AccountId { get; init; }
}

sealed class ProposeRenameCalendar(Calendars calendars) : ITool
{
    public string Name => "calendar.propose-rename-calendar";
    public string Description => "Proposes to rename one calendar of the user.";
    public ToolEffect Effect => ToolEffect.Propose;
    public string? ActionKind => CalendarActions.RenameCalendar;
    public Type ArgumentsType => typeof(ProposeRenameCalendarArguments);
    public Type ResultType => typeof(Proposed);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ProposeRenameCalendarArguments)call.Arguments;
        var calendar = await calendars.ChooseAsync(call.PersonId, arguments.AccountId, arguments.Calendar, cancel);
        return calendar.Error is { } error ? error
            : Drafts.Of(call, calendar.Value.AccountId, CalendarActions.RenameCalendar, new RenameCalendarPayload(calendar.Value.Id, arguments.Name), $"{calendar.Value.Id} {arguments.Name}", "Proposes to rename 1 calendar");
    }
}

sealed record ProposeDeleteCalendarArguments
{
    [Description("The calendar's name.")]
    public required string Calendar { get; init; }
    public Guid? AccountId { get; init; }
}

sealed class ProposeDeleteCalendar(Calendars calendars) : ITool
{
    public string Name => "calendar.propose-delete-calendar";
    public string Description => "Proposes to delete one calendar of the user with the events in it.";
    public ToolEffect Effect => ToolEffect.Propose;
    public string? ActionKind => CalendarActions.DeleteCalendar;
    public Type ArgumentsType => typeof(ProposeDeleteCalendarArguments);
    public Type ResultType => typeof(Proposed);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ProposeDeleteCalendarArguments)call.Arguments;
        var calendar = await calendars.ChooseAsync(call.PersonId, arguments.AccountId, arguments.Calendar, cancel);
        return calendar.Error is { } error ? error
            : Drafts.Of(call, calendar.Value.AccountId, CalendarActions.DeleteCalendar, new DeleteCalendarPayload(calendar.Value.Id), calendar.Value.Id.ToString(), "Proposes to delete 1 calendar");
    }
}
