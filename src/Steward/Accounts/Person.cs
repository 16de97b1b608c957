using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Accounts;

public enum Role { Member, Admin, Owner }

/// <summary>Somebody who can sign in. Everything else in Steward belongs to exactly one person.</summary>
public sealed class Person
{
    public required Guid Id { get; init; }
    public required string Email { get; set; }
    /// <summary>Upper-cased e-mail, unique.</summary>
    public required string NormalizedEmail { get; set; }
    public required string DisplayName { get; set; }
    public Role Role { get; set; }
    public string? PasswordHash { get; set; }
    /// <summary>Changes whenever every session must end: password change, sign-out everywhere.</summary>
    public required string SecurityStamp { get; set; }
    public int AccessFailedCount { get; set; }
    public DateTimeOffset? LockoutEnd { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
}

sealed class PersonMapping : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("people", "accounts");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Role).HasConversion<string>();
    }
}
