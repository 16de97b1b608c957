using Steward.Tools.Summaries;

namespace Steward.Tests.Tools;

public sealed class MailTextTests
{
    [Fact]
    public void What_was_quoted_from_earlier_mail_is_not_the_senders_own()
    {
        var own = MailText.Own("Yes, Friday works.\n\nOn Mon, 16 Nov 2026 at 09:12, Anna Weber <anna@example.org> wrote:\n> Does Friday work?\n> Anna\n");
        Assert.Equal("Yes, Friday works.", own);
    }

    [Theory]
    [InlineData("Fine.\n\nOn Mon, 16 Nov 2026 at 09:12, Anna Weber\n<anna@example.org> wrote:\n> Old")]
    [InlineData("Fine.\n-----Original Message-----\nFrom: Anna\nOld")]
    [InlineData("Fine.\n\nFrom: Anna Weber <anna@example.org>\nSent: Monday, 16 November 2026\nTo: Bob\n\nOld")]
    [InlineData("Fine.\n\nAm 16.11.2026 um 09:12 schrieb Anna Weber:\n> Old")]
    [InlineData("Fine.\n\nLe lun. 16 nov. 2026 à 09:12, Anna a écrit :\n> Old")]
    [InlineData("Fine.\n-- \nAnna Weber\nHead of Old Things")]
    [InlineData("Fine.\n\nBest regards,\nAnna Weber\nOld Company")]
    [InlineData("Fine.\n\nSent from my iPhone\nOld")]
    [InlineData("Fine.\n________________________________\nOld")]
    [InlineData("Fine.\n\nThis email and any attachments are confidential. Old")]
    [InlineData("> Old\nFine.\n> Old")]
    public void Quotes_signatures_and_footers_are_taken_off(string text)
    {
        var own = MailText.Own(text);
        Assert.Equal("Fine.", own);
    }

    [Fact]
    public void Words_like_thanks_inside_a_sentence_end_nothing()
    {
        const string text = "Thanks to everybody who came on Friday.\nThe next meeting is on Monday.";
        Assert.Equal(text, MailText.Own(text));
    }

    [Fact]
    public void A_closing_word_far_above_the_end_is_no_signature()
    {
        var text = "Cheers\n" + string.Join('\n', Enumerable.Range(1, 20).Select(i => $"Point {i} of the agenda."));
        Assert.Contains("Point 20", MailText.Own(text), StringComparison.Ordinal);
    }
}
