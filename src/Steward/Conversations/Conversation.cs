using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Conversations;

/// <summary>A thread of turns between a person and Steward.</summary>
public sealed class Conversation
{
    public required Guid Id { get; init; }
    public required Guid PersonId { get; init; }
    /// <summary>The beginning of its first message.</summary>
    public required string Title { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset LastTurnAt { get; set; }
}

sealed class ConversationMapping : IEntityTypeConfiguration<Conversation>
{
    public void Configure(EntityTypeBuilder<Conversation> builder)
    {
        builder.ToTable("conversations", "conversations");
        builder.HasKey(e => e.Id);
    }
}
