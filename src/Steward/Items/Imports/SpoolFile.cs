using System.Globalization;

namespace Steward.Items.Imports;

/// <summary>The uploaded file while it waits, under a name that Steward gives.</summary>
static class SpoolFile
{
    public static string PathOf(ImportOptions options, Guid importId) => Path.Combine(options.SpoolFolder, importId.ToString("n", CultureInfo.InvariantCulture) + ".import");

    /// <summary>Writes the stream to disk and makes sure that it is there before the import is recorded.</summary>
    /// <returns>The size, or null when it is larger than allowed; then nothing is left behind.</returns>
    public static async Task<long?> WriteAsync(ImportOptions options, Guid importId, Stream source, CancellationToken cancel)
    {
        Directory.CreateDirectory(options.SpoolFolder);
        var path = PathOf(options, importId);
        var create = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous, BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            await using var file = new FileStream(path, create);
            var buffer = new byte[256 << 10];
            for (int read; (read = await source.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel)) > 0;)
            {
                if (file.Position + read > options.MaxBytes)
                {
                    Remove(options, importId);
                    return null;
                }
                await file.WriteAsync(buffer.AsMemory(0, read), cancel);
            }
            RandomAccess.FlushToDisk(file.SafeFileHandle);
            return file.Length;
        }
        catch
        {
            Remove(options, importId);
            throw;
        }
    }

    public static async Task<byte[]> HeadAsync(ImportOptions options, Guid importId, CancellationToken cancel)
    {
        await using var file = new FileStream(PathOf(options, importId), FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous);
        var head = new byte[FileKinds.HeadBytes];
        return head[..await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancel)];
    }

    public static void Remove(ImportOptions options, Guid importId) => File.Delete(PathOf(options, importId));
}
