using System.Security.Cryptography;
using System.Text.Json;
using Steward.Platform;

namespace Steward.Actions.Proposals;

/// <summary>
/// SHA-256 over everything a person approves: whose, on which account, the kind, the payload, the preview with the target's revision, and the risk and
/// reversibility that were shown beside it. An approval holds for this hash and for nothing else; the executor computes it again from the stored row.
/// </summary>
static class ProposalHash
{
    public static string Of(ActionSubject subject, string kind, JsonElement payload, ActionPreview preview, RiskLevel risk, IReadOnlyList<RiskReason> reasons, Reversibility reversibility) =>
        Hash(new
        {
            version = 1,
            person = subject.PersonId,
            account = subject.AccountId,
            kind,
            payload,
            preview,
            revision = preview.Target.Revision,
            risk,
            reasons,
            reversibility,
        });

    public static string Of(Proposal row) => Of(row.Subject, row.Kind, row.Payload, row.Preview, row.Risk, row.RiskReasons, row.Reversibility);

    /// <summary>Over what was asked for under an idempotency key.</summary>
    public static string OfRequest(ActionSubject subject, TypedPayload payload) =>
        Hash(new { version = 1, account = subject.AccountId, kind = payload.Kind.Name, payload = payload.Json });

    static string Hash<T>(T document) => Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Bytes(Json.ToElement(document))));
}
