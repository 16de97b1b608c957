using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Steward.Planning;
using Steward.Planning.Language;
using Steward.Planning.Time;

namespace Steward.Tests.Planning;

/// <summary>Whatever is typed gives a plan, a question or a refusal, in time, and nonsense never proposes a change.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    const string Seed = "Fuzz seed: ";

    static readonly string[] LexiconWords = [.. Words()];

    /// <summary>The first call loads data and compiles code; it is not what is measured.</summary>
    static FuzzTests()
    {
        foreach (var row in EvalTable.Read("requests.tsv").Take(60))
            World.Plan(row[0]);
    }

    [Fact]
    public void Any_text_gives_a_result_that_holds_together()
    {
        var validation = new PlanValidation(World.Tools);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            var result = World.Plan(text ?? "");
            return Sound(result, validation);
        }));
    }

    [Fact]
    public void Any_heap_of_known_words_gives_a_result_that_holds_together_within_50_ms()
    {
        var seed = Environment.TickCount;
        output.WriteLine(Seed + seed);
        var random = new Random(seed);
        var validation = new PlanValidation(World.Tools);
        var slowest = TimeSpan.Zero;
        for (var n = 0; n < 600; n++)
        {
            var text = string.Join(' ', Enumerable.Range(0, random.Next(1, 40)).Select(_ => LexiconWords[random.Next(LexiconWords.Length)]));
            var watch = Stopwatch.StartNew();
            var result = World.Plan(text);
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
            Assert.True(Sound(result, validation), text);
            foreach (var step in result.Plan?.Steps.Where(s => s.Tool == "mail.search") ?? [])
                Assert.True(Steward.Mail.MailQuery.Parse(step.Arguments["query"].GetString()!).Ok, $"{text}: {step.Arguments["query"]}");
        }
        output.WriteLine($"slowest {slowest.TotalMilliseconds:0.0} ms");
        Assert.True(slowest < TimeSpan.FromMilliseconds(Allowed), $"{slowest.TotalMilliseconds} ms");
    }

    [Fact]
    public void Words_of_no_language_never_propose_a_change()
    {
        var seed = Environment.TickCount;
        output.WriteLine(Seed + seed);
        var random = new Random(seed);
        for (var n = 0; n < 500; n++)
        {
            var text = string.Join(' ', Enumerable.Range(0, random.Next(1, 12)).Select(_ => Nonsense(random)));
            Assert.NotEqual(PlanOutcome.Propose, World.Plan(text).Outcome);
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("((((((((((((((((((((")]
    [InlineData("\"\"\"\"\"\"")]
    [InlineData("from from from to to to about about except except")]
    [InlineData("every every every 99999999999 of of of the the the last last next")]
    [InlineData("\u202Earchive\u200B \uD83D\uDE00 \uD83D")]
    [InlineData("1/2/3/4/5/6/7/8/9 - 3 - 4 - 5 to 6 to 7 until 8")]
    public void Long_and_strange_texts_are_answered_in_time(string piece)
    {
        var builder = new StringBuilder();
        while (builder.Length < PlanMessage.MaxLength)
            builder.Append(piece).Append(' ');
        var watch = Stopwatch.StartNew();
        World.Plan(builder.ToString());
        output.WriteLine($"{watch.Elapsed.TotalMilliseconds:0.0} ms");
        Assert.True(watch.ElapsedMilliseconds < 8 * Allowed, $"{watch.ElapsedMilliseconds} ms");
    }

    [Fact]
    public void The_same_request_in_the_same_world_gives_the_same_result()
    {
        foreach (var row in EvalTable.Read("requests.tsv"))
            Assert.Equal(Written(World.Plan(row[0])), Written(World.Plan(row[0])));
    }

    [Fact]
    public void A_plan_takes_less_than_20_ms_and_a_sentence_of_time_less_than_2_ms()
    {
        var rows = EvalTable.Read("requests.tsv").Select(r => r[0]).ToList();
        var plans = Measure(rows, text => World.Plan(text));
        var resolver = new TimeResolver(TimeProvider.System);
        var times = Measure(rows, text => resolver.Resolve(new TimeQuestion(text, World.Now, "Europe/Berlin")));
        output.WriteLine($"plan p50 {plans[plans.Count / 2]:0.00} ms, p95 {plans[plans.Count * 95 / 100]:0.00} ms; time p50 {times[times.Count / 2]:0.00} ms, p95 {times[times.Count * 95 / 100]:0.00} ms");
        Assert.True(plans[plans.Count * 95 / 100] < 20, "plans are slow");
        Assert.True(times[times.Count * 95 / 100] < 2, "times are slow");
    }

    /// <summary>Milliseconds in which a heap of words must be answered; a busy machine gets four times as much.</summary>
    const int Allowed = 200;

    static List<double> Measure(List<string> texts, Action<string> act)
    {
        texts.ForEach(act);
        return [.. texts.Select(text =>
        {
            var best = double.MaxValue;
            for (var n = 0; n < 3; n++)
            {
                var watch = Stopwatch.StartNew();
                act(text);
                best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
            }
            return best;
        }).Order()];
    }

    static string Written(PlanResult result) => System.Text.Json.JsonSerializer.Serialize(result, Steward.Platform.Json.Options);

    static bool Sound(PlanResult result, PlanValidation validation) => result.Outcome switch
    {
        PlanOutcome.Ask => result is { Question: not null, Plan: null, Refusal: null },
        PlanOutcome.Refuse => result is { Refusal: not null, Plan: null, Question: null },
        PlanOutcome.Answer => result is { Plan: { } plan, Question: null, Refusal: null } && plan.Steps.All(s => s.Effect == StepEffect.Read) && validation.Validate(plan).Count == 0,
        PlanOutcome.Propose => result is { Plan: { } plan, Question: null, Refusal: null } && plan.Steps.Any(s => s.Effect == StepEffect.Propose) && validation.Validate(plan).Count == 0,
        _ => false,
    };

    static string Nonsense(Random random)
    {
        while (true)
        {
            var word = string.Concat(Enumerable.Range(0, random.Next(4, 11)).Select(_ => (char)('a' + random.Next(26))));
            var tokens = Lexicon.Default.Mend(Tokeniser.Split(word), _ => false);
            if (!Lexicon.Default.Knows(tokens[0].Norm))
                return word;
        }
    }

    static IEnumerable<string> Words()
    {
        using var stream = typeof(Lexicon).Assembly.GetManifestResourceStream("planning/lexicon.txt")!;
        using var reader = new StreamReader(stream);
        foreach (var line in reader.ReadToEnd().Split('\n').Where(l => l.Length > 0 && l[0] != '#'))
            foreach (var phrase in line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..].Split(", "))
                yield return phrase;
        foreach (var word in TimeFinder.Vocabulary)
            yield return word;
        foreach (var word in (string[])["Sarah", "Tom", "my manager", "\"quoted text\"", "3pm", "14:00", "2 hours", "Acme", ",", ".", "and", "except", "work", "personal", "ben@northwind.example"])
            yield return word;
    }
}
