using System.Globalization;
using NodaTime;
using Steward.Accounts;
using Steward.Calendar.Recurrence;
using Steward.Calendar.Scheduling;
using Steward.Platform;

namespace Steward.Calendar;

public sealed record FocusRequest
{
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; init; }
    /// <summary>Length of a block. With <see cref="Daily"/> one such block on every workday; else the longest that is made at once.</summary>
    public int? BlockMinutes { get; init; }
    /// <summary>How much there should be in all; blocks that are there count.</summary>
    public int? TotalMinutes { get; init; }
    public bool Daily { get; init; }
    public TimeOnly? HoursFrom { get; init; }
    public TimeOnly? HoursTo { get; init; }
    /// <summary>Title of the blocks; blocks with this title, and those that are plainly meant for concentration, count as there.</summary>
    public string Title { get; init; } = "Deep work";
}

/// <param name="Missing">What found no room, for a person; one sentence each.</param>
/// <param name="Present">Minutes of such blocks that are there already.</param>
public sealed record FocusPlan(IReadOnlyList<Busy> Blocks, IReadOnlyList<string> Missing, int Present);

/// <summary>Finds time for concentrated work: inside working hours (or the hours asked for), around everything in all calendars, in the morning rather than later. It changes nothing.</summary>
public sealed class PlanFocusTime(ListEvents list, CalendarDirectory directory, PersonSettingsReader settingsOf, TimeProvider clock)
{
    const int DefaultBlock = 120, LongestBlock = 180, ShortestBlock = 45;
    static readonly TimeSpan LongestWindow = TimeSpan.FromDays(62);

