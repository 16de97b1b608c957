using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Steward.Platform;
using Steward.Runs;
using Steward.Workflows.Building;
using Steward.Workflows.Interrupts;
using Steward.Workflows.State;

namespace Steward.Bench;

/// <summary>One conversation of 200 turns of 4 KB. Every turn ends with a question, and its answer begins the next one.</summary>
static class EngineChat
{
    const int Turns = 200;
    const int Bytes = 4096;

    static readonly Channel<ImmutableList<string>> Messages = Channel.Append<string>("messages");
    static readonly Channel<JsonElement?> Answer = Channel.LastValue<JsonElement?>("answer");

    static Workflow Workflow(Action<string> asked) => new WorkflowBuilder("chat", 1).Channels(Messages, Answer)
        .Node("say", _ => NodeResult.Next(Patch.Empty.Add(Messages, Noise.Text(Bytes))), new NodeOptions { Kind = NodeKind.Pure })
        .Node("ask", context =>
        {
            asked(context.Key);
            return NodeResult.Interrupt(new InterruptRequest(context.Key, Json.ToElement("more?")), answerInto: Answer);
        }, new NodeOptions { Kind = NodeKind.Pure })
        .Edge("say", "ask").Conditional("ask", _ => "say", "say", Steward.Workflows.Building.Workflow.End).Start("say").Build();

    public static async Task RunAsync(Report report, EngineLangGraph peer, EngineDatabase database, bool quick)
    {
        report.Section($"A conversation of {Turns} turns, {Turns * Bytes / 1024} KB");
        var times = new Dictionary<string, List<List<double>>> { [peer.Name] = [], ["Steward"] = [] };
        var sizes = new Dictionary<string, List<double>> { [peer.Name] = [], ["Steward"] = [] };
        for (var round = 0; round < (quick ? 1 : 3); round++)
        {
            await MeasureAsync(peer.Name, peer.Database, () => peer.ChatAsync(Turns, Bytes));
            await MeasureAsync("Steward", database, () => StewardAsync(database));
        }
        foreach (var name in times.Keys)
        {
            var (early, late) = (Around(name, 10), Around(name, Turns - 5));
            report.Add($"conversation: {name}, tables", EngineBench.Median(sizes[name]) / 1024 / 1024, "MB", name == "Steward" ? 2.4 : null);
            report.Add($"conversation: {name}, turn 10", early, "ms");
            report.Add($"conversation: {name}, turn {Turns}", late, "ms");
            report.Add($"conversation: {name}, turn {Turns} / turn 10", late / early, "times", name == "Steward" ? 1.5 : null);
        }

        // The median of the eleven turns around it: one turn alone measures the machine.
        double Around(string name, int turn) => EngineBench.Median(times[name].Select(own => EngineBench.Median(own.Skip(turn - 6).Take(11))));

        async Task MeasureAsync(string name, EngineDatabase where, Func<Task<List<double>>> chat)
        {
            var before = await where.CountAsync();
            times[name].Add(await chat());
            sizes[name].Add((await where.CountAsync()).TableBytes - before.TableBytes);
        }
    }

    static async Task<List<double>> StewardAsync(EngineDatabase database)
    {
        var key = "";
        await using var node = await EngineNode.StartAsync(database, 8, Workflow(asked => key = asked));
        var times = new List<double>();
        var id = node.Services.GetRequiredService<Ids>().New();
        for (var turn = 0; turn < Turns; turn++)
        {
            var began = Stopwatch.GetTimestamp();
            var settled = node.Ends.Of(id);
            if (turn == 0)
                await node.StartRunAsync("chat", Patch.Empty, id);
            else
                await AnswerAsync(node, id, key);
            await settled;
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
        return times;
    }

    static async Task AnswerAsync(EngineNode node, Guid id, string key)
    {
        await using var scope = node.Services.CreateAsyncScope();
        var outcome = await scope.ServiceProvider.GetRequiredService<AnswerInterrupt>().ExecuteAsync(id, key, Json.ToElement("yes"), default);
        if (outcome.Result != AnswerResult.Answered)
            throw new InvalidOperationException($"The answer was not taken: {outcome.Result}.");
    }
}
