namespace Steward.Tests.Architecture;

/// <summary>Which room may lean on which: the table of docs/architecture.md as data. Platform may be used by all, and uses none.</summary>
static class RoomTable
{
    public static readonly IReadOnlyDictionary<string, string[]> MayLeanOn = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Platform"] = [],
        ["Accounts"] = [],
        ["Audit"] = ["Accounts"],
        ["Actions"] = ["Accounts", "Audit"],
        ["LanguageModels"] = ["Accounts"],
        ["Mail"] = ["Actions", "Accounts"],
        ["Calendar"] = ["Actions", "Accounts"],
        ["Notes"] = ["Actions", "Accounts"],
        ["FollowUps"] = ["Actions", "Accounts", "Mail"],
        ["Tools"] = ["Accounts", "Actions", "LanguageModels", "Mail", "Calendar", "Notes", "FollowUps"],
        ["Agents"] = ["Accounts", "LanguageModels", "Mail", "Tools"],
        ["Runs"] = ["Accounts"],
        ["Planning"] = ["Accounts", "LanguageModels", "Tools", "Mail", "Calendar", "Notes", "FollowUps"],
        ["Conversations"] = ["Accounts", "Actions", "LanguageModels", "Mail", "Calendar", "Notes", "Planning", "Runs", "Tools"],
        ["Items"] = ["Accounts", "Mail", "Calendar"],
    };
}
