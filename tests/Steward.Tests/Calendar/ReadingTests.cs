using System.Diagnostics;
using System.Text;
using Steward.Calendar;
using Steward.Platform;

namespace Steward.Tests.Calendar;

public sealed class ReadingTests
{
    static Result<CalendarFile> Read(string text) => ReadCalendarFile.Read(Encoding.UTF8.GetBytes(text), default);

    static CalendarFile Calendar(string inside) => Read($"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{inside}\r\nEND:VCALENDAR\r\n").Value;

    static ParsedEvent Event(string lines) => Assert.Single(Calendar($"BEGIN:VEVENT\nUID:u\n{lines}\nEND:VEVENT").Events);

    static string Problem(string lines) => Assert.Single(Calendar($"BEGIN:VEVENT\nUID:u\n{lines}\nEND:VEVENT").Problems).Reason;

    [Fact]
    public void Text_is_unfolded_unescaped_and_freed_of_what_cannot_be_seen()
    {
        var e = Event("DTSTART:20260101T000000Z\nSUMMARY:Caf\n é \\, a\\;b \\\\ \\N c\u202Ed\u200B\nDESCRIPTION:one\\ntwo\nLOCATION: Room\\n5 ");
        Assert.Equal(@"Café , a;b \   cd", e.Summary);
        Assert.Equal("one\ntwo", e.Description);
        Assert.Equal("Room 5", e.Location);
    }

    [Fact]
    public void A_fold_inside_a_character_is_undone_before_decoding()
    {
        var bytes = Encoding.UTF8.GetBytes("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\nDTSTART:20260101\nSUMMARY:Gr\u00FC\u00DFe\nEND:VEVENT\nEND:VCALENDAR\n").ToList();
        bytes.InsertRange(bytes.IndexOf(0xC3) + 1, "\r\n "u8.ToArray());
        Assert.Equal("Grüße", Assert.Single(ReadCalendarFile.Read([.. bytes], default).Value.Events).Summary);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("iso-8859-1")]
    public void Other_encodings_are_recognised(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var file = encoding.GetPreamble().Concat(encoding.GetBytes("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\nDTSTART:20260101\nSUMMARY:Grüße\nEND:VEVENT\nEND:VCALENDAR")).ToArray();
        Assert.Equal("Grüße", Assert.Single(ReadCalendarFile.Read(file, default).Value.Events).Summary);
    }

    [Fact]
    public void Attendees_have_canonical_addresses_and_their_answers()
    {
        var e = Event("""
            DTSTART:20260101T000000Z
            ORGANIZER;CN="Doe, Jane":MAILTO:Jane@Example.org
            ATTENDEE;CN=Jane;PARTSTAT=ACCEPTED:mailto:jane@example.org
            ATTENDEE;CN="^'Bo^' ^n B";ROLE=OPT-PARTICIPANT;PARTSTAT=DECLINED:mailto:bo@example.org
            ATTENDEE;EMAIL=cy@example.org:urn:uuid:1
            ATTENDEE:mailto:not an address
            ATTENDEE:mailto:two@example.org,three@example.org
            """);
        Assert.Equal(
        [
            new("jane@example.org", "Jane", ResponseStatus.Accepted, Organizer: true),
            new("bo@example.org", "\"Bo\"   B", ResponseStatus.Declined, Optional: true),
            new("cy@example.org", null),
        ], e.Attendees);
    }

    [Theory]
    [InlineData("DTSTART;VALUE=DATE:20260101", "2026-01-01", "2026-01-02")]
    [InlineData("DTSTART:20260101", "2026-01-01", "2026-01-02")]
    [InlineData("DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20260104", "2026-01-01", "2026-01-04")]
    [InlineData("DTSTART;VALUE=DATE:20260101\nDURATION:P2D", "2026-01-01", "2026-01-03")]
    [InlineData("DTSTART;VALUE=DATE:20260101\nDURATION:PT1H", "2026-01-01", "2026-01-02")]
    public void All_day_events_end_on_the_day_after(string lines, string start, string end)
    {
        var e = Event(lines);
        Assert.Equal((EventTime.AllDay(DateOnly.ParseExact(start, "yyyy-MM-dd", null)), EventTime.AllDay(DateOnly.ParseExact(end, "yyyy-MM-dd", null))), (e.Start, e.End));
    }

