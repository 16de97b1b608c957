using Microsoft.Extensions.DependencyInjection;
using Steward.Planning;
using Steward.Workflows.Building;
using Steward.Workflows.State;

namespace Steward.Conversations.Turns;

/// <summary>
/// plan → (read | propose → settle)* → reply. One step of the plan is one step of the run; a proposing step ends in a question to the person and the run goes on in
/// <c>settle</c> when all of its proposals are settled. Runs of version 1 are stored: its nodes and channels keep their names.
/// </summary>
static class TurnWorkflow
{
    public const string Name = "conversations.turn";

    const string Plan = "plan";
    const string Read = "read";
    const string Propose = "propose";
    const string Settle = "settle";
    const string Reply = "reply";

    public static Workflow Build() => new WorkflowBuilder(Name, version: 1)
        .Channels(TurnChannels.TurnId, TurnChannels.Plan, TurnChannels.Position, TurnChannels.Results)
        .Node(Plan, (node, cancel) => node.Services.GetRequiredService<PlanNode>().RunAsync(node, cancel))
        .Node(Read, (node, cancel) => node.Services.GetRequiredService<ReadNode>().RunAsync(node, cancel), new NodeOptions { Kind = NodeKind.External, Timeout = TimeSpan.FromMinutes(2) })
        .Node(Propose, (node, cancel) => node.Services.GetRequiredService<ProposeNode>().RunAsync(node, cancel))
        .Node(Settle, (node, cancel) => node.Services.GetRequiredService<SettleNode>().RunAsync(node, cancel))
        .Node(Reply, (node, cancel) => node.Services.GetRequiredService<ReplyNode>().RunAsync(node, cancel))
        .Start(Plan)
        .Conditional(Plan, Next, Read, Propose, Reply)
        .Conditional(Read, Next, Read, Propose, Reply)
        .Edge(Propose, Settle)
        .Edge(Reply, Workflow.End)
        .Conditional(Settle, Next, Read, Propose, Reply)
        .MaxSteps(4 * PlanValidation.MaxSteps)
        .Build();

    static string Next(WorkflowState state)
    {
        var steps = state.Get(TurnChannels.Plan)!.Steps;
        var position = state.Get(TurnChannels.Position);
        return position >= steps.Count ? Reply : steps[position].Effect == StepEffect.Read ? Read : Propose;
    }
}
