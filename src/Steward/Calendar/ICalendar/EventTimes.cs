using NodaTime;
using Steward.Calendar.Recurrence;

namespace Steward.Calendar.ICalendar;

/// <summary>The properties of an event that say when it happens.</summary>
sealed class EventTimes(Component component, FileZones zones)
{
    public EventTime Start { get; private set; } = EventTime.AllDay(default);
    public EventTime End { get; private set; } = EventTime.AllDay(default);
    public EventTime? RecurrenceId { get; private set; }
    /// <summary>RECURRENCE-ID;RANGE=THISANDFUTURE.</summary>
    public bool AndLater { get; private set; }
    public List<EventTime> ExceptionDates { get; } = [];
    /// <summary>RDATE; with an end where it is a PERIOD of another length than the event.</summary>
    public List<(EventTime Start, EventTime? End)> AdditionalDates { get; } = [];

    string? wrong;

    /// <returns>What is wrong, or null.</returns>
    public string? Read()
    {
        if (component.First("DTSTART") is not { } start)
            return "it has no start (DTSTART)";
        if (Time(start) is not { } begin || Ending(begin) is not { } end)
            return wrong;
        (Start, End) = (begin, end);
        if (component.First("RECURRENCE-ID") is { } id)
        {
            AndLater = id.Is("RANGE", "THISANDFUTURE");
            if ((RecurrenceId = Time(id)) is null)
                return wrong;
        }
        ReadDates("EXDATE", value => Time(value) is { } time && Keep(ExceptionDates, time));
        ReadDates("RDATE", value => value.Value.Contains('/', StringComparison.Ordinal) || value.Is("VALUE", "PERIOD") ? Span(value) : Time(value) is { } time && Keep(AdditionalDates, (time, null)));
        return wrong;
    }

    void ReadDates(string name, Func<Property, bool> read)
    {
        foreach (var property in component.All(name))
        {
            if (property.Cut)
                wrong ??= $"{name} in line {property.Line} is too long";
            foreach (var value in property.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (wrong is not null || !read(property with { Value = value }))
                    return;
            }
        }
    }

    bool Keep<T>(List<T> list, T item)
    {
        if (list.Count == Limits.Dates)
            wrong = $"it has more than {Limits.Dates:N0} dates";
        else
            list.Add(item);
        return wrong is null;
    }

    /// <summary>A DATE or DATE-TIME with its zone; null and <see cref="wrong"/> when it is none.</summary>
    EventTime? Time(Property property)
    {
        if (Values.Time(property.Value) is not { } time)
            return Wrong($"{property.Name} is “{FileZones.Shown(property.Value)}”, no date or time");
        if (time.IsDate || property.Is("VALUE", "DATE"))
            return EventTime.AllDay(DateOnly.FromDateTime(time.Local));
        if (time.IsUtc)
            return EventTime.At(time.Local, "UTC");
        if (property.Parameter("TZID") is not { Length: > 0 } tzid)
            return new EventTime(null, time.Local, null);
        return zones.Find(tzid) switch
        {
            { Id: { } id } => EventTime.At(time.Local, id),
            { Rules: { } rules } when component.First("RRULE") is null && component.First("RDATE") is null =>
                EventTime.At(rules.ToInstant(LocalDateTime.FromDateTime(time.Local)).ToDateTimeUtc(), "UTC"),
            { Rules: not null } => Wrong($"it recurs in the time zone “{FileZones.Shown(tzid)}”, whose clocks go as in no known zone"),
            _ => Wrong($"the time zone “{FileZones.Shown(tzid)}” is unknown and the file does not define it"),
        };
    }

    EventTime? Ending(EventTime start)
    {
        if (component.First("DTEND") is { } property)
            return Time(property) is { } end ? After(start, end.Zone is null && end.Local is { } local && start.Local is not null ? EventTime.At(local, start.Zone!) : end) : null;
        if (component.First("DURATION") is { } duration)
            return Values.Span(duration.Value) is { } span ? After(start, Plus(start, span)) : Wrong($"DURATION is “{FileZones.Shown(duration.Value)}”, which is none or more than 20 years");
        return start.Date is { } date ? EventTime.AllDay(date.AddDays(1)) : start;
    }

    /// <summary>The end, when it fits its start.</summary>
    EventTime? After(EventTime start, EventTime end)
    {
        if (start.IsAllDay != end.IsAllDay)
            return Wrong(start.IsAllDay ? "it starts on a date and ends at a time" : "it starts at a time and ends on a date");
        if (start.Zone is null && end.Zone is not null)
            return Wrong("it starts in no time zone and ends in one");
        var (begin, stop) = (start.ToInstant(DateTimeZone.Utc), end.ToInstant(DateTimeZone.Utc));
        if (stop < begin)
            return Wrong("it ends before it starts");
        if (stop - begin > Duration.FromDays(20 * 366))
            return Wrong("it lasts more than 20 years");
        return start.IsAllDay && stop == begin ? EventTime.AllDay(start.Date!.Value.AddDays(1)) : end;
    }

    static EventTime Plus(EventTime start, TimeSpan span)
    {
        if (start.Date is { } date)
            return EventTime.AllDay(date.AddDays(span < TimeSpan.Zero ? (int)Math.Floor(span.TotalDays) : Math.Max(1, (int)Math.Ceiling(span.TotalDays))));
        if (start.Zone is null)
            return start with { Local = start.Local!.Value + span };
        var zone = Zones.Get(start.Zone);
        return start with { Local = (start.ToInstant(zone) + Duration.FromTimeSpan(span)).InZone(zone).ToDateTimeUnspecified() };
    }

    /// <summary>A PERIOD: its start is a further date, and its end too when the event's length is another.</summary>
    bool Span(Property property)
    {
        var parts = property.Value.Split('/');
        if (parts.Length != 2 || Time(property with { Value = parts[0] }) is not { IsAllDay: false } start)
            return Wrong($"{property.Name} holds “{FileZones.Shown(property.Value)}”, no period of time") is not null;
        var end = Values.Span(parts[1]) is { } span ? Plus(start, span) : Time(property with { Value = parts[1] });
        if (end is null || After(start, end) is null)
            return Wrong($"{property.Name} holds “{FileZones.Shown(property.Value)}”, no period of time") is not null;
        var own = end.ToInstant(DateTimeZone.Utc) - start.ToInstant(DateTimeZone.Utc);
        return Keep(AdditionalDates, (start, !Start.IsAllDay && own == End.ToInstant(DateTimeZone.Utc) - Start.ToInstant(DateTimeZone.Utc) ? null : end));
    }

    EventTime? Wrong(string why)
    {
        wrong ??= why;
        return null;
    }
}
