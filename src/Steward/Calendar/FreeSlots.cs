namespace Steward.Calendar;

/// <summary>What kind of slot is looked for. Null fields come from the person's settings.</summary>
public sealed record SlotRequest
{
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; init; }
    public required TimeSpan Duration { get; init; }
    /// <summary>The person's own zone and hours.</summary>
    public WorkingHours? Hours { get; init; }
    /// <summary>Others who should be at work too, in their zones.</summary>
    public IReadOnlyList<WorkingHours> Others { get; init; } = [];
    /// <summary>Whose time is looked at too, as far as the person's own calendars show it.</summary>
    public IReadOnlyList<string> Guests { get; init; } = [];
    /// <summary>Time kept free before and after, so that one can breathe or travel.</summary>
    public TimeSpan BufferBefore { get; init; }
    public TimeSpan BufferAfter { get; init; }
    /// <summary>Nothing may lie in these, as if they were taken.</summary>
    public IReadOnlyList<Busy> Unwanted { get; init; } = [];
    /// <summary>Preferably kept free; a slot inside it ranks last but is not excluded.</summary>
    public TimeOnly LunchStart { get; init; } = new(12, 0);
    public TimeOnly LunchEnd { get; init; } = new(13, 0);
    /// <summary>Times of the week that are usually kept for quiet work; a slot inside one ranks lower but is not excluded.</summary>
    public IReadOnlyList<KeptTime> Kept { get; init; } = [];
    /// <summary>How far beyond everybody's working hours may be looked, though never into the night. Nothing is looked at there while their hours have room.</summary>
    public TimeSpan Stretch { get; init; }
    public int Limit { get; init; } = 10;
}

/// <param name="Day">ISO day of the week, 1 = Monday.</param>
/// <param name="Title">What the time is kept for.</param>
public sealed record KeptTime(int Day, TimeOnly Start, TimeOnly End, string Title);

/// <param name="Zone">IANA.</param>
/// <param name="Workdays">ISO days of the week, 1 = Monday.</param>
public sealed record WorkingHours(string Zone, TimeOnly Start, TimeOnly End, IReadOnlyList<int> Workdays)
{
    static readonly TimeOnly Dawn = new(6, 0), Night = new(22, 0);

    /// <summary>Whose they are, when they are not the person's own.</summary>
    public string? Of { get; init; }

    /// <summary>The zone as one says it: "Tokyo".</summary>
    public string City => Zone.Split('/')[^1].Replace('_', ' ');

    /// <summary>Longer at both ends, between six in the morning and ten at night; hours that go over midnight stay.</summary>
    public WorkingHours Stretched(TimeSpan by)
    {
        if (by <= TimeSpan.Zero || End <= Start)
            return this;
        var (from, to) = (Start.ToTimeSpan() - by, End.ToTimeSpan() + by);
        return this with
        {
            Start = Start < Dawn ? Start : from < Dawn.ToTimeSpan() ? Dawn : TimeOnly.FromTimeSpan(from),
            End = End > Night ? End : to > Night.ToTimeSpan() ? Night : TimeOnly.FromTimeSpan(to),
        };
    }
}

/// <param name="Score">0 to 1, higher is better; comparable within one search.</param>
/// <param name="Reasons">Why it ranks where it does, for a person.</param>
public sealed record FreeSlot(DateTimeOffset Start, DateTimeOffset End, double Score, IReadOnlyList<string> Reasons);
