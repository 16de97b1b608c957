using System.Text.Json;
using Steward.Actions.Proposals;
using Steward.Platform;

namespace Steward.Actions;

public sealed record ActionError(string Code, string Reason);

/// <summary>A proposal as people and other rooms see it.</summary>
public sealed record ProposalView
{
    public required Guid Id { get; init; }
    public required string Kind { get; init; }
    public required Guid AccountId { get; init; }
    public required string AccountAddress { get; init; }
    public required JsonElement Payload { get; init; }
    public required ActionPreview Preview { get; init; }
    /// <summary>Sent back with an approval: what is approved is what this stands for.</summary>
    public required string Hash { get; init; }
    public required string Why { get; init; }
    public required IReadOnlyList<SourceRef> Sources { get; init; }
    public required RiskLevel Risk { get; init; }
    public required IReadOnlyList<RiskReason> RiskReasons { get; init; }
    public required EffectClass Effect { get; init; }
    public required Reversibility Reversibility { get; init; }
    public required ProposalState State { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public Guid? DecidedBy { get; init; }
    public string? DecisionReason { get; init; }
    /// <summary>Set when it was decided by a standing permission of the person's, without being asked.</summary>
    public Guid? PermissionId { get; init; }
    public DateTimeOffset? HeldUntil { get; init; }
    public DateTimeOffset? ExecutedAt { get; init; }
    public DateTimeOffset? UndoUntil { get; init; }
    public JsonElement? Result { get; init; }
    public ActionError? Error { get; init; }
    public Guid? BatchId { get; init; }
    public Guid? RunId { get; init; }
    public string? StepId { get; init; }

    internal static ProposalView Of(Proposal row) => new()
    {
        Id = row.Id,
        Kind = row.Kind,
        AccountId = row.AccountId,
        AccountAddress = row.AccountAddress,
        Payload = row.Payload,
        Preview = row.Preview,
        Hash = row.Hash,
        Why = row.Why,
        Sources = row.Sources,
        Risk = row.Risk,
        RiskReasons = row.RiskReasons,
        Effect = row.Effect,
        Reversibility = row.Reversibility,
        State = row.State,
        CreatedAt = row.CreatedAt,
        ExpiresAt = row.ExpiresAt,
        DecidedAt = row.DecidedAt,
        DecidedBy = row.DecidedBy,
        DecisionReason = row.DecisionReason,
        PermissionId = row.PermissionId,
        HeldUntil = row.HeldUntil,
        ExecutedAt = row.ExecutedAt,
        UndoUntil = row.UndoUntil,
        Result = row.Result,
        Error = row.ErrorCode is null ? null : new(row.ErrorCode, row.ErrorReason ?? ""),
        BatchId = row.BatchId,
        RunId = row.RunId,
        StepId = row.StepId,
    };
}
