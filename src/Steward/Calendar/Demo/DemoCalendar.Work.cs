using NodaTime;
using static NodaTime.IsoDayOfWeek;
using static Steward.Calendar.Demo.DemoGuests;

namespace Steward.Calendar.Demo;

static partial class DemoCalendar
{
    static void WriteWork(Book book)
    {
        WriteSeries(book);

        // two weeks ago and last week
        book.Add(Work, -2, Monday, "13:00", 60, "Quarter kick-off", [Sarah, .. Team], "Room Fjord");
        book.Add(Work, -2, Tuesday, "10:00", 45, "Candidate interview: backend engineer", [Lena], "Video call");
        book.Change(e => e with { Visibility = Visibility.Private });
        book.Add(Work, -2, Wednesday, "11:00", 60, "Atlas: scope review", [Priya, Tom], "Room Harbour");
        book.Add(Work, -2, Thursday, "14:00", 90, "Security training", null, "Online");
        book.Add(Work, -2, Friday, "13:30", 60, "Demo day", Team, "Kitchen");
        book.Add(Work, -1, Monday, "14:00", 60, "Budget 2027: first numbers", [Sarah, Daniel], "Room Fjord");
        book.Add(Work, -1, Tuesday, "11:00", 30, "Call with BrightPixel", [Nadia], "Phone");
        book.Add(Work, -1, Wednesday, "13:00", 120, "Focus: Atlas launch plan");
        book.Add(Work, -1, Thursday, "10:00", 60, "Contract questions", [Oliver], "Video call");
        book.Add(Work, -1, Friday, "11:30", 30, "Coffee with Priya", [Priya], "Café Nord");
        book.Add(Work, -1, Friday, "15:00", 60, "Retrospective", Team, "Room Harbour");

        // this week: two meetings on Tuesday and two on Thursday overlap
        book.Add(Work, 0, Monday, "11:30", 30, "Press release: wording", [Lena, Nadia], "Video call");
        book.Add(Work, 0, Monday, "14:00", 60, "Budget 2027: headcount", [Sarah, Daniel], "Room Fjord");
        book.Add(Work, 0, Tuesday, "13:30", 60, "Design review: onboarding", [Marco, Lena], "Room Harbour", "Figma link is in the channel. Please look at screens 4 to 9 before.");
        book.Add(Work, 0, Wednesday, "13:00", 120, "Focus: budget draft");
        book.Add(Work, 0, Thursday, "10:00", 60, "Contract questions, part two", [Oliver], "Video call");
        book.Add(Work, 0, Thursday, "10:30", 60, "Support handover", [Tom, Marco], "Room Kelp");
        book.Add(Work, 0, Thursday, "16:00", 30, "Call with BrightPixel", [Nadia], "Phone");
        book.Add(Work, 0, Friday, "11:00", 60, "Hiring: decide on backend candidates", [Sarah, Lena], "Room Fjord");
        book.Change(e => e with { Visibility = Visibility.Private });
        book.Add(Work, 0, Friday, "14:00", 45, "Data protection questions", [Oliver, Sarah], "Video call");
        book.Change(e => e with { Status = EventStatus.Tentative });

        // next week and later
        book.Add(Work, 1, Monday, "13:00", 60, "Budget 2027: decision", [Sarah, Daniel], "Room Fjord");
        book.Add(Work, 1, Tuesday, "11:00", 60, "Pricing workshop", [Sarah, Nadia, Tom], "Room Harbour");
        book.Add(Work, 1, Wednesday, "13:00", 120, "Focus: launch checklist");
        book.Add(Work, 1, Thursday, "11:00", 45, "Atlas: support rehearsal", [Tom, Marco], "Room Kelp");
        book.Add(Work, 1, Friday, "10:00", 60, "New joiner: welcome Marco’s team", [Marco, Priya], "Kitchen");
        book.Add(Work, book.Dates.AllDay(1, Friday), book.Dates.AllDay(1, Saturday), "Office closed in the afternoon");
        book.Change(e => e with { Transparency = Transparency.Transparent });
        book.Add(Work, 2, Monday, "11:30", 60, "Board slides", [Sarah], "Room Fjord");
        book.Add(Work, 3, Monday, "14:00", 60, "Launch retrospective", [Sarah, .. Team], "Room Fjord");
        book.Add(Work, 3, Tuesday, "10:00", 60, "Planning for next quarter", [Sarah, Priya], "Room Harbour");
        book.Add(Work, book.Dates.AllDay(3, Thursday), book.Dates.AllDay(3, Saturday), "Holiday");
        book.Change(e => e with { Description = "Handed over to Priya." });

        WriteAtlas(book);
    }

