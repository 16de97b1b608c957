using System.Collections.Immutable;

namespace Steward.Workflows.State;

/// <summary>
/// What a node wants to change, as a value. A patch holds at most one entry per channel: setting replaces what the patch said before, adding joins it.
/// </summary>
public sealed class Patch
{
    public static readonly Patch Empty = new([]);

    Patch(ImmutableArray<PatchEntry> entries) => Entries = entries;

    internal ImmutableArray<PatchEntry> Entries { get; }

    public bool IsEmpty => Entries.IsEmpty;

    internal static Patch Of(ImmutableArray<PatchEntry> entries) => entries.IsEmpty ? Empty : new(entries);

    /// <summary>Replaces the value. Allowed for every kind: a list can be shortened, a counter reset.</summary>
    public Patch Set<T>(Channel<T> channel, T value)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return With(new PatchEntry(channel, Replace: true, value));
    }

    public Patch Add<TItem>(Channel<ImmutableList<TItem>> channel, TItem item) => Join(channel, ChannelKind.Append, [item]);

    public Patch AddRange<TItem>(Channel<ImmutableList<TItem>> channel, IEnumerable<TItem> items) => Join(channel, ChannelKind.Append, [.. items]);

    public Patch Add<TItem>(Channel<ImmutableHashSet<TItem>> channel, TItem item) => Join(channel, ChannelKind.SetUnion, [item]);

    public Patch Add(Channel<long> channel, long amount) => Join(channel, ChannelKind.Counter, amount);

    public Patch Arrive(Channel<ImmutableHashSet<string>> barrier, string party)
    {
        if (barrier.Parties?.Contains(party) == false)
            throw new ArgumentException($"'{party}' is no party of the barrier '{barrier.Name}'.", nameof(party));
        return Join(barrier, ChannelKind.Barrier, [party]);
    }

    Patch Join<T>(Channel<T> channel, ChannelKind kind, T addition)
    {
        if (channel.Kind != kind)
            throw new InvalidOperationException($"The channel '{channel.Name}' is a {channel.Kind}, not a {kind}: it cannot be added to like that.");
        foreach (var entry in Entries)
        {
            if (entry.Channel.Name == channel.Name)
                return With(entry with { Value = channel.Combine(entry.Value, addition) });
        }
        return With(new PatchEntry(channel, Replace: false, addition));
    }

    Patch With(PatchEntry entry)
    {
        for (var i = 0; i < Entries.Length; i++)
        {
            if (Entries[i].Channel.Name == entry.Channel.Name)
                return new(Entries.SetItem(i, entry));
        }
        return new(Entries.Add(entry));
    }
}

/// <param name="Replace">True: the value takes the channel's place. False: it is added by the channel's merge.</param>
sealed record PatchEntry(Channel Channel, bool Replace, object? Value);
