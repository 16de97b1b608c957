using System.Text.Json;

namespace Steward.Workflows.Interrupts;

public enum AnswerResult
{
    /// <summary>This answer is stored and will be used.</summary>
    Answered,
    /// <summary>An earlier answer is stored; it is returned, and stays.</summary>
    AlreadyAnswered,
    /// <summary>Too late: the question expired, or the run ended.</summary>
    Closed,
    /// <summary>There is no such run or question (yet).</summary>
    NotFound,
    /// <summary>Not one of the allowed answers.</summary>
    NotAllowed,
}

/// <param name="Stored">The answer that counts, when there is one.</param>
public sealed record AnswerOutcome(AnswerResult Result, JsonElement? Stored = null);
