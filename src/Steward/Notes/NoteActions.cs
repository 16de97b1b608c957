using Steward.Platform;

namespace Steward.Notes;

/// <summary>Names of the kinds of change that notes know; payloads below. Stored: never renamed.</summary>
public static class NoteActions
{
    public const string Create = "notes.create";
    public const string Change = "notes.change";
    public const string Delete = "notes.delete";
    /// <summary>Inverse of the others: the note as it was, or none; not proposed by itself.</summary>
    public const string Restore = "notes.restore";
}

/// <summary>create.</summary>
public sealed record CreateNotePayload
{
    public required string Text { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];
    public IReadOnlyList<SourceRef> Links { get; init; } = [];
}

/// <summary>change: null leaves a field as it is.</summary>
public sealed record ChangeNotePayload
{
    public required Guid NoteId { get; init; }
    public string? Text { get; init; }
    public IReadOnlyList<string>? Tags { get; init; }
}

public sealed record DeleteNotePayload(Guid NoteId);

/// <summary>restore: the note as it was; null when it did not exist. Version 1: fields are only added.</summary>
public sealed record RestoreNotePayload(Guid NoteId, NoteContent? Was);

public sealed record NoteContent(string Text, IReadOnlyList<string> Tags, IReadOnlyList<SourceRef> Links, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
