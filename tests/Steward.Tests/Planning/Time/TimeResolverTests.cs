using FsCheck;
using FsCheck.Fluent;
using Steward.Planning;

namespace Steward.Tests.Planning.Time;

public sealed class TimeResolverTests
{
    readonly TimeResolver resolver = new(TimeProvider.System);

    TimeExpression One(string text, string zone = "Europe/Berlin", string? lean = null, DateTimeOffset? now = null) =>
        Assert.Single(resolver.Resolve(new TimeQuestion(text, now ?? World.Now, zone, null, lean)).Value);

    [Fact]
    public void Spans_are_those_of_the_text()
    {
        const string text = "Could we meet on Friday at 3pm, or else between Monday and Wednesday next week?";
        var found = resolver.Resolve(new TimeQuestion(text, World.Now, "Europe/Berlin")).Value;
        Assert.Equal(["Friday at 3pm", "between Monday and Wednesday next week"], found.Select(e => e.Text));
        Assert.All(found, e => Assert.Equal(e.Text, text[e.Start..e.End]));
    }

    [Fact]
    public void Instants_follow_the_zone()
    {
        Assert.Equal(new DateTimeOffset(2026, 11, 19, 14, 0, 0, TimeSpan.Zero), One("tomorrow 3pm").Instant!.Value.ToUniversalTime());
        Assert.Equal(new DateTimeOffset(2026, 11, 19, 20, 0, 0, TimeSpan.Zero), One("tomorrow 3pm", "America/New_York").Instant!.Value.ToUniversalTime());
        var week = One("next week");
        Assert.Equal(TimeSpan.FromDays(7), week.ToInstant - week.FromInstant);
    }

    [Fact]
    public void An_hour_that_the_spring_skips_is_moved_and_said()
    {
        var found = One("March 14 2027 at 2:30am", "America/New_York");
        Assert.Equal("2027-03-14T03:30:00", found.Value);
        Assert.Contains("does not exist", found.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void An_hour_that_comes_twice_is_the_first_with_the_other_as_alternative()
    {
        var found = One("02:30 on 31 October 2027");
        Assert.Equal(TimeSpan.FromHours(2), found.Instant!.Value.Offset);
        Assert.Contains("comes twice", found.Note, StringComparison.Ordinal);
        Assert.NotEmpty(found.Alternatives!);
    }

    [Fact]
    public void An_open_half_of_the_day_has_the_other_half_as_alternative()
    {
        Assert.Equal(["2026-11-19T03:00:00"], One("at 3").Alternatives);
        Assert.Null(One("at 3pm").Alternatives);
    }

    [Fact]
    public void A_written_date_is_read_by_the_locale_and_shows_the_other_reading()
    {
        var us = resolver.Resolve(new TimeQuestion("3/4/2027", World.Now, "UTC", "en-US")).Value[0];
        var eu = resolver.Resolve(new TimeQuestion("3/4/2027", World.Now, "UTC", "en-GB")).Value[0];
        Assert.Equal(("2027-03-04", "2027-04-03"), (us.Value, eu.Value));
        Assert.Equal([eu.Value!], us.Alternatives);
    }

    [Theory]
    [InlineData(null, "UTC", null, "text")]
    [InlineData("  ", "UTC", null, "text")]
    [InlineData("today", "Mars/Olympus", null, "zone")]
    [InlineData("today", "UTC", "sideways", "lean")]
    public void Bad_input_is_refused_with_its_field(string? text, string zone, string? lean, string field) =>
        Assert.Equal(field, resolver.Resolve(new TimeQuestion(text!, World.Now, zone, null, lean)).Error!.Field);

    [Fact]
    public void Kinds_are_lower_case_in_json()
    {
        var json = System.Text.Json.JsonSerializer.Serialize(One("tomorrow from 3 to 5"), Steward.Platform.Json.Options);
        Assert.Contains("\"kind\":\"datetimerange\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Found_expressions_are_ordered_disjoint_and_never_end_before_they_begin()
    {
        var words = (string[])["monday", "next", "last", "every", "3", "5pm", "-", "to", "from", "between", "and", "the", "of", "month", "week", "2 hours", "ago", "in", "before", "morning", "2027", "march", "14th", "noon", "until", "for", "other", "first", ","];
        var sentence = Gen.ArrayOf(Gen.Elements(words)).Select(parts => string.Join(' ', parts.Take(12)));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Arb.From(sentence), text =>
        {
            if (string.IsNullOrWhiteSpace(text))
                return true;
            var found = resolver.Resolve(new TimeQuestion(text, World.Now, "America/New_York")).Value;
            return found.Zip(found.Skip(1)).All(pair => pair.First.End <= pair.Second.Start)
                && found.All(e => e.FromInstant is null || e.ToInstant is null || e.FromInstant <= e.ToInstant);
        }));
    }

    [Theory]
    [InlineData("Friday", "2026-11-20", "2026-11-13")]
    [InlineData("March 5", "2027-03-05", "2026-03-05")]
    [InlineData("the 20th", "2026-11-20", "2026-10-20")]
    [InlineData("Christmas", "2026-12-25", "2025-12-25")]
    public void The_lean_decides_the_side(string text, string future, string past)
    {
        Assert.Equal(future, One(text, lean: "future").Value);
        Assert.Equal(past, One(text, lean: "past").Value);
    }
}
