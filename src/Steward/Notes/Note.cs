using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Platform;

namespace Steward.Notes;

/// <summary>Something that a person wants to keep, in their own words. It lives with an account, as everything that an action changes does.</summary>
public sealed class Note
{
    public required Guid Id { get; init; }
    public required Guid PersonId { get; init; }
    public required Guid AccountId { get; init; }
    public required string Text { get; set; }
    public required IReadOnlyList<string> Tags { get; set; }
    /// <summary>The message or event that it is about.</summary>
    public required IReadOnlyList<SourceRef> Links { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; set; }
    public long Revision { get; set; }
}

/// <summary>A note as lists and answers show it.</summary>
public sealed record NoteView(Guid Id, Guid AccountId, string Text, IReadOnlyList<string> Tags, IReadOnlyList<SourceRef> Links, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static NoteView Of(Note note) => new(note.Id, note.AccountId, note.Text, note.Tags, note.Links, note.CreatedAt, note.UpdatedAt);
}

sealed class NoteMapping : IEntityTypeConfiguration<Note>
{
    public void Configure(EntityTypeBuilder<Note> builder)
    {
        builder.ToTable("notes", "notes");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Tags).HasColumnType("text[]");
        builder.Property(e => e.Links).IsDocument();
    }
}
