using System.Text;
using Steward.Mail;
using Steward.Mail.Mime;

namespace Steward.Tests.Mail.Mime;

public sealed class HeaderTests
{
    static ReadMessage Read(string text) => MimeReader.Read(Encoding.Latin1.GetBytes(text), RealMail.Now).Value;

    [Theory]
    [InlineData("=?utf-8?Q?Caf=C3=A9?=", "Café")]
    [InlineData("=?UTF-8?B?Q2Fmw6k=?=", "Café")]
    [InlineData("=?iso-8859-1?q?caf=E9?= time", "café time")]
    [InlineData("=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab")]
    [InlineData("=?utf-8?Q?a?= x =?utf-8?Q?b?=", "a x b")]
    [InlineData("=?utf-8?B?ww==?= =?utf-8?B?qQ==?=", "é")]
    [InlineData("=?utf-8?Q?=C3?= =?utf-8?Q?=A9?=", "é")]
    [InlineData("=?utf-8*en?Q?hi_there?=", "hi there")]
    [InlineData("=?utf-8?Q?not ended", "=?utf-8?Q?not ended")]
    [InlineData("=?utf-8?X?abc?=", "=?utf-8?X?abc?=")]
    [InlineData("=?koi8-r?B?8NLJ18XU?=", "Привет")]
    [InlineData("=?gb2312?B?xOO6ww==?=", "你好")]
    [InlineData("=?no-such-set?Q?plain?=", "plain")]
    [InlineData("=?utf-8?Q?with spaces inside?=", "with spaces inside")]
    [InlineData("a =?utf-8?Q??= b", "a  b")]
    [InlineData("100% =? unclear", "100% =? unclear")]
    public void Encoded_words(string text, string expected) => Assert.Equal(expected, EncodedWords.Decode(text));

    [Theory]
    [InlineData("text/plain; charset=utf-8", "charset", "utf-8")]
    [InlineData("text/plain; charset=\"utf-8\"; x=y", "x", "y")]
    [InlineData("a/b; name=\"semi;colon \\\"quoted\\\".txt\"", "name", "semi;colon \"quoted\".txt")]
    [InlineData("a/b; name*=utf-8''%e2%82%ac%20rates", "name", "€ rates")]
    [InlineData("a/b; name*0=\"one \"; name*1=two", "name", "one two")]
    [InlineData("a/b; name*1=two; name*0=one", "name", "onetwo")]
    [InlineData("a/b; name*0*=utf-8''%c3; name*1*=%a9; name*2=!", "name", "é!")]
    [InlineData("a/b; name=\"=?utf-8?Q?=C3=A9?=.pdf\"", "name", "é.pdf")]
    [InlineData("a/b; name=first; name=second", "name", "first")]
    [InlineData("a/b; name=C:\\path\\file.doc", "name", "C:\\path\\file.doc")]
    [InlineData("a/b; NAME = spaced ", "name", "spaced")]
    [InlineData("a/b; name=\"never closed", "name", "never closed")]
    [InlineData("a/b;;;", "name", null)]
    [InlineData("a/b; name*0*=utf-8''a; name*2*=c", "name", "a")]
    public void Parameters_as_senders_write_them(string field, string name, string? expected) => Assert.Equal(expected, Parameters.Parse(field)[name]);

    [Fact]
    public void Folded_fields_are_joined_duplicates_kept_in_order_and_names_match_in_any_case()
    {
        var headers = Read("SUBJECT: one\n two\n\tthree\nReceived: a\nreceived: b\nX-Empty:\n\nbody").Headers;
        Assert.Equal("one two\tthree", headers["subject"]);
        Assert.Equal(["a", "b"], headers.All("RECEIVED"));
        Assert.Equal("", headers["X-Empty"]);
        Assert.Null(headers["None"]);
    }

    [Theory]
    [InlineData("Subject: caf\u00E9\n\n", "café")]
    [InlineData("Subject: caf\u00C3\u00A9\n\n", "café")]
    [InlineData("Subject: =?utf-8?Q?tag=F3=A0=81=A1ged?=\n\n", "tagged")]
    [InlineData("Subject: line=?utf-8?Q?=0D=0ABcc:_x?=\n\n", "line=?utf-8?Q?=0D=0ABcc:_x?=")]
    [InlineData("Subject: =?utf-8?Q?two=0D=0Alines?=\n\n", "two lines")]
    [InlineData("Subject:\n\n", "")]
    public void Subjects(string text, string expected) => Assert.Equal(expected.Replace("line=?utf-8?Q?=0D=0ABcc:_x?=", "line Bcc: x", StringComparison.Ordinal), Read(text).Message.Subject);

