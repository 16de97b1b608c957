using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Actions.Permissions;
using Steward.Actions.Policy;
using Steward.Actions.Proposals;
using Steward.Audit;
using Steward.Platform;

namespace Steward.Actions;

/// <param name="State">
/// <see cref="ProposalState.Pending"/>; <see cref="ProposalState.Rejected"/> when the person's own rule rejects it, <see cref="ProposalState.Approved"/> when a standing permission of theirs covers it; for a
/// known key, the state that it has by now.
/// </param>
/// <param name="Existing">True when this key had been proposed before: nothing was staged.</param>
public sealed record StagedProposal(Guid Id, ProposalState State, Guid? BatchId, bool Existing);

/// <summary>
/// Proposes changes. Everything is staged on the caller's <see cref="StewardDbContext"/> and nothing is saved here, so that a workflow step commits its
/// proposals, their events and its checkpoint at once; when the caller does not commit, nothing was proposed.
/// Each draft succeeds or is refused by itself. The same person and idempotency key give the first proposal back.
/// </summary>
public sealed class ProposeAction
{
    /// <summary>At most so many are decided at once; what is proposed together is grouped accordingly.</summary>
    public const int BatchLimit = 100;

    readonly PrepareProposal prepare;
    readonly StageChange changes;
    readonly StewardDbContext db;
    readonly PersonSettingsReader settingsOf;
    readonly StandingPermissions permissions;
    readonly LiveEvents live;
    readonly TimeProvider clock;
    readonly Ids ids;

    internal ProposeAction(PrepareProposal prepare, StageChange changes, StewardDbContext db, PersonSettingsReader settingsOf, StandingPermissions permissions, LiveEvents live, TimeProvider clock, Ids ids) =>
        (this.prepare, this.changes, this.db, this.settingsOf, this.permissions, this.live, this.clock, this.ids) = (prepare, changes, db, settingsOf, permissions, live, clock, ids);

    public async Task<Result<StagedProposal>> StageAsync(ProposalDraft draft, string? from = null, CancellationToken cancel = default) =>
        (await StageAsync([draft], from, cancel))[0];

    /// <summary>
    /// Stages a step's drafts and one <c>approval_required</c> event for each group of them. Drafts of one kind without a <see cref="ProposalDraft.BatchId"/>
    /// that come together are grouped, a hundred to a group.
    /// </summary>
    /// <param name="from">From where the request came, for the audit log.</param>
    /// <returns>In the order of the drafts.</returns>
    public async Task<IReadOnlyList<Result<StagedProposal>>> StageAsync(IReadOnlyList<ProposalDraft> drafts, string? from, CancellationToken cancel)
    {
        var batches = Group(drafts);
        var results = new List<Result<StagedProposal>>(drafts.Count);
        var staged = new List<Proposal>();
        foreach (var (draft, batchId) in drafts.Zip(batches))
            results.Add(await StageOneAsync(draft, batchId, from, staged, cancel));
        foreach (var group in staged.Where(row => row.State == ProposalState.Pending).GroupBy(row => (row.PersonId, row.RunId, row.BatchId)))
        {
            live.Stage(group.Key.PersonId, "approval_required", group.Key.RunId,
                new { runId = group.Key.RunId, batchId = group.Key.BatchId, proposalIds = group.Select(row => row.Id).ToArray() });
        }
        return results;
    }

