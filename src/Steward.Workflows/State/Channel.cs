using System.Collections.Immutable;
using System.Text.Json;

namespace Steward.Workflows.State;

/// <summary>How the patches of several nodes become one value.</summary>
public enum ChannelKind
{
    /// <summary>The newest value stays. Two nodes of one super-step that set different values are a conflict: the run fails and names both.</summary>
    LastValue,
    /// <summary>Items are appended, in the order of the tasks of a super-step, never in the order in which they happened to finish.</summary>
    Append,
    /// <summary>A set; adding is idempotent.</summary>
    SetUnion,
    /// <summary>A sum.</summary>
    Counter,
    /// <summary>Open once all its parties have arrived; the next arrival begins a new round.</summary>
    Barrier,
}

/// <summary>
/// One declared field of a workflow's state. Its name is stored, so renaming it is a new version of the workflow.
/// Values are treated as immutable: a node that changes a value in place breaks replay.
/// </summary>
public abstract class Channel
{
    private protected Channel(string name, ChannelKind kind)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        Kind = kind;
    }

    public string Name { get; }
    public ChannelKind Kind { get; }
    public abstract Type ValueType { get; }

    internal abstract object? Initial { get; }

    /// <summary>Adds to a value. Only for kinds that can add.</summary>
    internal abstract object? Combine(object? current, object? addition);
    internal abstract object? Read(JsonElement json, JsonSerializerOptions options);
    internal abstract byte[] Write(object? value, JsonSerializerOptions options);

    /// <param name="initial">What <see cref="WorkflowState.Get"/> returns before the first write. Without it, <c>default</c>: declare T nullable then.</param>
    public static Channel<T> LastValue<T>(string name, T initial = default!) => new(name, ChannelKind.LastValue, initial, null);

    public static Channel<ImmutableList<TItem>> Append<TItem>(string name) =>
        new(name, ChannelKind.Append, ImmutableList<TItem>.Empty, static (current, more) => current.AddRange(more));

    public static Channel<ImmutableHashSet<TItem>> SetUnion<TItem>(string name) =>
        new(name, ChannelKind.SetUnion, ImmutableHashSet<TItem>.Empty, static (current, more) => current.Union(more));

    public static Channel<long> Counter(string name) => new(name, ChannelKind.Counter, 0L, static (current, more) => checked(current + more));

    public static Channel<ImmutableHashSet<string>> Barrier(string name, params string[] parties)
    {
        var all = parties.ToImmutableHashSet(StringComparer.Ordinal);
        if (all.Count == 0 || all.Count != parties.Length)
            throw new ArgumentException($"The barrier '{name}' needs parties, each named once.", nameof(parties));
        return new(name, ChannelKind.Barrier, ImmutableHashSet<string>.Empty, (current, more) => current.SetEquals(all) ? more : current.Union(more)) { Parties = all };
    }
}

/// <inheritdoc cref="Channel"/>
public sealed class Channel<T> : Channel
{
    readonly T initial;
    readonly Func<T, T, T>? combine;

    internal Channel(string name, ChannelKind kind, T initial, Func<T, T, T>? combine) : base(name, kind)
    {
        this.initial = initial;
        this.combine = combine;
    }

    /// <summary>Who must arrive; only for barriers.</summary>
    public ImmutableHashSet<string>? Parties { get; internal init; }

    public override Type ValueType => typeof(T);

    internal override object? Initial => initial;

    internal override object? Combine(object? current, object? addition) =>
        combine is null ? throw new InvalidOperationException($"The channel '{Name}' is a {Kind}: it is set, not added to.") : combine((T)current!, (T)addition!);

    internal override object? Read(JsonElement json, JsonSerializerOptions options) => json.Deserialize<T>(options);

    internal override byte[] Write(object? value, JsonSerializerOptions options) => JsonSerializer.SerializeToUtf8Bytes((T)value!, options);
}
