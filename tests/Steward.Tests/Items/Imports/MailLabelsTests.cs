using System.Text;
using Steward.Items.Imports;
using Steward.Mail;
using Steward.Tests.Mail.Mime;

namespace Steward.Tests.Items.Imports;

public sealed class MailLabelsTests
{
    static string Labels(string headers, string path = "") =>
        string.Join(' ', MailLabels.Of(MimeReader.Read(Encoding.UTF8.GetBytes(headers + "\n\nbody"), RealMail.Now).Value, "me@here.example", path).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("From: ann@x.example\nTo: me@here.example\nSubject: Lunch?", "CATEGORY_PERSONAL INBOX UNREAD")]
    [InlineData("From: ann@x.example\nStatus: RO", "CATEGORY_PERSONAL INBOX")]
    [InlineData("From: ann@x.example\nStatus: RO\nX-Status: AF", "CATEGORY_PERSONAL INBOX STARRED")]
    [InlineData("From: ann@x.example\nX-Mozilla-Status: 0005", "CATEGORY_PERSONAL INBOX STARRED")]
    [InlineData("From: ann@x.example\nX-Mozilla-Status: 0009", "CATEGORY_PERSONAL TRASH")]
    [InlineData("From: ME@here.example\nTo: ann@x.example", "SENT")]
    [InlineData("From: me@here.example\nTo: me@here.example", "INBOX SENT UNREAD")]
    [InlineData("From: ann@x.example\nX-Spam-Flag: YES", "CATEGORY_PERSONAL SPAM UNREAD")]
    [InlineData("From: ann@x.example\nX-Spam-Status: Yes, score=9", "CATEGORY_PERSONAL SPAM UNREAD")]
    [InlineData("From: ann@x.example\nX-Spam-Status: No, hits=1", "CATEGORY_PERSONAL INBOX UNREAD")]
    [InlineData("From: news@shop.example\nSubject: 20 % off\nList-Unsubscribe: <https://x>", "CATEGORY_PROMOTIONS INBOX UNREAD")]
    [InlineData("From: hi@brand.example\nSubject: Our story\nPrecedence: bulk", "CATEGORY_PROMOTIONS INBOX UNREAD")]
    [InlineData("From: orders@shop.example\nSubject: Your order has been shipped\nList-Unsubscribe: <https://x>", "CATEGORY_UPDATES INBOX UNREAD")]
    [InlineData("From: no-reply@bank.example\nSubject: Your statement is ready", "CATEGORY_UPDATES INBOX UNREAD")]
    [InlineData("From: x@y.example\nAuto-Submitted: auto-generated\nSubject: Nightly", "CATEGORY_UPDATES INBOX UNREAD")]
    [InlineData("From: ann@x.example\nList-Id: <dev.x>\nList-Post: <mailto:dev@x.example>", "CATEGORY_FORUMS INBOX UNREAD")]
    [InlineData("From: ann@x.example\nPrecedence: list", "CATEGORY_FORUMS INBOX UNREAD")]
    [InlineData("From: notify@facebookmail.com\nList-Unsubscribe: <x>", "CATEGORY_SOCIAL INBOX UNREAD")]
    [InlineData("From: ann@notfacebook.com.example\nSubject: hi", "CATEGORY_PERSONAL INBOX UNREAD")]
    [InlineData("From: ann@x.example\nX-Gmail-Labels: Inbox,Opened,Starred,Category Updates", "CATEGORY_UPDATES INBOX STARRED")]
    [InlineData("From: ann@x.example\nX-Gmail-Labels: Archived,Unread,Projects/Atlas", "Projects/Atlas UNREAD")]
    [InlineData("From: ann@x.example\nX-Gmail-Labels: Spam,Inbox", "SPAM")]
    [InlineData("From: me@here.example\nX-Gmail-Labels: Sent", "SENT")]
    [InlineData("From: me@here.example\nX-Gmail-Labels: Drafts,Unread", "DRAFT")]
    [InlineData("From: ann@x.example\nX-Gmail-Labels: =?UTF-8?Q?B=C3=BCro,Inbox?=", "Büro INBOX")]
    [InlineData("From: ann@x.example\nX-Gmail-Labels:", "")]
    public void Labels_come_from_what_the_file_says(string headers, string expected) => Assert.Equal(string.Join(' ', expected.Split(' ').Order(StringComparer.Ordinal)), Labels(headers));

    [Theory]
    [InlineData("Maildir/cur/1024.M1.host:2,FS", "CATEGORY_PERSONAL INBOX STARRED")]
    [InlineData("Maildir/cur/1024.M1.host:2,", "CATEGORY_PERSONAL INBOX UNREAD")]
    [InlineData("Maildir/new/1024.M1.host", "CATEGORY_PERSONAL INBOX UNREAD")]
    [InlineData("Maildir/cur/1024.M1.host:2,ST", "CATEGORY_PERSONAL TRASH")]
    [InlineData("Maildir/cur/1024.M1.host:2,DS", "DRAFT")]
    [InlineData("reports/version 2,SF.eml", "CATEGORY_PERSONAL INBOX UNREAD")]
    public void Maildir_names_carry_flags(string path, string expected) => Assert.Equal(expected, Labels("From: ann@x.example", path));
}
