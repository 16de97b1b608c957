using Steward.Calendar.ICalendar;
using Steward.Platform;

namespace Steward.Calendar;

/// <summary>Reads an iCalendar file.</summary>
public static class ReadCalendarFile
{
    /// <summary>
    /// Reads the whole stream. A broken event is a problem with its number and never stops the others; a file that is no calendar, or is too large,
    /// too deep or has too many events, is refused with the reason. Never throws for what is in the file; time is linear in its size.
    /// </summary>
    public static async Task<Result<CalendarFile>> ExecuteAsync(Stream file, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = await file.ReadAsync(buffer, cancel)) > 0;)
        {
            if (bytes.Length + read > Limits.FileBytes)
                return Error.Refused("calendar_too_large", $"The file is larger than {Limits.FileBytes / 1024 / 1024} MB.");
            await bytes.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
        return Read(bytes.ToArray(), cancel);
    }

    internal static Result<CalendarFile> Read(byte[] file, CancellationToken cancel)
    {
        var notes = new List<string>();
        var components = ComponentReader.Read(file, notes, cancel);
        if (components.Error is { } refusal)
            return refusal;
        var calendars = components.Value.Where(component => component.Name == "VCALENDAR").ToList();
        if (calendars.Count == 0)
            return Error.Refused("calendar_none", "The file is no iCalendar file: it has no VCALENDAR.");

        var reader = new EventReader(new FileZones(calendars, notes), notes);
        var events = new List<ReadEvent>();
        var problems = new List<CalendarFileProblem>();
        var skipped = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var index = 0;
        foreach (var calendar in calendars)
        {
            var method = calendar.First("METHOD")?.Value.Trim().ToUpperInvariant();
            foreach (var component in calendar.Inner)
            {
                cancel.ThrowIfCancellationRequested();
                if (component.Name != "VEVENT" || method is "REPLY" or "COUNTER" or "REFRESH" or "DECLINECOUNTER")
                {
                    if (component.Name != "VTIMEZONE")
                        Count(skipped, component.Name == "VEVENT" ? $"VEVENT of METHOD:{method}" : component.Name);
                    continue;
                }
                var read = reader.Read(component, ++index, method);
                if (read.Error is { } error)
                    problems.Add(new CalendarFileProblem(index, error.Detail));
                else
                    events.AddRange(read.Value);
            }
        }
        var all = LaterChanges.Separate(events, problems);
        return new CalendarFile { Name = NameOf(calendars), Events = all, Problems = [.. problems.OrderBy(problem => problem.Index)], Notes = notes, Skipped = skipped };
    }

    static void Count(SortedDictionary<string, int> skipped, string name)
    {
        name = VisibleText.CleanLine(name.Length > 40 ? name[..40] + "…" : name);
        if (skipped.ContainsKey(name) || skipped.Count < 100)
            skipped[name] = skipped.GetValueOrDefault(name) + 1;
    }

    static string? NameOf(IEnumerable<Component> calendars) =>
        calendars.Select(calendar => calendar.First("X-WR-CALNAME") ?? calendar.First("NAME")).OfType<Property>()
            .Select(name => VisibleText.CleanLine(Values.Text(name.Value, 200))).FirstOrDefault(name => name.Length > 0);
}
