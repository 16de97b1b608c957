using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Conversations.Attachments;

/// <summary><c>Calendar</c> and <c>Mail</c> can be imported into an account; of <c>Text</c> the words are shown; a <c>File</c> is kept as it is.</summary>
public enum AttachmentKind { Text, Calendar, Mail, File }

/// <summary>A file of the person's message. Its bytes and its words are outside text: they are shown and kept, and no plan is made of them.</summary>
sealed class Attachment
{
    public required Guid Id { get; init; }
    public required Guid PersonId { get; init; }
    /// <summary>Null until the message is sent.</summary>
    public Guid? TurnId { get; init; }
    /// <summary>Its place in the message.</summary>
    public int Position { get; init; }
    public required string Name { get; init; }
    public required AttachmentKind Kind { get; init; }
    public required int Size { get; init; }
    /// <summary>The words of a text, without what cannot be seen.</summary>
    public string? Shown { get; init; }
    /// <summary>There are more words than are shown.</summary>
    public bool Cut { get; init; }
    public required byte[] Content { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
}

sealed class AttachmentMapping : IEntityTypeConfiguration<Attachment>
{
    public void Configure(EntityTypeBuilder<Attachment> builder)
    {
        builder.ToTable("attachments", "conversations");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Kind).HasConversion<string>();
    }
}

/// <param name="Text">For a text: its words. Outside text, whoever wrote it.</param>
/// <param name="Cut">There are more words than these; the file has them all.</param>
public sealed record AttachmentView(Guid Id, string Name, AttachmentKind Kind, int Size, string? Text, bool Cut);
