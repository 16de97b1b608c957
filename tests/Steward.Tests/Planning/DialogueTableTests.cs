using Steward.Planning;

namespace Steward.Tests.Planning;

/// <summary>evals/dialogues.tsv: turns, the outcome and intent of the last, checks.</summary>
public sealed class DialogueTableTests(ITestOutputHelper output)
{
    [Fact]
    public void Dialogues_are_understood_above_the_floor()
    {
        var (right, all) = (0, 0);
        foreach (var row in EvalTable.Read("dialogues.tsv"))
        {
            var result = Converse(row[0]);
            all++;
            if (RequestTableTests.Problem(result, row) is { } problem)
                output.WriteLine($"MISS {row[0]}\n     {problem}\n     {RequestTableTests.Shown(result)}");
            else
                right++;
        }
        output.WriteLine($"dialogues {right}/{all} = {100.0 * right / all:0.0} %");
        Assert.True(all >= 40);
        Assert.True(right >= 0.95 * all, $"{right} of {all}");
    }

    [Fact]
    public void What_was_spoken_of_is_no_longer_meant_after_a_while()
    {
        var before = World.Plan("find unread mail from Sarah");
        PlanResult After(TimeSpan age) => World.Plan("archive them", new EarlierTurn("find unread mail from Sarah", before.Plan, null, World.Now - age));
        Assert.Equal(PlanOutcome.Propose, After(TimeSpan.FromHours(11)).Outcome);
        Assert.Equal("mail", After(TimeSpan.FromHours(13)).Question!.Missing);
        var chatter = Enumerable.Range(0, 5).Select(_ => new EarlierTurn("what can you do?", null, null));
        Assert.Equal("mail", World.Plan("archive them", [new EarlierTurn("find unread mail from Sarah", before.Plan, null), .. chatter]).Question!.Missing);
    }

    internal static PlanResult Converse(string dialogue)
    {
        var earlier = new List<EarlierTurn>();
        PlanResult? result = null;
        foreach (var message in dialogue.Split(" | "))
        {
            result = World.Plan(message, [.. earlier]);
            earlier.Add(new EarlierTurn(message, result.Plan, result.Question, World.Now));
        }
        return result!;
    }
}
