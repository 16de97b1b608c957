using System.Diagnostics;
using System.Text;
using Steward.Items.Imports;
using Steward.Mail;
using Steward.Platform;

namespace Steward.Tests.Mail.Mime;

/// <summary>
/// Real messages, damaged by seed: never an exception, time and memory within bounds, text that PostgreSQL can hold, addresses in canonical form; and damage
/// to one message leaves the others of the file as they were. A failure names its seed.
/// </summary>
public sealed class FuzzTests
{
    const int Rounds = 1500;

    [Fact]
    public async Task Damaged_messages_are_read_or_refused_and_nothing_else()
    {
        var messages = (await RealMail.MessagesAsync(RealMail.Ham)).Concat(await RealMail.MessagesAsync(RealMail.Spam)).Where(message => message.Length < 100_000).ToList();
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            var bytes = Damage.Message(messages[random.Next(messages.Count)], messages[random.Next(messages.Count)], random);
            var watch = Stopwatch.StartNew();
            var before = GC.GetAllocatedBytesForCurrentThread();
            Check(seed, bytes, MimeReader.Read(bytes, RealMail.Now));
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"seed {seed} took {watch.Elapsed}");
            // A factor for the copies that reading makes, and room for what does not depend on the size.
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 400L * bytes.Length + (8 << 20), $"seed {seed} allocated {GC.GetAllocatedBytesForCurrentThread() - before} for {bytes.Length}");
        }
    }

    static void Check(int seed, byte[] bytes, Result<ReadMessage> read)
    {
        if (!read.Ok)
        {
            Assert.True(read.Error!.Kind == ErrorKind.Refused && read.Error.Detail.Length > 10, $"seed {seed}: {read.Error}");
            return;
        }
        var message = read.Value.Message;
        string?[] texts = [message.Subject, message.Text, message.Html, message.MessageId, message.ListId, message.ListUnsubscribe, message.From.Name, .. message.Attachments.Select(file => file.FileName), .. message.References];
        foreach (var text in texts)
        {
            Assert.False(text?.Contains('\0', StringComparison.Ordinal) ?? false, $"seed {seed}: NUL");
            Assert.True(text is null || text.EnumerateRunes().Sum(rune => rune.Utf16SequenceLength) == text.Length && IsWellFormed(text), $"seed {seed}: unpaired surrogate");
        }
        Assert.Equal(message.Text, VisibleText.Clean(message.Text));
        Assert.All(message.To.Concat(message.Cc).Concat(message.Bcc).Append(message.From), address => Assert.True(MailAddresses.IsCanonical(address.Email), $"seed {seed}: {address.Email}"));
        Assert.True(message.Attachments.Sum(file => (long)file.Content.Length) <= bytes.Length + 16, $"seed {seed}: more came out than went in");
        Assert.All(message.Attachments, file => Assert.False(file.FileName.AsSpan().ContainsAny("/\\\r\n") || file.FileName.Length is 0 or > 220, $"seed {seed}: {file.FileName}"));
        Assert.InRange(message.Date, new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero), RealMail.Now.AddDays(2));
        Assert.NotEmpty(MailLabels.Of(read.Value, "me@here.example", ""));
    }

    static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[++i]))
                return false;
        }
        return true;
    }

    [Fact]
    public async Task Damage_to_a_mailbox_file_stays_where_it_is()
    {
        var file = await File.ReadAllBytesAsync(RealMail.Spam);
        var whole = (await RealMail.MessagesAsync(new MemoryStream(file))).ConvertAll(Convert.ToHexString);
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var bytes = file.ToArray();
            // Flips within one stretch of 200 octets can reach two messages at most, and make or unmake a few separators.
            var at = random.Next(bytes.Length - 200);
            for (var i = 0; i < 40; i++)
                bytes[at + random.Next(200)] = (byte)random.Next(256);
            var found = await RealMail.MessagesAsync(new MemoryStream(bytes));
            Assert.True(Math.Abs(found.Count - whole.Count) <= 2, $"seed {seed}: {found.Count} of {whole.Count}");
            var changed = whole.Except(found.ConvertAll(Convert.ToHexString)).Count();
            Assert.True(changed <= 2, $"seed {seed}: {changed} messages changed");
        }
    }

    [Fact]
    public async Task A_mailbox_file_cut_anywhere_gives_the_messages_before_the_cut()
    {
        var file = await File.ReadAllBytesAsync(RealMail.Ham);
        var whole = (await RealMail.MessagesAsync(new MemoryStream(file))).ConvertAll(Convert.ToHexString);
        for (var seed = 0; seed < 40; seed++)
        {
            var cut = new Random(seed).Next(1, file.Length);
            var found = (await RealMail.MessagesAsync(new MemoryStream(file, 0, cut))).ConvertAll(Convert.ToHexString);
            Assert.Equal(whole.Take(found.Count - 1), found.Take(found.Count - 1));
        }
    }
}

