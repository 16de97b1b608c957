using System.Text.Json;
using Steward.Actions;
using Steward.Platform;
using Steward.Testing;

namespace Steward.Tests.Actions;

/// <summary>One action that a performer can be asked for, with a way to look at the world that it changes.</summary>
/// <param name="Subject">The account's own person.</param>
/// <param name="Payload">As the kind's record; its JSON is what the performer gets.</param>
/// <param name="Revision">The target's revision as a preview would show it; null when the action creates its target.</param>
/// <param name="Observe">All that the action could change, as text: equal texts mean that nothing changed. Leaves out ids and revisions.</param>
/// <param name="Interfere">Somebody else's change of the target (or of what the action made), so that its revision is another. Null when there is nothing to interfere with.</param>
public sealed record ConformanceCase(
    IActionPerformer Performer, string Kind, ActionSubject Subject, object Payload, string? Revision, Func<Task<string>> Observe, Func<Task>? Interfere = null);

/// <summary>
/// What every <see cref="IActionPerformer"/> promises, whoever is behind it. Inherit, say which kinds there are, and arrange a fresh case for each: a person,
/// an account and a target of its own.
/// </summary>
public abstract class PerformerConformance
{
    int keys;

    /// <summary>Names of the kinds to try; for <c>[MemberData]</c> on the inheriting class there is nothing to do.</summary>
    protected abstract IReadOnlyList<string> Kinds { get; }

    /// <summary>A fresh case of the kind, with the world as it is before the action.</summary>
    protected abstract Task<ConformanceCase> ArrangeAsync(string kind);

    /// <summary>False for a performer that nobody can ask afterwards: it must say Unknown then.</summary>
    protected virtual bool CanBeAsked => true;

    /// <summary>False for kinds that cannot be taken back.</summary>
    protected virtual bool CanBeUndone(string kind) => true;

    protected virtual string Provider => "local";

    async Task ForEachKindAsync(Func<string, ConformanceCase, Task> check)
    {
        Assert.NotEmpty(Kinds);
        foreach (var kind in Kinds)
        {
            try
            {
                await check(kind, await ArrangeAsync(kind));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new InvalidOperationException($"{kind}: {e.Message}", e);
            }
        }
    }

    string NewKey() => $"{Guid.NewGuid():n}-{Interlocked.Increment(ref keys)}";

    ApprovedAction Approved(ConformanceCase c, string key) => Approval.Of(c.Kind, c.Subject, Json.ToElement(c.Payload), key, c.Revision, Provider);

    ApprovedAction Inverse(ConformanceCase c, InverseAction inverse, string key) => Approval.Of(inverse.Kind, c.Subject, inverse.Payload, key, inverse.ExpectedRevision, Provider);

    [Fact]
    public Task Performing_changes_the_world_and_says_what_came_of_it() => ForEachKindAsync(async (kind, c) =>
    {
        Assert.True(c.Performer.Performs(kind));
        Assert.Equal(Provider, c.Performer.Provider);
        var before = await c.Observe();
        var done = Assert.IsType<PerformOutcome.Done>(await c.Performer.PerformAsync(Approved(c, NewKey()), CancellationToken.None));
        Assert.NotEqual(before, await c.Observe());
        Assert.NotEqual(JsonValueKind.Undefined, done.Result.ValueKind);
        Assert.Equal(CanBeUndone(kind), done.Inverse is not null);
    });

    [Fact]
    public Task Asked_before_the_call_it_says_that_nothing_happened_and_changes_nothing() => ForEachKindAsync(async (_, c) =>
    {
        var before = await c.Observe();
        var outcome = await c.Performer.ReconcileAsync(Approved(c, NewKey()), CancellationToken.None);
        if (CanBeAsked)
            Assert.IsType<PerformOutcome.NotPerformed>(outcome);
        else
            Assert.IsType<PerformOutcome.Unknown>(outcome);
        Assert.Equal(before, await c.Observe());
    });

