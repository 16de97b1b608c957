using Steward.Calendar;
using Steward.Conversations.Contacts;

namespace Steward.Tests.Conversations;

public sealed class RoleEvidenceTests
{
    static readonly IReadOnlySet<string> Own = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "me@work.example" };

    static EventInstance Event(string title, params Attendee[] attendees)
    {
        var start = EventTime.At(new(2026, 11, 24, 14, 0, 0), "UTC");
        var e = new CalendarEvent { Id = Guid.NewGuid(), AccountId = Guid.Empty, CalendarId = Guid.Empty, Uid = title, Summary = title, Revision = "1", Start = start, End = start, Attendees = [new("me@work.example", "Me"), .. attendees] };
        return new EventInstance(e, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, start);
    }

    static ContactBook Book(params EventInstance[] events) => new(
        [new("priya@work.example", "Priya Raman", 90, 40), new("sarah@work.example", "Sarah Chen", 20, 10), new("tom@work.example", "Tom Okafor", 50, 20)], [], RoleEvidence.Of(events, Own));

    [Fact]
    public void Who_meets_me_alone_comes_before_who_writes_most_and_the_evidence_is_told()
    {
        var book = Book(Event("1:1 with Sarah", new Attendee("sarah@work.example", "Sarah")), Event("1:1 with Sarah", new Attendee("sarah@work.example", "Sarah")),
            Event("1:1 of the three of us", new Attendee("tom@work.example", "Tom"), new Attendee("priya@work.example", "Priya")));
        var likely = book.LikelyFor("manager");
        Assert.Equal(["Sarah Chen", "Priya Raman", "Tom Okafor"], likely.Select(l => l.Contact.Name));
        Assert.Equal([["2 one-to-ones in your calendar"], [], []], likely.Select(l => l.Evidence));
    }

    [Fact]
    public void Invitations_speak_for_a_manager_and_a_title_that_names_the_role_for_any_role()
    {
        var meetings = Enumerable.Range(0, 3).Select(_ => Event("Review", new Attendee("tom@work.example", "Tom", Organizer: true), new Attendee("priya@work.example", null))).Append(Event("Call with my accountant", new Attendee("priya@work.example", null)));
        var book = Book([.. meetings]);
        Assert.Equal(("Tom Okafor", "invited you 3 times"), (book.LikelyFor("manager")[0].Contact.Name, Assert.Single(book.LikelyFor("manager")[0].Evidence)));
        Assert.Equal(("Priya Raman", "an event with them says “accountant”"), (book.LikelyFor("accountant")[0].Contact.Name, Assert.Single(book.LikelyFor("accountant")[0].Evidence)));
        Assert.All(book.LikelyFor("landlord"), l => Assert.Empty(l.Evidence));
        Assert.Empty(book.WithRole("manager"));
    }

    [Fact]
    public void Cancelled_events_say_nothing()
    {
        var cancelled = Event("1:1 with Sarah", new Attendee("sarah@work.example", "Sarah"));
        Assert.Empty(RoleEvidence.Of([cancelled with { Event = cancelled.Event with { Status = EventStatus.Cancelled } }], Own));
    }
}
