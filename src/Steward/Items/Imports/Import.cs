using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Platform;

namespace Steward.Items.Imports;

enum ImportState { Queued, Running, Done, Failed, Cancelled }

/// <param name="Index">Number of the message or event in the file, from 1.</param>
/// <param name="Reason">One sentence for a person; never holds text of the message.</param>
sealed record ImportProblem(int Index, string Reason);

/// <summary>
/// A file on its way into an account. The position and the counts move in the transaction that stores the messages before that position, so that after a
/// crash reading goes on exactly there.
/// </summary>
sealed class Import
{
    /// <summary>Problems that are kept one by one; beyond them they are only counted.</summary>
    public const int MostProblems = 200;

    public required Guid Id { get; init; }
    public required Guid PersonId { get; init; }
    public required Guid AccountId { get; init; }
    /// <summary>Outside text.</summary>
    public required string FileName { get; init; }
    public ImportState State { get; set; }
    public long TotalBytes { get; init; }
    public long ProcessedBytes { get; set; }
    public int Entry { get; set; }
    public long EntryOffset { get; set; }
    /// <summary>Messages and events read so far: what problems are numbered by.</summary>
    public int Read { get; set; }
    public int Imported { get; set; }
    public int Duplicates { get; set; }
    public int Failed { get; set; }
    public IReadOnlyList<ImportProblem> Problems { get; set; } = [];
    public string? Error { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
    public Guid? LeaseOwner { get; set; }
    public DateTimeOffset? LeaseUntil { get; set; }
    public int Attempts { get; set; }

    public bool Ended => State is ImportState.Done or ImportState.Failed or ImportState.Cancelled;

    public void End(ImportState state, DateTimeOffset now, string? error = null)
    {
        State = state;
        FinishedAt = now;
        Error = error;
        LeaseOwner = null;
        LeaseUntil = null;
    }

    public ImportView ToView() =>
        new(Id, AccountId, FileName, State, TotalBytes, ProcessedBytes, Imported, Duplicates, Failed, Problems, CreatedAt, StartedAt, FinishedAt, Error);

    /// <summary>The live event that tells of it; seen if and only if the current transaction commits.</summary>
    public void Stage(LiveEvents live) =>
        live.Stage(PersonId, "import_progress", Id, new { Id, State, ProcessedBytes, TotalBytes, Imported, Duplicates, Failed });
}

/// <summary>An import as the API shows it.</summary>
sealed record ImportView(
    Guid Id, Guid AccountId, string FileName, ImportState State, long TotalBytes, long ProcessedBytes, int Imported, int Duplicates, int Failed,
    IReadOnlyList<ImportProblem> Problems, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, string? Error);

sealed class ImportMapping : IEntityTypeConfiguration<Import>
{
    public void Configure(EntityTypeBuilder<Import> builder)
    {
        builder.ToTable("imports", "items");
        builder.HasKey(e => e.Id);
        builder.Property(e => e.State).HasConversion<string>();
        builder.Property(e => e.Problems).IsDocument();
        builder.Ignore(e => e.Ended);
    }
}
