using System.Reflection;
using System.Text.Json;
using Steward.Actions;
using Steward.Platform;

namespace Steward.Testing;

/// <summary>
/// Makes an <see cref="ApprovedAction"/> for the tests of a performer. The product can only make one by winning a claim, so this goes round its walls by
/// reflection; nothing outside the tests may.
/// </summary>
public static class Approval
{
    public static ApprovedAction Of<TPayload>(
        string kind, ActionSubject subject, TPayload payload, string key, string? expectedRevision = null, string provider = "local", Guid? proposalId = null)
    {
        var action = (ApprovedAction)Activator.CreateInstance(typeof(ApprovedAction), nonPublic: true)!;
        Set(action, nameof(ApprovedAction.ProposalId), proposalId ?? Guid.Empty);
        Set(action, nameof(ApprovedAction.Key), key);
        Set(action, nameof(ApprovedAction.Kind), kind);
        Set(action, nameof(ApprovedAction.Subject), subject);
        Set(action, nameof(ApprovedAction.Payload), payload is JsonElement element ? element : Json.ToElement(payload));
        Set(action, nameof(ApprovedAction.ExpectedRevision), expectedRevision);
        Set(action, nameof(ApprovedAction.Provider), provider);
        return action;
    }

    static void Set(ApprovedAction action, string property, object? value) =>
        typeof(ApprovedAction).GetProperty(property)!.GetSetMethod(nonPublic: true)!.Invoke(action, BindingFlags.NonPublic, null, [value], null);
}
