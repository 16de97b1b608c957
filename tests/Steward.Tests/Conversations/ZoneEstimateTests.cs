using Steward.Conversations.Contacts;
using Steward.Mail;

namespace Steward.Tests.Conversations;

/// <summary>Where somebody seems to be, by the dates and the signature of their mail. The person is in Berlin.</summary>
public sealed class ZoneEstimateTests
{
    static readonly DateTimeOffset Winter = new(2026, 11, 10, 8, 0, 0, TimeSpan.Zero), Summer = new(2026, 7, 10, 8, 0, 0, TimeSpan.Zero);

    static WrittenIn At(double hours, DateTimeOffset last, int messages = 3) => new(TimeSpan.FromHours(hours), messages, last);

    static string Zones(string? signature, params WrittenIn[] offsets) => string.Join(" or ", ZoneEstimate.Of(new MailTraces("a@b.example", signature, offsets), "Europe/Berlin").Select(e => e.Zone));

    [Fact]
    public void Offsets_of_two_seasons_tell_zones_apart_that_one_does_not()
    {
        Assert.Equal("America/New_York", Zones(null, At(-5, Winter)));
        Assert.Equal("America/New_York", Zones(null, At(-5, Winter), At(-4, Summer)));
        Assert.Equal("America/Chicago", Zones(null, At(-6, Winter), At(-5, Summer)));
        Assert.Equal("Asia/Kathmandu", Zones(null, At(5.75, Winter)));
    }

    [Fact]
    public void Nothing_is_said_of_ones_own_zone_of_one_message_or_of_mail_dated_in_utc()
    {
        Assert.Equal("", Zones(null, At(1, Winter), At(2, Summer)));
        Assert.Equal("", Zones(null, At(9, Winter, messages: 1)));
        Assert.Equal("", Zones(null, At(0, Winter)));
        Assert.Equal("", Zones(null));
    }

    [Fact]
    public void A_signature_decides_between_zones_of_one_offset_and_is_asked_about_where_the_mail_contradicts_it()
    {
        Assert.Equal("Asia/Seoul", Zones("Kim Lee\nHan River Ltd, Seoul", At(9, Winter)));
        Assert.Equal("Europe/London", Zones("Tom Hill\nHill & Sons, London EC1A 1BB", At(0, Winter), At(1, Summer)));
        Assert.Equal("America/Los_Angeles or Asia/Tokyo", Zones("Kenji Sato\nTokyo", At(-8, Winter)));
    }

    [Theory]
    [InlineData("Priya Nair\nNair & Co | Mumbai, India", "Asia/Kolkata")]
    [InlineData("Lars Holm\n1050 Copenhagen K", null)]
    [InlineData("Lars Holm\n1050 Copenhagen, Denmark", "Europe/Copenhagen")]
    [InlineData("Kenji\nTel. +81 3 1234 5678", "Asia/Tokyo")]
    [InlineData("Ann\n+1 212 555 0100", null)]
    [InlineData("Offices in London, Tokyo and New York", null)]
    [InlineData("Offices: London, Tokyo", null)]
    [InlineData("Sent from my phone", null)]
    public void A_signature_names_a_zone_by_a_place_or_a_telephone_number(string signature, string? zone) => Assert.Equal(zone, SignatureZone.Find(signature)?.Zone);
}
