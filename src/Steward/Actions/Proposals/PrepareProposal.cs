using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Steward.Accounts;
using Steward.Actions.Policy;
using Steward.Platform;

namespace Steward.Actions.Proposals;

/// <summary>Everything about a change that a person is to decide: what it is, how it looks, how risky it is, and the hash over all of it.</summary>
sealed record PreparedProposal(IActionKind Kind, LinkedAccount Account, JsonElement Payload, ActionPreview Preview, PolicyVerdict Verdict, string Hash);

/// <summary>
/// Looks at the world as it is now and describes a change in it. Reads only. The same for a new proposal, an edited one, and one that is asked for again:
/// there is no other way to a preview or a hash.
/// </summary>
sealed class PrepareProposal(ActionKinds kinds, JudgeProposal judge, IServiceProvider services, StewardDbContext db)
{
    /// <summary>The payload as its kind reads it; a kind that cannot be proposed is as good as none.</summary>
    public Result<TypedPayload> Read(string kindName, JsonElement payload) =>
        kinds.Find(kindName) is { Proposable: true } kind ? ReadPayload.Of(kind, payload) : Error.Invalid("kind", "There is no such kind of action.");

    /// <param name="outside">What is known to have come out of outside text; it stays with the proposal through edits and retries.</param>
    /// <param name="extra">A reason for more risk that the caller knows of.</param>
    public async Task<Result<PreparedProposal>> RunAsync(
        string kindName, ActionSubject subject, JsonElement payload, PersonSettings settings, IReadOnlyList<OutsideValue> outside, CancellationToken cancel, RiskReason? extra = null)
    {
        var read = Read(kindName, payload);
        if (read.Error is { } unreadable)
            return unreadable;
        var account = await db.Set<LinkedAccount>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == subject.AccountId && a.PersonId == subject.PersonId, cancel);
        if (account is null)
            return Error.NotFound("account");
        var (kind, value, json) = read.Value;
        var seen = await kind.PreviewAsync(subject, value, services, cancel);
        if (seen.Error is { } refused)
            return refused;
        var (preview, hidden) = VisiblePreview.Of(OutsideMarks.On(extra is null ? seen.Value : seen.Value with { Risks = [.. seen.Value.Risks, extra] }, outside));
        var verdict = judge(new(kind.Name, kind.Effect, kind.Reversibility, preview, settings.AutoReject, hidden));
        var hash = ProposalHash.Of(subject, kind.Name, json, preview, verdict.Risk, verdict.Reasons, kind.Reversibility);
        return new PreparedProposal(kind, account, json, preview, verdict, hash);
    }
}
