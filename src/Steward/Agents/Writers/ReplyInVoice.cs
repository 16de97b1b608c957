using System.ComponentModel;
using Steward.Agents.Readers;
using Steward.LanguageModels;
using Steward.Platform;
using Steward.Tools;

namespace Steward.Agents.Writers;

sealed record WrittenBody([property: Description("The body of the reply: no greeting, no close, no subject, plain text.")] string Body);

/// <summary>Writes the body of a reply as the person would. Greeting and close are put around it by code, out of the person's own habits.</summary>
sealed class ReplyInVoice(QuarantinedReader reader, Voices voices)
{
    public async Task<Result<WrittenText>> RunAsync(ReadingTask task, IReadOnlyList<TextToRead> thread, string? instructions, CancellationToken cancel)
    {
        var voice = (await voices.GetAsync(task.PersonId, cancel)).InUse;
        var manner = voice.Formality switch { Formality.Formal => "formal", Formality.Casual => "relaxed", Formality.Neutral => "friendly and matter-of-fact" };
        var question = $"Write the body of the user's reply to the last text, in its language. {(string.IsNullOrWhiteSpace(instructions) ? "Answer its questions where the texts hold the answer; write [your answer] where they do not." : $"It should say: {instructions}")} "
            + $"The user writes about {voice.Words} words, {manner}, {(voice.Contractions ? "with" : "without")} contractions, {(voice.Exclamations ? "with an exclamation mark now and then" : "without exclamation marks")}. Promise nothing that the user has not said.";
        var written = await reader.ReadAsync<WrittenBody>(task, ModelTask.Write, question, WithinCall(thread), cancel);
        if (written.Error is { } error)
            return error;
        var body = written.Value.Value.Body.Trim();
        return body.Length == 0 ? Error.Unavailable("model_wrote_nothing", "The language model wrote nothing.") : new WrittenText(body, written.Value.By);
    }

    /// <summary>The newest texts that fit, in their order.</summary>
    static List<TextToRead> WithinCall(IReadOnlyList<TextToRead> thread)
    {
        var left = QuarantinedReader.CallBudget;
        return [.. thread.Reverse().TakeWhile(t => (left -= Math.Min(t.Text.Length, QuarantinedReader.CallBudget / 2)) >= 0).Reverse()
            .Select(t => t.Text.Length <= QuarantinedReader.CallBudget / 2 ? t : t with { Text = t.Text[..(QuarantinedReader.CallBudget / 2)] })];
    }
}
