using System.Buffers.Binary;
using System.Buffers.Text;

namespace Steward.Mail.Search;

/// <summary>Where a list went on: after the row with this date and id, newest first. Opaque to others; stable when mail arrives.</summary>
readonly record struct Cursor(DateTimeOffset Date, Guid Id)
{
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[24];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Date.UtcTicks);
        Id.TryWriteBytes(bytes[8..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null when this is no cursor.</summary>
    public static Cursor? Read(string text)
    {
        Span<byte> bytes = stackalloc byte[24];
        return text.Length == 32 && Base64Url.TryDecodeFromChars(text, bytes, out var written) && written == 24
            && BinaryPrimitives.ReadInt64BigEndian(bytes) is >= 0 and var ticks && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? new Cursor(new DateTimeOffset(ticks, TimeSpan.Zero), new Guid(bytes[8..], bigEndian: true))
            : null;
    }
}
