using Steward.Platform;

namespace Steward.Calendar;

/// <summary>Reads an iCalendar file.</summary>
public static class ReadCalendarFile
{
    /// <summary>
    /// Reads the whole stream. A broken event is a problem with its number and never stops the others; a file that is no calendar, or is too large,
    /// too deep or has too many events, is refused with the reason. Never throws for what is in the file; time is linear in its size.
    /// </summary>
    public static Task<Result<CalendarFile>> ExecuteAsync(Stream file, CancellationToken cancel) => throw new NotImplementedException();
}
