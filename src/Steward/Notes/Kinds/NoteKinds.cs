using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Actions;
using Steward.Platform;

namespace Steward.Notes.Kinds;

/// <summary>What the kinds of notes share: private, and taken back by the note as it was.</summary>
abstract class NoteKind<TPayload>(string name) : IActionKind
{
    public string Name => name;
    public EffectClass Effect => EffectClass.PrivateWrite;
    public Reversibility Reversibility => Reversibility.Undoable;
    public virtual bool Proposable => true;
    public Type PayloadType => typeof(TPayload);

    public Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, object payload, IServiceProvider services, CancellationToken cancel) =>
        PreviewAsync(subject, (TPayload)payload, services.GetRequiredService<StewardDbContext>(), cancel);

    protected abstract Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, TPayload payload, StewardDbContext db, CancellationToken cancel);

    protected static Task<Note?> FindAsync(StewardDbContext db, ActionSubject subject, Guid id, CancellationToken cancel) =>
        db.Set<Note>().AsNoTracking().FirstOrDefaultAsync(n => n.Id == id && n.PersonId == subject.PersonId && n.AccountId == subject.AccountId, cancel);

    protected static ActionTarget Target(Note note) => new("note", note.Id.ToString(), note.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture), $"Note “{NoteChecks.Title(note.Text)}”");

    protected static string? Lines(IEnumerable<string> items) => string.Join('\n', items) is { Length: > 0 } text ? text : null;
}

sealed class CreateNoteKind() : NoteKind<CreateNotePayload>(NoteActions.Create)
{
    protected override async Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, CreateNotePayload payload, StewardDbContext db, CancellationToken cancel)
    {
        if (!await db.Set<LinkedAccount>().AnyAsync(a => a.Id == subject.AccountId && a.PersonId == subject.PersonId, cancel))
            return Error.NotFound("account");
        if (NoteChecks.Check(payload.Text, payload.Tags, payload.Links) is { } wrong)
            return wrong;
        var changes = new List<FieldChange> { new("text", null, payload.Text) };
        if (payload.Tags.Count > 0)
            changes.Add(new("tags", null, Lines(payload.Tags), ChangeFormat.List));
        if (payload.Links.Count > 0)
            changes.Add(new("links", null, Lines(payload.Links.Select(l => l.Text ?? $"{l.Type} {l.Id}")), ChangeFormat.List));
        return new ActionPreview { Title = $"Note “{NoteChecks.Title(payload.Text)}”", Target = new ActionTarget("note", null, null, "New note"), Changes = changes };
    }
}

sealed class ChangeNoteKind() : NoteKind<ChangeNotePayload>(NoteActions.Change)
{
    protected override async Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, ChangeNotePayload payload, StewardDbContext db, CancellationToken cancel)
    {
        if (await FindAsync(db, subject, payload.NoteId, cancel) is not { } note)
            return Error.NotFound("note");
        if (NoteChecks.Check(payload.Text, payload.Tags) is { } wrong)
            return wrong;
        var changes = new List<FieldChange>();
        if (payload.Text is { } text && text != note.Text)
            changes.Add(new("text", note.Text, text));
        if (payload.Tags is { } tags && !tags.SequenceEqual(note.Tags, StringComparer.Ordinal))
            changes.Add(new("tags", Lines(note.Tags), Lines(tags), ChangeFormat.List));
        return changes.Count == 0
            ? Error.Refused("nothing_to_change", "The note is already like that.")
            : new ActionPreview { Title = $"Change the note “{NoteChecks.Title(note.Text)}”", Target = Target(note), Changes = changes };
    }
}

sealed class DeleteNoteKind() : NoteKind<DeleteNotePayload>(NoteActions.Delete)
{
    protected override async Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, DeleteNotePayload payload, StewardDbContext db, CancellationToken cancel) =>
        await FindAsync(db, subject, payload.NoteId, cancel) is { } note
            ? new ActionPreview { Title = $"Delete the note “{NoteChecks.Title(note.Text)}”", Target = Target(note), Changes = [new("text", note.Text, null)] }
            : Error.NotFound("note");
}

sealed class RestoreNoteKind() : NoteKind<RestoreNotePayload>(NoteActions.Restore)
{
    public override bool Proposable => false;

    protected override Task<Result<ActionPreview>> PreviewAsync(ActionSubject subject, RestoreNotePayload payload, StewardDbContext db, CancellationToken cancel) => Task.FromResult<Result<ActionPreview>>(
        new ActionPreview { Title = "Give the note back", Target = new ActionTarget("note", payload.NoteId.ToString(), null, "Note"), Changes = [new("text", null, payload.Was?.Text)] });
}
