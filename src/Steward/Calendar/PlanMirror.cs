using NodaTime;
using Steward.Accounts;
using Steward.Calendar.Recurrence;
using Steward.Platform;

namespace Steward.Calendar;

/// <param name="SourceCalendars">Whose events are shown elsewhere.</param>
/// <param name="TargetCalendar">Where they are shown.</param>
/// <param name="WithTitles">Copies bear the title, unless the event is private; otherwise all are “Busy”. Guests, places and texts are never copied.</param>
public sealed record MirrorRequest(IReadOnlyList<CalendarInfo> SourceCalendars, CalendarInfo TargetCalendar, DateTimeOffset From, DateTimeOffset To, bool WithTitles = false);

/// <summary>A copy as it should be.</summary>
public sealed record MirrorCopy(string Key, string Summary, EventTime Start, EventTime End, EventInstance Original);

/// <summary>A copy that there is, and what it should become.</summary>
public sealed record MirrorChange(EventInstance Copy, MirrorCopy Becomes);

/// <summary>What would make the target show the sources' busy times; all empty when it does.</summary>
public sealed record Mirroring(IReadOnlyList<MirrorCopy> Create, IReadOnlyList<MirrorChange> Update, IReadOnlyList<EventInstance> Remove, int Unchanged);

/// <summary>
/// Compares calendars with the copies that another calendar has of their events. Doing what it says and asking again gives nothing to do, whatever was changed in between: a copy is
/// found by its key wherever it stands. Copies are no originals: two calendars can mirror one another. It changes nothing.
/// </summary>
public sealed class PlanMirror(CalendarDirectory directory, PersonSettingsReader settingsOf)
{
    public const string Busy = "Busy";
    /// <summary>How far from the window copies of moved originals are looked for.</summary>
    static readonly TimeSpan Reach = TimeSpan.FromDays(150);
    static readonly TimeSpan LongestWindow = TimeSpan.FromDays(100);

    public async Task<Result<Mirroring>> ExecuteAsync(Guid personId, MirrorRequest request, CancellationToken cancel)
    {
        if (request.To <= request.From || request.To - request.From > LongestWindow)
            return Error.Invalid("to", "The window must end after it begins and be at most 100 days long.");
        var settings = await settingsOf.GetAsync(personId, cancel);
        var accounts = (await directory.ListAsync(personId, cancel)).ToDictionary(a => a.AccountId);
        var sources = new List<EventInstance>();
        foreach (var calendars in request.SourceCalendars.GroupBy(c => c.AccountId))
        {
            if (!accounts.TryGetValue(calendars.Key, out var account))
                return Error.NotFound("account");
            var ids = calendars.Select(c => c.Id).ToHashSet();
            sources.AddRange((await directory.ReaderOf(account).GetInstancesAsync(account, request.From, request.To, settings.Zone, cancel)).Where(i => ids.Contains(i.Event.CalendarId)));
        }
        if (!accounts.TryGetValue(request.TargetCalendar.AccountId, out var target))
            return Error.NotFound("account");
        var there = await directory.ReaderOf(target).GetInstancesAsync(target, request.From - Reach, request.To + Reach, settings.Zone, cancel);
        var own = accounts.Values.Select(a => a.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Compare(request, sources, there, own, settings.Zone);
    }

    /// <summary>The comparison itself: pure.</summary>
    /// <param name="sources">What happens in the source calendars within the window.</param>
    /// <param name="there">What happens in the target's account, within and around it.</param>
    public static Mirroring Compare(MirrorRequest request, IReadOnlyList<EventInstance> sources, IReadOnlyList<EventInstance> there, IReadOnlySet<string> own, string zone)
    {
        var copies = there.Where(i => i.Event.CalendarId == request.TargetCalendar.Id && request.SourceCalendars.Any(c => MirrorKeys.IsMirrorOf(i.Event.MirrorKey, c.Id)))
            .OrderBy(i => i.Start).ThenBy(i => i.Event.Id).ToLookup(i => i.Event.MirrorKey!, StringComparer.Ordinal);
        // what the target has by itself, an invitation that went to both addresses, needs no copy
        var known = there.Where(i => i.Event.MirrorKey is null).Select(i => (i.Event.Uid, i.Start)).ToHashSet();
        var (create, update, wanted, unchanged) = (new List<MirrorCopy>(), new List<MirrorChange>(), new HashSet<string>(StringComparer.Ordinal), 0);
        foreach (var original in sources.Where(i => i.Event.MirrorKey is null && BusyTimes.TakesTime(i.Event, own) && i.Start < i.End && !known.Contains((i.Event.Uid, i.Start))))
        {
            var copy = CopyOf(original, request.WithTitles, DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? DateTimeZone.Utc);
            if (!wanted.Add(copy.Key))
                continue;
            if (copies[copy.Key].FirstOrDefault() is not { } existing)
                create.Add(copy);
            else if (Differs(existing, copy, original))
                update.Add(new MirrorChange(existing, copy));
            else
                unchanged++;
        }
        var remove = copies.SelectMany(group => wanted.Contains(group.Key) ? group.Skip(1) : group.Where(i => i.Start < request.To && request.From < i.End)).OrderBy(i => i.Start).ThenBy(i => i.Event.Id).ToList();
        return new Mirroring(create, update, remove, unchanged);
    }

    static bool Differs(EventInstance existing, MirrorCopy copy, EventInstance original) =>
        existing.Start != original.Start || existing.End != original.End || existing.Event.Start.IsAllDay != copy.Start.IsAllDay || existing.Event.Summary != copy.Summary;

    static MirrorCopy CopyOf(EventInstance original, bool withTitles, DateTimeZone zone)
    {
        var title = withTitles && original.Event.Visibility != Visibility.Private ? original.Event.Summary : Busy;
        return new MirrorCopy(MirrorKeys.Mirror(original.Event.CalendarId, original), title, At(original.Start), At(original.End), original);

        EventTime At(DateTimeOffset instant)
        {
            var local = Instant.FromDateTimeOffset(instant).InZone(zone).LocalDateTime;
            return original.Event.Start.IsAllDay ? EventTime.AllDay(local.Date.ToDateOnly()) : EventTime.At(local.ToDateTimeUnspecified(), zone.Id);
        }
    }
}
