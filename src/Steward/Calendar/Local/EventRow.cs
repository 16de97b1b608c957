using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Calendar.Local;

/// <summary>An event, the master of a series, or a changed instance of one.</summary>
sealed class EventRow
{
    public required Guid Id { get; init; }
    public required Guid PersonId { get; init; }
    public required Guid AccountId { get; init; }
    public required Guid CalendarId { get; set; }
    public required string Uid { get; init; }
    /// <summary>Empty for a master; else the original start in canonical form.</summary>
    public required string RecurrenceKey { get; init; }
    /// <summary>No instance begins before this, in whatever zone it is read.</summary>
    public required DateTimeOffset FirstAt { get; set; }
    /// <summary>No instance ends after this; year 9999 for a series without end.</summary>
    public required DateTimeOffset LastAt { get; set; }
    public int Sequence { get; set; }
    public DateTimeOffset? LastModified { get; set; }
    /// <summary>The same for all rows of a series; new with every change of any of them.</summary>
    public long Revision { get; set; }
    /// <summary>An <see cref="EventBody"/> as JSON.</summary>
    public required string Body { get; set; }
    /// <summary>What its provider calls it; null for a Local one.</summary>
    public string? RemoteId { get; set; }
    /// <summary>What its provider calls the series of which it is a changed instance.</summary>
    public string? RemoteMaster { get; set; }
    public string? RemoteEtag { get; set; }
    /// <summary>Its provider's own document, kept whole: what Steward has no word for is not lost when the event is given back.</summary>
    public string? Remote { get; set; }
}

sealed class EventRowMapping : IEntityTypeConfiguration<EventRow>
{
    public void Configure(EntityTypeBuilder<EventRow> builder)
    {
        builder.ToTable("events", "calendar");
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => new { e.CalendarId, e.Uid, e.RecurrenceKey }).IsUnique(); // so that deletes are saved before inserts of the same key
        builder.Property(e => e.Body).HasColumnType("jsonb");
        builder.Property(e => e.Remote).HasColumnType("json");
    }
}
