using System.ComponentModel;
using Steward.Calendar;
using Steward.Platform;

namespace Steward.Tools.Calendars;

sealed record PlanFocusBlocksArguments
{
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; init; }
    [Description("Length of a block, 15 to 600.")]
    public int? BlockMinutes { get; init; }
    [Description("How much there should be in all, blocks that are there already included.")]
    public int? TotalMinutes { get; init; }
    [Description("One block on every workday.")]
    public bool? Daily { get; init; }
    [Description("Only within these hours, instead of the working hours.")]
    public SlotHours? WorkingHours { get; init; }
    public string? Title { get; init; }
}

/// <param name="Blocks">Times to put into the calendar.</param>
/// <param name="Notes">What found no room.</param>
sealed record PlannedBlocks(IReadOnlyList<SlotTime> Blocks, IReadOnlyList<string> Notes);

/// <summary>Free time for concentrated work over several days. What is there already counts, so that asking twice blocks nothing twice.</summary>
sealed class PlanFocusBlocks(PlanFocusTime plan) : ITool
{
    public string Name => "calendar.plan-focus-time";
    public string Description => "Finds free blocks for concentrated work over several days: so much in all, or one every day. Changes nothing.";
    public ToolEffect Effect => ToolEffect.Read;
    public string? ActionKind => null;
    public Type ArgumentsType => typeof(PlanFocusBlocksArguments);
    public Type ResultType => typeof(PlannedBlocks);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (PlanFocusBlocksArguments)call.Arguments;
        var request = new FocusRequest
        {
            From = arguments.From,
            To = arguments.To,
            BlockMinutes = arguments.BlockMinutes,
            TotalMinutes = arguments.TotalMinutes,
            Daily = arguments.Daily ?? false,
            HoursFrom = arguments.WorkingHours?.Start,
            HoursTo = arguments.WorkingHours?.End,
        };
        var planned = await plan.ExecuteAsync(call.PersonId, arguments.Title is { } title ? request with { Title = title } : request, cancel);
        if (planned.Error is { } error)
            return error;
        var (blocks, missing, present) = planned.Value;
        var minutes = (int)blocks.Sum(b => (b.End - b.Start).TotalMinutes);
        var summary = (blocks.Count, present) switch
        {
            (0, > 0) when missing.Count == 0 => $"Found that {Hours(present)} are blocked already, as much as you asked for",
            (0, _) => "Found no free time for it",
            (1, _) => $"Found 1 block of {Hours(minutes)}",
            _ => $"Found {blocks.Count} blocks, {Hours(minutes)} in all",
        };
        if (blocks.Count > 0 && present > 0)
            summary += $"; {Hours(present)} are there already";
        return new ToolResult(Json.ToElement(new PlannedBlocks([.. blocks.Select(b => new SlotTime(b.Start, b.End))], missing)), Trust.System, summary, []);
    }

    static string Hours(int minutes) => minutes % 60 == 0 ? $"{minutes / 60} h" : minutes < 60 ? $"{minutes} min" : $"{minutes / 60} h {minutes % 60} min";
}
