using System.Buffers;
using System.Globalization;
using System.Text;

namespace Steward.Items.Imports;

/// <summary>One message of a mailbox file.</summary>
/// <param name="Next">Offset of the following message from the start of the file: where reading goes on after this one is safe.</param>
/// <param name="Raw">The message with its quoting undone; null when it is larger than the limit.</param>
/// <param name="Envelope">The line that begins with "From ".</param>
readonly record struct MboxMessage(long Next, byte[]? Raw, string Envelope);

/// <summary>
/// Reads mailbox files (mboxo, mboxrd, mboxcl; LF or CRLF) in one pass, holding one message at a time. A line "From …" begins a message when it follows an
/// empty line and either ends like an envelope (time and year) or is followed by a header field; without the empty line it needs both. Anything else that
/// looks like it is text. Neither damage nor chance text makes it throw.
/// </summary>
sealed class MboxReader(Stream stream, long offset, int limit)
{
    static readonly SearchValues<byte> FieldEnd = SearchValues.Create(": \t\r\n"u8);
    byte[] buffer = new byte[1 << 20];
    int begin, end;
    /// <summary>Offset in the file of buffer[begin].</summary>
    long position = offset;
    bool ended;

    /// <returns>Null at the end of the file.</returns>
    public async ValueTask<MboxMessage?> ReadAsync(CancellationToken cancel)
    {
        if (begin == end && !await FillAsync(cancel))
            return null;
        var scan = begin;
        var oversize = false;
        var envelope = "";
        while (true)
        {
            if (envelope.Length == 0 && buffer.AsSpan(begin, end - begin).IndexOf((byte)'\n') is var line and >= 0)
                envelope = Encoding.Latin1.GetString(buffer, begin, Math.Min(line, 200)).TrimEnd('\r');
            var found = buffer.AsSpan(scan, end - scan).IndexOf("\nFrom "u8);
            if (found >= 0)
            {
                var at = scan + found + 1;
                if (end - at < 4096 && !ended)
                {
                    // What decides lies behind it: the rest of the line, and the next one.
                    scan = await MoreAsync(at - 1, cancel);
                    continue;
                }
                if (Begins(buffer.AsSpan(begin, end - begin), at - begin))
                    return Take(at, oversize, envelope);
                scan = at;
                continue;
            }
            if (ended)
                return Take(end, oversize, envelope);
            scan = Math.Max(begin, end - 5);
            if (end - begin > limit + 65536)
            {
                oversize = true;
                // Enough stays to see the line before a separator.
                var drop = scan - begin - 8;
                position += drop;
                begin += drop;
            }
            scan = await MoreAsync(scan, cancel);
        }
    }

    MboxMessage Take(int at, bool oversize, string envelope)
    {
        var message = buffer.AsSpan(begin, at - begin);
        position += at - begin;
        begin = at;
        if (oversize || message.Length > limit)
            return new MboxMessage(position, null, envelope);
        var first = message.StartsWith("From "u8) ? message.IndexOf((byte)'\n') + 1 : 0;
        return new MboxMessage(position, Unquote(TrimSeparator(message[first..])), envelope);
    }

    /// <summary>The empty line before the next message belongs to the file format.</summary>
    static ReadOnlySpan<byte> TrimSeparator(ReadOnlySpan<byte> message) =>
        message.EndsWith("\r\n\r\n"u8) ? message[..^2] : message.EndsWith("\n\n"u8) ? message[..^1] : message;

    /// <summary>Takes one ">" off lines that begin with any number of them and "From " (mboxrd; in mboxo files the same for one).</summary>
    static byte[] Unquote(ReadOnlySpan<byte> message)
    {
        if (message.IndexOf(">From "u8) < 0)
            return message.ToArray();
        var result = new byte[message.Length];
        var n = 0;
        while (message.Length > 0)
        {
            var stop = message.IndexOf((byte)'\n');
            var line = stop < 0 ? message : message[..(stop + 1)];
            message = message[line.Length..];
            var quotes = line.IndexOfAnyExcept((byte)'>');
            if (quotes > 0 && line[quotes..].StartsWith("From "u8))
                line = line[1..];
            line.CopyTo(result.AsSpan(n));
            n += line.Length;
        }
        return result.AsSpan(0, n).ToArray();
    }

    static bool Begins(ReadOnlySpan<byte> text, int at)
    {
        var before = text[..(at - 1)];
        if (before.EndsWith("\r"u8))
            before = before[..^1];
        var afterEmpty = before.Length == 0 || before[^1] == (byte)'\n';
        var rest = text[at..];
        var end = rest.IndexOf((byte)'\n');
        var line = end < 0 ? rest : rest[..end];
        var next = end < 0 ? [] : rest[(end + 1)..];
        return afterEmpty ? EndsLikeEnvelope(line) || IsField(next) : EndsLikeEnvelope(line) && IsField(next);
    }

    /// <summary>… 15:05:07 … 2002, with or without a zone behind it.</summary>
    internal static bool EndsLikeEnvelope(ReadOnlySpan<byte> line)
    {
        if (line.Length > 400)
            return false;
        bool time = false, year = false;
        for (var i = 1; i + 1 < line.Length; i++)
            time |= line[i] == (byte)':' && char.IsAsciiDigit((char)line[i - 1]) && char.IsAsciiDigit((char)line[i + 1]);
        foreach (var word in Encoding.Latin1.GetString(line).Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries))
            year |= word.Length == 4 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1970 and < 2100;
        return time && year;
    }

    static bool IsField(ReadOnlySpan<byte> line)
    {
        var stop = line[..Math.Min(line.Length, 100)].IndexOfAny(FieldEnd);
        return stop > 0 && line[stop] == (byte)':' || line.StartsWith(">From "u8);
    }

    /// <summary>Reads more behind what is there. <paramref name="keep"/> is a position in the buffer, and its new one is given back.</summary>
    async ValueTask<int> MoreAsync(int keep, CancellationToken cancel)
    {
        var relative = keep - begin;
        await FillAsync(cancel);
        return begin + relative;
    }

    async ValueTask<bool> FillAsync(CancellationToken cancel)
    {
        if (ended)
            return false;
        if (begin > 0 && end > buffer.Length - 65536)
        {
            buffer.AsSpan(begin, end - begin).CopyTo(buffer);
            (begin, end) = (0, end - begin);
        }
        if (end > buffer.Length - 65536)
            Array.Resize(ref buffer, buffer.Length * 2);
        var read = await stream.ReadAsync(buffer.AsMemory(end), cancel);
        ended = read == 0;
        end += read;
        return read > 0;
    }
}
