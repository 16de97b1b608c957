using NodaTime;
using NodaTime.Text;
using Steward.Calendar.Recurrence;
using Steward.Planning;

namespace Steward.Tests.Planning.Time;

/// <summary>The rules of repetitions are rules of RFC 5545 to the calendar's own reader, and the value beside a rule is its first happening.</summary>
public sealed class RepetitionTests
{
    static readonly TimeResolver Resolver = new(TimeProvider.System);

    public static TheoryData<string> Texts => [.. TimeRow.ReadAll().Where(row => row.Kind == "set").Select(row => row.Text).Distinct()];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_rule_is_valid_and_begins_with_its_value(string text)
    {
        foreach (var set in Resolver.Resolve(new TimeQuestion(text, World.Now, "Europe/Berlin")).Value.Where(e => e.Kind == TimeKind.Set))
        {
            var rule = RuleParser.Parse(set.Rrule!);
            Assert.True(rule.Ok, $"{set.Rrule}: {rule.Error}");
            var timed = set.Value!.Contains('T', StringComparison.Ordinal);
            var start = timed ? LocalDateTimePattern.ExtendedIso.Parse(set.Value).Value : LocalDatePattern.Iso.Parse(set.Value).Value + LocalTime.Midnight;
            Assert.Equal(start, RuleExpansion.Expand(rule.Value, start, start, start.PlusYears(9), new ExpansionBudget(1_000_000)).First());
            // nothing happens between now and the value
            var before = new LocalDateTime(2026, 11, 18, 10, 0);
            if (timed && rule.Value.Interval == 1 && set.Rrule!.Contains("BYHOUR", StringComparison.Ordinal) && start > before)
                Assert.DoesNotContain(RuleExpansion.Expand(rule.Value, before, before, start.PlusMinutes(-1), new ExpansionBudget(1_000_000)), at => at > before && at < start && !text.Contains("start", StringComparison.Ordinal) && !text.Contains("from", StringComparison.Ordinal));
            // UNTIL has the type of the first happening
            if (set.Rrule!.Contains("UNTIL=", StringComparison.Ordinal))
                Assert.Equal(timed, set.Rrule.EndsWith('Z'));
        }
    }

    [Theory]
    [InlineData("every Monday at 9 until 31 December", "FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0;UNTIL=20261231T225959Z")]
    [InlineData("every Monday until 31 December", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261231")]
    public void The_end_of_a_series_is_the_end_of_that_day_in_the_zone(string text, string rule) =>
        Assert.Equal(rule, Resolver.Resolve(new TimeQuestion(text, World.Now, "Europe/Berlin")).Value.Single().Rrule);

    [Theory]
    [InlineData("every Monday to Friday from 9 to 5", "each time 09:00 to 17:00")]
    [InlineData("daily at 7 except 24 December", "without 2026-12-24")]
    [InlineData("twice a week", "2 times in each week")]
    [InlineData("every Easter", "moves from year to year")]
    public void What_a_rule_cannot_say_is_in_the_note(string text, string note) =>
        Assert.Contains(note, Resolver.Resolve(new TimeQuestion(text, World.Now, "Europe/Berlin")).Value.Single().Note, StringComparison.Ordinal);
}
