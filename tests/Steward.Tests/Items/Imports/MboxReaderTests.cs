using System.Text;
using Steward.Items.Imports;
using Steward.Tests.Mail.Mime;

namespace Steward.Tests.Items.Imports;

public sealed class MboxReaderTests
{
    const string Envelope = "From ann@x.example Thu Aug 22 15:05:07 2002\n";

    static async Task<string[]> ReadAsync(string text, int limit = 1 << 20) =>
        [.. (await RealMail.MessagesAsync(new MemoryStream(Encoding.Latin1.GetBytes(text)), limit)).Select(Encoding.Latin1.GetString)];

    [Fact]
    public async Task Messages_are_split_and_the_separating_line_is_the_files() =>
        Assert.Equal(["A: 1\n\nbody\n", "A: 2\n\nbody\n"], await ReadAsync($"{Envelope}A: 1\n\nbody\n\n{Envelope}A: 2\n\nbody\n\n"));

    [Fact]
    public async Task CRLF_files_are_the_same() =>
        Assert.Equal(["A: 1\r\n\r\nbody\r\n", "A: 2\r\n\r\nbody"], await ReadAsync($"{Envelope}A: 1\n\nbody\n\n{Envelope}A: 2\n\nbody".Replace("\n", "\r\n", StringComparison.Ordinal)));

    [Theory]
    [InlineData("text\nFrom here to there\nmore\n")]
    [InlineData("text\n\nFrom here to there we went\nmore\n")]
    [InlineData("text\nFrom 10:30 on in 2002 it rained\nmore\n")]
    [InlineData("From: is not From\n")]
    public async Task Text_that_begins_with_From_is_text(string body) => Assert.Single(await ReadAsync($"{Envelope}A: 1\n\n{body}"));

    [Theory]
    [InlineData("From 1234567890@xxx Mon Jan 01 00:00:00 +0000 2024\n")]
    [InlineData("From MAILER-DAEMON Fri Jul  8 12:08:34 2011\n")]
    [InlineData("From - Tue Oct 30 15:02:00 2001\n")]
    [InlineData("From ???@??? Tue Oct 30 15:02:00 2001\n")]
    [InlineData("From somebody\n")]
    public async Task Envelopes_of_many_programs_begin_a_message(string envelope) => Assert.Equal(2, (await ReadAsync($"{Envelope}A: 1\n\nx\n\n{envelope}Subject: 2\n\ny\n")).Length);

    [Fact]
    public async Task A_missing_empty_line_is_forgiven_when_everything_else_fits() => Assert.Equal(2, (await ReadAsync($"{Envelope}A: 1\n\nx\n{Envelope}Subject: 2\n\ny\n")).Length);

    [Fact]
    public async Task Quoting_is_undone_once() =>
        Assert.Equal(["A: 1\n\nFrom me\n>From you\n> From us\n>>not\n"], await ReadAsync($"{Envelope}A: 1\n\n>From me\n>>From you\n> From us\n>>not\n"));

    [Fact]
    public async Task Too_large_ones_are_passed_over_without_being_held()
    {
        var reader = new MboxReader(new MemoryStream(Encoding.ASCII.GetBytes($"{Envelope}A: 1\n\nx\n\n{Envelope}A: 2\n\n{new string('y', 5_000_000)}\n\n{Envelope}A: 3\n\nz\n")), 0, 10_000);
        var sizes = new List<int?>();
        while (await reader.ReadAsync(default) is { } message)
            sizes.Add(message.Raw?.Length);
        Assert.Equal([8, null, 8], sizes);
    }

    [Fact]
    public async Task Reading_goes_on_from_any_position_that_was_given()
    {
        var bytes = await File.ReadAllBytesAsync(RealMail.Spam);
        var reader = new MboxReader(new MemoryStream(bytes), 0, 1 << 24);
        var all = new List<MboxMessage>();
        while (await reader.ReadAsync(default) is { } message)
            all.Add(message);
        Assert.Equal(bytes.Length, all[^1].Next);
        for (var i = 0; i < all.Count - 1; i += 5)
        {
            var rest = new MboxReader(new MemoryStream(bytes, (int)all[i].Next, bytes.Length - (int)all[i].Next), all[i].Next, 1 << 24);
            var next = await rest.ReadAsync(default);
            Assert.Equal((all[i + 1].Next, Convert.ToHexString(all[i + 1].Raw!)), (next!.Value.Next, Convert.ToHexString(next.Value.Raw!)));
        }
    }

    [Fact]
    public async Task It_does_not_matter_how_the_stream_hands_out_its_bytes()
    {
        var bytes = (await File.ReadAllBytesAsync(RealMail.Spam))[..60_000];
        var whole = await RealMail.MessagesAsync(new MemoryStream(bytes));
        var dripping = await RealMail.MessagesAsync(new Dripping(bytes));
        Assert.Equal(whole.Select(Convert.ToHexString), dripping.Select(Convert.ToHexString));
    }

    sealed class Dripping(byte[] bytes) : MemoryStream(bytes)
    {
        int turn;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(buffer.Length, 1 + turn++ % 97)], cancellationToken);
    }

    [Theory]
    [InlineData("From a Thu Aug 22 15:05:07 2002\nA: b\n", FileKind.Mbox)]
    [InlineData("\u00EF\u00BB\u00BF\nFrom a Thu Aug 22 15:05:07 2002\nA: b\n", FileKind.Mbox)]
    [InlineData("Received: x\nFrom: a\n\nb", FileKind.Message)]
    [InlineData("X-Unknown: 1\nX-Other: 2\n folded\nSubject: x\n\n", FileKind.Message)]
    [InlineData("BEGIN:VCALENDAR\r\nVERSION:2.0", FileKind.Calendar)]
    [InlineData("begin:vcalendar\n", FileKind.Calendar)]
    [InlineData("PK\u0003\u0004", FileKind.Zip)]
    [InlineData("\u001f\u008b\u0008", FileKind.Compressed)]
    [InlineData("", FileKind.Empty)]
    [InlineData(" \r\n ", FileKind.Empty)]
    [InlineData("<html>From: me</html>", FileKind.Unknown)]
    [InlineData("From what I hear, this is prose.\nIndeed.", FileKind.Unknown)]
    [InlineData("{\"Subject\": 1}", FileKind.Unknown)]
    [InlineData("key: value\n\n", FileKind.Unknown)]
    public void Files_are_known_by_their_content(string text, object kind) => Assert.Equal((FileKind)kind, FileKinds.Of(Encoding.Latin1.GetBytes(text)));
}
