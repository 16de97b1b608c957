using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Signals;

namespace Steward.Workflows.Stepping;

/// <summary>Finds what reaches a run between two super-steps: an answer first, then a signal, then a time that has come.</summary>
static class Waking
{
    /// <returns>The next such step, one at a time, in the order of the tasks; null when there is none.</returns>
    public static async ValueTask<(StepEvent Step, string? CloseKey, int? RequireInbox)?> NextAsync(
        RunSession session, ICheckpointStore store, DateTimeOffset now, JsonSerializerOptions json, CancellationToken cancel)
    {
        var parked = session.Image.Position.Parked;
        if (parked.IsEmpty && (session.Image.Workflow.Signals.IsEmpty || session.Undoing))
        {
            session.SawInbox();
            return null;
        }
        if (session.Inbox > session.InboxSeen)
            await ReadMessagesAsync(session, store, cancel).ConfigureAwait(false);
        else if (session.Signals.RanDry)
            await ReadSignalsAsync(session, store, cancel).ConfigureAwait(false);
        foreach (var waiting in parked)
        {
            if (waiting.Interrupt is { } key && session.Answers.Remove(key, out var answer))
                return (Resume(session, waiting, StepKind.Answered, answer, json), null, null);
        }
        if (session.Signals.Take(session.Image) is { } signal)
            return (Deliver(session, signal, json), null, null);
        foreach (var waiting in parked.Where(waiting => waiting.WakeAt <= now))
        {
            // An answer or a signal that arrives in this very moment wins: the commit is refused when the inbox has moved.
            return waiting is { Interrupt: null, Signal: null }
                ? (Resume(session, waiting, StepKind.Woken, null, json), null, null)
                : (Resume(session, waiting, StepKind.Expired, null, json), waiting.Interrupt, session.InboxSeen);
        }
        return null;
    }

    static async ValueTask ReadMessagesAsync(RunSession session, ICheckpointStore store, CancellationToken cancel)
    {
        // Seen before read: a message that comes in between is read now and counted as unseen, which costs one more look and loses nothing.
        session.SawInbox();
        if (session.Inbox == 0)
            return;
        await ReadSignalsAsync(session, store, cancel).ConfigureAwait(false);
        var keys = session.Image.Position.Parked.Where(waiting => waiting.Interrupt is not null).Select(waiting => waiting.Interrupt!).ToList();
        if (keys.Count == 0)
            return;
        foreach (var (key, answer) in await store.AnswersAsync(session.Lease.RunId, keys, cancel).ConfigureAwait(false))
            session.Answers[key] = answer;
    }

    static async ValueTask ReadSignalsAsync(RunSession session, ICheckpointStore store, CancellationToken cancel)
    {
        var (names, taken) = (session.Image.Workflow.Signals.Keys, session.Image.Position.Signals);
        if (!session.Image.Workflow.Signals.IsEmpty)
            session.Signals.Refill(await store.SignalsAsync(session.Lease.RunId, names.ToDictionary(name => name, name => taken.GetValueOrDefault(name)), Mailbox.Batch, cancel).ConfigureAwait(false));
    }

    static StepEvent Resume(RunSession session, ParkedTask parked, StepKind kind, JsonElement? answer, JsonSerializerOptions json)
    {
        try
        {
            return StepDecision.Resume(session.Image, parked, kind, answer, json);
        }
        catch (Exception e)
        {
            return Undecidable(parked.Task, e);
        }
    }

    static StepEvent Deliver(RunSession session, StoredSignal signal, JsonSerializerOptions json)
    {
        try
        {
            return StepDecision.Deliver(session.Image, signal, session.Where, json);
        }
        catch (Exception e)
        {
            return Undecidable(session.Image.Position.Parked.First(parked => parked.Signal == signal.Name).Task, e);
        }
    }

    /// <summary>As in StepDecision.Finish: what follows is a pure function, so another attempt would throw again.</summary>
    static StepEvent Undecidable(RunTask task, Exception e) => StepDecision.Failed(task, 1, $"What follows '{task.Node}' cannot be decided: {e.GetType().Name}: {e.Message}");
}
