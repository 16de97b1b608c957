using System.Collections.Immutable;
using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.State;

namespace Steward.Workflows.Stepping;

/// <summary>
/// What runs next: a pure function of the graph, the position and the merged state. It has no clock, no chance and no memory, so planning again
/// gives the same plan.
/// </summary>
static class StepPlanner
{
    /// <summary>More tasks than this at once are a mistake of the graph, and would make every claim of the run slow.</summary>
    public const int MaxTasks = 5_000;

    public static StepPlan Begin(Workflow workflow) => new([new RunTask(1, workflow.Start)], [], [], 2);

    /// <summary>Closes a super-step: every task that is done goes on, in the order of the tasks.</summary>
    /// <param name="merged">The state after the super-step's patches.</param>
    public static StepPlan Close(Workflow workflow, RunPosition position, WorkflowState merged, JsonSerializerOptions json)
    {
        if (position.Finished.Exists(finished => finished.Ends))
            return new([], [], [], position.NextId, Ends: true, OutcomeOf([.. position.Finished.Where(finished => finished.Outcome is not null).OrderBy(finished => finished.Task.Id)]));
        var draft = new Draft(workflow, position);
        foreach (var finished in position.Finished.Where(finished => !finished.Parked).OrderBy(finished => finished.Task.Id))
            draft.Advance(finished.Task, finished.Route ?? workflow.RouteFrom(finished.Task.Node, merged, json), null);
        return draft.ToPlan();
    }

    static string? OutcomeOf(List<FinishedTask> named) => named.Find(finished => finished.Outcome != named[0].Outcome) is { } other
        ? throw new WorkflowRuntimeException($"'{named[0].Task.Node}' and '{other.Task.Node}' both end the run in the same step, as '{named[0].Outcome}' and as '{other.Outcome}'.")
        : named.FirstOrDefault()?.Outcome;

    /// <summary>A parked task goes on, with the answer or the passing of time.</summary>
    public static StepPlan Resume(Workflow workflow, RunPosition position, WorkflowState state, RunTask parked, JsonElement? answer, JsonSerializerOptions json)
    {
        var draft = new Draft(workflow, position);
        draft.Advance(parked, workflow.RouteFrom(parked.Node, state, json), answer);
        return draft.ToPlan();
    }

    /// <summary>A plan in the making; lives for one call.</summary>
    sealed class Draft(Workflow workflow, RunPosition position)
    {
        readonly List<RunTask> tasks = [];
        readonly Dictionary<int, TaskGroup> groups = position.Groups.ToDictionary(group => group.Id);
        readonly List<JoinArrival> arrivals = [.. position.Arrivals];
        int nextId = position.NextId;

        public StepPlan ToPlan()
        {
            if (tasks.Count + position.Ready.Count + position.Parked.Count > MaxTasks)
                throw new WorkflowRuntimeException($"The run would have more than {MaxTasks} tasks at once, most of them '{tasks[^1].Node}'.");
            // Nothing is left that could still arrive: better a failure that says so than a run that ends as if all of it had happened.
            if (arrivals.Count > 0 && tasks.Count + position.Ready.Count + position.Parked.Count == 0)
                throw new WorkflowRuntimeException($"Nothing is left to run, and the join '{arrivals[0].Node}' still waits for {Missing(arrivals[0])}.");
            return new([.. tasks], [.. groups.Values.OrderBy(group => group.Id)], [.. arrivals], nextId);
        }

        string Missing(JoinArrival arrival) =>
            string.Join(" and ", workflow.Joins[arrival.Node].Except(arrival.From).Order(StringComparer.Ordinal).Select(node => $"'{node}'"));

        public void Advance(RunTask from, Routing routing, JsonElement? answer)
        {
            if (routing.Join is { } join && !routing.Targets.IsEmpty)
            {
                // The new group takes the task's place in its own group, so that one's count stays.
                var items = routing.Targets.Any(target => target.Input is not null);
                var group = new TaskGroup(nextId++, join, from.Group, from.Input, items, routing.Targets.Length);
                groups.Add(group.Id, group);
                foreach (var target in routing.Targets)
                    Add(target.Node, group.Id, target.Input ?? (from.Group is null ? null : from.Input), answer);
                return;
            }
            if (routing.Join is { } empty)
                Schedule(new Target(empty, null, from.Node), from.Group, from.Input, answer);
            foreach (var target in routing.Targets)
                Schedule(target, from.Group, target.Input ?? (from.Group is null ? null : from.Input), answer);
            Leave(from.Group);
        }

        void Schedule(Target target, int? group, JsonElement? input, JsonElement? answer)
        {
            if (target.Node == Workflow.End || (group is { } g && groups[g].Join == target.Node))
                return;
            if (workflow.Joins.TryGetValue(target.Node, out var awaited) && awaited.Contains(target.From) && !Arrived(target, group, input, awaited))
                return;
            // Branches that meet in the same super-step go on as one; items never do.
            if ((group is { } own ? !groups[own].Items : input is null) && (tasks.Exists(Same) || position.Ready.Exists(Same)))
                return;
            Add(target.Node, group, input, answer);
            if (group is { } member)
                groups[member] = groups[member] with { Open = groups[member].Open + 1 };

            bool Same(RunTask task) => task.Node == target.Node && task.Group == group && (group is not null || task.Input is null) && task.Failures == 0;
        }

        /// <summary>Items stay apart where they join, too. Two that are equal are as good as one another: an arrival goes to the first of them that lacks it.</summary>
        bool Arrived(Target target, int? group, JsonElement? input, ImmutableHashSet<string> awaited)
        {
            var item = group is { } own && groups[own].Items ? input : null;
            var at = arrivals.FindIndex(arrival => arrival.Node == target.Node && arrival.Group == group
                && (item is { } mine ? arrival.Item is { } its && JsonElement.DeepEquals(its, mine) && !arrival.From.Contains(target.From) : arrival.Item is null));
            var here = (at < 0 ? ImmutableHashSet<string>.Empty : arrivals[at].From).Add(target.From);
            if (at >= 0)
                arrivals.RemoveAt(at);
            if (awaited.IsSubsetOf(here))
                return true;
            arrivals.Add(new JoinArrival(target.Node, group, here, item));
            return false;
        }

        void Add(string node, int? group, JsonElement? input, JsonElement? answer) =>
            tasks.Add(new RunTask(nextId++, node) { Group = group, Input = input, Answer = answer });

        /// <summary>One branch of the group is over; the last one lets the join run, in the group around it.</summary>
        void Leave(int? groupId)
        {
            if (groupId is not { } id)
                return;
            var group = groups[id] = groups[id] with { Open = groups[id].Open - 1 };
            if (group.Open > 0)
                return;
            groups.Remove(id);
            Schedule(new Target(group.Join, null, group.Join), group.Parent, group.Parent is null ? null : group.Input, null);
            Leave(group.Parent);
        }
    }
}
