using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Steward.Platform;

namespace Steward.Calendar;

/// <summary>
/// Names of originals on their copies. The same happening of the same event always has the same name, wherever and whenever it is moved to: it is made of the calendar, the event's
/// UID and the start that the happening has by its series' rule. Stored: the form is never changed.
/// </summary>
public static partial class MirrorKeys
{
    /// <summary>A copy that stands for an event of this calendar while it is there.</summary>
    public static string Mirror(Guid calendarId, EventInstance original) => $"mirror:{calendarId:n}:{Of(original)}";

    /// <summary>An event that was brought over from this calendar.</summary>
    public static string Moved(Guid calendarId, EventInstance original) => $"moved:{calendarId:n}:{Of(original)}";

    public static bool IsMirrorOf(string? key, Guid calendarId) => key?.StartsWith($"mirror:{calendarId:n}:", StringComparison.Ordinal) == true;

    public static Error? Check(string? key) => key is null || Form().IsMatch(key) ? null : Error.Invalid("mirrorKey", "This is no name of an original.");

    /// <summary>What a person should know before a copy is made.</summary>
    internal static IEnumerable<string> Notes(string? key)
    {
        if (key?.StartsWith("mirror:", StringComparison.Ordinal) == true)
            yield return "It stands for an event of another calendar of yours: asking for the same again moves or removes it with its original.";
        else if (key is not null)
            yield return "The original stays where it is until this copy is there, and you approve its removal.";
    }

    /// <summary>An event that does not repeat is named by its UID alone: moving it changes its start, and not which event it is.</summary>
    static string Of(EventInstance original)
    {
        var e = original.Event;
        var repeats = e.Recurrence is not null || e.AdditionalDates.Count > 0 || e.RecurrenceId is not null;
        var start = !repeats ? "" : original.OriginalStart.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            ?? $"{original.OriginalStart.Local?.ToString("s", CultureInfo.InvariantCulture)} {original.OriginalStart.Zone}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{e.Uid}\n{start}")))[..32];
    }

    [GeneratedRegex("^(mirror|moved):[0-9a-f]{32}:[0-9a-f]{32}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
