using Microsoft.EntityFrameworkCore;
using Steward.Platform;

namespace Steward.Conversations.Reading;

public sealed record ConversationSummary(Guid Id, string Title, DateTimeOffset CreatedAt, DateTimeOffset LastTurnAt);

public sealed record ConversationList(IReadOnlyList<ConversationSummary> Items);

sealed class ListConversations(StewardDbContext db)
{
    const int Limit = 200;

    /// <summary>The newest two hundred, last used first.</summary>
    public async Task<ConversationList> ExecuteAsync(Guid personId, CancellationToken cancel) => new(await db.Set<Conversation>().AsNoTracking()
        .Where(c => c.PersonId == personId).OrderByDescending(c => c.LastTurnAt).ThenByDescending(c => c.Id).Take(Limit)
        .Select(c => new ConversationSummary(c.Id, c.Title, c.CreatedAt, c.LastTurnAt)).ToListAsync(cancel));
}
