using Steward.Platform;

namespace Steward.Planning;

/// <summary>
/// Gathers what a planner may look at: the person's accounts, settings, contacts and the earlier turns. Implemented where conversations are stored; planning itself
/// reads no database.
/// </summary>
public interface IPlanContext
{
    /// <summary>NotFound when the conversation is not this person's. The contacts in the result may be loaded when first asked, but answer without waiting.</summary>
    Task<Result<PlanRequest>> GatherAsync(Guid personId, string message, Guid? conversationId, CancellationToken cancel);
}
