using System.Text.Json;
using Steward.Workflows.State;

namespace Steward.Workflows.Signals;

/// <summary>A signal that a workflow takes.</summary>
/// <param name="Into">Where its payloads go, between super-steps; null when they wait in the mailbox for a node that waits for them.</param>
sealed record SignalRule(string Name, Channel? Into)
{
    /// <summary>What a payload changes: it is added to a channel that adds, and replaces a last value.</summary>
    /// <exception cref="JsonException">The payload is no value for the channel.</exception>
    public Patch Read(JsonElement payload, JsonSerializerOptions json)
    {
        if (Into is not { } channel)
            return Patch.Empty;
        var many = channel.Kind is ChannelKind.Append or ChannelKind.SetUnion or ChannelKind.Barrier;
        var value = channel.Read(many ? JsonSerializer.SerializeToElement(new[] { payload }) : payload, json);
        return Patch.Of([new PatchEntry(channel, Replace: channel.Kind == ChannelKind.LastValue, value)]);
    }

    /// <summary>The sentence that says why a payload is refused, or null.</summary>
    public string? Problem(JsonElement payload, JsonSerializerOptions json)
    {
        try
        {
            Read(payload, json);
            return null;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException or FormatException)
        {
            return $"The payload of the signal '{Name}' is no value for '{Into!.Name}'.";
        }
    }
}
