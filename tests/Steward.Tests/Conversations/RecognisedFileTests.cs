using System.Text;
using Steward.Conversations.Attachments;

namespace Steward.Tests.Conversations;

public sealed class RecognisedFileTests
{
    [Theory]
    [InlineData("team.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", AttachmentKind.Calendar)]
    [InlineData("without-a-name", "\uFEFFBEGIN:VCALENDAR\r\n", AttachmentKind.Calendar)]
    [InlineData("not.ics", "hello", AttachmentKind.Text)]
    [InlineData("letter.EML", "Received: from here\r\nSubject: x\r\n\r\nBody", AttachmentKind.Mail)]
    [InlineData("letter.eml", "Dear all,\r\n\r\nSubject: no header", AttachmentKind.Text)]
    [InlineData("box.mbox", "From anna@example.org Mon Nov 16 10:00:00 2026\r\nSubject: x\r\n", AttachmentKind.Mail)]
    [InlineData("poem.txt", "From here on: nothing", AttachmentKind.Text)]
    [InlineData("page.html", "<script>alert(1)</script>", AttachmentKind.Text)]
    public void A_file_is_told_by_its_content(string name, string content, AttachmentKind kind) => Assert.Equal(kind, RecognisedFile.Of(name, Encoding.UTF8.GetBytes(content)).Kind);

    [Fact]
    public void What_is_no_text_is_kept_as_a_file()
    {
        Assert.Equal(AttachmentKind.File, RecognisedFile.Of("photo.txt", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00]).Kind);
        Assert.Equal(AttachmentKind.File, RecognisedFile.Of("nul.txt", "a\0b"u8).Kind);
        Assert.Null(RecognisedFile.Of("nul.txt", "a\0b"u8).Text);
    }

    [Fact]
    public void Utf_16_is_text_too_and_what_cannot_be_seen_is_taken_out()
    {
        var (kind, text, cut) = RecognisedFile.Of("a.txt", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("Grüße\u200B, \u202Eevil")]);
        Assert.Equal((AttachmentKind.Text, "Grüße, evil", false), (kind, text, cut));
    }

    [Fact]
    public void A_long_text_is_cut_and_says_so_without_breaking_a_character()
    {
        var (_, text, cut) = RecognisedFile.Of("a.txt", Encoding.UTF8.GetBytes(new string('x', RecognisedFile.MostShown - 1) + "😀 and more"));
        Assert.True(cut);
        Assert.Equal(RecognisedFile.MostShown - 1, text!.Length);
        Assert.False(char.IsHighSurrogate(text[^1]));
    }
}