    static void WriteSeries(Book book)
    {
        var standUp = book.Add(Work, -2, Monday, "09:15", 15, "Stand-up", Team, "Video call", rule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR");
        book.Change(e => e with { ExceptionDates = [book.Dates.At(3, Thursday, "09:15"), book.Dates.At(3, Friday, "09:15")] });
        book.Instead(standUp, 0, Wednesday, "09:15", e => e with { Start = book.Dates.At(0, Wednesday, "10:00"), End = book.Dates.At(0, Wednesday, "10:15") });
        book.Instead(standUp, 1, Tuesday, "09:15", e => e with { Status = EventStatus.Cancelled });

        var oneToOne = book.Add(Work, -2, Tuesday, "14:00", 30, "1:1 with Sarah", [Sarah], "Sarah’s office", rule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU");
        book.Instead(oneToOne, 2, Tuesday, "14:00", e => e with { Start = book.Dates.At(2, Monday, "16:00"), End = book.Dates.At(2, Monday, "16:30") });

        book.Add(Work, -2, Monday, "10:00", 60, "Weekly planning", [Priya, Tom, Lena], "Room Harbour", rule: "FREQ=WEEKLY;BYDAY=MO");
        book.Add(Work, -2, Friday, "16:00", 30, "Week in review", null, description: "Inbox to zero, notes for Monday.", rule: "FREQ=WEEKLY;BYDAY=FR");

        // the last Thursday of each month, from the one before all of this
        var day = book.Dates.Day(-2, Monday).PlusMonths(-1);
        var last = new LocalDate(day.Year, day.Month, 1).PlusMonths(1).PlusDays(-1);
        last = last.PlusDays(-(((int)last.DayOfWeek - (int)Thursday + 7) % 7));
        var zone = book.Dates.At(0, Monday, "09:00").Zone!;
        book.Add(Work, EventTime.At((last + new LocalTime(15, 0)).ToDateTimeUnspecified(), zone), EventTime.At((last + new LocalTime(16, 30)).ToDateTimeUnspecified(), zone),
            "Monthly review", [Sarah, .. Team], "Room Fjord", rule: "FREQ=MONTHLY;BYDAY=-1TH");
    }

    static void WriteAtlas(Book book)
    {
        book.Add(Atlas, -2, Wednesday, "15:00", 60, "Atlas sync", Team, "Video call", rule: "FREQ=WEEKLY;BYDAY=WE;COUNT=6");
        book.Add(Atlas, -1, Tuesday, "15:30", 60, "Atlas: test plan", [Tom, Lena], "Room Kelp");
        book.Add(Atlas, 0, Tuesday, "14:00", 45, "Atlas: launch risks", [Priya, Lena, Nadia], "Room Harbour");
        book.Add(Atlas, 1, Tuesday, "15:00", 60, "Atlas: go or no-go", [Sarah, Priya, Tom], "Room Fjord");
        book.Add(Atlas, book.Dates.AllDay(3, Wednesday), book.Dates.AllDay(3, Thursday), "Atlas launch");
        book.Change(e => e with { Transparency = Transparency.Transparent });
    }

    /// <summary>Two days in New York: each time in the zone in which it is lived.</summary>
    static void WriteTravel(Book book)
    {
        const string there = "America/New_York";
        var away = book.Dates.At(2, Tuesday, "10:20");
        var home = book.Dates.At(2, Thursday, "18:30", there);
        book.Add(Work, away, book.Dates.After(away, "08:45", there), "Flight to New York", null, "Terminal 1");
        book.Add(Work, book.Dates.At(2, Wednesday, "09:30", there), book.Dates.At(2, Wednesday, "12:30", there), "Workshop at BrightPixel", [Nadia], "148 Mercer Street, New York");
        book.Add(Work, book.Dates.At(2, Wednesday, "19:00", there), book.Dates.At(2, Wednesday, "21:00", there), "Dinner with Nadia", [Nadia], "New York");
        book.Add(Work, home, book.Dates.After(home, "08:10"), "Flight home", null, "JFK, Terminal 4");
        book.Add(Work, book.Dates.AllDay(2, Tuesday), book.Dates.AllDay(2, Saturday), "New York");
        book.Change(e => e with { Transparency = Transparency.Transparent });
    }
}
