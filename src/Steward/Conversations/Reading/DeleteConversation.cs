using Microsoft.EntityFrameworkCore;
using Steward.Platform;
using Steward.Runs;

namespace Steward.Conversations.Reading;

/// <summary>
/// Deletes a conversation with its turns. Runs that are still under way are cancelled, which withdraws what they asked for; what was done stays done, and stays in the audit log.
/// </summary>
sealed class DeleteConversation(StewardDbContext db, CancelRun cancelRun)
{
    public async Task<Result<bool>> ExecuteAsync(Guid personId, Guid id, CancellationToken cancel)
    {
        if (!await db.Set<Conversation>().AnyAsync(c => c.Id == id && c.PersonId == personId, cancel))
            return Error.NotFound("conversation");
        var open = await db.Set<Turn>().AsNoTracking()
            .Where(t => t.PersonId == personId && t.ConversationId == id && t.RunId != null && (t.State == TurnState.Planning || t.State == TurnState.Running || t.State == TurnState.Waiting))
            .Select(t => t.RunId!.Value).ToListAsync(cancel);
        foreach (var run in open)
            await cancelRun.ExecuteAsync(personId, run, cancel); // one that has just ended refuses, which is as good
        await db.Set<Conversation>().Where(c => c.Id == id && c.PersonId == personId).ExecuteDeleteAsync(cancel);
        return true;
    }
}
