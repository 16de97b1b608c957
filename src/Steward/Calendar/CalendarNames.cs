using Steward.Platform;

namespace Steward.Calendar;

/// <summary>What a calendar may be called, checked when a change is shown and again when it is made.</summary>
static class CalendarNames
{
    const int Longest = 100;
    const int MostCalendars = 50;

    public const string PrimaryStays = "The main calendar of an account stays; its name can be changed.";

    static readonly string[] Colors = ["#3b82f6", "#10b981", "#f59e0b", "#ef4444", "#8b5cf6", "#14b8a6", "#ec4899", "#64748b"];

    public static string ColorOf(int index) => Colors[index % Colors.Length];

    /// <param name="others">The names of the account's other calendars: two of one name could not be told apart.</param>
    public static Error? Check(string name, IEnumerable<string> others)
    {
        var (trimmed, taken) = (name.Trim(), others.ToList());
        if (trimmed.Length is 0 or > Longest || trimmed.Any(char.IsControl))
            return Error.Invalid("name", $"A calendar's name has 1 to {Longest} characters in one line.");
        if (taken.Count >= MostCalendars)
            return Error.Refused("too_many_calendars", $"An account has at most {MostCalendars} calendars.");
        return taken.Exists(t => t.Equals(trimmed, StringComparison.OrdinalIgnoreCase)) ? Error.Refused("calendar_name_taken", $"There is a calendar called “{VisibleText.CleanLine(trimmed)}” already.") : null;
    }
}
