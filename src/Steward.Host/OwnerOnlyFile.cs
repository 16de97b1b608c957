using System.Text;

namespace Steward.Host;

/// <summary>Files that only their owner may read (mode 600), from the first byte on.</summary>
static class OwnerOnlyFile
{
    /// <summary>Writes the whole file or nothing, through to the disk: beside it first, then renamed over it.</summary>
    public static async Task WriteAsync(string path, string text, CancellationToken cancel)
    {
        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.Delete(temporary); // one that a killed process left behind would keep its own mode
        await using (var file = new FileStream(temporary, options))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(text + Environment.NewLine), cancel);
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }
}
