using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Conversations.Contacts;
using Steward.Planning;
using Steward.Platform;

namespace Steward.Conversations;

/// <summary>Gathers what a planner may look at: never the contents of mail or events.</summary>
sealed class PlanContext(StewardDbContext db, PersonSettingsReader settings, ContactBooks books, IServiceProvider scope, TimeProvider clock) : IPlanContext
{
    /// <summary>So many earlier turns are handed over; what was said before them is not referred to by "it".</summary>
    const int EarlierTurns = 10;

    public async Task<Result<PlanRequest>> GatherAsync(Guid personId, string message, Guid? conversationId, CancellationToken cancel)
    {
        if (conversationId is { } id && !await db.Set<Conversation>().AnyAsync(c => c.Id == id && c.PersonId == personId, cancel))
            return Error.NotFound("conversation");
        return await GatherAsync(personId, message, conversationId, before: null, cancel);
    }

    /// <param name="before">The turn that is being planned: only what came before it is earlier.</param>
    public async Task<PlanRequest> GatherAsync(Guid personId, string message, Guid? conversationId, Turn? before, CancellationToken cancel)
    {
        var accounts = await db.Set<LinkedAccount>().AsNoTracking().Where(a => a.PersonId == personId).OrderBy(a => a.CreatedAt).ThenBy(a => a.Id)
            .Select(a => new PlanAccount(a.Id, a.Provider, a.Address, a.DisplayName, a.Label)).ToListAsync(cancel);
        return new PlanRequest
        {
            PersonId = personId,
            Message = message,
            Now = clock.GetUtcNow(),
            Settings = await settings.GetAsync(personId, cancel),
            Accounts = accounts,
            Contacts = await books.OfAsync(personId, scope, cancel),
            Earlier = conversationId is { } id ? await EarlierAsync(personId, id, before, cancel) : [],
            RunId = before?.RunId,
            ConversationId = conversationId,
        };
    }

    async Task<IReadOnlyList<EarlierTurn>> EarlierAsync(Guid personId, Guid conversationId, Turn? before, CancellationToken cancel)
    {
        var turns = db.Set<Turn>().AsNoTracking().Where(t => t.PersonId == personId && t.ConversationId == conversationId);
        if (before is not null)
            turns = turns.Where(t => t.CreatedAt < before.CreatedAt || t.CreatedAt == before.CreatedAt && t.Id.CompareTo(before.Id) < 0);
        var newest = await turns.OrderByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id).Take(EarlierTurns).Select(t => new { t.Message, t.Plan, t.Question, t.CreatedAt }).ToListAsync(cancel);
        newest.Reverse();
        return [.. newest.Select(t => new EarlierTurn(t.Message, t.Plan, t.Question, t.CreatedAt))];
    }
}
