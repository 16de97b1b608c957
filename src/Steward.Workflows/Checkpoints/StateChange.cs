using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Checkpoints;

/// <summary>Changes of a run's state that a person makes: before a retry, or for a fork.</summary>
public static class StateChange
{
    /// <summary>An object with a value for each channel that is to be replaced; the others stay as they are.</summary>
    /// <exception cref="WorkflowRuntimeException">There is no such channel, or the value is none for it; the message names the channel.</exception>
    public static Patch Read(Workflow workflow, JsonElement changes, StepCodec codec)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        if (changes.ValueKind != JsonValueKind.Object)
            throw new WorkflowRuntimeException("Changes of the state are an object with a value per channel.");
        return Patch.Of([.. changes.EnumerateObject().Select(change => Entry(workflow, change, codec.Json))]);
    }

    static PatchEntry Entry(Workflow workflow, JsonProperty change, JsonSerializerOptions json)
    {
        var channel = workflow.Channels.Find(change.Name) ?? throw new WorkflowRuntimeException($"The workflow {workflow.Name} has no channel '{change.Name}'.");
        try
        {
            return new PatchEntry(channel, Replace: true, channel.Read(change.Value, json));
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException or FormatException)
        {
            throw new WorkflowRuntimeException($"This is no value for the channel '{change.Name}'.");
        }
    }

    /// <summary>The step that lets a failed run go on with a changed state.</summary>
    /// <exception cref="WorkflowRuntimeException">The change is too large.</exception>
    public static EncodedStep Requeue(Patch change, StepCodec codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        return codec.Encode(new StepEvent(StepKind.Requeued, "", 0) { Patch = change }, null, new HashSet<string>());
    }
}
