using System.Text.Json;
using Steward.Platform;

namespace Steward.Tools;

public enum ToolEffect
{
    /// <summary>Changes nothing; may be called at once.</summary>
    Read,
    /// <summary>Makes proposals; changes nothing outside until they are approved.</summary>
    Propose,
}

/// <summary>
/// One thing that a plan's step can name. Stateless; resolved per call from its scope. Arguments are one typed record, so that the schema shown to
/// planners and the check at the door are the same.
/// </summary>
public interface ITool
{
    /// <summary>room.verb-noun: "mail.search", "mail.propose-archive".</summary>
    string Name { get; }
    string Description { get; }
    ToolEffect Effect { get; }
    /// <summary>For a proposing tool: the kind it proposes.</summary>
    string? ActionKind { get; }
    /// <summary>What it asks a language model for, when there is one; null: nothing.</summary>
    ModelWork? Asks => null;
    Type ArgumentsType { get; }
    /// <summary>The shape of the result, for references of later steps to be checked against.</summary>
    Type ResultType { get; }

    /// <summary>Expected refusals are results; a bug is an exception and fails the step.</summary>
    Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel);
}

/// <summary>One call. Reads are scoped to the person; a proposing call hands its drafts back instead of doing anything.</summary>
/// <param name="Arguments">An instance of the tool's <see cref="ITool.ArgumentsType"/>.</param>
/// <param name="Key">Stable over retries and crashes; the base of the idempotency keys of what is proposed.</param>
public sealed record ToolCall(Guid PersonId, object Arguments, string Key, string Request, Guid? RunId, string? StepId, DateTimeOffset Now, Guid? ConversationId = null);

/// <param name="Value">The result as JSON, what later steps refer to.</param>
/// <param name="Trust">Worst origin of anything in it.</param>
/// <param name="Drafts">What a proposing tool proposes.</param>
/// <param name="Summary">For a person: "Found 23 messages".</param>
public sealed record ToolResult(JsonElement Value, Trust Trust, string Summary, IReadOnlyList<Actions.ProposalDraft> Drafts)
{
    /// <summary>For a reading tool that found something ambiguous: what to ask instead of going on. The rest of the plan is then not run.</summary>
    public ToolQuestion? Question { get; init; }
}

/// <param name="Missing">The slot that is ambiguous: "event".</param>
public sealed record ToolQuestion(string Text, string Missing, IReadOnlyList<ToolChoice> Choices)
{
    /// <summary>What was read, when the choices were made of it.</summary>
    public SourceRef? Source { get; init; }
}

/// <param name="Message">The request that this choice stands for. Words of Steward's or of the person's own request: it is read as a request, so no outside text may be in it.</param>
public sealed record ToolChoice(string Label, string Message, string? Detail = null)
{
    /// <summary>For a choice that was made of what was read: the one step that it stands for. It is dropped unless its tool proposes.</summary>
    public SuggestedStep? Step { get; init; }
}

/// <param name="Arguments">Values only: nothing in them is looked up or evaluated.</param>
/// <param name="Detail">For a person: the passage that suggests it.</param>
public sealed record SuggestedStep(string Tool, string Title, IReadOnlyDictionary<string, JsonElement> Arguments, string? Detail = null);
