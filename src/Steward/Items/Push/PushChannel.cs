using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Items.Push;

/// <summary>A way on which a provider tells of changes. Written before the provider is asked for it, because its first word may come before its answer.</summary>
sealed class PushChannel
{
    public required string Id { get; init; }
    public required Guid AccountId { get; init; }
    public required Guid PersonId { get; init; }
    public required string Resource { get; init; }
    public required string Topic { get; init; }

    /// <summary>SHA-256 of the secret.</summary>
    public required byte[] TokenDigest { get; init; }

    /// <summary>Null while the provider has not opened it.</summary>
    public string? RemoteId { get; init; }

    /// <summary>Until when it is good; of one that was not opened, when to try again.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}

sealed class PushChannelMapping : IEntityTypeConfiguration<PushChannel>
{
    public void Configure(EntityTypeBuilder<PushChannel> builder)
    {
        builder.ToTable("push_channels", "items");
        builder.HasKey(e => e.Id);
    }
}
