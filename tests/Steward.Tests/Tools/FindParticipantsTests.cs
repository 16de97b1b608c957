using Steward.Mail;
using Steward.Tools;
using Steward.Tools.Reading;

namespace Steward.Tests.Tools;

public sealed class FindParticipantsTests
{
    static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase) { "me@steward.local", "me@work.example" };

    static MessageRef From(string email, string? name = null, int hour = 0, params string[] labels) => new()
    {
        Id = Guid.NewGuid(), AccountId = Guid.NewGuid(), ThreadId = Guid.NewGuid(), From = new MailAddress(name, email), Subject = "Atlas", Date = Mails.Monday.AddHours(hour), Labels = labels,
    };

    [Fact]
    public void Everyone_who_wrote_is_listed_once_most_messages_first_and_the_person_is_left_out()
    {
        var newest = From("anna@example.org", "Anna Weber", 9);
        var people = FindParticipants.Of([From("ben@example.org", "Ben"), From("anna@example.org", "Anna Weber"), newest, From("ME@steward.local"), From("me@work.example")], Own, []);
        Assert.Equal(["anna@example.org", "ben@example.org"], people.Select(p => p.Email));
        Assert.Equal((2, "Anna Weber", newest.Id.ToString()), (people[0].Messages, people[0].Name, people[0].Source.Id));
    }

    [Fact]
    public void Several_addresses_under_one_full_name_are_one_person_at_the_most_used_address()
    {
        var people = FindParticipants.Of([From("anna@home.example", "Anna Weber"), From("anna@work.test", "Anna Weber"), From("anna@work.test", "Anna Weber", 1)], Own, []);
        Assert.Equal(("anna@work.test", 3), (Assert.Single(people).Email, people[0].Messages));
    }

    [Fact]
    public void A_first_name_alone_does_not_make_two_people_one() =>
        Assert.Equal(2, FindParticipants.Of([From("a@x.example", "Anna"), From("b@y.example", "Anna")], Own, []).Count);

    [Theory]
    [InlineData("no-reply@shop.example")]
    [InlineData("noreply+abc@shop.example")]
    [InlineData("notifications@github.example")]
    [InlineData("newsletter@news.example")]
    [InlineData("mailer-daemon@mx.example")]
    [InlineData("team@googlegroups.com")]
    [InlineData("dev@lists.example.org")]
    [InlineData("bounce-123@mail.example")]
    [InlineData("jira_noreply@corp.example")]
    public void Machines_and_lists_are_left_out(string address) => Assert.Empty(FindParticipants.Of([From(address, "Some Name")], Own, []));

    [Theory]
    [InlineData("norbert@example.org")]
    [InlineData("newsome.anna@example.org")]
    [InlineData("botha@example.org")]
    [InlineData("alerta.fuentes@example.org")]
    public void People_with_similar_names_are_not_taken_for_machines(string address) => Assert.Single(FindParticipants.Of([From(address)], Own, []));

    [Fact]
    public void Bulk_mail_and_excluded_people_are_left_out() => Assert.Equal(["cleo@example.org"], FindParticipants.Of(
        [From("shop@example.org", "Shop", 0, SystemLabels.Promotions), From("ben@example.org", "Ben Bold"), From("anna@example.org", "Anna"), From("cleo@example.org")], Own, ["Bold", "anna@example.org"])
        .Select(p => p.Email));
}
