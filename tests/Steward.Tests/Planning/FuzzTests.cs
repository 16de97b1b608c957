using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Steward.Planning;
using Steward.Planning.Language;
using Steward.Planning.Time;

namespace Steward.Tests.Planning;

/// <summary>Whatever is typed gives a plan, a question or a refusal, and nonsense never proposes a change. How long it takes is measured by ./bench plan.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    const string Seed = "Fuzz seed: ";

    static readonly string[] LexiconWords = [.. Words()];

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
    public void Any_heap_of_known_words_gives_a_result_that_holds_together()
    {
        var seed = Environment.TickCount;
        output.WriteLine(Seed + seed);
        var random = new Random(seed);
        var validation = new PlanValidation(World.Tools);
        for (var n = 0; n < 600; n++)
        {
            var text = string.Join(' ', Enumerable.Range(0, random.Next(1, 40)).Select(_ => LexiconWords[random.Next(LexiconWords.Length)]));
            var result = World.PlanAmong(Crowd, text);
            Assert.True(Sound(result, validation), text);
            foreach (var step in result.Plan?.Steps.Where(s => s.Tool == "mail.search") ?? [])
                Assert.True(Steward.Mail.MailQuery.Parse(step.Arguments["query"].GetString()!).Ok, $"{text}: {step.Arguments["query"]}");
        }
    }

    [Fact]
    public void Requests_with_their_words_in_any_order_or_run_together_give_a_result_that_holds_together()
    {
        var seed = Environment.TickCount;
        output.WriteLine(Seed + seed);
        var random = new Random(seed);
        var validation = new PlanValidation(World.Tools);
        var requests = EvalTable.Read("requests.tsv").Select(row => row[0]).ToArray();
        string Any() => requests[random.Next(requests.Length)];
        for (var n = 0; n < 500; n++)
        {
            var shuffled = string.Join(' ', $"{Any()} {Any()}".Split(' ').OrderBy(_ => random.Next()));
            Assert.True(Sound(World.Plan(shuffled), validation), shuffled);
            var joined = string.Join(random.Next(2) == 0 ? " and " : ". ", Enumerable.Range(0, random.Next(1, 5)).Select(_ => Any()));
            Assert.True(Sound(World.Plan(joined), validation), joined);
            var cut = Any();
            cut = cut[..random.Next(1, cut.Length + 1)];
            Assert.True(Sound(World.Plan(cut), validation), cut);
        }
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
    public void Long_and_strange_texts_are_answered(string piece)
    {
        var builder = new StringBuilder();
        while (builder.Length < PlanMessage.MaxLength)
            builder.Append(piece).Append(' ');
        Assert.True(Sound(World.PlanAmong(Crowd, builder.ToString()), new PlanValidation(World.Tools)));
    }

    /// <summary>Counted, not timed: a text of twice the length takes about twice the look-ups, whatever it is made of.</summary>
    [Theory]
    [InlineData("a")]
    [InlineData("' “ \"")]
    [InlineData("archive the mail from Sarah and")]
    [InlineData("from from from to to to about about except except")]
    [InlineData("every every every 99999999999 of of of the the the last last next")]
    [InlineData("put it in the bin")]
    [InlineData("please archive the mails about Falcon summarise")]
    [InlineData("dinner at Luigi's tomorrow at 3 with Jonas")]
    [InlineData("frobnicate the quux")]
    [InlineData("mail about the budget and the plan for the office of the team on")]
    [InlineData("that I said if he doesn't answer")]
    [InlineData("everyone who mailed about the team of the group of people")]
    [InlineData("Sarah, Ben and Priya and Tom or")]
    [InlineData("take the label off that starred")]
    public void The_work_of_reading_grows_no_faster_than_the_text(string piece)
    {
        long Work(int length)
        {
            var builder = new StringBuilder();
            while (builder.Length < length)
                builder.Append(piece).Append(' ');
            var before = Lexicon.LookUps;
            World.Plan(builder.ToString(0, length));
            return Lexicon.LookUps - before;
        }
        // longer ones are refused when they are no text of a mail
        var (half, whole) = (Work(500), Work(1000));
        output.WriteLine($"{piece}: {half} → {whole}");
        Assert.True(half > 0 && whole < 2.5 * half + 1000, $"“{piece}”: {half} look-ups for 500 characters, {whole} for 1,000");
    }

    [Fact]
    public void A_long_text_for_a_mail_is_taken_and_a_long_request_is_not()
    {
        var text = string.Join(' ', Enumerable.Repeat("We met and then agreed on Tuesday that the budget is fine.", 65));
        var reply = World.Plan($"reply to Sarah saying \"{text}\"");
        Assert.Equal(PlanOutcome.Propose, reply.Outcome);
        Assert.Contains(reply.Plan!.Steps, s => s.Arguments.TryGetValue("instructions", out var said) && said.GetString() == text);
        Assert.Equal(PlanOutcome.Refuse, World.Plan(string.Join(' ', Enumerable.Repeat("find the mail about the budget", 60))).Outcome);
    }

    [Theory]
    [InlineData("newsletters > 90 days → archive and archive the thread about the office plants and all marketing emails from more than three months ago should be archived and lorem ipsum dolor sit amet")]
    [InlineData("this want that i haven't read yet five hours of heads-down time i")]
    public void What_broke_it_once_is_answered(string text) => Assert.True(Sound(World.Plan(text), new PlanValidation(World.Tools)));

    [Fact]
    public void The_same_request_in_the_same_world_gives_the_same_result()
    {
        foreach (var row in EvalTable.Read("requests.tsv"))
            Assert.Equal(Written(World.Plan(row[0])), Written(World.Plan(row[0])));
    }

    /// <summary>Requests of the table with words lost, doubled, swapped and run together: what people send when they hurry.</summary>
    [Fact]
    public void Mutilated_requests_give_a_result_that_holds_together()
    {
        var seed = Environment.TickCount;
        output.WriteLine(Seed + seed);
        var random = new Random(seed);
        var (validation, rows) = (new PlanValidation(World.Tools), EvalTable.Read("requests.tsv").Select(r => r[0]).ToList());
        for (var n = 0; n < 600; n++)
        {
            var words = rows[random.Next(rows.Count)].Split(' ').ToList();
            for (var k = random.Next(1, 4); k > 0 && words.Count > 0; k--)
            {
                var at = random.Next(words.Count);
                switch (random.Next(5))
                {
                    case 0: words.RemoveAt(at); break;
                    case 1: words.Insert(at, words[at]); break;
                    case 2: (words[at], words[0]) = (words[0], words[at]); break;
                    case 3: words.Insert(at, LexiconWords[random.Next(LexiconWords.Length)]); break;
                    default: words.InsertRange(at, rows[random.Next(rows.Count)].Split(' ').Take(random.Next(1, 6))); break;
                }
            }
            var text = string.Join(' ', words);
            Assert.True(Sound(World.Plan(text), validation), text);
        }
    }

    /// <summary>Kim's contacts and five thousand others, many of whom share names.</summary>
    static readonly IndexedContacts Crowd = new([.. World.People, .. Enumerable.Range(0, 5000).Select(n =>
        new Contact($"{Given[n % Given.Length]} {Family[n / Given.Length % Family.Length]}{n / 400}", [$"person{n}@company{n % 70}.example"], 1, []))]);

    static string[] Given => ["Tom", "Sarah", "Maria", "Will", "Mark", "May", "Bill", "Jonas", "Grace", "June", "Rich", "Anna", "Li", "Omar", "Ivy", "Art", "Rob", "Dee", "Max", "Sunday"];

    static string[] Family => ["Archer", "Friday", "Baker", "Mailer", "Booker", "Chen", "Weber", "Post", "Day", "Field", "Read", "Sender", "Noon", "Page", "Hill", "Draft", "Star", "Marsh", "Long", "Short"];

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
