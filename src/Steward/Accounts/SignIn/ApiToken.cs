using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Accounts.SignIn;

/// <summary>A bearer token of a person, by its digest.</summary>
sealed class ApiToken
{
    public required Guid Id { get; init; }
    public required Guid PersonId { get; init; }
    public required string Name { get; init; }
    public required byte[] Sha256 { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    /// <summary>Null: until it is deleted.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A link that signs somebody in once.</summary>
sealed class SignInTicket
{
    public required byte[] Sha256 { get; init; }
    public required Guid PersonId { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; set; }
}

sealed class ApiTokenMapping : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> builder)
    {
        builder.ToTable("api_tokens", "accounts");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Sha256).HasColumnName("sha256");
    }
}

sealed class SignInTicketMapping : IEntityTypeConfiguration<SignInTicket>
{
    public void Configure(EntityTypeBuilder<SignInTicket> builder)
    {
        builder.ToTable("sign_in_tickets", "accounts");
        builder.HasKey(e => e.Sha256);
        builder.Property(e => e.Sha256).HasColumnName("sha256");
    }
}
