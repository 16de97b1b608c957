using NodaTime;
using Steward.Accounts;
using Steward.Calendar.Recurrence;
using Steward.Calendar.Scheduling;
using Steward.Platform;

namespace Steward.Calendar;

/// <summary>Names one happening of an event.</summary>
public readonly record struct InstanceKey(Guid AccountId, Guid EventId, DateTimeOffset Start);

public sealed record RescheduleRequest
{
    public required IReadOnlyList<InstanceKey> Events { get; init; }
    /// <summary>The window for the new times; what is past of it is not used.</summary>
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; init; }
    /// <summary>Rather on the same day of the week than as soon as there is room.</summary>
    public bool SameWeekday { get; init; }
    /// <summary>Other hours than the working hours of the settings.</summary>
    public TimeOnly? HoursFrom { get; init; }
    public TimeOnly? HoursTo { get; init; }
}

/// <param name="Reasons">Why this time, in words.</param>
public sealed record EventMove(EventInstance Instance, DateTimeOffset Start, DateTimeOffset End, IReadOnlyList<string> Reasons);

/// <summary>Somebody else's event: only they can move it.</summary>
public sealed record EventAsk(EventInstance Instance, Attendee Organizer);

/// <param name="Reason">Why it stays, for a person; a phrase without subject.</param>
public sealed record EventLeft(EventInstance Instance, string Reason);

public sealed record Rescheduling(IReadOnlyList<EventMove> Moves, IReadOnlyList<EventAsk> Asks, IReadOnlyList<EventLeft> Left);

/// <summary>
/// Looks for new times for some events: in their order, each as long as it was, within working hours (or about the same time of day, when the event lies outside them), around
/// everything else in all calendars and around what is known of the attendees' time. It changes nothing. What cannot or must not be moved is told, never dropped.
/// </summary>
public sealed class RescheduleEvents(ListEvents list, CalendarDirectory directory, PersonSettingsReader settingsOf, TimeProvider clock)
{
    public const int MaxEvents = 50;
    static readonly TimeSpan LongestWindow = TimeSpan.FromDays(62);
    /// <summary>A series that comes so often within the window is not doubled there by its missing instance.</summary>
    const int Often = 3;
    const double OverLunch = 60;
    static readonly LocalTime LunchStart = new(12, 0), LunchEnd = new(13, 0);

