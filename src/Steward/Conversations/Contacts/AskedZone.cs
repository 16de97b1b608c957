using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Conversations.Contacts;

/// <summary>That the person was asked once where somebody is. They may leave it unanswered: nobody is asked twice.</summary>
sealed class AskedZone
{
    public required Guid PersonId { get; init; }
    public required string Address { get; init; }
    public DateTimeOffset AskedAt { get; init; }
}

sealed class AskedZoneMapping : IEntityTypeConfiguration<AskedZone>
{
    public void Configure(EntityTypeBuilder<AskedZone> builder)
    {
        builder.ToTable("asked_zones", "conversations");
        builder.HasKey(e => new { e.PersonId, e.Address });
    }
}
