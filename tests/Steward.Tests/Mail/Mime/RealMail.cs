using Steward.Items.Imports;
using Steward.Testing;

namespace Steward.Tests.Mail.Mime;

/// <summary>The real messages: all of them where the shared data is beside the repository, the copied few elsewhere.</summary>
static class RealMail
{
    public static string Folder { get; } = Repository.SharedData is { } shared && Directory.Exists(Path.Combine(shared, "real-mail"))
        ? Path.Combine(shared, "real-mail")
        : Path.Combine(Repository.Root, "tests", "Steward.Tests", "Data", "real-mail");

    public static bool IsWhole => !Folder.EndsWith(Path.Combine("Steward.Tests", "Data", "real-mail"), StringComparison.Ordinal);

    public static string Ham => Path.Combine(Folder, "ham.mbox");
    public static string Spam => Path.Combine(Folder, "spam.mbox");

    public static async Task<List<byte[]>> MessagesAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return await MessagesAsync(file);
    }

    public static async Task<List<byte[]>> MessagesAsync(Stream stream, int limit = 64 << 20)
    {
        var reader = new MboxReader(stream, 0, limit);
        var messages = new List<byte[]>();
        while (await reader.ReadAsync(default) is { } message)
            messages.Add(message.Raw ?? []);
        return messages;
    }

    public static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
}
