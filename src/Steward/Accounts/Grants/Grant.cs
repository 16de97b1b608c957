using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Platform;

namespace Steward.Accounts.Grants;

/// <summary>What a person has allowed on one account, and the tokens that prove it.</summary>
sealed class Grant
{
    public static readonly SealedColumn RefreshTokenColumn = new("accounts.grants", "account_id", "refresh_token_sealed");
    public static readonly SealedColumn AccessTokenColumn = new("accounts.grants", "account_id", "access_token_sealed");

    public required Guid AccountId { get; init; }
    public required string[] Scopes { get; set; }
    public required byte[] RefreshTokenSealed { get; set; }
    public byte[]? AccessTokenSealed { get; set; }
    /// <summary>Null with a token: it was refused.</summary>
    public DateTimeOffset? AccessExpiresAt { get; set; }
    public long Version { get; set; }
    public DateTimeOffset GrantedAt { get; set; }
    public DateTimeOffset? RefreshedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    string Row => AccountId.ToString();

    public Secret RefreshToken(Seals seals) => seals.Open(RefreshTokenColumn, Row, RefreshTokenSealed);

    public void KeepRefreshToken(Seals seals, Secret token) => RefreshTokenSealed = seals.Seal(RefreshTokenColumn, Row, token);

    public void KeepAccessToken(Seals seals, Secret token, DateTimeOffset expiresAt)
    {
        AccessTokenSealed = seals.Seal(AccessTokenColumn, Row, token);
        AccessExpiresAt = expiresAt;
        Version++;
    }

    /// <summary>Null when there is none that is good for at least that long.</summary>
    public AccessToken? TokenUntil(DateTimeOffset instant, LinkedAccount account, Seals seals) =>
        EndedAt is null && AccessTokenSealed is not null && AccessExpiresAt > instant ? new(seals.Open(AccessTokenColumn, Row, AccessTokenSealed), Version, account.Subject!) : null;
}

sealed class GrantMapping : IEntityTypeConfiguration<Grant>
{
    public void Configure(EntityTypeBuilder<Grant> builder)
    {
        builder.ToTable("grants", "accounts");
        builder.HasKey(e => e.AccountId);
        builder.Property(e => e.AccountId).ValueGeneratedNever();
        builder.Property(e => e.RefreshTokenSealed).IsSealed(Grant.RefreshTokenColumn);
        builder.Property(e => e.AccessTokenSealed).IsOptionallySealed(Grant.AccessTokenColumn);
    }
}
