using Steward.Planning;
using Steward.Tools;
using Steward.Tools.Priorities;

namespace Steward.Tests.Tools.Priorities;

public sealed class CluesTests
{
    const string Zone = "Europe/Berlin";
    static readonly IReadTimes Reader = new ReadTimes(new TimeResolver(TimeProvider.System));

    /// <summary>Written on Monday 16 November 2026, ten o'clock in Berlin.</summary>
    static IReadOnlyList<TimeInText> Times(string sentence) => Reader.Find(sentence, Mails.Monday, Zone);

    [Theory]
    [InlineData("Could you approve the Atlas budget by Friday?", "2026-11-20")]
    [InlineData("The report is due on 24 November.", "2026-11-24")]
    [InlineData("Please send me the numbers before Thursday.", "2026-11-18")]
    [InlineData("The deadline is tomorrow at 5pm.", "2026-11-17")]
    [InlineData("Your payment is due on 30 November 2026.", "2026-11-30")]
    [InlineData("We need your answer no later than Wednesday.", "2026-11-18")]
    [InlineData("Please return the signed form by the end of the month.", "2026-11-30")]
    [InlineData("The offer expires on Sunday.", "2026-11-22")]
    public void A_deadline_is_a_time_behind_a_word_that_makes_it_one(string sentence, string lastDay)
    {
        var due = Assert.Single(Clues.Deadlines([sentence], Times));
        Assert.Equal(lastDay, due.Due!.Value.AddTicks(-1).ToOffset(TimeSpan.FromHours(1)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("We met on Friday and it was fun.")]
    [InlineData("Lunch on Tuesday at noon?")]
    [InlineData("The workshop takes place from 9 to 12 on Monday.")]
    [InlineData("I was stopped by the police.")]
    public void Other_times_are_no_deadlines(string sentence) => Assert.Empty(Clues.Deadlines([sentence], Times));

    [Theory]
    [InlineData("I'll send you the draft by Wednesday.", true)]
    [InlineData("I will look into it.", true)]
    [InlineData("I’ll get back to you tomorrow.", true)]
    [InlineData("Let me check with Ben.", true)]
    [InlineData("I will be out of office on Friday.", false)]
    [InlineData("I'll see you on Monday.", false)]
    [InlineData("Shall I send it?", false)]
    [InlineData("She will send it.", false)]
    public void A_promise_is_something_that_the_writer_will_do(string sentence, bool promises) => Assert.Equal(promises ? 1 : 0, Clues.Promises([sentence], Times).Count);

    [Theory]
    [InlineData("Can you join us on Thursday?", true)]
    [InlineData("Please confirm the room.", true)]
    [InlineData("How are you?", false)]
    [InlineData("Please find the report attached.", false)]
    [InlineData("The room is booked.", false)]
    public void A_question_asks_something(string sentence, bool asks) => Assert.Equal(asks ? 1 : 0, Clues.Asks([sentence]).Count);

    [Fact]
    public void Quoted_mail_and_signatures_ask_nothing() =>
        Assert.Equal(["All done."], Clues.SentencesOf("All done.\n\nBest regards,\nAnna\n\nOn Mon, 16 Nov 2026 at 09:00, Me wrote:\n> Can you send it by Friday?"));
}