    [Fact]
    public void A_duration_is_elapsed_time()
    {
        var e = Event("DTSTART;TZID=Europe/Berlin:20270328T010000\nDURATION:PT2H");
        Assert.Equal(new DateTime(2027, 3, 28, 4, 0, 0), e.End.Local);
    }

    [Theory]
    [InlineData("SUMMARY:x", "It has no start (DTSTART).")]
    [InlineData("DTSTART:20260230T000000Z", "DTSTART is “20260230T000000Z”, no date or time.")]
    [InlineData("DTSTART:20260101T000000Z\nDTEND:20251231T000000Z", "It ends before it starts.")]
    [InlineData("DTSTART:20260101T000000Z\nDTEND;VALUE=DATE:20260102", "It starts at a time and ends on a date.")]
    [InlineData("DTSTART;VALUE=DATE:20260101\nDTEND:20260102T000000Z", "It starts on a date and ends at a time.")]
    [InlineData("DTSTART:20260101T000000Z\nDURATION:one hour", "DURATION is “one hour”, which is none or more than 20 years.")]
    [InlineData("DTSTART:20260101T000000Z\nDTEND:20560101T000000Z", "It lasts more than 20 years.")]
    [InlineData("DTSTART;TZID=Nowhere:20260101T000000", "The time zone “Nowhere” is unknown and the file does not define it.")]
    [InlineData("DTSTART:20260101T000000Z\nRRULE:FREQ=NEVER", "The recurrence rule cannot be read: FREQ is missing or unknown.")]
    [InlineData("DTSTART:20260101T000000Z\nRRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY", "It has several recurrence rules.")]
    [InlineData("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=HOURLY", "It is all-day and its rule repeats it within the day.")]
    [InlineData("DTSTART:20260101T000000Z\nEXDATE:never", "EXDATE is “never”, no date or time.")]
    [InlineData("DTSTART:00010101T000000Z", "DTSTART is “00010101T000000Z”, no date or time.")]
    public void A_broken_event_says_why(string lines, string reason) => Assert.Equal(reason, Problem(lines));

    [Fact]
    public void A_broken_event_is_told_by_number_and_stops_no_other()
    {
        var file = Calendar("BEGIN:VEVENT\nUID:1\nDTSTART:20260101\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\nEND:VEVENT\nBEGIN:VEVENT\nUID:3\nDTSTART:20260103\nEND:VEVENT\nBEGIN:VEVENT\nUID:4\nDTSTART:20260103");
        Assert.Equal(["1", "3"], file.Events.Select(e => e.Uid));
        Assert.Equal([new(2, "It has no start (DTSTART)."), new(4, "The file ends inside it.")], file.Problems);
    }

    [Theory]
    [InlineData("Europe/Berlin", "Europe/Berlin")]
    [InlineData("europe/berlin", "Europe/Berlin")]
    [InlineData("W. Europe Standard Time", "Europe/Berlin")]
    [InlineData("Pacific Standard Time", "America/Los_Angeles")]
    [InlineData("/mozilla.org/20070129_1/Europe/Paris", "Europe/Paris")]
    [InlineData("/softwarestudio.org/Olson_20011030_5/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires")]
    [InlineData("posix/Asia/Tokyo", "Asia/Tokyo")]
    [InlineData("Etc/UTC", "UTC")]
    [InlineData("US/Eastern", "US/Eastern")]
    public void Zones_are_known_by_the_names_that_programs_write(string tzid, string zone) => Assert.Equal(zone, Event($"DTSTART;TZID=\"{tzid}\":20260101T000000").Start.Zone);

    [Fact]
    public void A_zone_of_rules_alone_is_matched_by_its_clock_for_the_years_of_the_events()
    {
        const string zone = "BEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:16010101T020000\nTZOFFSETFROM:-0700\nTZOFFSETTO:-0800\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\nEND:STANDARD\n"
            + "BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:-0800\nTZOFFSETTO:-0700\nRRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\nEND:DAYLIGHT\nEND:VTIMEZONE\n";
        var file = Calendar(zone + "BEGIN:VEVENT\nUID:u\nDTSTART;TZID=Ours:20260701T090000\nRRULE:FREQ=DAILY\nEND:VEVENT");
        Assert.Equal("America/Los_Angeles", Assert.Single(file.Events).Start.Zone);
        Assert.Contains("The time zone “Ours” is read as America/Los_Angeles, whose clocks show the same.", file.Notes);
    }

