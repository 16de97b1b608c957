using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Accounts.SignIn;

/// <summary>A browser in which a person is signed in. Its cookie names it; without its row the cookie is worth nothing.</summary>
sealed class Session
{
    public required Guid Id { get; init; }
    public required Guid PersonId { get; init; }
    public required string Device { get; init; }
    public required SessionPlace Place { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    /// <summary>Exact to about a minute: it is written when the cookie is looked at again.</summary>
    public DateTimeOffset LastSeenAt { get; init; }
}

sealed class SessionMapping : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.ToTable("sessions", "accounts");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Place).HasConversion<string>();
    }
}
