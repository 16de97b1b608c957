using Steward.Conversations.Turns;
using Steward.Platform;
using Steward.Tests.Tools;

namespace Steward.Tests.Conversations;

public sealed class StepResultsTests
{
    [Fact]
    public void A_thousand_found_messages_are_kept_in_a_fraction_of_the_states_limit_and_still_name_what_later_steps_need()
    {
        var messages = Enumerable.Range(0, 1000).Select(i => Mails.Message($"anna{i}@example.org", $"Subject {i}", new string('x', 300), name: "Anna Weber").Summary).ToList();
        var whole = Json.ToElement(new { messages, total = 1000 });
        var compact = StepResults.Compact(whole);

        Assert.True(compact.GetRawText().Length < 400_000, $"{compact.GetRawText().Length} characters");
        Assert.True(compact.GetRawText().Length < whole.GetRawText().Length / 2);
        var first = compact.GetProperty("messages")[0];
        Assert.Equal(messages[0].Id, first.GetProperty("id").GetGuid());
        Assert.Equal(messages[0].AccountId, first.GetProperty("accountId").GetGuid());
        Assert.Equal(messages[0].ThreadId, first.GetProperty("threadId").GetGuid());
        Assert.Equal("anna0@example.org", first.GetProperty("from").GetProperty("email").GetString());
        Assert.False(first.TryGetProperty("snippet", out _));
        Assert.Equal(1000, compact.GetProperty("total").GetInt32());
        Assert.NotNull(Json.Read<List<Steward.Tools.MessageRef>>(compact.GetProperty("messages")));
    }

    [Fact]
    public void A_small_result_is_kept_as_it_is()
    {
        var value = Json.ToElement(new { text = "Hi", list = new[] { new { anything = 1 } } });
        Assert.Equal(value.GetRawText(), StepResults.Compact(value).GetRawText());
    }

    [Fact]
    public void A_preview_shows_the_first_fifty_of_a_list_and_keeps_numbers_and_texts()
    {
        var preview = StepResults.Preview(Json.ToElement(new { items = Enumerable.Range(0, 80), total = 80, text = new string('y', 30_000) }));
        Assert.Equal(50, preview.GetProperty("items").GetArrayLength());
        Assert.Equal(80, preview.GetProperty("total").GetInt32());
        Assert.Equal(20_001, preview.GetProperty("text").GetString()!.Length);
    }
}