    [Fact]
    public void A_clock_like_no_other_gives_single_events_their_instant_and_refuses_series()
    {
        const string zone = "BEGIN:VTIMEZONE\nTZID:Odd\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0017\nTZOFFSETTO:+0017\nEND:STANDARD\nEND:VTIMEZONE\n";
        var file = Calendar(zone + "BEGIN:VEVENT\nUID:a\nDTSTART;TZID=Odd:20260701T090000\nEND:VEVENT\nBEGIN:VEVENT\nUID:b\nDTSTART;TZID=Odd:20260701T090000\nRRULE:FREQ=DAILY\nEND:VEVENT");
        Assert.Equal(EventTime.At(new(2026, 7, 1, 8, 43, 0), "UTC"), Assert.Single(file.Events).Start);
        Assert.Equal("It recurs in the time zone “Odd”, whose clocks go as in no known zone.", Assert.Single(file.Problems).Reason);
    }

    [Fact]
    public void Cancelled_calendars_cancel_and_replies_are_no_events()
    {
        Assert.Equal(EventStatus.Cancelled, Assert.Single(Calendar("METHOD:CANCEL\nBEGIN:VEVENT\nUID:u\nDTSTART:20260101\nEND:VEVENT").Events).Status);
        var reply = Calendar("METHOD:REPLY\nBEGIN:VEVENT\nUID:u\nDTSTART:20260101\nEND:VEVENT");
        Assert.Empty(reply.Events);
        Assert.Equal(1, reply.Skipped["VEVENT of METHOD:REPLY"]);
    }

    [Fact]
    public void This_and_all_later_ones_become_a_series_of_their_own()
    {
        var file = Calendar("""
            BEGIN:VEVENT
            UID:u
            DTSTART;TZID=Europe/Berlin:20260105T090000
            DTEND;TZID=Europe/Berlin:20260105T100000
            RRULE:FREQ=WEEKLY;COUNT=10
            EXDATE;TZID=Europe/Berlin:20260112T090000,20260216T090000
            SUMMARY:Early
            END:VEVENT
            BEGIN:VEVENT
            UID:u
            RECURRENCE-ID;TZID=Europe/Berlin;RANGE=THISANDFUTURE:20260202T090000
            DTSTART;TZID=Europe/Berlin:20260202T110000
            DTEND;TZID=Europe/Berlin:20260202T120000
            SUMMARY:Late
            END:VEVENT
            BEGIN:VEVENT
            UID:u
            RECURRENCE-ID;TZID=Europe/Berlin:20260209T090000
            DTSTART;TZID=Europe/Berlin:20260209T150000
            SUMMARY:Once
            END:VEVENT
            """);
        Assert.Empty(file.Problems);
        var (early, once, late) = (file.Events[0], file.Events[1], file.Events[2]);
        Assert.Equal(("u", "FREQ=WEEKLY;UNTIL=20260202T075959Z"), (early.Uid, early.Recurrence));
        Assert.Equal([Desk.Berlin("2026-01-12T09:00")], early.ExceptionDates);
        Assert.Equal(("u/20260202T0900", "FREQ=WEEKLY;COUNT=6", null), (late.Uid, late.Recurrence, late.RecurrenceId));
        Assert.Equal([Desk.Berlin("2026-02-16T11:00")], late.ExceptionDates);
        Assert.Equal(("u/20260202T0900", Desk.Berlin("2026-02-09T11:00")), (once.Uid, once.RecurrenceId));
    }

