namespace Steward.Host;

/// <summary>Files that only their owner may read (mode 600), from the first byte on.</summary>
static class OwnerOnlyFile
{
    /// <summary>Writes the whole file or nothing: beside it first, then renamed over it.</summary>
    public static async Task WriteAsync(string path, string text, CancellationToken cancel)
    {
        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var writer = new StreamWriter(temporary, options))
            await writer.WriteLineAsync(text.AsMemory(), cancel);
        File.Move(temporary, path, overwrite: true);
    }
}
