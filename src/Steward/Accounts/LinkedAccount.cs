using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Accounts;

public enum AccountHealth { Ok, Syncing, NeedsAttention, Disconnected }

/// <summary>A mailbox with its calendars that a person has connected; <c>local</c> ones live in Steward's own database.</summary>
public sealed class LinkedAccount
{
    public required Guid Id { get; init; }
    public required Guid PersonId { get; init; }
    /// <summary>"local", "google", "microsoft".</summary>
    public required string Provider { get; init; }
    /// <summary>The mailbox's own address; unique per person, and among local accounts unique in this Steward, because they mail one another.</summary>
    public required string Address { get; set; }
    /// <summary>The provider's own, unchanging name for it (Google: <c>sub</c>); null for local ones. A person links each once; two people may link the same.</summary>
    public string? Subject { get; init; }
    public required string DisplayName { get; set; }
    /// <summary>personal, work, own … : how requests name it ("my work account").</summary>
    public required string Label { get; set; }
    public AccountHealth Health { get; set; }
    /// <summary>Why it needs attention and what to do, in words for its person; null when it does not.</summary>
    public string? HealthReason { get; set; }
    public DateTimeOffset? LastSyncAt { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
}

sealed class LinkedAccountMapping : IEntityTypeConfiguration<LinkedAccount>
{
    public void Configure(EntityTypeBuilder<LinkedAccount> builder)
    {
        builder.ToTable("linked_accounts", "accounts");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Health).HasConversion<string>();
    }
}