    [Fact]
    public Task Asked_after_the_call_it_says_that_it_happened_with_the_same_result_and_inverse_and_changes_nothing() => ForEachKindAsync(async (_, c) =>
    {
        var action = Approved(c, NewKey());
        var done = Assert.IsType<PerformOutcome.Done>(await c.Performer.PerformAsync(action, CancellationToken.None));
        var after = await c.Observe();
        var asked = await c.Performer.ReconcileAsync(action, CancellationToken.None);
        Assert.Equal(after, await c.Observe());
        if (!CanBeAsked)
        {
            Assert.IsType<PerformOutcome.Unknown>(asked);
            return;
        }
        var found = Assert.IsType<PerformOutcome.Done>(asked);
        Assert.Equal(done.Result.GetRawText(), found.Result.GetRawText());
        Assert.Equal(Json.ToElement(done.Inverse).GetRawText(), Json.ToElement(found.Inverse).GetRawText());
        Assert.Equal(done.ProviderRef, found.ProviderRef);
    });

    [Fact]
    public Task Another_actions_key_is_not_taken_for_this_one() => ForEachKindAsync(async (_, c) =>
    {
        await c.Performer.PerformAsync(Approved(c, NewKey()), CancellationToken.None);
        Assert.IsNotType<PerformOutcome.Done>(await c.Performer.ReconcileAsync(Approved(c, NewKey()), CancellationToken.None));
    });

    [Fact]
    public Task The_inverse_takes_it_back_whole_and_can_be_asked_for_too() => ForEachKindAsync(async (kind, c) =>
    {
        if (!CanBeUndone(kind))
            return;
        var before = await c.Observe();
        var done = Assert.IsType<PerformOutcome.Done>(await c.Performer.PerformAsync(Approved(c, NewKey()), CancellationToken.None));
        Assert.True(c.Performer.Performs(done.Inverse!.Kind));
        var inverse = Inverse(c, done.Inverse, NewKey());
        Assert.IsType<PerformOutcome.Done>(await c.Performer.PerformAsync(inverse, CancellationToken.None));
        Assert.Equal(before, await c.Observe());
        if (CanBeAsked)
            Assert.IsType<PerformOutcome.Done>(await c.Performer.ReconcileAsync(inverse, CancellationToken.None));
        Assert.Equal(before, await c.Observe());
    });

    [Fact]
    public Task A_target_that_is_no_longer_what_was_shown_is_left_alone() => ForEachKindAsync(async (_, c) =>
    {
        if (c.Revision is null || c.Interfere is null)
            return;
        await c.Interfere();
        var before = await c.Observe();
        Assert.IsType<PerformOutcome.Stale>(await c.Performer.PerformAsync(Approved(c, NewKey()), CancellationToken.None));
        Assert.Equal(before, await c.Observe());
    });

    [Fact]
    public Task What_somebody_changed_after_the_action_is_not_overwritten_by_its_inverse() => ForEachKindAsync(async (kind, c) =>
    {
        if (!CanBeUndone(kind) || c.Interfere is null)
            return;
        var done = Assert.IsType<PerformOutcome.Done>(await c.Performer.PerformAsync(Approved(c, NewKey()), CancellationToken.None));
        await c.Interfere();
        var before = await c.Observe();
        Assert.IsType<PerformOutcome.Stale>(await c.Performer.PerformAsync(Inverse(c, done.Inverse!, NewKey()), CancellationToken.None));
        Assert.Equal(before, await c.Observe());
    });

    [Fact]
    public Task Somebody_elses_things_are_not_touched() => ForEachKindAsync(async (_, c) =>
    {
        var before = await c.Observe();
        var stranger = Approval.Of(c.Kind, new(Guid.NewGuid(), c.Subject.AccountId), Json.ToElement(c.Payload), NewKey(), c.Revision, Provider);
        var outcome = await c.Performer.PerformAsync(stranger, CancellationToken.None);
        Assert.True(outcome is PerformOutcome.Refused or PerformOutcome.Stale, $"It said {outcome}");
        Assert.Equal(before, await c.Observe());
    });

    [Fact]
    public Task Kinds_that_nobody_has_heard_of_are_not_performed() => ForEachKindAsync((_, c) =>
    {
        Assert.False(c.Performer.Performs("nobody.has-heard-of-this"));
        return Task.CompletedTask;
    });
}
