using Microsoft.EntityFrameworkCore;
using Steward.Conversations.Attachments;
using Steward.LanguageModels;
using Steward.Planning;
using Steward.Platform;

namespace Steward.Conversations.Reading;

public sealed record ConversationView(Guid Id, string Title, IReadOnlyList<TurnView> Turns);

public sealed record TurnView
{
    public required Guid Id { get; init; }
    public required string Message { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required TurnState State { get; init; }
    public Guid? RunId { get; init; }
    public Plan? Plan { get; init; }
    /// <summary>Who made the plan, question or refusal; null on turns of before this was kept.</summary>
    public PlanMaking? Made { get; init; }
    public PlanQuestion? Question { get; init; }
    public PlanRefusal? Refusal { get; init; }
    public required IReadOnlyList<StepState> Steps { get; init; }
    public Answer? Answer { get; init; }
    public string? Error { get; init; }
    /// <summary>The language models that worked for it, in order, and what they cost; empty: none did.</summary>
    public IReadOnlyList<ModelUse> Models { get; init; } = [];
    public IReadOnlyList<AttachmentView> Attachments { get; init; } = [];

    internal static TurnView Of(Turn turn, IEnumerable<ModelUse> models, IEnumerable<AttachmentView> attachments) => new()
    {
        Id = turn.Id,
        Message = turn.Message,
        CreatedAt = turn.CreatedAt,
        State = turn.State,
        RunId = turn.RunId,
        Plan = turn.Plan,
        Made = turn.Made,
        Question = turn.Question,
        Refusal = turn.Refusal,
        Steps = turn.Steps,
        Answer = turn.Answer,
        Error = turn.Error,
        Models = [.. models],
        Attachments = [.. attachments],
    };
}

sealed class GetConversation(StewardDbContext db, ModelSpending spending, AttachedFiles files)
{
    /// <summary>More than a person scrolls back; the newest are kept.</summary>
    const int MaxTurns = 200;

    public async Task<Result<ConversationView>> ExecuteAsync(Guid personId, Guid id, CancellationToken cancel)
    {
        var conversation = await db.Set<Conversation>().AsNoTracking().FirstOrDefaultAsync(c => c.Id == id && c.PersonId == personId, cancel);
        if (conversation is null)
            return Error.NotFound("conversation");
        var turns = await db.Set<Turn>().AsNoTracking().Where(t => t.PersonId == personId && t.ConversationId == id)
            .OrderByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id).Take(MaxTurns).ToListAsync(cancel);
        turns.Reverse();
        var used = await spending.OfRunsAsync(personId, [.. turns.Select(t => t.RunId).OfType<Guid>()], cancel);
        var attached = await files.OfAsync(personId, [.. turns.Select(t => t.Id)], cancel);
        return new ConversationView(conversation.Id, conversation.Title, [.. turns.Select(t => TurnView.Of(t, used[t.RunId ?? Guid.Empty], attached[t.Id]))]);
    }
}
