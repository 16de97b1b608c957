using System.Diagnostics;
using Steward.Conversations.Contacts;

namespace Steward.Tests.Conversations;

public sealed class ContactBookTests
{
    static readonly StatedRole Manager = new() { PersonId = Guid.Empty, Role = "manager", Address = "sarah@work.example", Name = "Sarah Miller", TurnId = Guid.Empty };

    static ContactBook Book(params KnownAddress[] addresses) => new(addresses, [Manager]);

    [Fact]
    public void People_are_found_by_first_name_last_name_beginning_and_address_without_regard_to_case_and_accents()
    {
        var book = Book(new("zoe@example.org", "Zoë Müller-Núñez", 5, 2), new("ben@example.org", "Ben", 9, 0));
        foreach (var name in new[] { "zoe", "ZOË", "muller", "Zoe Müll", "nunez", "zoe@example.org", "Müller, Zoë" })
            Assert.Equal("Zoë Müller-Núñez", Assert.Single(book.Find(name)).Name);
        Assert.Empty(book.Find("Max"));
        Assert.Empty(book.Find(""));
        Assert.Empty(book.Find("zoe ben"));
    }

    [Fact]
    public void Whole_names_come_before_beginnings_and_busier_contacts_before_quiet_ones()
    {
        var book = Book(new("a@x.example", "Anna Quiet", 1, 0), new("b@x.example", "Anna Busy", 50, 5), new("c@x.example", "Annabel Loud", 500, 5));
        Assert.Equal(["Anna Busy", "Anna Quiet", "Annabel Loud"], book.Find("anna").Select(c => c.Name));
        Assert.Equal("Anna Quiet", book.Find("Anna Quiet")[0].Name);
        Assert.Equal(2, book.Find("anna", 2).Count);
    }

    [Fact]
    public void Several_familiar_addresses_under_one_full_name_are_one_contact()
    {
        var contact = Assert.Single(Book(new("sarah@work.example", "Sarah Miller", 40, 10), new("sarah@home.example", "Miller, Sarah", 3, 0), new("s.miller@old.example", "SARAH MILLER", 0, 1)).Find("sarah"));
        Assert.Equal(["sarah@work.example", "sarah@home.example", "s.miller@old.example"], contact.Addresses);
        Assert.Equal(54, contact.Messages);
    }

    [Fact]
    public void A_stranger_who_takes_a_known_name_stays_a_stranger()
    {
        var found = Book(new("sarah@work.example", "Sarah Miller", 40, 10), new("sarah.miller@evil.example", "Sarah Miller", 1, 0)).Find("Sarah Miller");
        Assert.Equal(2, found.Count);
        Assert.Equal(["sarah@work.example"], found[0].Addresses);
    }

    [Fact]
    public void Two_people_with_one_first_name_stay_two() => Assert.Equal(2, Book(new("a@x.example", "Anna", 9, 9), new("b@y.example", "Anna", 9, 9)).Find("anna").Count);

    [Fact]
    public void Roles_that_were_stated_are_found()
    {
        var book = Book(new("sarah@work.example", "Sarah Miller", 40, 10), new("ben@example.org", "Ben", 1, 1));
        Assert.Equal("Sarah Miller", Assert.Single(book.WithRole("Manager")).Name);
        Assert.Empty(book.WithRole("boss"));
    }

