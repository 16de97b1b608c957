using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Interrupts;
using Steward.Workflows.Policies;
using Steward.Workflows.Signals;
using Steward.Workflows.State;

namespace Steward.Workflows.Stepping;

/// <summary>Turns what happened (a result, an exception, an answer, a time) into the step that records it: pure.</summary>
static class StepDecision
{
    public static StepEvent Start(Workflow workflow, Patch input) => new(StepKind.Started, workflow.Start, 0) { Patch = input, Plan = StepPlanner.Begin(workflow) };

    public static StepEvent Finish(RunImage image, RunTask task, int attempt, NodeResult result, JsonSerializerOptions json)
    {
        try
        {
            foreach (var entry in result.Patch.Entries)
                image.State.Channels.Require(entry.Channel);
            if (result is FailResult fail)
                return Failed(task, attempt, fail.Reason);
            if (image.Position.Undoing is not null)
                return Compensated(task, attempt, result);
            if (OverLimit(image, task) is { } limit)
                return Failed(task, attempt, limit);
            return Close(image, Outcome(image.Workflow, task, attempt, result), json);
        }
        catch (WorkflowRuntimeException e)
        {
            return Failed(task, attempt, e.Message);
        }
        catch (Exception e)
        {
            // Choices, items and merges are pure functions of the checkpoint: what throws once throws always, so the run fails at once and says where.
            return Failed(task, attempt, $"What follows '{task.Node}' cannot be decided: {e.GetType().Name}: {e.Message}");
        }
    }

    /// <summary>The sentence that says which limit the task would break, or null. Looked at before it runs, so that nothing is called in vain, and again for those that ran at the same time.</summary>
    public static string? OverLimit(RunImage image, RunTask task) =>
        image.Position.Visits.TryGetValue(task.Node, out var visits) && visits >= image.Workflow.Node(task.Node).Options.MaxVisits ? $"The loop through '{task.Node}' reached its limit of {visits}."
        : image.Seq >= image.Workflow.MaxSteps ? $"The run reached its limit of {image.Workflow.MaxSteps} steps, at '{task.Node}'."
        : null;

    static StepEvent Outcome(Workflow workflow, RunTask task, int attempt, NodeResult result)
    {
        var step = new StepEvent(StepKind.Finished, task.Node, task.Id)
        {
            Attempt = attempt, Patch = result.Patch, Note = workflow.Compensations.ContainsKey(task.Node) ? result.CompensateWith : null,
        };
        return result switch
        {
            RouteResult route => step with { Route = workflow.RouteTo(task.Node, route.Sends, route.Join) },
            DoneResult { Outcome: { } outcome } when !workflow.Outcomes.Contains(outcome) =>
                throw new WorkflowRuntimeException($"The node '{task.Node}' ends the run as '{outcome}', which is not declared: add Outcomes(\"{outcome}\") to the workflow."),
            DoneResult done => step with { Ends = true, Outcome = done.Outcome },
            SleepResult sleep => step with { Kind = StepKind.Slept, WakeAt = sleep.Until },
            ListenResult wait when !workflow.Signals.ContainsKey(wait.Signal) =>
                throw new WorkflowRuntimeException($"The node '{task.Node}' waits for the signal '{wait.Signal}', which is not declared: add Signal(\"{wait.Signal}\") to the workflow."),
            ListenResult wait => step with { Kind = StepKind.Listening, Signal = wait.Signal, WakeAt = wait.Until },
            InterruptResult { Request: { Key.Length: 0 or > InterruptRequest.MaxKeyLength } } =>
                throw new WorkflowRuntimeException($"The question of '{task.Node}' needs a key of 1 to {InterruptRequest.MaxKeyLength} characters."),
            InterruptResult { AnswerInto: { } into } when workflow.Channels.Find(into.Name) != into =>
                throw new WorkflowRuntimeException($"The answer to '{task.Node}' belongs into '{into.Name}', which the workflow does not declare."),
            InterruptResult ask => step with
            {
                Kind = StepKind.Interrupted, Question = ask.Request, InterruptKey = ask.Request.Key, AnswerInto = ask.AnswerInto?.Name, WakeAt = ask.Request.ExpiresAt,
            },
            _ => step,
        };
    }

