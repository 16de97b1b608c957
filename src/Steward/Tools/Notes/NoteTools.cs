using System.ComponentModel;
using Steward.Notes;
using Steward.Platform;
using Steward.Tools.Proposing;

namespace Steward.Tools.Notes;

sealed record SearchNotesArguments
{
    [Description("Words that a note must hold, in its text or as tags; all notes when left out.")]
    public string? Query { get; init; }
}

sealed record FoundNotes(IReadOnlyList<NoteView> KeptNotes);

/// <summary>A person's own notes: their words, not outside text.</summary>
sealed class SearchNotesTool(StewardDbContext db) : ITool
{
    const int Limit = 50;

    public string Name => "notes.search";
    public string Description => "Finds the user's notes by their words, the latest first.";
    public ToolEffect Effect => ToolEffect.Read;
    public string? ActionKind => null;
    public Type ArgumentsType => typeof(SearchNotesArguments);
    public Type ResultType => typeof(FoundNotes);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var found = await SearchNotes.ExecuteAsync(db, call.PersonId, ((SearchNotesArguments)call.Arguments).Query, Limit, cancel);
        return new ToolResult(Json.ToElement(new FoundNotes(found)), Trust.User, found.Count switch { 0 => "Found no note", 1 => "Found 1 note", _ => $"Found {found.Count} notes" }, []);
    }
}

sealed record ProposeNoteArguments
{
    [Description("The note, in the user's own words.")]
    public required string Text { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];
    public Guid? AccountId { get; init; }
}

sealed class ProposeCreateNote(PersonPorts ports) : ITool
{
    public string Name => "notes.propose-create";
    public string Description => "Proposes to keep a note.";
    public ToolEffect Effect => ToolEffect.Propose;
    public string? ActionKind => NoteActions.Create;
    public Type ArgumentsType => typeof(ProposeNoteArguments);
    public Type ResultType => typeof(Proposed);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ProposeNoteArguments)call.Arguments;
        var account = await ports.AccountAsync(call.PersonId, arguments.AccountId, cancel);
        return account.Error is { } error ? error
            : Drafts.Of(call, account.Value.Id, NoteActions.Create, new CreateNotePayload { Text = arguments.Text, Tags = arguments.Tags }, arguments.Text, "Proposes to keep 1 note");
    }
}

sealed record ProposeOnNoteArguments
{
    public required Guid NoteId { get; init; }
    public required Guid AccountId { get; init; }
}

sealed class ProposeDeleteNote : ITool
{
    public string Name => "notes.propose-delete";
    public string Description => "Proposes to delete one note.";
    public ToolEffect Effect => ToolEffect.Propose;
    public string? ActionKind => NoteActions.Delete;
    public Type ArgumentsType => typeof(ProposeOnNoteArguments);
    public Type ResultType => typeof(Proposed);

    public Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (ProposeOnNoteArguments)call.Arguments;
        return Task.FromResult<Result<ToolResult>>(Drafts.Of(call, arguments.AccountId, NoteActions.Delete, new DeleteNotePayload(arguments.NoteId), arguments.NoteId.ToString(), "Proposes to delete 1 note"));
    }
}
