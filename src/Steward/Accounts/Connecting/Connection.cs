using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Platform;

namespace Steward.Accounts.Connecting;

/// <summary>A sign-in that was begun and whose person is at the provider's page. Good once, for ten minutes, in the browser that began it.</summary>
sealed class Connection
{
    public static readonly SealedColumn VerifierColumn = new("accounts.connections", "state_sha256", "verifier_sealed");

    public required byte[] StateSha256 { get; init; }
    public required Guid PersonId { get; init; }
    public required byte[] BrowserSha256 { get; init; }
    public required string Provider { get; init; }
    /// <summary>The account that is signed in again or allowed more; null: a new one, or whichever the person chooses.</summary>
    public Guid? AccountId { get; init; }
    public required string[] Scopes { get; init; }
    public string? Label { get; init; }
    public required string Nonce { get; init; }
    public required byte[] VerifierSealed { get; init; }
    public required string RedirectUri { get; init; }
    /// <summary>A path of Steward's own.</summary>
    public required string ReturnTo { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>The row's key as PostgreSQL prints it.</summary>
    public static string Row(byte[] stateSha256) => "\\x" + Convert.ToHexStringLower(stateSha256);
}

sealed class ConnectionMapping : IEntityTypeConfiguration<Connection>
{
    public void Configure(EntityTypeBuilder<Connection> builder)
    {
        builder.ToTable("connections", "accounts");
        builder.HasKey(e => e.StateSha256);
        builder.Property(e => e.VerifierSealed).IsSealed(Connection.VerifierColumn);
    }
}
