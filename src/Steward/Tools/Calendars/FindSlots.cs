using System.ComponentModel;
using System.Globalization;
using NodaTime;
using Steward.Calendar;
using Steward.Platform;

namespace Steward.Tools.Calendars;

sealed record FindSlotsArguments
{
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; init; }
    [Description("How long the slot must be, 5 to 1440.")]
    public required int Minutes { get; init; }
    [Description("Who should come. Their working hours are kept where they are known; of their time only what the user's own calendars show is known, which the result says.")]
    public IReadOnlyList<Recipient>? Attendees { get; init; }
    [Description("Other hours than the user's working hours.")]
    public SlotHours? WorkingHours { get; init; }
    [Description("Minutes kept free before and after the slot, 0 to 240; 0 when left out.")]
    public int? BufferMinutes { get; init; }
    [Description("Stretches of time in which no slot is wanted.")]
    public IReadOnlyList<SlotTime>? NotWithin { get; init; }
    [Description("How many slots, 1 to 20; 5 when left out.")]
    public int? Count { get; init; }
}

/// <param name="Days">ISO days of the week, 1 = Monday; the person's workdays when left out.</param>
sealed record SlotHours(TimeOnly Start, TimeOnly End, IReadOnlyList<int>? Days = null);

sealed record FoundSlots(IReadOnlyList<Slot> Slots);

sealed record Slot(DateTimeOffset Start, DateTimeOffset End, IReadOnlyList<string> Reasons);

/// <summary>Free times over all of the person's calendars, best first.</summary>
sealed class FindSlots(FindFreeSlots find, PersonPorts ports) : ITool
{
    public string Name => "calendar.find-slots";
    public string Description => "Finds free times for a meeting in all calendars of the user, best first.";
    public ToolEffect Effect => ToolEffect.Read;
    public string? ActionKind => null;
    public Type ArgumentsType => typeof(FindSlotsArguments);
    public Type ResultType => typeof(FoundSlots);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (FindSlotsArguments)call.Arguments;
        if (arguments.Minutes is < 5 or > 1440)
            return Error.Invalid("minutes", "A slot is 5 to 1440 minutes long.");
        if (arguments.Count is < 1 or > 20)
            return Error.Invalid("count", "Ask for 1 to 20 slots.");
        if (arguments.BufferMinutes is < 0 or > 240)
            return Error.Invalid("bufferMinutes", "A buffer is 0 to 240 minutes long.");
        var buffer = TimeSpan.FromMinutes(arguments.BufferMinutes ?? 0);
        var settings = await ports.SettingsAsync(call.PersonId, cancel);
        var request = new SlotRequest
        {
            From = arguments.From,
            To = arguments.To,
            Duration = TimeSpan.FromMinutes(arguments.Minutes),
            Hours = arguments.WorkingHours is { } hours
                ? new WorkingHours(settings.Zone, hours.Start, hours.End, hours.Days ?? settings.Workdays)
                : new WorkingHours(settings.Zone, settings.WorkdayStart, settings.WorkdayEnd, settings.Workdays),
            BufferBefore = buffer,
            BufferAfter = buffer,
            Unwanted = [.. (arguments.NotWithin ?? []).Where(t => t.End > t.Start).Select(t => new Busy(t.Start, t.End))],
            Limit = arguments.Count ?? 5,
            Guests = [.. (arguments.Attendees ?? []).Select(a => a.Email)],
        };
        var found = await find.ExecuteAsync(call.PersonId, request, cancel);
        if (found.Error is { } error)
            return error;
        var slots = found.Value.Select(slot => new Slot(slot.Start, slot.End, slot.Reasons)).ToList();
        var summary = slots.Count switch { 0 => "Found no free time of that length", 1 => "Found 1 free time", _ => $"Found {slots.Count} free times" };
        if (slots.Count > 0)
            summary += $", first {Say(slots[0].Start, When.ZoneOf(settings.Zone))}";
        if (arguments.Attendees is { Count: > 0 })
            summary += " (in your calendars; of others’ time only what these show)";
        return new ToolResult(Json.ToElement(new FoundSlots(slots)), Trust.Outside, summary, []);
    }

    static string Say(DateTimeOffset instant, DateTimeZone zone) =>
        Instant.FromDateTimeOffset(instant).InZone(zone).ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);
}
