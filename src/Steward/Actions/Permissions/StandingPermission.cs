using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Actions.Permissions;

/// <summary>What a person lets happen without being asked each time: one kind, on one account, so many a day, until a date.</summary>
sealed class StandingPermission
{
    public required Guid Id { get; init; }
    public required Guid PersonId { get; init; }
    public required Guid AccountId { get; init; }
    public required string Kind { get; init; }
    public required int PerDay { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset EndsAt { get; init; }
}

sealed class StandingPermissionMapping : IEntityTypeConfiguration<StandingPermission>
{
    public void Configure(EntityTypeBuilder<StandingPermission> builder)
    {
        builder.ToTable("permissions", "actions");
        builder.HasKey(e => e.Id);
    }
}

/// <param name="UsedToday">Decided by it in the last 24 hours.</param>
public sealed record PermissionView(Guid Id, Guid AccountId, string Kind, int PerDay, int UsedToday, DateTimeOffset CreatedAt, DateTimeOffset EndsAt);
