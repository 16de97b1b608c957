namespace Steward.Tools;

/// <summary>What can be named in a plan's step. The same for everybody; complete before the first plan is made, and never changed under a running plan.</summary>
public interface IToolCatalogue
{
    IReadOnlyCollection<ToolDescriptor> All { get; }

    /// <summary>Null when no tool has that exact name.</summary>
    ToolDescriptor? Find(string name);
}

/// <summary>One tool as planners and the check of plans see it: everything but the code.</summary>
/// <param name="ActionKind">For a proposing tool: the one kind that it proposes; null for a reading one.</param>
public sealed record ToolDescriptor(
    string Name, string Description, ToolEffect Effect, string? ActionKind, IReadOnlyList<ToolArgument> Arguments, ToolShape Result)
{
    /// <summary>What it asks a language model for, when there is one; null: nothing.</summary>
    public ModelWork? Asks { get; init; }

    /// <summary>Reads the arguments off the tool's argument record, so that what plans are checked against is what the tool is called with.</summary>
    public static ToolDescriptor Of(ITool tool) =>
        new(tool.Name, tool.Description, tool.Effect, tool.ActionKind, ToolShape.ArgumentsOf(tool.ArgumentsType), ToolShape.Of(tool.ResultType)) { Asks = tool.Asks };
}

/// <param name="Name">As in JSON: camelCase.</param>
public sealed record ToolArgument(string Name, ToolShape Shape, bool Required);
