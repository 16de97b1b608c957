using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Agents;
using Steward.Agents.Writers;
using Steward.LanguageModels;
using Steward.Mail;
using Steward.Platform;
using Steward.Testing;
using Steward.Tests.Mail;
using Steward.Tests.Tools;
using Steward.Tools;

namespace Steward.Tests.Agents;

/// <summary>A person's manner of writing: learnt as features, corrected by them, and used.</summary>
public sealed class VoiceTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static readonly string[] Casual =
    [
        "Hey Tom,\n\nthat's fine, I'll be there at ten!\n\nCheers,\nKim", "Hey Anna,\n\nI can't come, sorry!\n\nCheers,\nKim", "Hey,\n\nwe're late again!\n\nCheers\nKim",
        "Hey Jo,\n\nit's done.\n\nCheers,\nKim\n\nOn Mon, 2 Nov 2026 at 10:00, Jo wrote:\n> Dear Kim,\n> Yours sincerely,\n> Jo",
    ];

    [Fact]
    public void Greeting_close_length_and_tone_are_learnt()
    {
        var voice = VoiceFeatures.Of(Casual)!;
        Assert.Equal(("Hey {first},", "Cheers,", Formality.Casual, true, true), (voice.Greeting, voice.SignOff, voice.Formality, voice.Contractions, voice.Exclamations));
        Assert.InRange(voice.Words, 5, 8);
        Assert.Equal(voice, VoiceFeatures.Of([.. Casual.Reverse()]));
    }

    [Fact]
    public void A_formal_writer_is_formal_in_German_too()
    {
        var voice = VoiceFeatures.Of([.. Enumerable.Range(0, 4).Select(i => $"Sehr geehrte Frau Weber,\n\nanbei finden Sie die Unterlagen Nummer {i}.\n\nMit freundlichen Grüßen\nKim Doe")])!;
        Assert.Equal(("Sehr geehrte {first},", "Mit freundlichen grüßen,", Formality.Formal), (voice.Greeting, voice.SignOff, voice.Formality));
    }

    [Fact]
    public void Too_few_mails_are_no_habit() => Assert.Null(VoiceFeatures.Of(Casual[..2]));

    [Fact]
    public void A_voice_holds_nothing_that_was_written()
    {
        var text = Json.ToElement(VoiceFeatures.Of(["Hi Secret,\n\nthe password is swordfish.\n\nBest\nKim", "Hi Secret,\n\nthe password is swordfish.\n\nBest\nKim", "Hi Secret,\n\nthe password is swordfish.\n\nBest\nKim"])!).GetRawText();
        Assert.DoesNotContain("swordfish", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Secret", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Kim", text, StringComparison.OrdinalIgnoreCase);
    }

    async Task<ToolWorld> WorldAsync(ScriptedModel? model = null)
    {
        var world = await ToolWorld.CreateAsync(database, more: services =>
        {
            services.AddLanguageModels().AddAgents();
            if (model is not null)
                services.AddSingleton<IModelProvider>(model);
        });
        await world.NameOwnerAsync("Kim");
        var own = world.Mail.Mailbox.Address;
        await world.Mail.StoreAsync([.. Casual.Select((text, i) => MailWorld.Letter($"Old {i}", from: $"Kim <{own}>", to: "tom@example.org", text: text, labels: [SystemLabels.Sent]))]);
        await world.Mail.StoreAsync(MailWorld.Letter("Budget", from: "Anna Schmidt <anna@example.com>", text: "Could you send me the budget of the spring campaign?\n\nBest,\nAnna"));
        return world;
    }

    static async Task<System.Text.Json.JsonElement> DraftAsync(ToolWorld world)
    {
        var found = await world.ReadAsync("mail.search", new { query = "subject:budget" });
        var threads = await world.ReadAsync("mail.read-threads", new { messages = found.GetProperty("messages") });
        return await world.ReadAsync("mail.draft-reply", new { threads = threads.GetProperty("threads"), instructions = "the budget comes tomorrow" });
    }

    [Fact]
    public async Task A_reply_is_written_by_the_model_and_framed_as_the_person_does()
    {
        var model = new ScriptedModel("""{"body":"You'll have it tomorrow."}""");
        await using var world = await WorldAsync(model);
        var draft = await DraftAsync(world);
        Assert.Equal(("model", "scripted-1", "Hey Anna,\n\nYou'll have it tomorrow.\n\nCheers,\nKim\n"), (draft.GetProperty("kind").GetString(), draft.GetProperty("by").GetString(), draft.GetProperty("text").GetString()));
        Assert.Contains("the budget comes tomorrow", model.Prompts, StringComparison.Ordinal);
        Assert.DoesNotContain("I'll be there at ten", model.Prompts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_model_the_template_is_framed_the_same_and_says_what_it_is()
    {
        await using var world = await WorldAsync();
        var draft = await DraftAsync(world);
        Assert.Equal("template", draft.GetProperty("kind").GetString());
        Assert.StartsWith("Hey Anna,", draft.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.EndsWith("Cheers,\nKim\n", draft.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_person_says_of_their_manner_wins_and_can_be_taken_back()
    {
        await using var world = await WorldAsync();
        await using var scope = world.Mail.Services.CreateAsyncScope();
        var voices = scope.ServiceProvider.GetRequiredService<Voices>();
        Assert.Equal("Cheers,", (await voices.GetAsync(world.PersonId, CancellationToken.None)).InUse.SignOff);
        var said = await voices.SayAsync(world.PersonId, Voice.Plain with { SignOff = "All the best," }, CancellationToken.None);
        Assert.Equal(("All the best,", "Cheers,"), (said.Value.InUse.SignOff, said.Value.Learnt!.SignOff));
        Assert.Equal("Cheers,", (await voices.SayAsync(world.PersonId, null, CancellationToken.None)).Value.InUse.SignOff);
        Assert.Equal("greeting", (await voices.SayAsync(world.PersonId, Voice.Plain with { Greeting = "Hi\nBcc: x" }, CancellationToken.None)).Error!.Field);
        Assert.Equal("words", (await voices.SayAsync(world.PersonId, Voice.Plain with { Words = 0 }, CancellationToken.None)).Error!.Field);
    }

    [Fact]
    public async Task Switched_off_what_was_learnt_is_forgotten_at_once_and_nothing_is_learnt_until_it_is_switched_on()
    {
        await using var world = await WorldAsync();
        await using var scope = world.Mail.Services.CreateAsyncScope();
        var voices = scope.ServiceProvider.GetRequiredService<Voices>();
        Assert.Equal(4, (await voices.GetAsync(world.PersonId, CancellationToken.None)).Mails);
        var off = await voices.LearnAsync(world.PersonId, on: false, CancellationToken.None);
        Assert.Equal((false, null, 0, Voice.Plain), (off.Learning, off.Learnt, off.Mails, off.InUse));
        database.Clock.Advance(TimeSpan.FromDays(3)); // whatever was fresh is not any more
        Assert.Null((await voices.GetAsync(world.PersonId, CancellationToken.None)).Learnt);
        Assert.Null(await voices.FrameAsync(world.PersonId, "Anna", CancellationToken.None));
        await using (var db = database.Context())
            Assert.Null((await db.Set<VoiceRow>().SingleAsync(r => r.PersonId == world.PersonId, TestContext.Current.CancellationToken)).Learnt);

        // What the person has said is not what was learnt: it stays, and works.
        await voices.SayAsync(world.PersonId, Voice.Plain with { SignOff = "All the best," }, CancellationToken.None);
        Assert.Equal("All the best,", (await voices.FrameAsync(world.PersonId, "Anna", CancellationToken.None))!.Value.SignOff);
        Assert.Equal("Cheers,", (await voices.LearnAsync(world.PersonId, on: true, CancellationToken.None)).Learnt!.SignOff);
    }

    [Fact]
    public async Task Questions_are_answered_with_passages_and_without_a_model_by_passages_alone()
    {
        await using var without = await WorldAsync();
        var found = await without.ReadAsync("mail.search", new { query = "subject:budget" });
        var passages = await without.ReadAsync("mail.answer", new { question = "What about the budget?", messages = found.GetProperty("messages") });
        Assert.Equal(("extractive", false), (passages.GetProperty("kind").GetString(), passages.TryGetProperty("answer", out _)));
        Assert.Equal("Could you send me the budget of the spring campaign?", passages.GetProperty("citations")[0].GetProperty("text").GetString());

        await using var with = await WorldAsync(new ScriptedModel("""{"known":true,"answer":"Anna wants it.","passages":[{"n":1,"quote":"send me the budget"}]}"""));
        var messages = (await with.ReadAsync("mail.search", new { query = "subject:budget" })).GetProperty("messages");
        var answer = await with.ReadAsync("mail.answer", new { question = "Who wants the budget?", messages });
        Assert.Equal(("Anna wants it.", messages[0].GetProperty("id").GetString()), (answer.GetProperty("answer").GetString(), answer.GetProperty("citations")[0].GetProperty("source").GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Without_a_model_suggestions_are_made_by_rules_and_none_of_them_reads()
    {
        await using var world = await WorldAsync();
        var messages = (await world.ReadAsync("mail.search", new { query = "subject:budget" })).GetProperty("messages");
        var result = await world.CallAsync("mail.suggest-next", new { messages });
        Assert.Equal(Trust.Outside, result.Value.Trust);
        Assert.Equal(["notes.propose-create", "mail.propose-archive"], result.Value.Question!.Choices.Select(c => c.Step!.Tool));
        Assert.Equal(["Suggestion 1", "Suggestion 2"], result.Value.Question.Choices.Select(c => c.Message));
    }
}
