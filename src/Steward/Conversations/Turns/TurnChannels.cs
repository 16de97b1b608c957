using System.Collections.Immutable;
using System.Text.Json;
using Steward.Planning;
using Steward.Workflows.State;

namespace Steward.Conversations.Turns;

/// <summary>The state of a turn's run. Names are stored: changing one is a new version of the workflow.</summary>
static class TurnChannels
{
    public static readonly Channel<Guid> TurnId = Channel.LastValue<Guid>("turnId");
    public static readonly Channel<Plan?> Plan = Channel.LastValue<Plan?>("plan");

    /// <summary>Index of the step that is next.</summary>
    public static readonly Channel<int> Position = Channel.LastValue<int>("position");

    /// <summary>What later steps may refer to, in the order in which it came.</summary>
    public static readonly Channel<ImmutableList<StepResult>> Results = Channel.Append<StepResult>("results");

    public static IReadOnlyDictionary<string, JsonElement> ResultsOf(WorkflowState state) =>
        state.Get(Results).ToDictionary(r => r.StepId, r => r.Value, StringComparer.Ordinal);
}

/// <param name="Value">Compact: ids and what later steps need.</param>
sealed record StepResult(string StepId, JsonElement Value);
