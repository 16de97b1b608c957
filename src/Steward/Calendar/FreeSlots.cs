namespace Steward.Calendar;

/// <summary>What kind of slot is looked for. Null fields come from the person's settings.</summary>
public sealed record SlotRequest
{
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; init; }
    public required TimeSpan Duration { get; init; }
    /// <summary>The person's own zone and hours.</summary>
    public WorkingHours? Hours { get; init; }
    /// <summary>Zones of others who should be at work too.</summary>
    public IReadOnlyList<WorkingHours> Others { get; init; } = [];
    /// <summary>Whose time is looked at too, as far as the person's own calendars show it.</summary>
    public IReadOnlyList<string> Guests { get; init; } = [];
    /// <summary>Time kept free before and after, so that one can breathe or travel.</summary>
    public TimeSpan BufferBefore { get; init; }
    public TimeSpan BufferAfter { get; init; }
    /// <summary>Preferably kept free; a slot inside it ranks last but is not excluded.</summary>
    public TimeOnly LunchStart { get; init; } = new(12, 0);
    public TimeOnly LunchEnd { get; init; } = new(13, 0);
    public int Limit { get; init; } = 10;
}

/// <param name="Zone">IANA.</param>
/// <param name="Workdays">ISO days of the week, 1 = Monday.</param>
public sealed record WorkingHours(string Zone, TimeOnly Start, TimeOnly End, IReadOnlyList<int> Workdays);

/// <param name="Score">0 to 1, higher is better; comparable within one search.</param>
/// <param name="Reasons">Why it ranks where it does, for a person.</param>
public sealed record FreeSlot(DateTimeOffset Start, DateTimeOffset End, double Score, IReadOnlyList<string> Reasons);
