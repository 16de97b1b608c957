using System.Collections.Concurrent;
using Steward.Actions;
using Steward.Platform;

namespace Steward.Tests.Actions;

/// <summary>What a provider can be asked afterwards.</summary>
enum Memory
{
    /// <summary>It can be asked by key whether something happened.</summary>
    Searchable,
    /// <summary>It also does nothing a second time under the same key.</summary>
    Idempotent,
    /// <summary>It remembers nothing by key.</summary>
    Neither,
}

/// <summary>The world outside, as a double: things with a text and a revision, letters that were sent, and every call that was made.</summary>
sealed class Outside
{
    readonly ConcurrentDictionary<string, (string Text, string Revision)> things = new();
    readonly ConcurrentDictionary<string, PerformOutcome> byKey = new();
    int revisions;

    /// <summary>Whose it is; anybody's when null.</summary>
    public Guid? Owner { get; init; }

    public Memory Memory { get; set; } = Memory.Searchable;

    /// <summary>Runs before the effect; what it throws breaks the call off before anything happened.</summary>
    public Func<ApprovedAction, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs after the effect; what it throws breaks the call off when it has happened.</summary>
    public Func<ApprovedAction, Task> After { get; set; } = _ => Task.CompletedTask;

    /// <summary>An answer here is given instead of the effect.</summary>
    public Func<ApprovedAction, PerformOutcome?> Instead { get; set; } = _ => null;

    public ConcurrentQueue<ApprovedAction> Calls { get; } = new();
    public ConcurrentQueue<ApprovedAction> Looks { get; } = new();

    /// <summary>One entry for each time that something changed outside.</summary>
    public ConcurrentQueue<ApprovedAction> Effects { get; } = new();

    public string Add(string text)
    {
        var id = Guid.NewGuid().ToString("n");
        Change(id, text);
        return id;
    }

    public (string Text, string Revision)? Find(string id) => things.TryGetValue(id, out var thing) ? thing : null;

    public void Remove(string id) => things.TryRemove(id, out _);

    public void Change(string id, string text) => things[id] = (text, $"r{Interlocked.Increment(ref revisions)}");

    public async Task<PerformOutcome> PerformAsync(ApprovedAction action)
    {
        Calls.Enqueue(action);
        await Before(action);
        if (Instead(action) is { } instead)
            return instead;
        if (Memory == Memory.Idempotent && byKey.TryGetValue(action.Key, out var before))
            return before;
        var outcome = Apply(action);
        byKey[action.Key] = outcome;
        await After(action);
        return outcome;
    }

    public PerformOutcome Look(ApprovedAction action)
    {
        Looks.Enqueue(action);
        if (Memory == Memory.Neither)
            return new PerformOutcome.Unknown("It cannot be asked.");
        return byKey.TryGetValue(action.Key, out var outcome) ? outcome : new PerformOutcome.NotPerformed();
    }

    PerformOutcome Apply(ApprovedAction action)
    {
        if (Owner is { } owner && owner != action.Subject.PersonId)
            return new PerformOutcome.Refused("not_found", "There is no such thing.");
        if (action.Kind == SendLetter.KindName)
        {
            Effects.Enqueue(action);
            return new PerformOutcome.Done(Json.ToElement(new { sent = true }), null, "letter-" + action.Key);
        }
        var payload = Json.Read<SetText>(action.Payload);
        if (Find(payload.Thing) is not { } thing)
            return new PerformOutcome.Refused("no_such_thing", "There is no such thing any more.");
        if (action.ExpectedRevision is { } revision && revision != thing.Revision)
            return new PerformOutcome.Stale("Somebody has changed the thing.");
        Change(payload.Thing, payload.Text);
        Effects.Enqueue(action);
        var inverse = new InverseAction(SetTextKind.RestoreName, Json.ToElement(new SetText(payload.Thing, thing.Text)), Find(payload.Thing)!.Value.Revision);
        return new PerformOutcome.Done(Json.ToElement(new { text = payload.Text }), inverse, payload.Thing);
    }
}

/// <summary>Stands at the port only.</summary>
sealed class RecordingPerformer(Outside outside) : IActionPerformer
{
    public string Provider => "local";
    public bool Performs(string kind) => kind.StartsWith("test.", StringComparison.Ordinal);
    public Task<PerformOutcome> PerformAsync(ApprovedAction action, CancellationToken cancel) => outside.PerformAsync(action);
    public Task<PerformOutcome> ReconcileAsync(ApprovedAction action, CancellationToken cancel) => Task.FromResult(outside.Look(action));
}