/// <summary>Ways to break a message.</summary>
static class Damage
{
    public static byte[] Message(byte[] message, byte[] other, Random random)
    {
        for (var i = random.Next(1, 4); i > 0; i--)
            message = Once(message, other, random);
        return message;
    }

    static byte[] Once(byte[] message, byte[] other, Random random) => message.Length < 10 ? other : random.Next(12) switch
    {
        0 => Flip(message, random, 1 + random.Next(200)),
        1 => message[..random.Next(1, message.Length)],
        2 => message[random.Next(message.Length - 1)..],
        3 => [.. message, .. message],
        4 => [.. message[..random.Next(message.Length)], .. other[random.Next(other.Length)..]],
        5 => Delete(message, random),
        6 => Insert(message, random, Lines[random.Next(Lines.Length)]),
        7 => Insert(message, random, Encoding.Latin1.GetBytes(new string((char)random.Next(256), random.Next(20_000)))),
        8 => Wrap(message, random.Next(1, 60)),
        9 => [.. message.Select(b => b == (byte)'\n' && random.Next(30) == 0 ? (byte)' ' : b)],
        10 => [.. "Content-Type: multipart/mixed; boundary=x\nContent-Transfer-Encoding: base64\n"u8, .. message],
        _ => [.. message.SelectMany(b => b == (byte)'\n' ? new[] { (byte)'\r', b } : [b])],
    };

    static readonly byte[][] Lines =
    [
        .. new[]
        {
            "\n\n", "\nContent-Type: multipart/mixed; boundary=\"\"\n", "\n--\n", "=?utf-8?B?", "\nContent-Type: text/html; charset=utf-16\n\n", "\nFrom: a <b@c.example>, (((((\n", "<b style='display:none'>", "\0\0\0",
            "\nContent-Transfer-Encoding: quoted-printable\n", "\nContent-Type: message/rfc822\n\n", "\nbegin 644 x\nM", "\nDate: Mon, 99 Foo 99999 99:99:99 +9999\n", "\nContent-Type: text/plain; charset=iso-2022-jp\n\n\x1b$B", "&#xD800;&#0;&#x110000;",
            "\nContent-Disposition: attachment; filename*0*=utf-16''%00%d8; filename*1=\"../../x\"\n", "\nContent-Type: text/plain; format=flowed; delsp=yes\n\n> > a \n", "\u00ff\u00fe", "\nSubject: =?utf-8?Q?=F0=9F=98?= =?utf-8?Q?=80=ED=A0=80?=\n",
        }.Select(Encoding.Latin1.GetBytes),
    ];

    static byte[] Flip(byte[] message, Random random, int count)
    {
        var copy = message.ToArray();
        for (var i = 0; i < count; i++)
            copy[random.Next(copy.Length)] = (byte)random.Next(256);
        return copy;
    }

    static byte[] Delete(byte[] message, Random random)
    {
        var start = random.Next(message.Length);
        return [.. message[..start], .. message[random.Next(start, message.Length)..]];
    }

    static byte[] Insert(byte[] message, Random random, byte[] what)
    {
        var at = random.Next(message.Length);
        return [.. message[..at], .. what, .. message[at..]];
    }

    static byte[] Wrap(byte[] message, int depth)
    {
        var head = string.Concat(Enumerable.Range(0, depth).Select(i => i % 3 == 2 ? "Content-Type: message/rfc822\n\n" : $"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n"));
        return [.. Encoding.ASCII.GetBytes(head), .. message];
    }
}
