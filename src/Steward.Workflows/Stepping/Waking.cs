using System.Text.Json;
using Steward.Workflows.Checkpoints;

namespace Steward.Workflows.Stepping;

/// <summary>Finds what lets a parked task go on: an answer first, then a time that has come.</summary>
static class Waking
{
    /// <returns>The next such step, one at a time, in the order of the tasks; null when there is none.</returns>
    public static async ValueTask<(StepEvent Step, string? CloseKey, int? RequireInbox)?> NextAsync(
        RunSession session, ICheckpointStore store, DateTimeOffset now, JsonSerializerOptions json, CancellationToken cancel)
    {
        var parked = session.Image.Position.Parked;
        if (parked.IsEmpty)
        {
            session.SawInbox();
            return null;
        }
        if (session.Inbox > session.InboxSeen)
            await ReadAnswersAsync(session, store, cancel).ConfigureAwait(false);
        foreach (var waiting in parked)
        {
            if (waiting.Interrupt is { } key && session.Answers.Remove(key, out var answer))
                return (Resume(session, waiting, StepKind.Answered, answer, json), null, null);
        }
        foreach (var waiting in parked.Where(waiting => waiting.WakeAt <= now))
        {
            // An answer that arrives in this very moment wins: the commit is refused when the inbox has moved.
            return waiting.Interrupt is null
                ? (Resume(session, waiting, StepKind.Woken, null, json), null, null)
                : (Resume(session, waiting, StepKind.Expired, null, json), waiting.Interrupt, session.InboxSeen);
        }
        return null;
    }

    static async ValueTask ReadAnswersAsync(RunSession session, ICheckpointStore store, CancellationToken cancel)
    {
        // Seen before read: an answer that comes in between is read now and counted as unseen, which costs one more look and loses nothing.
        session.SawInbox();
        var keys = session.Image.Position.Parked.Where(waiting => waiting.Interrupt is not null).Select(waiting => waiting.Interrupt!).ToList();
        if (keys.Count == 0)
            return;
        foreach (var (key, answer) in await store.AnswersAsync(session.Lease.RunId, keys, cancel).ConfigureAwait(false))
            session.Answers[key] = answer;
    }

    static StepEvent Resume(RunSession session, ParkedTask parked, StepKind kind, JsonElement? answer, JsonSerializerOptions json)
    {
        try
        {
            return StepDecision.Resume(session.Image, parked, kind, answer, json);
        }
        catch (Exception e)
        {
            // As in StepDecision.Finish: what follows is a pure function, so another attempt would throw again.
            return StepDecision.Failed(parked.Task, 1, $"What follows '{parked.Task.Node}' cannot be decided: {e.GetType().Name}: {e.Message}");
        }
    }
}
