using Steward.Accounts;

namespace Steward.Actions.Proposals;

/// <summary>How long a person has, by their own settings, to decide and to undo.</summary>
static class ApprovalRules
{
    public static TimeSpan ToDecide(PersonSettings settings, Guid? batchId) =>
        TimeSpan.FromMinutes(batchId is null ? settings.ApprovalMinutes : settings.BatchApprovalMinutes);

    public static TimeSpan ToUndo(PersonSettings settings) => TimeSpan.FromSeconds(settings.UndoWindowSeconds);
}
