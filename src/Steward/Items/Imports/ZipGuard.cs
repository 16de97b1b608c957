using System.Buffers.Binary;
using System.IO.Compression;

namespace Steward.Items.Imports;

/// <summary>
/// Looks at an archive's end record before anything is built from it (APPNOTE 4.3.16): the number of entries and the size of the directory decide how much
/// memory opening takes, and both are claims of whoever made the file.
/// </summary>
static class ZipGuard
{
    const int LargestDirectory = 64 << 20;

    public static string? Refusal(FileStream file, ImportOptions options)
    {
        var tail = new byte[Math.Min(file.Length, 65_557)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        var at = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (at < 0 || at + 22 > tail.Length)
            return "The zip archive is damaged: its directory is missing.";
        long entries = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 10));
        long start = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 16));
        if ((entries == 0xFFFF || start == 0xFFFFFFFF) && Zip64(file, tail, at) is { } wide)
            (entries, start) = wide;
        if (entries > options.MaxEntries)
            return $"The zip archive has more than {options.MaxEntries:N0} files.";
        // What the reader may take for directory entries is all between the start of the directory and the end of the file.
        return start < 0 || start > file.Length ? "The zip archive is damaged: its directory is missing."
            : file.Length - start > LargestDirectory ? "The directory of the zip archive is larger than 64 MB."
            : null;
    }

    static (long Entries, long Start)? Zip64(FileStream file, byte[] tail, int at)
    {
        var locator = at - 20;
        if (locator < 0 || !tail.AsSpan(locator).StartsWith("PK\x06\x07"u8))
            return null;
        var record = BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(locator + 8));
        if (record < 0 || record > file.Length - 56)
            return (0, -1);
        Span<byte> bytes = stackalloc byte[56];
        file.Position = record;
        file.ReadExactly(bytes);
        return bytes.StartsWith("PK\x06\x06"u8) ? (BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[48..])) : (0, -1);
    }
}

/// <summary>How much may still be unpacked, counted over the whole archive by what really comes out.</summary>
sealed class UnpackBudget(long bytes)
{
    long left = bytes;

    public void Spend(int count)
    {
        if ((left -= count) < 0)
            throw new ImportRefusedException("The zip archive unpacks to far more than its size: it was made to fill memory or disks.");
    }
}

/// <summary>The content of an entry. Damaged data ends it early and sets <see cref="Damaged"/>, so that what came before is kept.</summary>
sealed class UnpackedStream(Stream inner, UnpackBudget budget) : Stream
{
    public bool Damaged { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Damaged)
            return 0;
        try
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            budget.Spend(read);
            return read;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            Damaged = true;
            return 0;
        }
    }

    public async Task SkipAsync(long count, CancellationToken cancel)
    {
        var buffer = new byte[64 << 10];
        while (count > 0 && await ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, count)), cancel) is var read and > 0)
            count -= read;
    }

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Entries are read asynchronously.");
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
