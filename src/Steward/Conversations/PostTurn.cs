using Microsoft.EntityFrameworkCore;
using Npgsql;
using Steward.Conversations.Attachments;
using Steward.Conversations.Turns;
using Steward.Platform;
using Steward.Runs;
using Steward.Workflows.State;

namespace Steward.Conversations;

/// <param name="TurnId">Made by the client: posting the same turn again is harmless.</param>
/// <param name="ConversationId">Null begins a new conversation.</param>
/// <param name="Message">May be empty when files are sent.</param>
/// <param name="Attachments">Files that were given before, in the order in which they are shown.</param>
public sealed record PostTurnInput(Guid TurnId, Guid? ConversationId, string Message, IReadOnlyList<Guid>? Attachments = null);

public sealed record PostedTurn(Guid ConversationId, Guid TurnId, Guid? RunId);

/// <summary>
/// Takes a message of the person. The turn, its run and the event that tells of it are stored in one transaction: once this has answered, the turn will be worked on, whatever
/// happens to the process. The same turn id again gives the same answer and does nothing; with another message it is a conflict.
/// </summary>
public sealed class PostTurn
{
    public const int MaxMessageLength = 4000;
    const int TitleLength = 80;

    readonly StewardDbContext db;
    readonly StartRun start;
    readonly TurnEvents events;
    readonly AttachedFiles files;
    readonly Ids ids;
    readonly TimeProvider clock;

    internal PostTurn(StewardDbContext db, StartRun start, TurnEvents events, AttachedFiles files, Ids ids, TimeProvider clock) =>
        (this.db, this.start, this.events, this.files, this.ids, this.clock) = (db, start, events, files, ids, clock);

    public async Task<Result<PostedTurn>> ExecuteAsync(Guid personId, PostTurnInput input, CancellationToken cancel)
    {
        var message = VisibleText.Clean(input.Message ?? "").Trim();
        if (input.TurnId == Guid.Empty)
            return Error.Invalid("turnId", "Make a new id for each turn.");
        IReadOnlyList<Guid> attached = [.. (input.Attachments ?? []).Distinct()];
        if (attached.Count > AttachFile.MaxPerTurn)
            return Error.Invalid("attachments", $"A message takes up to {AttachFile.MaxPerTurn} files.");
        if (await files.NamesAsync(personId, input.TurnId, attached, cancel) is not { } names)
            return Error.NotFound("attachment");
        if (message.Length == 0)
            message = AttachedFiles.MessageOf(names);
        if (message.Length is 0 or > MaxMessageLength)
            return Error.Invalid("message", $"A message has 1 to {MaxMessageLength:N0} characters.");
        if (await KnownAsync(personId, input, message, cancel) is { } known)
            return known;
        if (input.ConversationId is { } id && !await db.Set<Conversation>().AnyAsync(c => c.Id == id && c.PersonId == personId, cancel))
            return Error.NotFound("conversation");
        try
        {
            var posted = await StoreAsync(personId, input, message, attached, cancel);
            CrashPoint.Hit("conversations.post.after-commit");
            return posted;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // The same turn came twice at the same moment, and the other one was first.
            db.ChangeTracker.Clear();
            if (await KnownAsync(personId, input, message, cancel) is { } first)
                return first;
            throw;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation } or DbUpdateConcurrencyException || e is DbUpdateConcurrencyException)
        {
            return Error.NotFound("conversation"); // deleted meanwhile
        }
    }

    async Task<Result<PostedTurn>?> KnownAsync(Guid personId, PostTurnInput input, string message, CancellationToken cancel)
    {
        var turn = await db.Set<Turn>().AsNoTracking().FirstOrDefaultAsync(t => t.PersonId == personId && t.Id == input.TurnId, cancel);
        if (turn is null)
            return null;
        return turn.Message == message && (input.ConversationId is null || input.ConversationId == turn.ConversationId)
            ? new PostedTurn(turn.ConversationId, turn.Id, turn.RunId)
            : Error.Conflict("turn_id_reused", "This turn id was used for another message.");
    }

    async Task<Result<PostedTurn>> StoreAsync(Guid personId, PostTurnInput input, string message, IReadOnlyList<Guid> attached, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var conversation = input.ConversationId is { } id
            ? await db.Set<Conversation>().FirstAsync(c => c.Id == id && c.PersonId == personId, cancel)
            : db.Add(new Conversation { Id = ids.New(), PersonId = personId, Title = TitleOf(message), CreatedAt = now, LastTurnAt = now }).Entity;
        conversation.LastTurnAt = now;
        var turn = new Turn
        {
            Id = input.TurnId, PersonId = personId, ConversationId = conversation.Id, Message = message, CreatedAt = now, State = TurnState.Planning, RunId = ids.New(),
        };
        db.Add(turn);
        events.Started(turn);
        await db.SaveChangesAsync(cancel);
        if (!await files.SendAsync(personId, turn.Id, attached, cancel))
            return Error.NotFound("attachment");
        await start.ExecuteAsync(new StartRunRequest(turn.RunId.Value, personId, TurnWorkflow.Name, Patch.Empty.Set(TurnChannels.TurnId, turn.Id)), cancel);
        await transaction.CommitAsync(cancel);
        return new PostedTurn(conversation.Id, turn.Id, turn.RunId);
    }

    static string TitleOf(string message)
    {
        var line = VisibleText.CleanLine(message);
        return line.Length <= TitleLength ? line : line[..(TitleLength - 1)].TrimEnd() + "…";
    }
}
