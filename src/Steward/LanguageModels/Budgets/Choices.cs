using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.LanguageModels.Budgets;

/// <summary>What a person may spend and whether anything may leave the machine. A person without a row has the defaults here.</summary>
sealed class Choices
{
    public required Guid PersonId { get; init; }
    public string Tier { get; set; } = "free";
    public bool LocalOnly { get; set; }
    /// <summary>US dollars; null: the tier's.</summary>
    public decimal? PerDay { get; set; }
    public decimal? PerHour { get; set; }
    public decimal? PerRun { get; set; }
    /// <summary>Counts every change to choices, providers, routes and prices.</summary>
    public long Version { get; set; }
}

/// <summary>What a plan of this Steward allows, in US dollars.</summary>
sealed class Tier
{
    public required string Name { get; init; }
    public decimal PerDay { get; init; }
    public decimal PerHour { get; init; }
    public decimal PerRun { get; init; }
}

sealed class ChoicesMapping : IEntityTypeConfiguration<Choices>
{
    public void Configure(EntityTypeBuilder<Choices> builder)
    {
        builder.ToTable("choices", "models");
        builder.HasKey(e => e.PersonId);
        builder.Property(e => e.PerDay).HasColumnType("numeric");
        builder.Property(e => e.PerHour).HasColumnType("numeric");
        builder.Property(e => e.PerRun).HasColumnType("numeric");
    }
}

sealed class TierMapping : IEntityTypeConfiguration<Tier>
{
    public void Configure(EntityTypeBuilder<Tier> builder)
    {
        builder.ToTable("tiers", "models");
        builder.HasKey(e => e.Name);
        builder.Property(e => e.PerDay).HasColumnType("numeric");
        builder.Property(e => e.PerHour).HasColumnType("numeric");
        builder.Property(e => e.PerRun).HasColumnType("numeric");
    }
}
