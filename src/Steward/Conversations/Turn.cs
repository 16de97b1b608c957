using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Steward.Planning;
using Steward.Platform;

namespace Steward.Conversations;

public enum TurnState { Planning, Running, Waiting, Completed, Failed, Asked, Refused }

public enum StepStatus { Pending, Running, Waiting, Done, Skipped, Failed }

/// <summary>
/// One message of the person and what came of it. Written once by whoever posts it, and from then on only by the nodes of its own run, each in the transaction of
/// its checkpoint: what a page shows is what the run has durably done.
/// </summary>
public sealed class Turn
{
    /// <summary>Made by the client, unique per person.</summary>
    public required Guid Id { get; init; }
    public required Guid PersonId { get; init; }
    public required Guid ConversationId { get; init; }
    public required string Message { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public TurnState State { get; set; }
    public Guid? RunId { get; set; }
    public Plan? Plan { get; set; }
    /// <summary>Who made the plan, question or refusal; null where there was none to make.</summary>
    public PlanMaking? Made { get; set; }
    public PlanQuestion? Question { get; set; }
    public PlanRefusal? Refusal { get; set; }
    public IReadOnlyList<StepState> Steps { get; set; } = [];
    public Answer? Answer { get; set; }
    /// <summary>For a person: why the turn failed.</summary>
    public string? Error { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }
}

/// <summary>How far a step of the plan is.</summary>
/// <param name="Result">A small preview of the tool's result, for the page.</param>
public sealed record StepState(
    string Id, StepStatus State, string? Summary = null, DateTimeOffset? StartedAt = null, DateTimeOffset? FinishedAt = null, JsonElement? Result = null,
    IReadOnlyList<Guid>? ProposalIds = null, string? Error = null);

sealed class TurnMapping : IEntityTypeConfiguration<Turn>
{
    public void Configure(EntityTypeBuilder<Turn> builder)
    {
        builder.ToTable("turns", "conversations");
        builder.HasKey(e => new { e.PersonId, e.Id });
        builder.Property(e => e.State).HasConversion<string>();
        builder.Property(e => e.Plan).IsDocument();
        builder.Property(e => e.Made).IsDocument();
        builder.Property(e => e.Question).IsDocument();
        builder.Property(e => e.Refusal).IsDocument();
        builder.Property(e => e.Steps).IsDocument();
        builder.Property(e => e.Answer).IsDocument();
    }
}
