using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.LanguageModels.Prices;

/// <summary>A person's own price of a model from a day on, in US dollars for a million tokens.</summary>
sealed class Price
{
    public required Guid Id { get; init; }
    public required Guid PersonId { get; init; }
    public required string Provider { get; init; }
    public required string Model { get; init; }
    public required DateOnly ValidFrom { get; init; }
    public decimal Input { get; set; }
    public decimal Output { get; set; }
}

sealed class PriceMapping : IEntityTypeConfiguration<Price>
{
    public void Configure(EntityTypeBuilder<Price> builder)
    {
        builder.ToTable("prices", "models");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Input).HasColumnType("numeric");
        builder.Property(e => e.Output).HasColumnType("numeric");
    }
}
