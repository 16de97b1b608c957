using System.IO.Compression;
using System.Runtime.CompilerServices;
using Steward.Mail;

namespace Steward.Items.Imports;

/// <summary>
/// Reads whatever was uploaded, from a position on, item by item in the order of the file, holding one item at a time. Nothing is ever written to disk, so
/// names inside an archive have no power. Archives inside archives are not opened.
/// </summary>
sealed class ImportFile(ImportOptions options)
{
    const int LargestCalendar = 64 << 20;

    /// <exception cref="ImportRefusedException">The file as a whole is not accepted.</exception>
    public async IAsyncEnumerable<ImportItem> ReadAsync(FileStream file, ImportPosition from, [EnumeratorCancellation] CancellationToken cancel)
    {
        var head = await HeadAsync(file, cancel);
        file.Position = 0;
        switch (FileKinds.Of(head))
        {
            case FileKind.Zip:
                await foreach (var item in ZipAsync(file, from, cancel))
                    yield return item;
                break;
            case FileKind.Empty:
                throw new ImportRefusedException("The file is empty.");
            case FileKind.Compressed:
                throw new ImportRefusedException("Unpack this archive first: only zip archives can be read.");
            case FileKind.Unknown:
                throw new ImportRefusedException("This is neither a mailbox, a message, a calendar nor a zip archive of them.");
            default:
                file.Position = from.Offset;
                await foreach (var item in PlainAsync(file, FileKinds.Of(head), from, "", offset => offset, cancel))
                    yield return item;
                break;
        }
    }

    /// <summary>What the uploaded file is refused for at once, or null.</summary>
    public static string? Refusal(ReadOnlySpan<byte> head) => FileKinds.Of(head) switch
    {
        FileKind.Empty => "The file is empty.",
        FileKind.Compressed => "Unpack this archive first: only zip archives can be read.",
        FileKind.Unknown => "This is neither a mailbox, a message, a calendar nor a zip archive of them.",
        FileKind.Mbox or FileKind.Message or FileKind.Calendar or FileKind.Zip => null,
    };

    async IAsyncEnumerable<ImportItem> ZipAsync(FileStream file, ImportPosition from, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (ZipGuard.Refusal(file, options) is { } refusal)
            throw new ImportRefusedException(refusal);
        file.Position = 0;
        await using var archive = Open(file);
        var budget = new UnpackBudget((256L << 20) + file.Length * options.MaxRatio);
        long packed = 0;
        for (var index = 0; index < archive.Entries.Count; index++)
        {
            var entry = archive.Entries[index];
            var before = packed;
            packed += entry.CompressedLength;
            if (index < from.Entry || entry.Length == 0 || entry.FullName.EndsWith('/'))
                continue;
            var share = (double)entry.CompressedLength / Math.Max(1, entry.Length);
            var start = new ImportPosition(index, index == from.Entry ? from.Offset : 0);
            await foreach (var item in EntryAsync(entry, start, budget, offset => Math.Min(file.Length, before + (long)(offset * share)), cancel))
                yield return item;
            yield return new ImportItem.Skipped(new ImportPosition(index + 1, 0), Math.Min(file.Length, packed));
        }
    }

    async IAsyncEnumerable<ImportItem> EntryAsync(ZipArchiveEntry entry, ImportPosition start, UnpackBudget budget, Func<long, long> progress, [EnumeratorCancellation] CancellationToken cancel)
    {
        var done = new ImportPosition(start.Entry + 1, 0);
        if (entry.IsEncrypted)
        {
            yield return new ImportItem.Broken(done, progress(entry.Length), "A file in the archive is encrypted.");
            yield break;
        }
        var head = await EntryHeadAsync(entry, cancel);
        var kind = head is null ? FileKind.Unknown : FileKinds.Of(head);
        if (head is null || kind is FileKind.Zip or FileKind.Compressed)
        {
            yield return new ImportItem.Broken(done, progress(entry.Length), head is null ? "A file in the archive is damaged." : "An archive inside the archive was not opened.");
            yield break;
        }
        if (kind is FileKind.Unknown or FileKind.Empty)
            yield break; // Takeout has pictures, pages and settings beside the mail
        await using var unpacked = new UnpackedStream(await entry.OpenAsync(cancel), budget);
        await unpacked.SkipAsync(start.Offset, cancel);
        await foreach (var item in PlainAsync(unpacked, kind, start, entry.FullName, progress, cancel))
            yield return item;
        if (unpacked.Damaged)
            yield return new ImportItem.Broken(done, progress(entry.Length), "The rest of a file in the archive is damaged.");
    }

    /// <summary>One mailbox, message or calendar.</summary>
    async IAsyncEnumerable<ImportItem> PlainAsync(Stream stream, FileKind kind, ImportPosition start, string path, Func<long, long> progress, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (kind == FileKind.Mbox)
        {
            var mbox = new MboxReader(stream, start.Offset, options.Limits.MessageBytes);
            while (await mbox.ReadAsync(cancel) is { } message)
            {
                var next = new ImportPosition(start.Entry, message.Next);
                if (message.Raw is null)
                    yield return new ImportItem.Broken(next, progress(message.Next), MimeReader.TooLarge(options.Limits).Detail);
                else
                    yield return new ImportItem.Mail(next, progress(message.Next), message.Raw, MimeReader.ParseDate(AfterAddress(message.Envelope)), path);
            }
            yield break;
        }
        if (start.Offset > 0)
            yield break; // the single item was stored before
        var limit = kind == FileKind.Calendar ? LargestCalendar : options.Limits.MessageBytes;
        var content = await AllAsync(stream, limit, cancel);
        var end = new ImportPosition(start.Entry, Math.Max(1, content?.Length ?? limit));
        if (content is null)
            yield return new ImportItem.Broken(end, progress(end.Offset), kind == FileKind.Calendar ? $"The calendar is larger than {limit >> 20} MB." : MimeReader.TooLarge(options.Limits).Detail);
        else if (kind == FileKind.Calendar)
            yield return new ImportItem.Calendar(end, progress(end.Offset), content);
        else
            yield return new ImportItem.Mail(end, progress(end.Offset), content, null, path);
    }

    static string AfterAddress(string envelope) => envelope.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries) is [_, _, var date] ? date : "";

    static async Task<byte[]> HeadAsync(Stream stream, CancellationToken cancel)
    {
        var head = new byte[FileKinds.HeadBytes];
        var length = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancel);
        return head[..length];
    }

    static async Task<byte[]?> EntryHeadAsync(ZipArchiveEntry entry, CancellationToken cancel)
    {
        try
        {
            await using var stream = await entry.OpenAsync(cancel);
            return await HeadAsync(stream, cancel);
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or EndOfStreamException)
        {
            return null;
        }
    }

    static async Task<byte[]?> AllAsync(Stream stream, int limit, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[64 << 10];
        for (int read; (read = await stream.ReadAsync(buffer, cancel)) > 0;)
        {
            if (bytes.Length + read > limit)
                return null;
            await bytes.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
        return bytes.ToArray();
    }

    static ZipArchive Open(Stream file)
    {
        try
        {
            var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            _ = archive.Entries.Count; // reads the directory, which is where damage shows
            return archive;
        }
        catch (InvalidDataException)
        {
            throw new ImportRefusedException("The zip archive is damaged.");
        }
    }
}
