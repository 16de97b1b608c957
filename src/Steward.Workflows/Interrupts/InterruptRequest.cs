using System.Text.Json;

namespace Steward.Workflows.Interrupts;

/// <summary>
/// A question to the world outside the run, as data. It becomes a row in the commit of the node that asks, and waits there for weeks if it must.
/// The node that asks is finished: it never runs again because of the answer.
/// </summary>
/// <param name="Key">Names the question within its run, once: asking the same key again fails the run. In a loop, put the task's key or a counter into it.</param>
/// <param name="Question">What is asked, for whoever shows it.</param>
/// <param name="AllowedAnswers">When given, an answer that equals none of these (as JSON) is refused.</param>
/// <param name="ExpiresAt">From then on no answer is taken; the run goes on with the answer null.</param>
public sealed record InterruptRequest(string Key, JsonElement Question, IReadOnlyList<JsonElement>? AllowedAnswers = null, DateTimeOffset? ExpiresAt = null)
{
    internal const int MaxKeyLength = 200;
}