    public async Task<Result<Rescheduling>> ExecuteAsync(Guid personId, RescheduleRequest request, CancellationToken cancel)
    {
        if (request.To <= request.From || request.To - request.From > LongestWindow)
            return Error.Invalid("to", "The new times lie in a window that ends after it begins and is at most 62 days long.");
        if (request.Events.Count > MaxEvents)
            return Error.Invalid("events", $"At most {MaxEvents} events are given new times at once.");
        if (request.Events.Count == 0)
            return new Rescheduling([], [], []);
        var settings = await settingsOf.GetAsync(personId, cancel);
        var own = (await directory.ListAsync(personId, cancel)).Select(a => a.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var (first, last) = (request.Events.Min(e => e.Start), request.Events.Max(e => e.Start));
        if (last - first > LongestWindow)
            return Error.Invalid("events", "The events lie more than 62 days apart.");
        var there = await list.ExecuteAsync(personId, first, last.AddMinutes(1), settings.Zone, cancel);
        var named = request.Events.ToHashSet();
        var meant = there.Where(i => named.Contains(new InstanceKey(i.Event.AccountId, i.Event.Id, i.Start))).ToList();
        var now = clock.GetUtcNow();
        var (from, to) = (request.From < now ? now : request.From, request.To);
        var around = to <= from ? [] : await list.ExecuteAsync(personId, from, to, settings.Zone, cancel);
        var hours = new WorkingHours(settings.Zone, request.HoursFrom ?? settings.WorkdayStart, request.HoursTo ?? settings.WorkdayEnd, settings.Workdays);
        return Plan(meant, around, hours, request with { From = from, To = to }, own, now);
    }

    /// <summary>The planning itself: pure. <paramref name="around"/> is everything in the window, what is moved included.</summary>
    public static Rescheduling Plan(IReadOnlyList<EventInstance> meant, IReadOnlyList<EventInstance> around, WorkingHours hours, RescheduleRequest request, IReadOnlySet<string> own, DateTimeOffset now)
    {
        var (left, asks, movable) = (new List<EventLeft>(), new List<EventAsk>(), new List<EventInstance>());
        foreach (var instance in meant.OrderBy(i => i.Start).ThenBy(i => i.End).ThenBy(i => i.Event.Id))
        {
            if (Movability.Obstacle(instance, own, now) is { } obstacle)
                left.Add(new EventLeft(instance, obstacle));
            else if (Movability.ForeignOrganizer(instance.Event, own) is { } organizer)
                asks.Add(new EventAsk(instance, organizer));
            else if (around.Count(other => other.Event.Uid == instance.Event.Uid && other.Start != instance.Start) is >= Often and var times)
                left.Add(new EventLeft(instance, $"comes {times} times in that period anyway, so this one is not moved there"));
            else
                movable.Add(instance);
        }
        if (request.To <= request.From)
            return new Rescheduling([], asks, [.. left, .. movable.Select(i => new EventLeft(i, "finds no room: that period is over"))]);
        var zone = Zones.Get(hours.Zone);
        var moving = movable.Select(i => (i.Event.AccountId, i.Event.Id, i.Start)).ToHashSet();
        var rest = around.Where(i => !moving.Contains((i.Event.AccountId, i.Event.Id, i.Start))).ToList();
        var busy = rest.Where(i => BusyTimes.TakesTime(i.Event, own)).Select(i => new Busy(i.Start, i.End)).ToList();
        var things = movable.ConvertAll(i => ToPlace(i, rest, busy, hours, request, own, zone));
        var places = Placement.Place(things, request.From, request.To, (i, start) => TakesLunch(start, things[i].Length, zone) && !TakesLunch(movable[i].Start, things[i].Length, zone) ? OverLunch : 0);
        var moves = new List<EventMove>();
        foreach (var (instance, place) in movable.Zip(places))
        {
            if (place is { } start)
                moves.Add(new EventMove(instance, start, start + (instance.End - instance.Start), Reasons(instance, start, rest, own, zone)));
            else
                left.Add(new EventLeft(instance, "finds no room of its length in that period"));
        }
        return new Rescheduling(moves, asks, left);
    }

    static ToPlace ToPlace(EventInstance instance, IReadOnlyList<EventInstance> rest, IReadOnlyList<Busy> busy, WorkingHours hours, RescheduleRequest request, IReadOnlySet<string> own, DateTimeZone zone)
    {
        var suited = request.HoursFrom is not null || OpenTimes.Inside(hours, instance) ? hours : OpenTimes.Around(instance, hours);
        var theirs = KnownBusy.Of(rest, instance.Event.Attendees.Select(a => a.Email).Where(a => !own.Contains(a)));
        return new ToPlace(instance.End - instance.Start, Preferred(instance, request, suited, zone), OpenTimes.Of(suited, request.From, request.To, busy.Concat(theirs.Select(t => t.Time))));
    }

    /// <summary>The same time of day, on the same day of the week when that is wanted and in the window, else on the first day on which it may be.</summary>
    static DateTimeOffset Preferred(EventInstance instance, RescheduleRequest request, WorkingHours hours, DateTimeZone zone)
    {
        var local = Instant.FromDateTimeOffset(instance.Start).InZone(zone).LocalDateTime;
        var (first, last) = (Instant.FromDateTimeOffset(request.From).InZone(zone).Date, Instant.FromDateTimeOffset(request.To.AddTicks(-1)).InZone(zone).Date);
        var day = first;
        if (request.SameWeekday)
        {
            while (day.DayOfWeek != local.DayOfWeek)
                day = day.PlusDays(1);
        }
        if (!request.SameWeekday || day > last)
        {
            day = first;
            while (day < last && (!hours.Workdays.Contains((int)day.DayOfWeek) || Zones.ToInstant(day + local.TimeOfDay, zone).ToDateTimeOffset() < request.From))
                day = day.PlusDays(1);
        }
        return Zones.ToInstant(day + local.TimeOfDay, zone).ToDateTimeOffset();
    }

    static IReadOnlyList<string> Reasons(EventInstance instance, DateTimeOffset start, IReadOnlyList<EventInstance> rest, IReadOnlySet<string> own, DateTimeZone zone)
    {
        var reasons = new List<string> { "free in all your calendars" };
        var (was, becomes) = (Instant.FromDateTimeOffset(instance.Start).InZone(zone), Instant.FromDateTimeOffset(start).InZone(zone));
        reasons.Add((was.TimeOfDay == becomes.TimeOfDay, was.DayOfWeek == becomes.DayOfWeek) switch
        {
            (true, true) => "same day of the week and time",
            (true, false) => "same time of day",
            _ => "the nearest free time to its own",
        });
        var guests = instance.Event.Attendees.Where(a => !own.Contains(a.Email)).ToList();
        if (guests.Count > 0)
            reasons.Add(KnownBusy.Of(rest, guests.Select(g => g.Email)).Any() ? "around what your calendars show of the guests’ time, which is only a part of it" : "the guests’ own calendars cannot be seen");
        return reasons;
    }

    static bool TakesLunch(DateTimeOffset start, TimeSpan length, DateTimeZone zone)
    {
        var local = Instant.FromDateTimeOffset(start).InZone(zone).LocalDateTime;
        return local < local.Date + LunchEnd && local.Date + LunchStart < local.PlusTicks(length.Ticks);
    }
}