    public async Task<Result<FocusPlan>> ExecuteAsync(Guid personId, FocusRequest request, CancellationToken cancel)
    {
        if (request.To <= request.From || request.To - request.From > LongestWindow)
            return Error.Invalid("to", "The window must end after it begins and be at most 62 days long.");
        if (request.BlockMinutes is < 15 or > 600)
            return Error.Invalid("blockMinutes", "A block is 15 to 600 minutes long.");
        if (request.TotalMinutes is < 15 or > 6000)
            return Error.Invalid("totalMinutes", "All blocks together are 15 minutes to 100 hours long.");
        var settings = await settingsOf.GetAsync(personId, cancel);
        var own = (await directory.ListAsync(personId, cancel)).Select(a => a.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var events = await list.ExecuteAsync(personId, request.From, request.To, settings.Zone, cancel);
        var work = new WorkingHours(settings.Zone, settings.WorkdayStart, settings.WorkdayEnd, settings.Workdays);
        return Plan(request, work, events, own, clock.GetUtcNow());
    }

    /// <summary>Pure.</summary>
    public static FocusPlan Plan(FocusRequest request, WorkingHours work, IReadOnlyList<EventInstance> events, IReadOnlySet<string> own, DateTimeOffset now)
    {
        var hours = work with { Start = request.HoursFrom ?? work.Start, End = request.HoursTo ?? work.End };
        var from = request.From < now ? now : request.From;
        var busy = events.Where(i => BusyTimes.TakesTime(i.Event, own)).Select(i => new Busy(i.Start, i.End)).ToList();
        var present = events.Where(i => IsFocus(i, request.Title, own)).ToList();
        var open = from < request.To ? OpenTimes.Of(hours, from, request.To, busy) : [];
        return request.Daily ? Daily(request, hours, open, present, from) : Total(request, hours, open, present);
    }

    /// <summary>A block on every workday that has none of that length within those hours yet.</summary>
    static FocusPlan Daily(FocusRequest request, WorkingHours hours, IReadOnlyList<Busy> open, IReadOnlyList<EventInstance> present, DateTimeOffset from)
    {
        var length = TimeSpan.FromMinutes(request.BlockMinutes ?? DefaultBlock);
        var (blocks, missing, there) = (new List<Busy>(), new List<string>(), 0);
        foreach (var day in Slots.StartRanges.Working(hours, from, request.To))
        {
            var whole = present.Where(i => i.Start < day.End && day.Start < i.End).ToList();
            if (whole.Exists(i => i.End - i.Start >= length))
                there += (int)whole.Max(i => i.End - i.Start).TotalMinutes;
            else if (open.Where(o => o.Start >= day.Start && o.End <= day.End).Select(o => new Busy(Quarter(o.Start), o.End)).FirstOrDefault(o => o.End - o.Start >= length) is { Start: var start } && start != default)
                blocks.Add(new Busy(start, start + length));
            else
                missing.Add(string.Create(CultureInfo.InvariantCulture, $"{Instant.FromDateTimeOffset(day.Start).InZone(Zones.Get(hours.Zone)):dddd d MMMM} has no {Say(length)} free between {hours.Start:HH:mm} and {hours.End:HH:mm}."));
        }
        return new FocusPlan(blocks, missing, there);
    }

    /// <summary>As much as was asked for: each round gives every day one block, in its longest free stretch.</summary>
    static FocusPlan Total(FocusRequest request, WorkingHours hours, IReadOnlyList<Busy> open, IReadOnlyList<EventInstance> present)
    {
        var there = (int)present.Sum(i => (i.End - i.Start).TotalMinutes);
        var wanted = request.TotalMinutes ?? request.BlockMinutes ?? DefaultBlock;
        var longest = Math.Min(request.BlockMinutes ?? (wanted > 12 * 60 ? LongestBlock : DefaultBlock), wanted);
        var left = wanted - there;
        var zone = Zones.Get(hours.Zone);
        var free = open.Select(o => new Busy(Quarter(o.Start), o.End)).Where(o => o.Start < o.End).ToList();
        var blocks = new List<Busy>();
        for (var round = 0; left > 0 && round < 10; round++)
        {
            var found = false;
            foreach (var day in free.GroupBy(o => Instant.FromDateTimeOffset(o.Start).InZone(zone).Date).OrderBy(g => g.Key).Select(g => g.ToList()).ToList())
            {
                var need = Math.Min(longest, left);
                var shortest = Math.Min(ShortestBlock, need);
                var best = day.Where(o => (o.End - o.Start).TotalMinutes >= need).OrderBy(o => o.Start).Concat(day.OrderByDescending(o => o.End - o.Start).ThenBy(o => o.Start)).First();
                var minutes = Math.Min(need, (int)((best.End - best.Start).TotalMinutes / 15) * 15);
                if (left <= 0 || minutes < shortest)
                    continue;
                var block = new Busy(best.Start, best.Start.AddMinutes(minutes));
                blocks.Add(block);
                left -= minutes;
                found = true;
                free.Remove(best);
                if (block.End < best.End)
                    free.Add(best with { Start = block.End });
            }
            if (!found)
                break;
        }
        List<string> missing = left > 0 ? [$"{Say(TimeSpan.FromMinutes(left))} of {Say(TimeSpan.FromMinutes(wanted))} find no room in that period."] : [];
        return new FocusPlan(Joined(blocks), missing, there);
    }

    /// <summary>Blocks that touch are one.</summary>
    static IReadOnlyList<Busy> Joined(IReadOnlyList<Busy> blocks) => blocks.Count == 0 ? blocks : BusyTimes.Merge(blocks, blocks.Min(b => b.Start), blocks.Max(b => b.End));

    static bool IsFocus(EventInstance instance, string title, IReadOnlySet<string> own) =>
        !instance.Event.Start.IsAllDay && instance.Event.Status != EventStatus.Cancelled && instance.Event.Attendees.All(a => own.Contains(a.Email))
        && (instance.Event.Summary.Equals(title, StringComparison.OrdinalIgnoreCase) || ((string[])["focus", "deep work", "concentrat"]).Any(w => instance.Event.Summary.Contains(w, StringComparison.OrdinalIgnoreCase)));

    static DateTimeOffset Quarter(DateTimeOffset instant) => new((instant.UtcTicks + TimeSpan.TicksPerMinute * 15 - 1) / (TimeSpan.TicksPerMinute * 15) * (TimeSpan.TicksPerMinute * 15), TimeSpan.Zero);

    static string Say(TimeSpan length) => length.TotalMinutes % 60 == 0 ? $"{length.TotalHours:0} h" : length.TotalHours < 1 ? $"{length.TotalMinutes:0} min" : $"{(int)length.TotalHours} h {length.Minutes} min";
}
