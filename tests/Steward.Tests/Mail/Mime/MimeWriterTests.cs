using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Steward.Mail;
using Steward.Platform;

namespace Steward.Tests.Mail.Mime;

public sealed class MimeWriterTests
{
    static OutgoingMessage Message() => new()
    {
        From = new MailAddress("Alex Morgan", "alex@steward.local"), To = [new MailAddress("Sarah Chen", "sarah@x.example")], Subject = "Hello", Text = "Hi Sarah,\n\nsee you.\n",
        Date = new DateTimeOffset(2026, 11, 20, 9, 5, 0, TimeSpan.FromHours(1)), MessageId = "1@steward.local",
    };

    static string Text(Result<byte[]> written) => Encoding.UTF8.GetString(written.Value);

    [Fact]
    public void A_plain_message_is_plain() => Assert.Equal("""
        From: Alex Morgan <alex@steward.local>
        To: Sarah Chen <sarah@x.example>
        Subject: Hello
        Date: Fri, 20 Nov 2026 09:05:00 +0100
        Message-ID: <1@steward.local>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=us-ascii
        Content-Transfer-Encoding: 7bit

        Hi Sarah,

        see you.


        """.ReplaceLineEndings("\r\n"), Text(MimeWriter.Write(Message())));

    public static TheoryData<OutgoingMessage> Injections
    {
        get
        {
            const string attack = "x\r\nBcc: evil@x.example";
            return
            [
                Message() with { Subject = attack }, Message() with { Subject = "x\nBcc: evil@x.example" }, Message() with { Subject = "nul\0" },
                Message() with { From = new MailAddress(attack, "a@x.example") }, Message() with { To = [new MailAddress(null, "a@x.example\r\nBcc: evil@x.example")] },
                Message() with { To = [new MailAddress(null, "a@x.example, evil@x.example")] }, Message() with { Cc = [new MailAddress(attack, "a@x.example")] },
                Message() with { InReplyTo = attack }, Message() with { References = ["ok@x", "a> <b"] }, Message() with { MessageId = "a b" },
                Message() with { Attachments = [new OutgoingAttachment(attack, "a/b", default)] }, Message() with { Attachments = [new OutgoingAttachment("x", attack, default)] },
                Message() with { Headers = [new("X-A", attack)] }, Message() with { Headers = [new("Bcc", "evil@x.example")] }, Message() with { Headers = [new("X:A\r\n", "b")] },
                Message() with { ReplyTo = [new MailAddress("x", "not an address")] },
            ];
        }
    }

    [Theory, MemberData(nameof(Injections))]
    public void What_could_add_a_header_is_refused(OutgoingMessage message) => Assert.Equal(ErrorKind.Invalid, MimeWriter.Write(message).Error?.Kind);

