using Microsoft.EntityFrameworkCore;
using Steward.Platform;

namespace Steward.Conversations.Attachments;

/// <summary>The files of messages.</summary>
sealed class AttachedFiles(StewardDbContext db)
{
    /// <summary>In the order given; null when one of them is not the person's, or belongs to another turn.</summary>
    public async Task<IReadOnlyList<string>?> NamesAsync(Guid personId, Guid turnId, IReadOnlyList<Guid> files, CancellationToken cancel)
    {
        var names = await db.Set<Attachment>().AsNoTracking().Where(a => a.PersonId == personId && files.Contains(a.Id) && (a.TurnId == null || a.TurnId == turnId))
            .ToDictionaryAsync(a => a.Id, a => a.Name, cancel);
        return files.All(names.ContainsKey) ? [.. files.Select(id => names[id])] : null;
    }

    /// <summary>Sends waiting files along with a turn that is stored. False when one of them has been sent or removed meanwhile: the caller must then commit nothing.</summary>
    public async Task<bool> SendAsync(Guid personId, Guid turnId, IReadOnlyList<Guid> files, CancellationToken cancel)
    {
        for (var i = 0; i < files.Count; i++)
        {
            var (id, position) = (files[i], i);
            if (await db.Set<Attachment>().Where(a => a.PersonId == personId && a.Id == id && a.TurnId == null)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.TurnId, turnId).SetProperty(a => a.Position, position), cancel) == 0)
                return false;
        }
        return true;
    }

    /// <summary>By turn, in the order of the message.</summary>
    public async Task<ILookup<Guid, AttachmentView>> OfAsync(Guid personId, IReadOnlyList<Guid> turnIds, CancellationToken cancel)
    {
        var files = await db.Set<Attachment>().AsNoTracking().Where(a => a.PersonId == personId && a.TurnId != null && turnIds.Contains(a.TurnId.Value)).OrderBy(a => a.Position)
            .Select(a => new { TurnId = a.TurnId!.Value, View = new AttachmentView(a.Id, a.Name, a.Kind, a.Size, a.Shown, a.Cut) }).ToListAsync(cancel);
        return files.ToLookup(f => f.TurnId, f => f.View);
    }

    public async Task<(string Name, byte[] Content)?> ContentAsync(Guid personId, Guid id, CancellationToken cancel) =>
        await db.Set<Attachment>().AsNoTracking().FirstOrDefaultAsync(a => a.PersonId == personId && a.Id == id, cancel) is { } file ? (file.Name, file.Content) : null;

    /// <summary>Takes a file back before it is sent; what was sent belongs to its conversation.</summary>
    public async Task<bool> RemoveAsync(Guid personId, Guid id, CancellationToken cancel) =>
        await db.Set<Attachment>().Where(a => a.PersonId == personId && a.Id == id && a.TurnId == null).ExecuteDeleteAsync(cancel) == 1;

    /// <summary>A message of nothing but files is named after them.</summary>
    public static string MessageOf(IEnumerable<string> names) => string.Join(", ", names);

    /// <summary>What is said to a message of nothing but files; null when the turn has words of its own.</summary>
    public async Task<string?> AnswerToFilesAloneAsync(Turn turn, CancellationToken cancel)
    {
        var files = (await OfAsync(turn.PersonId, [turn.Id], cancel))[turn.Id].ToList();
        if (files.Count == 0 || turn.Message != MessageOf(files.Select(f => f.Name)))
            return null;
        return string.Join(" ", files.GroupBy(f => f.Kind).OrderBy(g => g.Key).Select(group => Said(group.Key, MessageOf(group.Select(f => f.Name)))))
            + " Nothing was changed; say what you would like to do next.";
    }

    static string Said(AttachmentKind kind, string names) => kind switch
    {
        AttachmentKind.Calendar => $"{names}: import it with the button above, and its events stand in your calendar.",
        AttachmentKind.Mail => $"{names}: import it with the button above, and its mail can be searched and worked with like any other.",
        AttachmentKind.Text => $"{names}: its text is shown above. Requests do not read it yet.",
        AttachmentKind.File => $"{names}: it is kept with this message. I cannot read files of this kind.",
    };
}
