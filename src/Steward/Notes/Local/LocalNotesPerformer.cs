using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Actions;
using Steward.Platform;

namespace Steward.Notes.Local;

/// <summary>
/// Writes notes, for accounts of every provider: they are Steward's own. The change, the live event and the entry in <c>notes.performed</c> are one transaction, under a lock
/// on the account's notes.
/// </summary>
sealed class LocalNotesPerformer(StewardDbContext db, PerformByKey<NotePerformed> byKey, LiveEvents live, Ids ids, TimeProvider clock) : IActionPerformer
{
    public string Provider => IActionPerformer.Any;

    public bool Performs(string kind) => kind is NoteActions.Create or NoteActions.Change or NoteActions.Delete or NoteActions.Restore;

    public Task<PerformOutcome> PerformAsync(ApprovedAction action, CancellationToken cancel) => byKey.RunAsync(action, () => LockAsync(action, cancel), async () =>
    {
        var outcome = await ChangeAsync(action, cancel);
        if (outcome is PerformOutcome.Done)
            live.Stage(action.Subject.PersonId, "notes_changed", action.Subject.AccountId, new { action.Subject.AccountId });
        return outcome;
    }, Reference, cancel);

    public Task<PerformOutcome> ReconcileAsync(ApprovedAction action, CancellationToken cancel) => byKey.ReconcileAsync(action, () => LockAsync(action, cancel), Reference, cancel);

    Task LockAsync(ApprovedAction action, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended('notes:' || {action.Subject.AccountId.ToString()}, 0))", cancel);

    static string? Reference(JsonElement result) => result.GetProperty("noteId").GetString();

    async Task<PerformOutcome> ChangeAsync(ApprovedAction action, CancellationToken cancel)
    {
        var (person, account) = (action.Subject.PersonId, action.Subject.AccountId);
        if (!await db.Set<LinkedAccount>().AnyAsync(a => a.Id == account && a.PersonId == person, cancel))
            return new PerformOutcome.Refused("account_gone", "The account is no longer there.");
        if (action.Kind == NoteActions.Create)
        {
            var create = Json.Read<CreateNotePayload>(action.Payload);
            if (NoteChecks.Check(create.Text, create.Tags, create.Links) is { } wrong)
                return new PerformOutcome.Refused(wrong.Code, wrong.Detail);
            var now = clock.GetUtcNow();
            var made = new Note { Id = ids.New(), PersonId = person, AccountId = account, Text = create.Text, Tags = [.. create.Tags], Links = [.. create.Links], CreatedAt = now, UpdatedAt = now, Revision = 1 };
            db.Add(made);
            return Done(made.Id, made.Revision, null);
        }
        var id = action.Kind switch
        {
            NoteActions.Change => Json.Read<ChangeNotePayload>(action.Payload).NoteId,
            NoteActions.Delete => Json.Read<DeleteNotePayload>(action.Payload).NoteId,
            _ => Json.Read<RestoreNotePayload>(action.Payload).NoteId,
        };
        var note = await db.Set<Note>().FirstOrDefaultAsync(n => n.Id == id && n.PersonId == person && n.AccountId == account, cancel);
        var found = note?.Revision.ToString(CultureInfo.InvariantCulture);
        if (action.ExpectedRevision != found && (action.ExpectedRevision is not null || action.Kind == NoteActions.Restore) || note is null && action.Kind != NoteActions.Restore)
            return new PerformOutcome.Stale(note is null ? "The note is no longer there." : "The note has been changed since.");
        var before = note is null ? null : new NoteContent(note.Text, note.Tags, note.Links, note.CreatedAt, note.UpdatedAt);
        switch (action.Kind)
        {
            case NoteActions.Change:
                var change = Json.Read<ChangeNotePayload>(action.Payload);
                if (NoteChecks.Check(change.Text, change.Tags) is { } wrong)
                    return new PerformOutcome.Refused(wrong.Code, wrong.Detail);
                (note!.Text, note.Tags, note.UpdatedAt) = (change.Text ?? note.Text, change.Tags is { } tags ? [.. tags] : note.Tags, clock.GetUtcNow());
                note.Revision++;
                return Done(id, note.Revision, before);
            case NoteActions.Delete:
                db.Remove(note!);
                return Done(id, null, before);
            default:
                return Done(id, Restore(action, note, Json.Read<RestoreNotePayload>(action.Payload).Was), before);
        }
    }

    /// <returns>The revision that the note has afterwards; null when it is gone.</returns>
    long? Restore(ApprovedAction action, Note? note, NoteContent? was)
    {
        if (was is null)
        {
            if (note is not null)
                db.Remove(note);
            return null;
        }
        if (note is null)
        {
            db.Add(note = new Note
            {
                Id = Json.Read<RestoreNotePayload>(action.Payload).NoteId, PersonId = action.Subject.PersonId, AccountId = action.Subject.AccountId, Text = "", Tags = [], Links = [], CreatedAt = was.CreatedAt,
            });
        }
        (note.Text, note.Tags, note.Links, note.UpdatedAt) = (was.Text, [.. was.Tags], [.. was.Links], was.UpdatedAt);
        return ++note.Revision;
    }

    static PerformOutcome.Done Done(Guid id, long? revision, NoteContent? before)
    {
        var left = revision?.ToString(CultureInfo.InvariantCulture);
        return new(Json.ToElement(new { noteId = id, revision = left }), new InverseAction(NoteActions.Restore, Json.ToElement(new RestoreNotePayload(id, before)), left), id.ToString());
    }
}
