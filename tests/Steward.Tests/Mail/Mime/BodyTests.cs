using System.Text;
using Steward.Mail;
using Steward.Mail.Mime;

namespace Steward.Tests.Mail.Mime;

public sealed class BodyTests
{
    static ReadMessage Read(string text) => MimeReader.Read(Encoding.Latin1.GetBytes(text), RealMail.Now).Value;

    [Fact]
    public void In_alternatives_the_plain_text_is_the_text_and_the_html_is_kept()
    {
        var read = Read("Content-Type: multipart/alternative; boundary=b\n\npreamble\n--b\nContent-Type: text/plain\n\nplain\n--b\nContent-Type: text/html\n\n<p>html</p>\n--b--\nepilogue").Message;
        Assert.Equal(("plain", "<p>html</p>"), (read.Text, read.Html));
        Assert.Empty(read.Attachments);
    }

    [Fact]
    public void Html_alone_becomes_text() =>
        Assert.Equal("Hello Ann\n\n- one\n- two", Read("Content-Type: text/html\n\n<h1>Hello&nbsp;Ann</h1><ul><li>one<li>two</ul>").Message.Text);

    [Fact]
    public void Attachments_have_names_types_and_exact_bytes()
    {
        var read = Read("""
            Content-Type: multipart/mixed; boundary="b b"

            --b b
            Content-Type: text/plain

            text
            --b b
            Content-Type: application/pdf; name="ignored.pdf"
            Content-Disposition: attachment; filename="../../etc/r\u00e9sum\u00e9.pdf"
            Content-Transfer-Encoding: base64

            JVBERi0xLjQ=
            --b b
            Content-Type: image/png
            Content-ID: <logo@x>
            Content-Disposition: inline

            PNG
            --b b--
            """.ReplaceLineEndings("\n").Replace("\\u00e9", "\u00E9", StringComparison.Ordinal)).Message;
        Assert.Equal("text", read.Text);
        Assert.Equal([("résumé.pdf", "application/pdf", "%PDF-1.4"), ("attachment-2.png", "image/png", "PNG")], read.Attachments.Select(file => (file.FileName, file.ContentType, Encoding.ASCII.GetString(file.Content.Span))));
        Assert.Equal("logo@x", read.Attachments[1].ContentId);
    }

