using System.Collections.Immutable;
using System.Text.Json;
using Steward.Planning;
using Steward.Platform;
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

    /// <summary>Ids of the steps whose results are the person's own or Steward's: everything else is outside text.</summary>
    public static IReadOnlySet<string> TrustedOf(WorkflowState state) => state.Get(Results).Where(r => r.Trust != Trust.Outside).Select(r => r.StepId).ToHashSet(StringComparer.Ordinal);
}

/// <param name="Value">Compact: ids and what later steps need.</param>
/// <param name="Trust">The worst origin of anything in it. What was stored before labels were kept counts as outside.</param>
sealed record StepResult(string StepId, JsonElement Value, Trust Trust = Trust.Outside);
