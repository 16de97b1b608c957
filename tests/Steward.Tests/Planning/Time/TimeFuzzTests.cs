using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Steward.Planning;

namespace Steward.Tests.Planning.Time;

/// <summary>Any text is answered, soon, with expressions that hold together; what is right stays right in a longer text.</summary>
public sealed class TimeFuzzTests(ITestOutputHelper output)
{
    /// <summary>Milliseconds for a text as long as the door lets in, on a machine that is busy with other tests; what is not linear takes many seconds. How long it takes alone is measured by ./bench time.</summary>
    const double Allowed = 1500;

    static readonly TimeResolver Resolver = new(TimeProvider.System);
    static readonly IReadOnlyList<TimeRow> Rows = TimeRow.ReadAll();
    static readonly string[] Pieces = [.. Rows.SelectMany(r => r.Text.Split(' ')).Distinct(StringComparer.Ordinal)];

    /// <summary>The first calls compile code; they are not what is measured.</summary>
    static TimeFuzzTests()
    {
        for (var n = 0; n < 3; n++)
            foreach (var row in Rows)
                Resolver.Resolve(row.Question);
    }

    static IReadOnlyList<TimeExpression> Ask(string text, string? lean = null, string zone = "America/New_York") =>
        Resolver.Resolve(new TimeQuestion(text, World.Now, zone, "en-GB", lean)).Match(found => found, error => throw new InvalidOperationException(error.ToString()));

    [Fact]
    public void Any_text_is_answered_with_expressions_that_hold_together() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => string.IsNullOrWhiteSpace(text) || Holds(text, Ask(text))));

    [Fact]
    public void Any_heap_of_words_of_time_is_answered_with_expressions_that_hold_together()
    {
        var heap = Gen.ArrayOf(Gen.Elements(Pieces)).Select(parts => string.Join(' ', parts.Take(25)));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(4000).WithEndSize(40), Prop.ForAll(Arb.From(heap), Arb.From(Gen.Elements("past", "future")),
            (text, lean) => string.IsNullOrWhiteSpace(text) || Holds(text, Ask(text, lean))));
    }

    [Theory]
    [InlineData("last 8601 year")]
    [InlineData("in 9000 years")]
    [InlineData("99999999 weeks before 1 January 2020")]
    [InlineData("deliver three-hour drinks longer hours 2020s last 8601 year")]
    public void Years_that_ISO_8601_cannot_write_are_no_times(string text)
    {
        foreach (var lean in new[] { "past", "future" })
            Assert.True(Holds(text, Ask(text, lean)));
    }

    [Fact]
    public void A_row_with_a_slip_of_the_finger_or_a_strange_sign_in_it_is_answered()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        string[] strange = ["\0", "\uD83D\uDE00", "\u202E", "\u05D0\u05D1", "\u0301", "½", "９", "\r\n", "-", "99999999999", ".", "/", ":", "'s"];
        foreach (var row in Rows)
        {
            var text = new StringBuilder(row.Text);
            for (var n = random.Next(1, 4); n > 0 && text.Length > 1; n--)
            {
                var at = random.Next(text.Length);
                if (random.Next(3) == 0)
                    text.Insert(at, strange[random.Next(strange.Length)]);
                else if (random.Next(2) == 0)
                    text.Remove(at, 1);
                else
                    (text[at], text[at / 2]) = (text[at / 2], text[at]);
            }
            if (!string.IsNullOrWhiteSpace(text.ToString()))
                Assert.True(Holds(text.ToString(), Ask(text.ToString())), text.ToString());
        }
    }

    /// <summary>Texts as long as the door lets in, made of what nests and repeats.</summary>
    [Theory]
    [InlineData("the week of the week of ")]
    [InlineData("the day before the day after ")]
    [InlineData("the first Monday of the last week of ")]
    [InlineData("every every every other ")]
    [InlineData("mon tue wed ")]
    [InlineData("since since since monday ")]
    [InlineData("from 3 to from 3 to ")]
    [InlineData("1:1:1:1/1/1-1-1.")]
    [InlineData("9")]
    [InlineData("1 2 3 4 5 6 7 ")]
    [InlineData("half past quarter to ")]
    [InlineData("2 hours before 2 hours after ")]
    [InlineData("every Friday the 13th in February until ")]
    [InlineData("end of the end of the beginning of ")]
    [InlineData("monday at 3pm in Tokyo to ")]
    [InlineData("\uD83D\uDE00\u202E\0 ")]
    [InlineData("a sentence in which no time is named at all, and that goes on. ")]
    [InlineData("a few days before the third weekend after next Christmas and the 5th, ")]
    public void Long_and_nested_texts_take_no_longer_than_they_are_long(string piece)
    {
        var text = new StringBuilder();
        while (text.Length < TimeResolver.MaxText - piece.Length)
            text.Append(piece);
        var best = double.MaxValue;
        for (var n = 0; n < 20 && best > Allowed / 2; n++)
        {
            var watch = Stopwatch.StartNew();
            var found = Ask(text.ToString());
            best = Math.Min(best, watch.Elapsed.TotalMilliseconds);
            Assert.True(Holds(text.ToString(), found));
        }
        output.WriteLine($"{piece}: {best:0.0} ms");
        Assert.True(best < Allowed, $"{best} ms");
    }

    [Fact]
    public void What_is_found_alone_is_found_between_other_sentences()
    {
        var lost = Rows.Where(row => row is { Span: not null, Kind: not "none" })
            .Where(row => !(row with { Text = $"Hello Kim. {row.Text} Best regards, Tom", Span = (row.Span!.Value.Start + 11, row.Span.Value.End + 11) } is var longer && longer.IsRight(Resolver.Resolve(longer.Question).Value)))
            .Select(row => row.Text).ToList();
        Assert.Empty(lost);
    }

    static bool Holds(string text, IReadOnlyList<TimeExpression> found) =>
        found.Zip(found.Skip(1)).All(pair => pair.First.End <= pair.Second.Start)
        && found.All(e => e.Start >= 0 && e.End <= text.Length && e.Start < e.End && e.Text == text[e.Start..e.End])
        && found.All(e => e.FromInstant is null || e.ToInstant is null || e.FromInstant <= e.ToInstant)
        && found.All(e => e.Kind switch
        {
            TimeKind.Duration => e.Duration is not null,
            TimeKind.Set => e is { Rrule: not null, Value: not null, Instant: not null },
            TimeKind.DateRange or TimeKind.TimeRange or TimeKind.DateTimeRange => e.From is not null || e.To is not null,
            _ => e is { Value: not null, Instant: not null },
        });
}
