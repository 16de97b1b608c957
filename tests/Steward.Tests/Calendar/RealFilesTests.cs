using System.Globalization;
using System.Text;
using Steward.Calendar;
using Steward.Testing;

namespace Steward.Tests.Calendar;

/// <summary>Every real file is read or refused as <c>Files/expected.txt</c> says, event by event and reason by reason.</summary>
public sealed class RealFilesTests
{
    internal static readonly string Folder = Path.Combine(Repository.Root, "tests", "Steward.Tests", "Calendar", "Files");

    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder, "*.ics").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Names))]
    public void Is_read_as_expected(string name)
    {
        var expected = Expected();
        Assert.True(expected.ContainsKey(name), $"{name} is not in the table. It reads as:\n{Describe(Read(name))}");
        Assert.Equal(expected[name], Describe(Read(name)));
    }

    [Fact]
    public void The_table_names_no_file_that_is_gone() => Assert.Equal(Names.Select(row => row.Data).Order(), Expected().Keys.Order());

    [Theory, MemberData(nameof(Names))]
    public void Written_and_read_again_it_is_the_same(string name)
    {
        if (Read(name) is not { Ok: true } read)
            return;
        var again = ReadCalendarFile.Read(Encoding.UTF8.GetBytes(WriteCalendarFile.Write("Copy", read.Value.Events.Select(EventOf), Now)), default);
        Assert.True(again.Ok);
        Assert.Empty(again.Value.Problems);
        Assert.Equal(read.Value.Events.Select(e => Line(e with { Index = 0 })), again.Value.Events.Select(e => Line(e with { Index = 0 })));
    }

    static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    static CalendarEvent EventOf(ParsedEvent e) => new()
    {
        Id = Guid.Empty, AccountId = Guid.Empty, CalendarId = Guid.Empty, Revision = "1", Uid = e.Uid, Summary = e.Summary, Description = e.Description, Location = e.Location,
        Start = e.Start, End = e.End, Recurrence = e.Recurrence, ExceptionDates = e.ExceptionDates, AdditionalDates = e.AdditionalDates, RecurrenceId = e.RecurrenceId,
        Attendees = e.Attendees, Status = e.Status, Transparency = e.Transparency, Visibility = e.Visibility,
    };

    internal static Steward.Platform.Result<CalendarFile> Read(string name) => ReadCalendarFile.Read(File.ReadAllBytes(Path.Combine(Folder, name)), default);

    static string Describe(Steward.Platform.Result<CalendarFile> read)
    {
        if (read.Error is { } error)
            return "refused: " + error.Detail + "\n";
        var text = new StringBuilder();
        if (read.Value.Name is { } name)
            text.Append("name: ").Append(name).Append('\n');
        foreach (var e in read.Value.Events)
            text.Append("event ").Append(Line(e)).Append('\n');
        foreach (var problem in read.Value.Problems)
            text.Append(CultureInfo.InvariantCulture, $"problem {problem.Index}: {problem.Reason}\n");
        foreach (var note in read.Value.Notes)
            text.Append("note: ").Append(note).Append('\n');
        foreach (var (component, count) in read.Value.Skipped)
            text.Append(CultureInfo.InvariantCulture, $"skipped: {count} {component}\n");
        return text.Length == 0 ? "nothing\n" : text.ToString();
    }

    static string Line(ParsedEvent e) => string.Create(CultureInfo.InvariantCulture,
        $"{e.Index}: {e.Uid} “{e.Summary}” {Show(e.Start)} to {Show(e.End)}{(e.Recurrence is null ? "" : " " + e.Recurrence)}{List(" +", e.AdditionalDates)}{List(" -", e.ExceptionDates)}{(e.RecurrenceId is null ? "" : " instead of " + Show(e.RecurrenceId))}{(e.Status == EventStatus.Confirmed ? "" : " " + e.Status)}{(e.Transparency == Transparency.Opaque ? "" : " free")}{(e.Attendees.Count == 0 ? "" : " with " + string.Join(", ", e.Attendees.Select(a => a.Email)))}");

    static string List(string sign, IReadOnlyList<EventTime> times) => times.Count == 0 ? "" : sign + string.Join(',', times.Select(Show));

    static string Show(EventTime time) => time.Date is { } date
        ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : time.Local!.Value.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture) + "[" + time.Zone + "]";

    static Dictionary<string, string> Expected() => File.ReadAllText(Path.Combine(Folder, "expected.txt")).Split("\n## ").Skip(1)
        .ToDictionary(part => part[..part.IndexOf('\n', StringComparison.Ordinal)], part => part[(part.IndexOf('\n', StringComparison.Ordinal) + 1)..].TrimEnd('\n') + "\n", StringComparer.Ordinal);
}
