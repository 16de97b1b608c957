using FsCheck;
using FsCheck.Fluent;
using Steward.Tools.Summaries;

namespace Steward.Tests.Tools;

public sealed class ExtractiveSummaryTests
{
    static SourceText Source(string text, int hour = 0, string subject = "Project Atlas", string from = "Anna") => new(Guid.NewGuid(), from, subject, Mails.Monday.AddHours(hour), text);

    [Fact]
    public void The_sentences_that_decide_ask_and_name_dates_are_picked_over_small_talk()
    {
        var sources = new[]
        {
            Source("I hope that you had a wonderful weekend by the sea. The Atlas launch is moved to 4 December because the security review is late. The weather here was lovely as always."),
            Source("Could you approve the Atlas budget of 48,000 EUR by Friday? My cat says hello to everybody in the office today.", 5, from: "Ben"),
            Source("We agreed to keep two Atlas testers until the launch. Lunch was nice and everyone enjoyed the new place.", 8, from: "Cleo"),
        };
        var bullets = ExtractiveSummary.Of(sources, "Atlas", 3);

        Assert.Equal(
        [
            "The Atlas launch is moved to 4 December because the security review is late.",
            "Could you approve the Atlas budget of 48,000 EUR by Friday?",
            "We agreed to keep two Atlas testers until the launch.",
        ], bullets.Select(b => b.Text));
        Assert.Equal(sources.Select(s => s.MessageId.ToString()), bullets.Select(b => b.Source.Id));
        Assert.All(bullets, b => Assert.Equal(Steward.Platform.Trust.Outside, b.Source.Trust));
        Assert.Equal("Ben: Project Atlas", bullets[1].Source.Text);
    }

    [Fact]
    public void What_several_messages_say_alike_is_said_once()
    {
        var bullets = ExtractiveSummary.Of(
        [
            Source("The Atlas launch is moved to 4 December."), Source("The launch of Atlas is moved to 4 December.", 1), Source("Atlas launch moved to 4 December!", 2),
            Source("The catering for the party is booked with the usual company.", 3),
        ], "Atlas", 5);
        Assert.Single(bullets, b => b.Text.Contains("4 December", StringComparison.Ordinal));
        Assert.Equal(2, bullets.Count);
    }

    [Fact]
    public void No_text_gives_no_bullet() => Assert.Empty(ExtractiveSummary.Of([Source(""), Source("Hi!"), Source("Thanks, bye.")], "Atlas", 5));

    [Fact]
    public void Order_of_the_sources_does_not_matter_and_nothing_is_invented()
    {
        var sentence = Gen.Elements("The budget is approved.", "Please send the report by Monday.", "We saw 14 birds near the river today.", "Atlas needs a new owner until June.",
            "Nobody knows why the server stopped again.", "Hi all,", "Could Ben check the contract with the customer?", "It costs 300 EUR per month for everyone.");
        var texts = Gen.ListOf(Gen.Select(Gen.ListOf(sentence), list => string.Join(' ', list)));
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(texts.ToArbitrary(), all =>
        {
            var sources = all.Select((text, i) => Source(text, i)).ToList();
            var bullets = ExtractiveSummary.Of(sources, "atlas budget", 4);
            Assert.True(bullets.Count <= 4);
            Assert.All(bullets, b => Assert.Contains(b.Text, sources.Single(s => s.MessageId.ToString() == b.Source.Id).Text, StringComparison.Ordinal));
            Assert.Equal(bullets.Count, bullets.Select(b => b.Text).Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(bullets, ExtractiveSummary.Of([.. sources.AsEnumerable().Reverse()], "atlas budget", 4));
        }));
    }

    [Fact]
    public void Two_hundred_long_messages_take_less_than_a_second()
    {
        var text = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"Point {i} of project Atlas concerns team {i % 7} and its budget of {i * 100} EUR until day {i}."));
        var sources = Enumerable.Range(0, 200).Select(i => Source(text, i)).ToList();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(8, ExtractiveSummary.Of(sources, "Atlas", 8).Count);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"It took {watch.Elapsed}.");
    }
}
