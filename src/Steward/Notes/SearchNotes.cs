using Microsoft.EntityFrameworkCore;
using Steward.Platform;

namespace Steward.Notes;

/// <summary>A person's notes that hold every one of the words, in the text or as a tag, whatever the case; the latest first. No words: all.</summary>
public static class SearchNotes
{
    const int MostWords = 12;

    public static async Task<IReadOnlyList<NoteView>> ExecuteAsync(StewardDbContext db, Guid personId, string? query, int limit, CancellationToken cancel)
    {
        var notes = db.Set<Note>().AsNoTracking().Where(n => n.PersonId == personId);
        foreach (var word in (query ?? "").Split([' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries).Take(MostWords))
        {
            var pattern = $"%{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
            notes = notes.Where(n => EF.Functions.ILike(n.Text, pattern, "\\") || EF.Functions.ILike(string.Join(" ", n.Tags), pattern, "\\"));
        }
        return [.. (await notes.OrderByDescending(n => n.UpdatedAt).ThenBy(n => n.Id).Take(limit).ToListAsync(cancel)).Select(NoteView.Of)];
    }
}