    [Fact]
    public void A_look_up_among_five_thousand_contacts_takes_far_less_than_a_millisecond()
    {
        var book = new ContactBook(Enumerable.Range(0, 5000).Select(i => new KnownAddress($"person{i}@example.org", $"Given{i % 700} Family{i}", i % 40, i % 7)), []);
        for (var i = 0; i < 200; i++)
            book.Find("given12");
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 1000; i++)
            Assert.NotEmpty(book.Find($"given{i % 700} family"));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"1,000 look-ups took {watch.Elapsed}.");
    }

    [Theory]
    [InlineData("Łukasz Żółć", "lukasz zolc")]
    [InlineData("Straße", "strasse")]
    [InlineData("Æsir Œuvre", "aesir oeuvre")]
    [InlineData("O'Brien, Seán (IT)", "o brien sean it")]
    [InlineData("Zoe\u0308", "zoe")]
    [InlineData("Иван", "иван")]
    public void Names_are_folded(string name, string folded) => Assert.Equal(folded, NameFold.Of(name));

    [Theory]
    [InlineData("Sarah is my manager", "Sarah", "manager")]
    [InlineData("Sarah Miller is my new boss.", "Sarah Miller", "boss")]
    [InlineData("My manager is sarah@work.example", "sarah@work.example", "manager")]
    [InlineData("my team lead is Ben!", "Ben", "team lead")]
    public void A_statement_about_somebody_is_understood(string message, string name, string role) => Assert.Equal(new RoleStatement(name, role), RoleStatement.Parse(message));

    [Theory]
    [InlineData("Who is my manager")]
    [InlineData("Is Sarah my manager?")]
    [InlineData("Find unread mail from my manager")]
    [InlineData("Sarah is my manager, archive her mail")]
    [InlineData("This is my client")]
    [InlineData("Sarah is my favourite person")]
    public void Anything_else_is_no_statement(string message) => Assert.Null(RoleStatement.Parse(message));

    [Theory]
    [InlineData("Marta is in Tokyo", "Marta", "Asia/Tokyo", null, null)]
    [InlineData("Ben Okafor works from Lisbon.", "Ben Okafor", "Europe/Lisbon", null, null)]
    [InlineData("Priya's based in India now", "Priya", "Asia/Kolkata", null, null)]
    [InlineData("Cho's time zone is Asia/Seoul", "Cho", "Asia/Seoul", null, null)]
    [InlineData("Anna is on Pacific time", "Anna", "America/Los_Angeles", null, null)]
    [InlineData("my manager is based in New York", "my manager", "America/New_York", null, null)]
    [InlineData("Marta works 10 to 6", "Marta", null, "10:00", "18:00")]
    [InlineData("Elena's working hours are 7:30am-3pm", "Elena", null, "07:30", "15:00")]
    [InlineData("Marta is in Tokyo and works from 11:00 to 19:00", "Marta", "Asia/Tokyo", "11:00", "19:00")]
    [InlineData("Ben works 9 to 5 in Chicago", "Ben", "America/Chicago", "09:00", "17:00")]
    public void Where_somebody_is_and_when_they_work_is_understood(string message, string name, string? zone, string? start, string? end)
    {
        var said = HoursStatement.Parse(message);
        Assert.Equal((name, zone, start, end), (said?.Name, said?.Zone, said?.Start?.ToString("HH:mm", null), said?.End?.ToString("HH:mm", null)));
    }

    [Theory]
    [InlineData("Marta is in a meeting")]
    [InlineData("Marta is on holiday")]
    [InlineData("Who is in Tokyo")]
    [InlineData("I am in Tokyo")]
    [InlineData("The offsite is in Lisbon")]
    [InlineData("Is Marta in Tokyo?")]
    [InlineData("Marta is in the United States")]
    [InlineData("Marta works on the budget")]
    [InlineData("find mail from Marta in Tokyo")]
    public void What_says_nothing_of_a_zone_or_of_hours_is_no_such_statement(string message) => Assert.Null(HoursStatement.Parse(message));

    [Theory]
    [InlineData("the board is Anna, Ben and Cho", "board", "Anna|Ben|Cho")]
    [InlineData("My book club are Anna Berg & ben@example.org.", "book club", "Anna Berg|ben@example.org")]
    [InlineData("the design team consists of Ana, Bo, and Cy", "design team", "Ana|Bo|Cy")]
    public void Who_a_group_is_is_understood(string message, string name, string members)
    {
        var said = GroupStatement.Parse(message);
        Assert.Equal((name, members), (said?.Name, string.Join('|', said?.Members ?? [])));
    }

    [Theory]
    [InlineData("the board is Anna")]
    [InlineData("the meeting is on Monday")]
    [InlineData("who is the board, Anna and Ben?")]
    [InlineData("schedule a meeting with the board, Anna and Ben")]
    public void What_names_no_members_is_no_group(string message) => Assert.Null(GroupStatement.Parse(message));

    [Fact]
    public void A_named_group_is_found_by_its_name_with_or_without_a_word_for_several_people()
    {
        StatedGroup Member(string address, string name) => new() { PersonId = Guid.Empty, Key = StatedGroup.KeyOf("the Design team"), Address = address, Name = "Design team", Member = name, TurnId = Guid.Empty };
        var book = new ContactBook([new("ana@x.example", "Ana Lima", 3, 1)], []) { Groups = [Member("ana@x.example", "Ana Lima"), Member("bo@x.example", "Bo")] };
        Assert.Equal(["Ana Lima", "Bo"], book.Stated("design")!.Members.Select(m => m.Name));
        Assert.Equal("you said so", book.Group("design team")!.Because);
        Assert.Null(book.Stated("design review"));
        Assert.Null(book.Stated("team"));
    }

    [Fact]
    public void A_group_is_a_domain_or_those_who_are_invited_to_what_is_called_so_and_nobody_else()
    {
        var at = new DateTimeOffset(2026, 11, 19, 9, 0, 0, TimeSpan.Zero);
        var book = new ContactBook(
            [new("anna@acme.example", "Anna Weber", 3, 1), new("ben@mail.acme.example", "Ben Bold", 2, 0), new("cleo@other.example", "Cleo", 1, 0), new("dan@work.example", "Dan Duck", 1, 1)], [], null,
            [
                new("Daily standup", new HashSet<string> { "anna@acme.example", "gone@work.example" }, at), new("Daily standup", new HashSet<string> { "anna@acme.example", "dan@work.example" }, at.AddDays(1)),
                new("Standup of the board", new HashSet<string> { "cleo@other.example" }, at.AddDays(2)),
            ]);
        Assert.Equal(["Anna Weber", "Ben Bold"], book.Group("acme.example")!.Members.Select(m => m.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["Anna Weber", "Dan Duck"], book.Group("Standup")!.Members.Select(m => m.Name).Order(StringComparer.Ordinal));
        Assert.Equal("they are invited to “Daily standup”", book.Group("standup")!.Because);
        Assert.Null(book.Group("logistics"));
        Assert.Null(book.Group("ac"));
        Assert.Null(new ContactBook(Enumerable.Range(0, 40).Select(i => new KnownAddress($"p{i}@mail.example", $"Person Nr{i}", 1, 1)), []).Group("mail.example"));
    }
}
