namespace Steward.Calendar.ICalendar;

/// <summary>What a file may cost. Beyond these it is refused as a whole, or the event is, so that no file can make Steward slow.</summary>
static class Limits
{
    public const int FileBytes = 64 * 1024 * 1024;
    public const int Events = 100_000;
    public const int Components = 400_000;
    public const int Depth = 8;
    /// <summary>Octets of one unfolded line that are kept; the rest of a longer one (an attachment inside the file) is passed over.</summary>
    public const int LineBytes = 256 * 1024;
    /// <summary>Properties of one component.</summary>
    public const int Properties = 20_000;
    /// <summary>RDATE and EXDATE values of one event, each.</summary>
    public const int Dates = 10_000;
    public const int Attendees = 5_000;
    public const int Notes = 1_000;
    public const int SummaryLength = 1_000;
    public const int TextLength = 100_000;
    /// <summary>Years that events may lie in.</summary>
    public const int FirstYear = 1000;
    public const int LastYear = 8999;
}