    async Task<Result<StagedProposal>> StageOneAsync(ProposalDraft draft, Guid? batchId, string? from, List<Proposal> staged, CancellationToken cancel)
    {
        if (draft.IdempotencyKey.Length is 0 or > 200)
            return Error.Invalid("idempotencyKey", "An idempotency key has 1 to 200 characters.");
        if (draft.Why.Length > 4000)
            return Error.Invalid("why", "At most 4,000 characters say why.");
        var read = prepare.Read(draft.Kind, draft.Payload);
        if (read.Error is { } unreadable)
            return unreadable;
        var requestHash = ProposalHash.OfRequest(draft.Subject, read.Value);
        if (await KnownAsync(draft, cancel) is { } known)
        {
            return known.RequestHash == requestHash
                ? new StagedProposal(known.Id, known.State, known.BatchId, Existing: true)
                : Error.Conflict("idempotency_key_reused", "This idempotency key was used for another change.");
        }

        var settings = await settingsOf.GetAsync(draft.Subject.PersonId, cancel);
        var prepared = await prepare.RunAsync(draft.Kind, draft.Subject, draft.Payload, settings, draft.Outside, cancel);
        if (prepared.Error is { } refused)
            return refused;
        var permission = await permissions.CoveringAsync(prepared.Value, draft.Subject, draft.Outside, cancel);
        var row = Row(draft, batchId, prepared.Value, requestHash, ApprovalRules.ToDecide(settings, batchId), permission);
        db.Add(row);
        staged.Add(row);
        changes.Of(row, row.State, row.State switch
        {
            ProposalState.Rejected => new("action.rejected", Actors.Policy, "denied", from, row.DecisionReason),
            // The executor finds it at its next look, which is within a second of the commit.
            ProposalState.Approved => new("action.approved", Actors.Policy, "permitted", from, row.DecisionReason),
            _ => new("action.proposed", draft.RunId is null ? Actors.Person : Actors.Plan, From: from),
        });
        return new StagedProposal(row.Id, row.State, row.BatchId, Existing: false);
    }

    /// <summary>Looks among what this context has staged as well: a step may name one key twice.</summary>
    async Task<Proposal?> KnownAsync(ProposalDraft draft, CancellationToken cancel) =>
        db.Set<Proposal>().Local.FirstOrDefault(p => p.PersonId == draft.Subject.PersonId && p.IdempotencyKey == draft.IdempotencyKey)
        ?? await db.Set<Proposal>().AsNoTracking().FirstOrDefaultAsync(p => p.PersonId == draft.Subject.PersonId && p.IdempotencyKey == draft.IdempotencyKey, cancel);

    Proposal Row(ProposalDraft draft, Guid? batchId, PreparedProposal prepared, string requestHash, TimeSpan toDecide, Guid? permission)
    {
        var now = clock.GetUtcNow();
        var denied = prepared.Verdict.Decision == PolicyDecision.Deny;
        var hidden = 0;
        return new()
        {
            Id = ids.New(),
            PersonId = draft.Subject.PersonId,
            AccountId = draft.Subject.AccountId,
            AccountAddress = prepared.Account.Address,
            Kind = prepared.Kind.Name,
            Payload = prepared.Payload,
            Preview = prepared.Preview,
            Hash = prepared.Hash,
            Why = HiddenText.Show(draft.Why, ref hidden),
            Sources = [.. draft.Sources.Select(source => source with { Text = source.Text is null ? null : HiddenText.Show(source.Text, ref hidden) })],
            Risk = prepared.Verdict.Risk,
            RiskReasons = prepared.Verdict.Reasons,
            Effect = prepared.Kind.Effect,
            Reversibility = prepared.Kind.Reversibility,
            State = denied ? ProposalState.Rejected : permission is null ? ProposalState.Pending : ProposalState.Approved,
            IdempotencyKey = draft.IdempotencyKey,
            RequestHash = requestHash,
            BatchId = batchId,
            RunId = draft.RunId,
            StepId = draft.StepId,
            CreatedAt = now,
            ExpiresAt = now + toDecide,
            DecidedAt = denied || permission is not null ? now : null,
            DecidedBy = permission is null ? null : draft.Subject.PersonId,
            DecisionReason = permission is null ? prepared.Verdict.DenyReason : "Your standing permission allows this without asking.",
            PermissionId = permission,
        };
    }

    Guid?[] Group(IReadOnlyList<ProposalDraft> drafts)
    {
        var batches = drafts.Select(draft => draft.BatchId).ToArray();
        var alike = Enumerable.Range(0, drafts.Count).Where(i => batches[i] is null).GroupBy(i => (drafts[i].Subject.PersonId, drafts[i].RunId, drafts[i].StepId, drafts[i].Kind));
        foreach (var group in alike.SelectMany(group => group.Chunk(BatchLimit)).Where(group => group.Length > 1))
        {
            var id = ids.New();
            foreach (var i in group)
                batches[i] = id;
        }
        return batches;
    }
}
