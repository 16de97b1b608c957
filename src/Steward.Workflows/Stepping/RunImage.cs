using System.Collections.Immutable;
using Steward.Workflows.Building;
using Steward.Workflows.State;

namespace Steward.Workflows.Stepping;

/// <summary>One checkpoint: the state and the position after a step. Immutable.</summary>
/// <param name="Seq">The number of the last step; -1 before the first.</param>
sealed record RunImage(Workflow Workflow, WorkflowState State, RunPosition Position, long Seq)
{
    public static RunImage Before(Workflow workflow) => new(workflow, workflow.InitialState, RunPosition.Empty, -1);

    /// <summary>The next checkpoint. The same function runs live and when a run is loaded, so the two cannot differ.</summary>
    public RunImage Apply(StepEvent step) => Change(step) with { Seq = Seq + 1 };

    RunImage Change(StepEvent step) => step.Kind switch
    {
        StepKind.Started => Planned(PatchMerger.Apply(State, step.Patch), Position, step.Plan!),
        StepKind.Finished or StepKind.Interrupted or StepKind.Slept or StepKind.Listening => Finish(step),
        StepKind.Retrying or StepKind.Failed => this with { Position = Position with { Ready = Failed(step) } },
        StepKind.Answered or StepKind.Expired or StepKind.Woken => Resume(step),
        StepKind.Requeued => this with { State = PatchMerger.Apply(State, step.Patch), Position = Position with { Ready = [.. Position.Ready.Select(task => task with { Failures = 0, NotBefore = null })] } },
        StepKind.Signalled => Signalled(step),
        StepKind.Cancelling => this with
        {
            State = Merged(Position), Position = UndoNext(RunPosition.Empty with { NextId = Position.NextId, Undoable = Position.Undoable, Undoing = new Undoing(step.Error) }),
        },
        StepKind.Compensated => this with
        {
            State = PatchMerger.Apply(State, step.Patch), Position = UndoNext(Position with { Undoable = Position.Undoable.RemoveAt(Position.Undoable.Count - 1) }),
        },
        StepKind.Forked or StepKind.Migrated => throw new WorkflowRuntimeException($"The step {Seq + 1} holds a checkpoint and cannot be applied to another one."),
        StepKind.Cancelled or StepKind.Dropped => this with { Position = RunPosition.Empty with { NextId = Position.NextId, Undoable = Position.Undoable } },
    };

    /// <summary>One after another: what came later may rest on what came earlier.</summary>
    static RunPosition UndoNext(RunPosition position) => position.Undoable.IsEmpty
        ? position with { Ready = [] }
        : position with { Ready = [new RunTask(position.NextId, position.Undoable[^1].Node) { Input = position.Undoable[^1].Input }], NextId = position.NextId + 1 };

    /// <summary>What a task runs: its node, or, when the run is being cancelled, the node's compensation. Null when this version has no such thing.</summary>
    public Node? Executable(RunTask task) => (Position.Undoing is null ? Workflow.AllNodes : Workflow.Compensations).GetValueOrDefault(task.Node);

    RunImage Finish(StepEvent step)
    {
        var done = Done(step);
        if (step.Plan is not { } plan)
            return this with { Position = done };
        return Planned(Merged(done), done with { Finished = [] }, plan);
    }

    /// <summary>The position after the step, before its super-step is closed.</summary>
    public RunPosition Done(StepEvent step)
    {
        var task = Position.Ready.Find(ready => ready.Id == step.Task)
            ?? throw new WorkflowRuntimeException($"The step {Seq + 1} finishes the task {step.Task} of '{step.Node}', which was not planned.");
        var parked = step.Kind is StepKind.Interrupted or StepKind.Slept or StepKind.Listening;
        return Position with
        {
            Ready = Position.Ready.Remove(task),
            Finished = Position.Finished.Add(new FinishedTask(task, step.Patch, parked, step.Ends, step.Route, step.Outcome)),
            Parked = parked ? Position.Parked.Add(new ParkedTask(task, step.InterruptKey, step.AnswerInto, step.WakeAt, step.Signal)) : Position.Parked,
            Undoable = Workflow.Compensations.ContainsKey(step.Node) ? Position.Undoable.Add(new Visit(task.Id, task.Node, task.Input, step.Note)) : Position.Undoable,
            Visits = Workflow.AllNodes.TryGetValue(step.Node, out var node) && node.Options.MaxVisits is not null
                ? Position.Visits.SetItem(step.Node, Position.Visits.GetValueOrDefault(step.Node) + 1)
                : Position.Visits,
        };
    }

    /// <summary>The state with the patches of the super-step, in the order of its tasks.</summary>
    public WorkflowState Merged(RunPosition done) =>
        PatchMerger.Merge(State, done.Finished.OrderBy(finished => finished.Task.Id).Select(finished => (finished.Task.Node, finished.Patch)));

    RunImage Resume(StepEvent step)
    {
        var parked = Position.Parked.Find(waiting => waiting.Task.Id == step.Task)
            ?? throw new WorkflowRuntimeException($"The step {Seq + 1} resumes the task {step.Task} of '{step.Node}', which does not wait.");
        return Planned(PatchMerger.Apply(State, step.Patch), Position with { Parked = Position.Parked.Remove(parked) }, step.Plan!);
    }

    RunImage Signalled(StepEvent step)
    {
        var next = step.Plan is null ? this with { State = PatchMerger.Apply(State, step.Patch) } : Resume(step);
        return next with { Position = next.Position with { Signals = next.Position.Signals.SetItem(step.Signal!, step.SignalAt!.Value) } };
    }

    /// <summary>Whether a signal of this name has somewhere to go now.</summary>
    public bool Takes(string signal) => Workflow.Signals.GetValueOrDefault(signal) is { Into: not null } || Position.Parked.Exists(parked => parked.Signal == signal);

    ImmutableList<RunTask> Failed(StepEvent step) =>
        [.. Position.Ready.Select(task => task.Id == step.Task ? task with { Failures = step.Attempt, NotBefore = step.NotBefore } : task)];

    RunImage Planned(WorkflowState state, RunPosition position, StepPlan plan) => this with
    {
        State = state,
        Position = plan.Ends
            ? RunPosition.Empty with { NextId = plan.NextId }
            : position with { Ready = position.Ready.AddRange(plan.Tasks), Groups = plan.Groups, Arrivals = plan.Arrivals, NextId = plan.NextId },
    };
}
