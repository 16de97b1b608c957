using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Steward.Workflows.State;
using Steward.Workflows.Stepping;

namespace Steward.Workflows.Tests.Stepping;

public sealed class PatchMergerTests
{
    static readonly Channel<string?> Last = Steward.Workflows.State.Channel.LastValue<string?>("last");
    static readonly Channel<ImmutableList<int>> List = Steward.Workflows.State.Channel.Append<int>("list");
    static readonly Channel<ImmutableHashSet<int>> Set = Steward.Workflows.State.Channel.SetUnion<int>("set");
    static readonly Channel<long> Sum = Steward.Workflows.State.Channel.Counter("sum");
    static readonly Channel<ImmutableHashSet<string>> Gate = Steward.Workflows.State.Channel.Barrier("gate", "a", "b");

    static WorkflowState Empty => new(new ChannelSet([Last, List, Set, Sum, Gate]));

    static WorkflowState Merge(params Patch[] patches) => PatchMerger.Merge(Empty, patches.Select((patch, i) => ($"n{i}", patch)));

    static string? Conflict(params Patch[] patches) => PatchMerger.Conflict([.. patches.Select((patch, i) => ($"n{i}", patch))]);

    [Fact]
    public void Each_kind_merges_as_declared()
    {
        var state = Merge(
            Patch.Empty.Set(Last, "x").Add(List, 1).Add(Set, 1).Add(Sum, 2).Arrive(Gate, "a"),
            Patch.Empty.Add(List, 2).Add(List, 3).Add(Set, 1).Add(Set, 2).Add(Sum, 3));
        Assert.Equal("x", state.Get(Last));
        Assert.Equal([1, 2, 3], state.Get(List));
        Assert.Equal([1, 2], state.Get(Set).Order());
        Assert.Equal(5, state.Get(Sum));
        Assert.False(state.IsOpen(Gate));
    }

    [Fact]
    public void A_barrier_opens_when_all_have_arrived_and_then_begins_a_new_round()
    {
        var open = Merge(Patch.Empty.Arrive(Gate, "a"), Patch.Empty.Arrive(Gate, "b"));
        Assert.True(open.IsOpen(Gate));
        Assert.Equal(["a"], PatchMerger.Apply(open, Patch.Empty.Arrive(Gate, "a")).Get(Gate));
        Assert.Throws<ArgumentException>(() => Patch.Empty.Arrive(Gate, "c"));
    }

    [Fact]
    public void Different_values_for_one_place_are_a_conflict_that_names_both()
    {
        Assert.Equal("'n0' and 'n1' both write 'last' in the same step, and it cannot hold both.", Conflict(Patch.Empty.Set(Last, "x"), Patch.Empty.Set(Last, "y")));
        Assert.Null(Conflict(Patch.Empty.Set(Last, "x"), Patch.Empty.Set(Last, "x")));
        Assert.Null(Conflict(Patch.Empty.Add(List, 1), Patch.Empty.Add(List, 2)));
        Assert.NotNull(Conflict(Patch.Empty.Set(List, []), Patch.Empty.Add(List, 2)));
        Assert.Null(Conflict(Patch.Empty.Set(Last, "x")));
    }

    [Fact]
    public void Within_one_patch_the_later_word_counts()
    {
        Assert.Equal([3, 4], Merge(Patch.Empty.Add(List, 1).Set(List, [3]).Add(List, 4)).Get(List));
        Assert.Equal(10, Merge(Patch.Empty.Set(Sum, 7).Add(Sum, 3)).Get(Sum));
        Assert.Throws<InvalidOperationException>(() => Patch.Empty.Add(Steward.Workflows.State.Channel.LastValue<long>("plain"), 1));
    }

    [Fact]
    public void Sums_and_sets_do_not_depend_on_the_order_of_the_patches() => FsCheck.Check.One(
        Config.QuickThrowOnFailure, Prop.ForAll<int[]>(numbers =>
        {
            var patches = numbers.Select(number => Patch.Empty.Add(Sum, number).Add(Set, number)).ToArray();
            var (forth, back) = (Merge(patches), Merge([.. patches.Reverse()]));
            return forth.Get(Sum) == back.Get(Sum) && forth.Get(Set).SetEquals(back.Get(Set));
        }));

    [Fact]
    public void An_undeclared_channel_is_a_bug_that_is_named()
    {
        var alien = Steward.Workflows.State.Channel.Counter("alien");
        Assert.Contains("'alien'", Assert.Throws<InvalidOperationException>(() => Empty.Get(alien)).Message, StringComparison.Ordinal);
    }
}
