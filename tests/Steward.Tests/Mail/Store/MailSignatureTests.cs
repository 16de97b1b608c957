using Steward.Mail;
using Steward.Mail.Mime;
using Steward.Mail.Store;

namespace Steward.Tests.Mail.Store;

/// <summary>What mail says of where it was written: its signature, and the clock by which it is dated.</summary>
public sealed class MailSignatureTests
{
    [Theory]
    [InlineData("Hi,\nsee you.\n-- \nKenji\nTokyo", "Kenji\nTokyo")]
    [InlineData("Hi,\nsee you.\n\nBest regards,\n\nPriya Nair\nMumbai\n\nOn Tue, 3 Nov 2026 Bob wrote:\n> Hello\n> Best,\n> Bob\n> Paris", "Priya Nair\nMumbai")]
    [InlineData("Hi,\nsee you tomorrow in Tokyo.", null)]
    [InlineData("> -- \n> Bob\n> Paris", null)]
    [InlineData("Cheers\n", null)]
    public void A_signature_is_what_stands_under_the_delimiter_or_the_farewell(string text, string? signature) => Assert.Equal(signature, MailSignature.Of(text));

    [Theory]
    [InlineData("Tue, 3 Nov 2026 18:00:00 +0900", 9.0)]
    [InlineData("Tue, 3 Nov 2026 18:00:00 -0330 (NST)", -3.5)]
    [InlineData("Tue, 3 Nov 2026 18:00:00 +0000", 0.0)]
    [InlineData("Tue, 3 Nov 2026 18:00:00 -0000", null)]
    [InlineData("Tue, 3 Nov 2026 18:00:00 GMT", null)]
    [InlineData("no date +0900", null)]
    [InlineData(null, null)]
    public void The_offset_of_a_date_is_the_senders_clock(string? date, double? hours) => Assert.Equal(hours, MailDates.OffsetOf(date)?.TotalHours);
}
