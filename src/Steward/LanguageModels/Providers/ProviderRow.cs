using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Platform;

namespace Steward.LanguageModels.Providers;

/// <summary>A provider that a person configured, for themselves.</summary>
sealed class ProviderRow
{
    public required Guid Id { get; init; }
    public required Guid PersonId { get; init; }
    public required string Name { get; init; }
    public required string Kind { get; init; }
    public string? BaseUrl { get; set; }
    public Reach Reach { get; set; }
    public byte[]? SealedKey { get; set; }
    public string? KeyHint { get; set; }
    public string? DefaultModel { get; set; }
    public int MaxConcurrent { get; set; }
    public bool Enabled { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
}

sealed class ProviderMapping : IEntityTypeConfiguration<ProviderRow>
{
    public void Configure(EntityTypeBuilder<ProviderRow> builder)
    {
        builder.ToTable("providers", "models");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Reach).HasConversion<string>();
        builder.Property(e => e.SealedKey).IsOptionallySealed(ProviderKeys.Column);
    }
}