    [Fact]
    public void What_is_missing_is_said()
    {
        var read = Read("\njust a body");
        Assert.Equal("unknown@sender.invalid", read.Message.From.Email);
        Assert.Null(read.Message.MessageId);
        Assert.False(read.HasDate);
        Assert.Equal(RealMail.Now, read.Message.Date);
        Assert.Contains("no sender", read.Notes);
        Assert.Equal("just a body", read.Message.Text);
    }

    [Fact]
    public void A_line_that_is_no_field_begins_the_body() => Assert.Equal("this is no header\nmore", Read("From: a@x.example\nthis is no header\nmore").Message.Text);

    [Fact]
    public void Ids_come_without_brackets_and_a_grown_list_keeps_its_ends()
    {
        var read = Read($"Message-ID: <a@x>\nIn-Reply-To: your mail <b@x> of Monday\nReferences: {string.Join(' ', Enumerable.Range(0, 300).Select(i => $"<{i}@x>"))}\n\n");
        Assert.Equal(("a@x", "b@x"), (read.Message.MessageId, read.Message.InReplyTo));
        Assert.Equal(100, read.Message.References.Count);
        Assert.Equal(("0@x", "299@x"), (read.Message.References[0], read.Message.References[^1]));
    }

    [Theory]
    [InlineData("Thu, 22 Aug 2002 15:01:33 +0100", "2002-08-22T14:01:33Z")]
    [InlineData("Thu, 22 Aug 2002 15:01:33 +0100 (BST)", "2002-08-22T14:01:33Z")]
    [InlineData("22 Aug 02 15:01 EST", "2002-08-22T20:01:00Z")]
    [InlineData("Thu Aug 22 15:05:07 2002", "2002-08-22T15:05:07Z")]
    [InlineData("Thu Aug 22 15:05:07 +0000 2002", "2002-08-22T15:05:07Z")]
    [InlineData("Fri, 20 Sep 2002 12:28:59 GMT+1", "2002-09-20T11:28:59Z")]
    [InlineData("Wed, 18 Sep 2002 15:59:21 -1600", "2002-09-18T15:59:21Z")]
    [InlineData("22-Aug-2002 3:01:33 PM", "2002-08-22T15:01:33Z")]
    [InlineData("2002-08-22T15:01:33+02:00", "2002-08-22T13:01:33Z")]
    [InlineData("Thu, 22 Aug 2002 15.01.33 +0100", "2002-08-22T14:01:33Z")]
    [InlineData("Thu, 22 Aug 102 15:01:33", "2002-08-22T15:01:33Z")]
    [InlineData("31 Feb 2002 10:00:00", null)]
    [InlineData("yesterday", null)]
    [InlineData("", null)]
    [InlineData("99 99 99 99:99:99", null)]
    public void Dates_in_all_their_forms(string text, string? expected) =>
        Assert.Equal(expected is null ? null : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), MimeReader.ParseDate(text));

    [Fact]
    public void The_arrival_counts_more_than_the_senders_clock_and_the_future_not_at_all()
    {
        Assert.Equal(2002, Read("Received: from a by b; Thu, 22 Aug 2002 15:01:33 +0100\nDate: Tue, 1 Jan 2036 00:00:00 +0000\n\n").Message.Date.Year);
        Assert.Equal(2003, Read("Received: from a by b; nonsense\nDate: Wed, 1 Jan 2003 00:00:00 +0000\n\n").Message.Date.Year);
        Assert.Equal(RealMail.Now, Read("Date: Tue, 1 Jan 2036 00:00:00 +0000\n\n").Message.Date);
        Assert.Equal(2004, MimeReader.Read("Subject: x\n\n"u8.ToArray(), RealMail.Now, envelope: new DateTimeOffset(2004, 1, 1, 0, 0, 0, TimeSpan.Zero)).Value.Message.Date.Year);
    }
}
