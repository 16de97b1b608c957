using System.Text.Json;
using Steward.Actions.Execution;

namespace Steward.Actions;

/// <summary>
/// The only way out: performs one kind family at one provider. Named by <c>Actions.Execution</c> alone (held by a test).
/// Implementations may be called again with the same <see cref="ApprovedAction.Key"/> only through <see cref="ReconcileAsync"/>.
/// </summary>
public interface IActionPerformer
{
    /// <summary>Performs for accounts of every provider: the change is made by Steward itself, or where the account plays no part in it.</summary>
    const string Any = "any";

    /// <summary>"local", "google", "microsoft", or <see cref="Any"/>.</summary>
    string Provider { get; }

    /// <summary>True when this performer can perform the kind.</summary>
    bool Performs(string kind);

    /// <summary>
    /// Performs once, sending <see cref="ApprovedAction.Key"/> along in whatever form the provider lets one ask for later.
    /// Returns <see cref="PerformOutcome.Unknown"/> (never throws) when the call may or may not have taken effect.
    /// </summary>
    Task<PerformOutcome> PerformAsync(ApprovedAction action, CancellationToken cancel);

    /// <summary>
    /// After a crash or an unknown outcome: asks the provider whether the action with this key happened. Reads only.
    /// <see cref="PerformOutcome.Done"/> it did; <see cref="PerformOutcome.NotPerformed"/> it surely did not; <see cref="PerformOutcome.Unknown"/> one cannot tell now.
    /// </summary>
    Task<PerformOutcome> ReconcileAsync(ApprovedAction action, CancellationToken cancel);

    internal bool Serves(string provider, string kind) => (Provider == provider || Provider == Any) && Performs(kind);
}

/// <summary>
/// An approved, unexpired, unaltered proposal that has been claimed by the executor, or the inverse of a done one that a person takes back.
/// It can only be made out of an <see cref="EffectClaim"/>, and that only by winning the effect's row: to hold one is the proof that it may be performed.
/// </summary>
public sealed record ApprovedAction
{
    ApprovedAction() { }

    public Guid ProposalId { get; private init; }

    /// <summary>Idempotency key, the same over every attempt and crash; an undo and an attempt that was approved anew have their own. Lower-case letters, digits, '-'.</summary>
    public string Key { get; private init; } = "";

    public string Kind { get; private init; } = "";
    public ActionSubject Subject { get; private init; } = new(default, default);
    public JsonElement Payload { get; private init; }

    /// <summary>The revision that was shown. A performer that finds another returns <see cref="PerformOutcome.Stale"/> and changes nothing.</summary>
    public string? ExpectedRevision { get; private init; }

    public string Provider { get; private init; } = "";

    internal static ApprovedAction Of(EffectClaim claim) => new()
    {
        ProposalId = claim.Effect.ProposalId,
        Key = claim.Effect.Key,
        Kind = claim.Effect.Kind,
        Subject = new(claim.Effect.PersonId, claim.Effect.AccountId),
        Payload = claim.Effect.Payload,
        ExpectedRevision = claim.Effect.ExpectedRevision,
        Provider = claim.Effect.Provider,
    };
}

/// <summary>What came of an attempt.</summary>
public abstract record PerformOutcome
{
    PerformOutcome() { }

    /// <param name="Result">What a person may want to see: the new id, the new labels.</param>
    /// <param name="Inverse">How to take it back; null when that cannot be done.</param>
    /// <param name="ProviderRef">The provider's name for the result.</param>
    public sealed record Done(JsonElement Result, InverseAction? Inverse, string? ProviderRef = null) : PerformOutcome;

    /// <summary>The provider said no. Nothing changed.</summary>
    public sealed record Refused(string Code, string Reason) : PerformOutcome;

    /// <summary>The target is no longer what was shown. Nothing changed.</summary>
    public sealed record Stale(string Reason) : PerformOutcome;

    /// <summary>The provider takes no more for now (a limit, a pause). Nothing changed, and nothing was left by which one would have to ask; it is performed later, as long as the approval lasts.</summary>
    /// <param name="Waits">How long the provider asks one to wait, when it says so.</param>
    public sealed record NotNow(string Reason, TimeSpan? Waits = null) : PerformOutcome;

    /// <summary>Reconciling showed that the action did not happen.</summary>
    public sealed record NotPerformed : PerformOutcome;

    /// <summary>It may have happened. Never retried blindly; shown as unknown until reconciled.</summary>
    public sealed record Unknown(string Reason) : PerformOutcome;
}