    /// <summary>The last task of a super-step merges its patches and plans the next one.</summary>
    public static StepEvent Close(RunImage image, StepEvent step, JsonSerializerOptions json)
    {
        var done = image.Done(step);
        if (PatchMerger.Conflict([.. done.Finished.OrderBy(finished => finished.Task.Id).Select(finished => (finished.Task.Node, finished.Patch))]) is { } conflict)
            throw new WorkflowRuntimeException(conflict);
        return done.Ready.IsEmpty ? step with { Plan = StepPlanner.Close(image.Workflow, done, image.Merged(done), json) } : step;
    }

    static StepEvent Compensated(RunTask task, int attempt, NodeResult result) => result is NextResult
        ? new StepEvent(StepKind.Compensated, task.Node, task.Id) { Attempt = attempt, Patch = result.Patch }
        : throw new WorkflowRuntimeException($"The compensation of '{task.Node}' ended with something else than Next or Fail.");

    /// <param name="where">The node to name.</param>
    public static StepEvent Cancel(RunImage image, string where) => new(image.Position.Undoable.IsEmpty ? StepKind.Cancelled : StepKind.Cancelling, where, 0);

    /// <summary>A failure for good, in a workflow that says that failures are compensated, begins the compensation instead of ending the run.</summary>
    public static StepEvent OrCompensate(RunImage image, StepEvent step) =>
        step.Kind == StepKind.Failed && image is { Workflow.CompensatesOnFailure: true, Position: { Undoing: null, Undoable.IsEmpty: false } }
            ? step with { Kind = StepKind.Cancelling }
            : step;

    public static StepEvent Failed(RunTask task, int attempt, string reason) => new(StepKind.Failed, task.Node, task.Id) { Attempt = attempt, Error = Short(reason) };

    /// <param name="chance">From 0 to 1, for the jitter.</param>
    public static StepEvent Threw(RunTask task, int attempt, RetryPolicy policy, Exception error, DateTimeOffset now, double chance)
    {
        // The type is for people who run Steward; a message may hold outside text, so it is cut, never logged as a template, and stays in the run.
        var text = Short($"{error.GetType().Name}: {error.Message}");
        return attempt >= policy.MaxAttempts || !policy.Retryable(error)
            ? Failed(task, attempt, text)
            : new StepEvent(StepKind.Retrying, task.Node, task.Id) { Attempt = attempt, Error = text, NotBefore = now + policy.DelayAfter(attempt, chance, error) };
    }

    public static StepEvent Resume(RunImage image, ParkedTask parked, StepKind kind, JsonElement? answer, JsonSerializerOptions json)
    {
        var patch = Patch.Empty;
        if (parked.AnswerInto is { } name)
        {
            patch = image.State.Channels.Find(name) is Channel<JsonElement?> channel
                ? patch.Set(channel, answer)
                : throw new WorkflowRuntimeException($"The answer to '{parked.Task.Node}' belongs into '{name}', which is no channel for answers.");
        }
        var state = PatchMerger.Apply(image.State, patch);
        var without = image.Position with { Parked = image.Position.Parked.Remove(parked) };
        return new StepEvent(kind, parked.Task.Node, parked.Task.Id)
        {
            Patch = patch, InterruptKey = parked.Interrupt, Plan = StepPlanner.Resume(image.Workflow, without, state, parked.Task, answer, json),
        };
    }

    /// <summary>
    /// A signal is taken: into its channel, and by the node that has waited for it longest. One that cannot be read is taken and left out, visibly: what came
    /// from outside must not be able to stop a run.
    /// </summary>
    /// <param name="where">The node to name when none waits for it.</param>
    public static StepEvent Deliver(RunImage image, StoredSignal signal, string where, JsonSerializerOptions json)
    {
        var rule = image.Workflow.Signals[signal.Name];
        var step = new StepEvent(StepKind.Signalled, where, 0) { Signal = signal.Name, SignalAt = signal.Position };
        if (rule.Problem(signal.Payload, json) is { } problem)
            return step with { Error = problem };
        step = step with { Patch = rule.Read(signal.Payload, json) };
        if (image.Position.Parked.Find(parked => parked.Signal == signal.Name) is not { Task: var task } waiting)
            return step;
        var without = image.Position with { Parked = image.Position.Parked.Remove(waiting) };
        var plan = StepPlanner.Resume(image.Workflow, without, PatchMerger.Apply(image.State, step.Patch), task, signal.Payload, json);
        return step with { Node = task.Node, Task = task.Id, Plan = plan };
    }

    static string Short(string text) => text.Length <= 1000 ? text : text[..1000] + "…";
}
