using System.Text.Json;
using Steward.Actions;
using Steward.Planning;
using Steward.Platform;

namespace Steward.Conversations.Turns;

/// <summary>Says with each proposal which step's result made it match, and what the source is called.</summary>
static class Explain
{
    public static ProposalDraft Why(ProposalDraft draft, Plan plan, PlanStep step, JsonElement? item)
    {
        var from = step.ForEach is { } path ? PlanReference.Parse(path)?.Root : null;
        var matched = plan.Steps.FirstOrDefault(s => s.Id == from)?.Title;
        return draft with
        {
            Why = matched is null ? draft.Why : $"{draft.Why} It was found by: {matched}.",
            Sources = [.. draft.Sources.Select(source => source.Text is null && item is { } found && NameOf(found, source.Id) is { } name ? source with { Text = name } : source)],
        };
    }

    /// <summary>"Anna: Lunch?", when the item is the source.</summary>
    static string? NameOf(JsonElement item, string id)
    {
        if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("event", out var inner))
            item = inner;
        if (Text(item, "id") != id)
            return null;
        var title = Text(item, "subject") ?? Text(item, "summary");
        var from = item.TryGetProperty("from", out var sender) ? Text(sender, "name") ?? Text(sender, "email") : null;
        return from is null ? title : $"{from}: {title}";
    }

    static string? Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
