using System.Collections.Immutable;

namespace Steward.Workflows.State;

/// <summary>The values of all declared channels at one checkpoint. Immutable; equal checkpoints give equal states.</summary>
public sealed class WorkflowState
{
    readonly ImmutableDictionary<string, object?> values;

    internal WorkflowState(ChannelSet channels, ImmutableDictionary<string, object?>? values = null)
    {
        Channels = channels;
        this.values = values ?? ImmutableDictionary<string, object?>.Empty;
    }

    internal ChannelSet Channels { get; }

    /// <summary>The value, or the channel's initial one when nothing was written yet.</summary>
    /// <exception cref="InvalidOperationException">The workflow does not declare this channel.</exception>
    public T Get<T>(Channel<T> channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        Channels.Require(channel);
        return values.TryGetValue(channel.Name, out var value) ? (T)value! : (T)channel.Initial!;
    }

    /// <summary>Whether anything was written to the channel.</summary>
    public bool Has(Channel channel) => values.ContainsKey(channel.Name);

    /// <summary>Whether all parties have arrived in this round.</summary>
    public bool IsOpen(Channel<ImmutableHashSet<string>> barrier) => barrier.Parties is { } all && Get(barrier).SetEquals(all);

    internal IEnumerable<KeyValuePair<string, object?>> Written => values;

    internal object? Value(Channel channel) => values.TryGetValue(channel.Name, out var value) ? value : channel.Initial;

    internal WorkflowState With(ImmutableDictionary<string, object?> next) => ReferenceEquals(next, values) ? this : new(Channels, next);

    internal ImmutableDictionary<string, object?>.Builder ToBuilder() => values.ToBuilder();

    internal static WorkflowState Of(ChannelSet channels, ImmutableDictionary<string, object?> values) => new(channels, values);
}

/// <summary>The channels that a workflow declares, by name.</summary>
sealed class ChannelSet(IEnumerable<Channel> channels)
{
    readonly ImmutableDictionary<string, Channel> byName = channels.ToImmutableDictionary(channel => channel.Name, StringComparer.Ordinal);

    public IEnumerable<Channel> All => byName.Values;

    public Channel? Find(string name) => byName.GetValueOrDefault(name);

    public void Require(Channel channel)
    {
        if (!byName.TryGetValue(channel.Name, out var declared) || !ReferenceEquals(declared, channel))
            throw new InvalidOperationException($"The workflow does not declare the channel '{channel.Name}'.");
    }
}
