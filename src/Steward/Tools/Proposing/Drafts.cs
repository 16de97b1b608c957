using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Steward.Actions;
using Steward.Mail;
using Steward.Platform;

namespace Steward.Tools.Proposing;

/// <summary>Makes what a proposing tool hands back. Nothing is proposed here: whoever called the tool stages the drafts.</summary>
static class Drafts
{
    /// <param name="accountId">The account that would be changed.</param>
    /// <param name="target">Names the target within the call, so that two targets of one call have two keys; with the call's key it is the idempotency key.</param>
    public static ToolResult Of<T>(ToolCall call, Guid accountId, string kind, T payload, string target, string summary, params IReadOnlyList<SourceRef> sources)
    {
        var draft = new ProposalDraft
        {
            Kind = kind,
            Subject = new ActionSubject(call.PersonId, accountId),
            Payload = Json.ToElement(payload),
            Why = $"You asked: “{call.Request}”",
            Sources = sources,
            RunId = call.RunId,
            StepId = call.StepId,
            IdempotencyKey = KeyOf(call.Key, kind, target),
        };
        return new ToolResult(Json.ToElement(new Proposed(kind, target)), Trust.Outside, summary, [draft]);
    }

    /// <summary>Short and of fixed length whatever the target's name.</summary>
    internal static string KeyOf(string callKey, string kind, string target) =>
        $"{kind}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{callKey}\n{kind}\n{target}")))[..40]}";

    /// <summary>The addresses that stand in the request itself: those the person typed.</summary>
    public static IReadOnlyList<string> Typed(string request, IEnumerable<string> addresses) =>
        [.. addresses.Where(a => AddressInText.Stands(request, a)).Distinct(StringComparer.OrdinalIgnoreCase)];
}

/// <summary>The result of every proposing tool.</summary>
sealed record Proposed(string Kind, string Target);
