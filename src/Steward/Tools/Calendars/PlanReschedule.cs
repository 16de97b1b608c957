using System.ComponentModel;
using System.Globalization;
using NodaTime;
using Steward.Calendar;
using Steward.Platform;

namespace Steward.Tools.Calendars;

sealed record PlanRescheduleArguments
{
    [Description("The events to give new times, as calendar.list-events finds them.")]
    public required IReadOnlyList<FoundInstance> Events { get; init; }
    [Description("The window for the new times.")]
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; init; }
    [Description("Rather on the same day of the week than as soon as there is room.")]
    public bool? SameWeekday { get; init; }
    [Description("Only within these hours, instead of the working hours.")]
    public SlotHours? WorkingHours { get; init; }
}

/// <param name="Event">What moves; its id, account and, in a series, which happening.</param>
/// <param name="Slot">Where to.</param>
sealed record PlannedMove(EventName Event, SlotTime Slot, IReadOnlyList<string> Reasons);

/// <param name="Draft">A mail to the organiser.</param>
sealed record PlannedAsk(EventName Event, PlannedLetter Draft);

sealed record PlannedLetter(IReadOnlyList<Recipient> To, string Subject, string Text, Guid AccountId);

/// <param name="Notes">What the person must know whatever follows: what is not moved, and why. One sentence each.</param>
sealed record PlannedDay(IReadOnlyList<PlannedMove> Moves, IReadOnlyList<PlannedAsk> Asks, IReadOnlyList<string> Notes);

/// <summary>
/// New times for events: in their order and at their length, in free time. Events of other organisers are not moved: a letter to them is drafted instead. What stays is told with its reason.
/// </summary>
sealed class PlanReschedule(RescheduleEvents reschedule, PersonPorts ports) : ITool
{
    public string Name => "calendar.plan-reschedule";
    public string Description => "Finds new free times for several events, in their order, and says which cannot be moved and why. Changes nothing.";
    public ToolEffect Effect => ToolEffect.Read;
    public string? ActionKind => null;
    public Type ArgumentsType => typeof(PlanRescheduleArguments);
    public Type ResultType => typeof(PlannedDay);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (PlanRescheduleArguments)call.Arguments;
        var planned = await reschedule.ExecuteAsync(call.PersonId, new RescheduleRequest
        {
            Events = [.. arguments.Events.Select(e => e.Key)],
            From = arguments.From,
            To = arguments.To,
            SameWeekday = arguments.SameWeekday ?? false,
            HoursFrom = arguments.WorkingHours?.Start,
            HoursTo = arguments.WorkingHours?.End,
        }, cancel);
        if (planned.Error is { } error)
            return error;
        var zone = When.ZoneOf((await ports.SettingsAsync(call.PersonId, cancel)).Zone);
        var name = await ports.NameAsync(call.PersonId, cancel);
        var (moves, asks, left) = planned.Value;
        var result = new PlannedDay(
            [.. moves.Select(m => new PlannedMove(EventName.Of(m.Instance), new SlotTime(m.Start, m.End), m.Reasons))],
            [.. asks.Select(a => new PlannedAsk(EventName.Of(a.Instance), Letter(a, zone, name)))],
            [.. left.Select(l => $"“{l.Instance.Event.Summary}” ({Say(l.Instance.Start, zone)}) {l.Reason}."), .. asks.Select(a => $"“{a.Instance.Event.Summary}” ({Say(a.Instance.Start, zone)}) is {a.Organizer.Name ?? a.Organizer.Email}’s to move: ask them.")]);
        return new ToolResult(Json.ToElement(result), Trust.Outside, Summary(moves.Count, asks.Count, left.Count), []);
    }

    static string Summary(int moves, int asks, int left)
    {
        if (moves + asks + left == 0)
            return "Found no event to move";
        var text = moves == 1 ? "Found a new time for 1 event" : $"Found new times for {moves} events";
        if (asks > 0)
            text += $"; {asks} {(asks == 1 ? "belongs" : "belong")} to other organisers";
        return left > 0 ? $"{text}; {left} {(left == 1 ? "stays" : "stay")} where {(left == 1 ? "it is" : "they are")}" : text;
    }

    static PlannedLetter Letter(EventAsk ask, DateTimeZone zone, string name)
    {
        var (e, at) = (ask.Instance.Event, Say(ask.Instance.Start, zone));
        return new([new Recipient(ask.Organizer.Email, ask.Organizer.Name)], $"{e.Summary} on {at}",
            $"Hi {(ask.Organizer.Name ?? "there").Split(' ')[0]},\n\nI cannot make “{e.Summary}” on {at}. Could we find another time?\n\nBest regards{(name.Length > 0 ? "\n" + name : "")}\n", e.AccountId);
    }

    static string Say(DateTimeOffset instant, DateTimeZone zone) => Instant.FromDateTimeOffset(instant).InZone(zone).ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);
}