    [Theory]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nfirst\n--b\n\nsecond", "first\n\nsecond")]
    [InlineData("Content-Type: multipart/mixed; boundary=wrong\n\n--right-one\n\nfirst\n--right-one--\n", "first")]
    [InlineData("Content-Type: multipart/mixed\n\n--right-one\n\nfirst\n--right-one--\n", "first")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\nno boundary at all", "no boundary at all")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n--bb\n\nx\n--b\n\ny\n--b--", "y")]
    [InlineData("Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=ab\n\n--ab\n\ninner\n--a\n\nouter\n--a--", "inner\n\nouter")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n--b  \r\n\r\ntext\r\n--b--\r\n", "text")]
    [InlineData("Content-Type: text\n\nodd type", "odd type")]
    [InlineData("Content-Type: text/plain; charset=\"x-none\"\n\ncaf\u00E9", "café")]
    [InlineData("Content-Type: text/plain; charset=utf-8\n\ncaf\u00E9", "café")]
    [InlineData("Content-Type: text/plain; charset=us-ascii\n\ncaf\u00C3\u00A9", "café")]
    public void Broken_and_odd_bodies_are_read_as_what_they_contain(string text, string expected) => Assert.Equal(expected, Read(text).Message.Text);

    [Fact]
    public void An_attached_message_is_an_attachment_and_its_text_can_be_read()
    {
        var read = Read("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nsee below\n--b\nContent-Type: message/rfc822\n\nFrom: ann@x.example\nSubject: the original\n\ninner text\n--b--").Message;
        Assert.Equal(["the original.eml"], read.Attachments.Select(file => file.FileName));
        Assert.StartsWith("see below", read.Text, StringComparison.Ordinal);
        Assert.EndsWith("inner text", read.Text, StringComparison.Ordinal);
        Assert.Contains("Subject: the original", read.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aGVsbG8=", "hello")]
    [InlineData("aGVs\r\nbG8=\r\n", "hello")]
    [InlineData("aGVsbG8", "hello")]
    [InlineData("aGV!s*bG8=", "hello")]
    [InlineData("aGk=aGk=", "hihi")]
    [InlineData("", "")]
    [InlineData("A", "")]
    public void Base64_is_tolerant(string text, string expected) => Assert.Equal(expected, Encoding.ASCII.GetString(TransferCoding.Base64(Encoding.ASCII.GetBytes(text))));

    [Theory]
    [InlineData("a=3Db", "a=b")]
    [InlineData("a=3db", "a=b")]
    [InlineData("soft=\r\nbreak", "softbreak")]
    [InlineData("soft= \t\nbreak", "softbreak")]
    [InlineData("bad=ZZ=", "bad=ZZ")]
    [InlineData("trailing  \nspace", "trailing\nspace")]
    [InlineData("=", "")]
    [InlineData("=4", "=4")]
    public void Quoted_printable_is_tolerant(string text, string expected) => Assert.Equal(expected, Encoding.ASCII.GetString(TransferCoding.QuotedPrintable(Encoding.ASCII.GetBytes(text))));

    [Fact]
    public void Uuencoded_files_are_taken_out_of_the_text()
    {
        var read = Read("Subject: x\n\nbefore\nbegin 644 cat.txt\n#0V%T\n`\nend\nafter").Message;
        Assert.Equal("before\nafter", read.Text);
        Assert.Equal(("cat.txt", "Cat"), (read.Attachments[0].FileName, Encoding.ASCII.GetString(read.Attachments[0].Content.Span)));
        Assert.Equal("begin 644 cat.txt\nthis is only a story about it", Read("Subject: x\n\nbegin 644 cat.txt\nthis is only a story about it").Message.Text);
    }

    [Fact]
    public void Flowed_text_is_unfolded_by_quote_depth()
    {
        var read = Read("Content-Type: text/plain; format=flowed\n\nA long \nline.\n> quoted \n> too\nnew\n-- \nsig").Message;
        Assert.Equal("A long line.\n> quoted too\nnew\n-- \nsig", read.Text);
    }

    [Fact]
    public void Limits_refuse_with_a_reason()
    {
        var small = new MimeLimits { MessageBytes = 1000, HeaderBytes = 500, HeaderFields = 5, Depth = 2, Parts = 4 };
        Assert.Equal("message_too_large", Refusal(new string('x', 1001)));
        Assert.Equal("headers_too_large", Refusal("Subject: " + new string('x', 600) + "\n\n"));
        Assert.Equal("too_many_headers", Refusal(string.Concat(Enumerable.Repeat("A: b\n", 6)) + "\n"));
        Assert.Equal("too_many_parts", Refusal("Content-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Repeat("--b\n\nx\n", 5)) + "--b--"));
        Assert.Equal("too_deep", Refusal(string.Concat(Enumerable.Range(0, 5).Select(i => $"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n"))));

        string? Refusal(string text) => MimeReader.Read(Encoding.Latin1.GetBytes(text), RealMail.Now, small).Error?.Code;
    }

    [Fact]
    public async Task A_stream_is_read_no_further_than_the_limit()
    {
        await using var endless = new Endless();
        var read = await MimeReader.ReadAsync(endless, RealMail.Now, new MimeLimits { MessageBytes = 1 << 20 }, default);
        Assert.Equal("message_too_large", read.Error!.Code);
        Assert.InRange(endless.Given, 1 << 20, (1 << 20) + (128 << 10));
    }

    sealed class Endless : MemoryStream
    {
        public long Given { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'x');
            Given += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