    [Fact]
    public void Hidden_copies_are_named_only_in_the_senders_own()
    {
        var message = Message() with { Bcc = [new MailAddress(null, "secret@x.example")] };
        Assert.DoesNotContain("secret", Text(MimeWriter.Write(message)), StringComparison.Ordinal);
        Assert.Contains("Bcc: secret@x.example", Text(MimeWriter.Write(message, withBcc: true)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_input_makes_the_same_bytes() => Assert.Equal(MimeWriter.Write(Message()).Value, MimeWriter.Write(Message()).Value);

    [Fact]
    public void Replies_name_what_they_answer()
    {
        var read = Read(Message() with { InReplyTo = "b@x", References = [.. Enumerable.Range(0, 60).Select(i => $"reference-number-{i}@some.long.domain.example")] });
        Assert.Equal("b@x", read.InReplyTo);
        Assert.Equal(60, read.References.Count);
    }

    [Fact]
    public void A_boundary_cannot_be_forged_by_the_text()
    {
        var seed = Message() with { Attachments = [new OutgoingAttachment("a.txt", "text/plain", "one"u8.ToArray())] };
        var boundary = Text(MimeWriter.Write(seed)).Split("boundary=\"")[1].Split('"')[0];
        var read = Read(seed with { Text = $"--{boundary}\nContent-Type: text/html\n\nforged\n--{boundary}--" });
        Assert.Single(read.Attachments);
        Assert.Null(read.Html);
        Assert.Contains("forged", read.Text, StringComparison.Ordinal);
    }

    static readonly Gen<string> AnyText = Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Where(text => text is not null),
        Gen.Elements("", "Grüße aus Köln", "日本語の件名", "=?utf-8?Q?not_encoded?=", "  double  spaces  ", " leading", "trailing ", "a, b; c: <d@e.example>", "\"quoted\" \\ back", "From here", ".", "--x", new string('x', 1500),
            string.Concat(Enumerable.Repeat("wörter ", 200)), "emoji 👩‍👩‍👧 🎉", "tab\tinside"));

    /// <summary>What a field of one line can hold: readable characters, as <see cref="VisibleText"/> leaves them.</summary>
    static readonly Gen<string> Line = AnyText.Select(text => VisibleText.CleanLine(text).Trim()).Select(text => text.Length > 300 ? VisibleText.CleanLine(text[..300]) : text);

    static readonly Gen<MailAddress> Address =
        from name in Line
        from local in Gen.Elements("ann", "ann.lee", "ann+tag", "o'neil", "\"a b\"", "\"x@y\"", "_", "ünïcode", "a..b")
        from domain in Gen.Elements("x.example", "sub.domain.example", "xn--bcher-kva.example", "[127.0.0.1]", "very-long-domain-name-that-makes-lines-long.and-one-more-label.example")
        let shown = name.Length > 200 ? name[..100] : name
        select new MailAddress(Usable(shown) ? shown : null, $"{local}@{domain}");

    /// <summary>Names that reading changes on purpose (quotes at the ends, the address itself) are no test of writing.</summary>
    static bool Usable(string name) => name.Length > 0 && VisibleText.CleanLine(name) == name && name.Trim('\'') == name;

    static readonly Gen<OutgoingMessage> Any =
        from to in Gen.ListOf(Address, 4)
        from cc in Gen.ListOf(Address, 2)
        from bcc in Gen.ListOf(Address, 2)
        from subject in Line
        from text in AnyText
        from file in Line
        from bytes in ArbMap.Default.GeneratorFor<byte[]>()
        from files in Gen.Choose(0, 2)
        select Message() with
        {
            To = [.. to], Cc = [.. cc], Bcc = [.. bcc], Subject = subject, Text = text,
            Attachments = [.. Enumerable.Range(0, files).Select(_ => new OutgoingAttachment(file, "application/x-test", bytes ?? []))],
        };

    [Fact]
    public void Read_again_it_has_the_given_recipients_subject_text_and_files() =>
        Prop.ForAll(Any.ToArbitrary(), message =>
        {
            var written = MimeWriter.Write(message, withBcc: true);
            Assert.True(written.Ok, written.Error?.Detail);
            Assert.All(Encoding.UTF8.GetString(written.Value).Split("\r\n"), line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 998 && !line.AsSpan().ContainsAny("\r\n"), line));
            var read = Read(message);
            Assert.Equal(message.To, read.To);
            Assert.Equal(message.Cc, read.Cc);
            Assert.Equal(message.Bcc, read.Bcc);
            Assert.Equal(message.From, read.From);
            Assert.Equal(message.Subject, read.Subject);
            Assert.Equal(VisibleText.Clean(message.Text).Trim('\n').TrimEnd(), read.Text);
            Assert.Equal(message.Attachments.Select(file => Convert.ToHexString(file.Content.Span)), read.Attachments.Select(file => Convert.ToHexString(file.Content.Span)));
            Assert.Equal(message.Date, read.Date);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [InlineData("a.pdf")]
    [InlineData("Übersicht 2027 (final, wirklich).pdf")]
    [InlineData("it's 100% *sure*; \"yes\".txt")]
    [InlineData("とても長い名前のファイルとても長い名前のファイルとても長い名前のファイル.docx")]
    public void File_names_come_back(string name) => Assert.Equal(name, Read(Message() with { Attachments = [new OutgoingAttachment(name, "application/pdf", "x"u8.ToArray())] }).Attachments[0].FileName);

    [Fact]
    public void An_attached_message_arrives_byte_for_byte()
    {
        var inner = MimeWriter.Write(Message()).Value;
        var file = Read(Message() with { Attachments = [new OutgoingAttachment("m.eml", "message/rfc822", inner)] }).Attachments[0];
        Assert.Equal(inner, file.Content.ToArray());
    }

    static IncomingMessage Read(OutgoingMessage message) => MimeReader.Read(MimeWriter.Write(message, withBcc: true).Value, RealMail.Now).Value.Message;
}
