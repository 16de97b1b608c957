using static NodaTime.IsoDayOfWeek;
using static Steward.Calendar.Demo.DemoGuests;

namespace Steward.Calendar.Demo;

static partial class DemoCalendar
{
    static void WritePersonal(Book book)
    {
        var yoga = book.Add(Personal, -2, Wednesday, "18:30", 75, "Yoga", null, "Studio Linden", rule: "FREQ=WEEKLY;BYDAY=WE");
        book.Instead(yoga, 2, Wednesday, "18:30", e => e with { Status = EventStatus.Cancelled });
        book.Add(Personal, -2, Tuesday, "07:00", 60, "Run", rule: "FREQ=WEEKLY;BYDAY=TU,SA;COUNT=12");
        book.Add(Personal, -2, Sunday, "18:00", 30, "Call Mum and Dad", [Mum, Dad], rule: "FREQ=WEEKLY;BYDAY=SU");

        var born = book.Dates.Day(1, Saturday).PlusYears(-31).ToDateOnly();
        book.Add(Personal, EventTime.AllDay(born), EventTime.AllDay(born.AddDays(1)), "Ben’s birthday", rule: "FREQ=YEARLY");
        book.Change(e => e with { Transparency = Transparency.Transparent });

        book.Add(Personal, -2, Thursday, "19:30", 150, "Cinema with Jo", [Jo], "Odeon");
        book.Add(Personal, -2, Saturday, "10:00", 60, "Bike to the workshop");
        book.Add(Personal, -1, Monday, "18:00", 45, "Haircut", null, "Salon Weiss");
        book.Add(Personal, -1, Saturday, "19:00", 180, "Dinner at Ravi’s", [Ravi, Jo], "Ravi’s place");
        book.Add(Personal, 0, Monday, "17:30", 30, "Parent evening: phone in");
        book.Change(e => e with { Visibility = Visibility.Private });
        book.Add(Personal, 0, Thursday, "08:00", 45, "Dentist", null, "Dr. Adler");
        book.Change(e => e with { Visibility = Visibility.Private });
        book.Add(Personal, 0, Friday, "19:00", 180, "Board games", [Jo, Ravi, Ben], "At ours");
        book.Add(Personal, 0, Saturday, "11:00", 120, "Market and lunch", [Jo], "Old Town");
        book.Add(Personal, 1, Tuesday, "17:30", 60, "Physiotherapy", null, "Praxis Nordstern");
        book.Change(e => e with { Visibility = Visibility.Private });
        book.Add(Personal, 1, Thursday, "14:30", 60, "Heating inspection: be at home", null, "Home");
        book.Add(Personal, 1, Saturday, "15:00", 240, "Ben’s birthday party", [Ben, Mum, Dad], "Mum and Dad’s");
        book.Add(Personal, 2, Monday, "18:00", 90, "Pack for New York");
        book.Add(Personal, 2, Saturday, "10:30", 90, "Brunch with Jo", [Jo], "Café Nord");
        book.Add(Personal, 3, Tuesday, "19:00", 120, "Concert", [Ravi], "Philharmonie");
        book.Add(Personal, book.Dates.AllDay(3, Thursday), book.Dates.AllDay(3, Sunday, 1), "Cabin in the hills", [Jo], "Hut 7");
        book.Add(Personal, 3, Monday, "12:00", 30, "Passport office", null, "Town hall");
        book.Change(e => e with { Status = EventStatus.Tentative });
    }
}