    [Fact]
    public void Events_without_a_uid_get_the_same_one_each_time()
    {
        const string file = "BEGIN:VEVENT\nDTSTART:20260101\nSUMMARY:a\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART:20260101\nSUMMARY:b\nEND:VEVENT";
        Assert.Equal(Calendar(file).Events.Select(e => e.Uid), Calendar(file).Events.Select(e => e.Uid));
        Assert.Equal(2, Calendar(file).Events.Select(e => e.Uid).Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("From: a@b.example\n\nBEGIN:VEVENT\nEND:VEVENT")]
    public void What_is_no_calendar_is_refused(string text) => Assert.Equal("calendar_none", Read(text).Error?.Code);

    [Fact]
    public async Task Bombs_are_refused_or_cut_with_the_reason()
    {
        Assert.Equal("calendar_too_deep", Read(string.Concat(Enumerable.Repeat("BEGIN:VCALENDAR\n", 50))).Error?.Code);
        Assert.Equal("calendar_too_many", Read("BEGIN:VCALENDAR\n" + string.Concat(Enumerable.Repeat("BEGIN:VEVENT\nEND:VEVENT\n", 100_001))).Error?.Code);
        await using var endless = new Endless();
        Assert.Equal("calendar_too_large", (await ReadCalendarFile.ExecuteAsync(endless, default)).Error?.Code);
        var long1 = Calendar("BEGIN:VEVENT\nUID:u\nDTSTART:20260101\nSUMMARY:" + new string('x', 2_000_000) + "\nATTACH:" + new string('y', 3_000_000) + "\nEND:VEVENT");
        Assert.Equal(1000, Assert.Single(long1.Events).Summary.Length);
        Assert.Equal("It has more than 10,000 dates.", Problem("DTSTART:20260101\nRDATE;VALUE=DATE:" + string.Join(',', Enumerable.Repeat("20260101", 10_001))));
        Assert.Equal("It has more than 20,000 properties.", Problem("DTSTART:20260101\n" + string.Concat(Enumerable.Repeat("X:1\n", 20_001))));
    }

    /// <summary>Every real file, damaged in every way that a disk, a mailer or an attacker damages files: read or refused, never thrown, and soon.</summary>
    [Fact]
    public void Damaged_real_files_never_throw_and_never_take_long()
    {
        const int seed = 20261120;
        var random = new Random(seed);
        var files = RealFilesTests.Names.Select(name => File.ReadAllBytes(Path.Combine(RealFilesTests.Folder, name.Data))).ToList();
        byte[][] spice = [.. new[] { "\r\n ", "BEGIN:VEVENT\r\n", "END:VEVENT\r\n", "RRULE:FREQ=SECONDLY\r\n", "RDATE:", ",", ";", ":", "\"", "=", "-", "99999999999", "T", "Z", "\0", "é", "\u202E", "TZID=", "^", "\\", "P9999W", "00000000T000000" }.Select(Encoding.UTF8.GetBytes), [0xFF], [0xC3], [0xED, 0xA0, 0x80]];
        var watch = new Stopwatch();
        for (var round = 0; round < 4000; round++)
        {
            var file = files[random.Next(files.Count)].ToList();
            for (var wounds = random.Next(1, 6); wounds > 0; wounds--)
            {
                var at = random.Next(file.Count + 1);
                switch (random.Next(6))
                {
                    case 0: file.RemoveRange(at, Math.Min(random.Next(1, 40), file.Count - at)); break;
                    case 1: file.InsertRange(at, spice[random.Next(spice.Length)]); break;
                    case 2 when at < file.Count: file[at] = (byte)random.Next(256); break;
                    case 3: file.InsertRange(at, file.GetRange(Math.Min(at, file.Count), Math.Min(random.Next(1, 400), file.Count - at))); break;
                    case 4: file.RemoveRange(at, file.Count - at); break;
                    default: file.AddRange(files[random.Next(files.Count)]); break;
                }
            }
            watch.Restart();
            var bytes = file.ToArray();
            try
            {
                var read = ReadCalendarFile.Read(bytes, default);
                foreach (var e in read.Ok ? read.Value.Events : [])
                {
                    _ = Steward.Calendar.Local.SeriesBounds.Of(Steward.Calendar.Local.EventBody.Of(e));
                    Assert.True(e.Summary == VisibleText.Clean(e.Summary) && e.Uid.Length is > 0 and <= 600);
                }
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"Seed {seed}, round {round}: {e}\n{Encoding.UTF8.GetString(bytes)}");
            }
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"Seed {seed}, round {round} took {watch.Elapsed}.\n{Encoding.UTF8.GetString(bytes)}");
        }
    }

    sealed class Endless : Stream
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)'x');
            return count;
        }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
