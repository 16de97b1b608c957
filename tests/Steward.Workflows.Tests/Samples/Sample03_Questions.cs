using System.Text.Json;
using Steward.Workflows.Building;
using Steward.Workflows.Checkpoints;
using Steward.Workflows.Interrupts;
using Steward.Workflows.State;

namespace Steward.Workflows.Tests.Samples;

/// <summary>
/// 3. Asking a person. A question is data, stored with the step that asks. The asking node is finished then: what it did is never done again, however
/// long the answer takes and however often the process dies. A run may end with an outcome that has a name.
/// </summary>
public sealed class Sample03_Questions
{
    static readonly Channel<JsonElement?> Answer = Channel.LastValue<JsonElement?>("answer");

    int asked;

    Workflow Approval() => new WorkflowBuilder("sample.approval", 1)
        .Channels(Answer).Outcomes("yes", "no", "expired")
        .Node("ask", context =>
        {
            asked++;
            var question = JsonSerializer.SerializeToElement(new { text = "Archive 12 messages?" });
            var allowed = new[] { "yes", "no" }.Select(word => JsonSerializer.SerializeToElement(word)).ToList();
            return NodeResult.Interrupt(new InterruptRequest("archive", question, allowed, ExpiresAt: new DateTimeOffset(2026, 11, 20, 9, 30, 0, TimeSpan.Zero)), answerInto: Answer);
        })
        .Node("act", context => NodeResult.Done(outcome: context.Answer?.GetString() ?? "expired"))
        .Edge("ask", "act").Edge("act", Workflow.End)
        .Start("ask").Build();

    [Fact]
    public async Task The_first_answer_wins_and_the_asking_node_ran_once()
    {
        var engine = new TestEngine(Approval());
        var run = await engine.RunAsync();
        Assert.Equal(RunStatus.Waiting, await engine.StatusAsync(run));

        Assert.Equal(AnswerResult.NotAllowed, (await engine.AnswerAsync(run, "archive", "maybe")).Result);
        Assert.Equal(AnswerResult.Answered, (await engine.AnswerAsync(run, "archive", "yes")).Result);
        var again = await engine.AnswerAsync(run, "archive", "no");

        Assert.Equal((AnswerResult.AlreadyAnswered, "yes"), (again.Result, again.Stored!.Value.GetString()));
        Assert.Equal((RunStatus.Completed, "yes"), ((await engine.FindAsync(run)).Status, (await engine.FindAsync(run)).Outcome));
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Without_an_answer_the_run_goes_on_when_the_time_is_over()
    {
        var engine = new TestEngine(Approval());
        var run = await engine.RunAsync();

        await engine.PassAsync(TimeSpan.FromMinutes(29));
        Assert.Equal(RunStatus.Waiting, await engine.StatusAsync(run));
        await engine.PassAsync(TimeSpan.FromMinutes(1));

        Assert.Equal("expired", (await engine.FindAsync(run)).Outcome);
        Assert.Equal(AnswerResult.Closed, (await engine.AnswerAsync(run, "archive", "yes")).Result);
    }
}
