using Microsoft.EntityFrameworkCore;
using Steward.Conversations.Turns;
using Steward.Platform;

namespace Steward.Conversations.Contacts;

/// <summary>A request that was answered with the question which a statement now answers.</summary>
static class AskedBefore
{
    /// <summary>The message of the turn just before, when it was answered with a question and speaks of this role or group; null when it was not, or does not.</summary>
    public static async Task<string?> AskedJustBeforeAsync(this StewardDbContext db, Turn turn, string spokenOf, CancellationToken cancel)
    {
        var last = await db.Set<Turn>().AsNoTracking().Where(t => t.PersonId == turn.PersonId && t.ConversationId == turn.ConversationId && t.Id != turn.Id)
            .OrderByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id).Select(t => new { t.Message, t.State }).FirstOrDefaultAsync(cancel);
        return last is { State: TurnState.Asked } && last.Message.Contains(spokenOf, StringComparison.OrdinalIgnoreCase) ? last.Message : null;
    }

    /// <summary>The message of the turn just before, when it was answered with the question where one of these addresses is; null when it was not.</summary>
    public static async Task<string?> AskedForZoneJustBeforeAsync(this StewardDbContext db, Turn turn, IReadOnlyList<string> addresses, CancellationToken cancel)
    {
        var last = await db.Set<Turn>().AsNoTracking().Where(t => t.PersonId == turn.PersonId && t.ConversationId == turn.ConversationId && t.Id != turn.Id)
            .OrderByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id).FirstOrDefaultAsync(cancel);
        return last is { State: TurnState.Asked, Question: { Missing: AskForZone.Missing } question } && question.Choices.Any(c => addresses.Any(a => c.Message.StartsWith(a + " ", StringComparison.OrdinalIgnoreCase))) ? last.Message : null;
    }
}
