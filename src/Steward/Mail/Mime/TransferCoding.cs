using System.Buffers;
using System.Buffers.Text;

namespace Steward.Mail.Mime;

/// <summary>Content-Transfer-Encodings (RFC 2045 §6). Decoding never fails and never yields more bytes than it was given.</summary>
static class TransferCoding
{
    public static byte[] Decode(ReadOnlySpan<byte> body, string encoding) => encoding switch
    {
        "base64" => Base64(body),
        "quoted-printable" => QuotedPrintable(body),
        _ => body.ToArray(),
    };

    /// <summary>Foreign characters are skipped, padding in the middle starts anew, a last incomplete group gives what it holds.</summary>
    public static byte[] Base64(ReadOnlySpan<byte> text)
    {
        var result = new byte[text.Length / 4 * 3 + 3];
        if (System.Buffers.Text.Base64.DecodeFromUtf8(text, result, out var consumed, out var written) == OperationStatus.Done && consumed == text.Length)
            return result.AsSpan(0, written).ToArray();
        written = 0;
        int bits = 0, count = 0;
        foreach (var b in text)
        {
            var value = Value(b);
            if (value >= 0)
            {
                bits = (bits << 6) | value;
                if (++count < 4)
                    continue;
            }
            else if (b != (byte)'=')
            {
                continue;
            }
            written += Group(result.AsSpan(written), bits, count);
            bits = count = 0;
        }
        written += Group(result.AsSpan(written), bits, count);
        return result.AsSpan(0, written).ToArray();
    }

    static int Group(Span<byte> target, int bits, int count)
    {
        if (count < 2)
            return 0;
        bits <<= 6 * (4 - count);
        for (var i = 0; i < count - 1; i++)
            target[i] = (byte)(bits >> (16 - 8 * i));
        return count - 1;
    }

    static int Value(byte b) => b switch
    {
        >= (byte)'A' and <= (byte)'Z' => b - 'A',
        >= (byte)'a' and <= (byte)'z' => b - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => b - '0' + 52,
        (byte)'+' or (byte)'-' => 62,
        (byte)'/' or (byte)'_' => 63,
        _ => -1,
    };

    /// <summary>An "=" that starts no valid escape stays; white space before a line end is dropped (RFC 2045 §6.7 rule 3).</summary>
    public static byte[] QuotedPrintable(ReadOnlySpan<byte> text)
    {
        var result = new byte[text.Length];
        var n = 0;
        while (text.Length > 0)
        {
            var end = text.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? [] : text[(end + 1)..];
            var content = line.TrimEnd(" \t\r"u8);
            var soft = content.Length > 0 && content[^1] == (byte)'=';
            if (soft)
                content = content[..^1];
            for (var i = 0; i < content.Length; i++)
            {
                if (content[i] == (byte)'=' && i + 2 < content.Length && Hex((char)content[i + 1], (char)content[i + 2]) is var value and >= 0)
                {
                    result[n++] = (byte)value;
                    i += 2;
                }
                else
                {
                    result[n++] = content[i];
                }
            }
            if (!soft && end >= 0)
                result[n++] = (byte)'\n';
        }
        return result.AsSpan(0, n).ToArray();
    }

    public static int Hex(char high, char low) => Nibble(high) is var h and >= 0 && Nibble(low) is var l and >= 0 ? h * 16 + l : -1;

    static int Nibble(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'A' and <= 'F' => c - 'A' + 10,
        >= 'a' and <= 'f' => c - 'a' + 10,
        _ => -1,
    };
}
