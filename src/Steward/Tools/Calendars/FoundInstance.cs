using Steward.Calendar;

namespace Steward.Tools.Calendars;

/// <summary>What a tool needs of an event that an earlier step has listed.</summary>
sealed record FoundInstance
{
    public required FoundEventId Event { get; init; }
    public required DateTimeOffset Start { get; init; }

    public InstanceKey Key => new(Event.AccountId, Event.Id, Start);
}

/// <summary>Names the event that a change is about, as the proposing tools take it.</summary>
/// <param name="OriginalStart">Set for one instance of a series, and only then.</param>
/// <param name="Summary">For a person.</param>
sealed record EventName(Guid Id, Guid AccountId, EventTime? OriginalStart, string Summary)
{
    public static EventName Of(EventInstance instance) => new(instance.Event.Id, instance.Event.AccountId, Instances.Named(instance.Event, instance.OriginalStart), instance.Event.Summary);
}
