using Microsoft.EntityFrameworkCore;
using Steward.Platform;

namespace Steward.Conversations.Attachments;

/// <summary>Takes a file that the person is about to send along with a message. What is not sent within a day goes away when the next file comes.</summary>
sealed class AttachFile(StewardDbContext db, Ids ids, TimeProvider clock)
{
    public const int MaxBytes = 10 * 1024 * 1024;
    public const int MaxPerTurn = 5;
    const int MaxWaiting = 20;
    const int MaxName = 120;
    static readonly TimeSpan Unsent = TimeSpan.FromDays(1);

    /// <param name="length">As announced, if it was: what is too long is refused before it is read.</param>
    public async Task<Result<AttachmentView>> ExecuteAsync(Guid personId, string? fileName, Stream body, long? length, CancellationToken cancel)
    {
        var name = VisibleText.CleanLine(fileName ?? "");
        name = name[(name.AsSpan().LastIndexOfAny('/', '\\') + 1)..];
        if (name.Length is 0 or > MaxName)
            return Error.Invalid("name", $"The file's name has 1 to {MaxName} characters.");
        if (length > MaxBytes || await ReadAsync(body, cancel) is not { } content)
            return Error.Invalid("file", "A file in a chat may have 10 MB. Larger mailboxes are imported on the page of accounts.");
        if (content.Length == 0)
            return Error.Invalid("file", "The file is empty.");

        var now = clock.GetUtcNow();
        await db.Set<Attachment>().Where(a => a.PersonId == personId && a.TurnId == null && a.CreatedAt < now - Unsent).ExecuteDeleteAsync(cancel);
        if (await db.Set<Attachment>().CountAsync(a => a.PersonId == personId && a.TurnId == null, cancel) >= MaxWaiting)
            return Error.Conflict("too_many_files", $"{MaxWaiting} files wait to be sent already. Send or remove some first.");
        var (kind, text, cut) = RecognisedFile.Of(name, content);
        var file = new Attachment { Id = ids.New(), PersonId = personId, Name = name, Kind = kind, Size = content.Length, Shown = text, Cut = cut, Content = content, CreatedAt = now };
        db.Add(file);
        await db.SaveChangesAsync(cancel);
        return new AttachmentView(file.Id, name, kind, content.Length, text, cut);
    }

    /// <summary>Null when it is too long; no more than the limit is ever held.</summary>
    static async Task<byte[]?> ReadAsync(Stream body, CancellationToken cancel)
    {
        using var content = new MemoryStream();
        var buffer = new byte[81920];
        for (int read; (read = await body.ReadAsync(buffer, cancel)) > 0;)
        {
            if (content.Length + read > MaxBytes)
                return null;
            await content.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
        return content.ToArray();
    }
}
