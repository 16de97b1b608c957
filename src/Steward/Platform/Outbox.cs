using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Platform;

/// <summary>A message from one room to others, stored with the change that it tells of.</summary>
public sealed class OutboxRow
{
    public long Id { get; init; }
    public required string Type { get; init; }
    public required JsonElement Body { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DoneAt { get; set; }
    public int Attempts { get; set; }

    /// <summary>Not delivered before this; moves with backoff after a failed delivery.</summary>
    public DateTimeOffset DueAt { get; set; }
    public string? LastError { get; set; }
}

/// <summary>Stages messages into the current transaction. Delivered at least once, after commit, in order per message id where handlers succeed.</summary>
public sealed class Outbox(StewardDbContext db, TimeProvider clock)
{
    public void Stage<T>(string type, T body)
    {
        var now = clock.GetUtcNow();
        db.Add(new OutboxRow { Type = type, Body = Json.ToElement(body), CreatedAt = now, DueAt = now });
    }
}

/// <summary>
/// Receives messages of one type. Delivery is at least once: a handler must be harmless when called twice. Each call has its own scope;
/// what the handler stages on that scope's context is saved by the handler itself.
/// </summary>
public interface IOutboxHandler
{
    string Type { get; }
    Task HandleAsync(JsonElement body, CancellationToken cancel);
}

sealed class OutboxRowMapping : IEntityTypeConfiguration<OutboxRow>
{
    public void Configure(EntityTypeBuilder<OutboxRow> builder)
    {
        builder.ToTable("outbox", "platform");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.Id).UseIdentityAlwaysColumn();
        builder.Property(e => e.Body).HasColumnType("jsonb");
    }
}
