using System.ComponentModel;
using Steward.LanguageModels;
using Steward.Platform;
using Steward.Tools;

namespace Steward.Agents.Readers;

sealed record ReadAnswer(
    [property: Description("Whether the texts hold the answer.")] bool Known,
    [property: Description("The answer in at most three sentences; empty when the texts do not hold it.")] string Answer,
    [property: Description("The passages that the answer stands on.")] IReadOnlyList<ReadPassage> Passages);

sealed record ReadPassage([property: Description("The number of the text.")] int N, [property: Description("The passage, copied word for word.")] string Quote);

/// <summary>Answers a question out of texts alone. An answer of which no passage can be found in the texts is no answer.</summary>
sealed class AnswerFromTexts(QuarantinedReader reader)
{
    public async Task<Result<ModelAnswered>> RunAsync(ReadingTask task, string question, IReadOnlyList<TextToRead> texts, CancellationToken cancel)
    {
        var part = WithinCall(texts);
        var read = await reader.ReadAsync<ReadAnswer>(task, ModelTask.Extract, $"The user asks: {question}", part, cancel);
        if (read.Error is { } error)
            return error;
        var (answer, by) = (read.Value.Value, read.Value.By);
        if (!answer.Known || answer.Answer.Trim().Length == 0)
            return new ModelAnswered("", [], by);
        var passages = new List<ModelPoint>();
        foreach (var passage in answer.Passages.Where(p => p.N >= 1 && p.N <= part.Count))
        {
            var text = part[passage.N - 1];
            if (Spans.Find(text.Text, passage.Quote) is { } span)
                passages.Add(new ModelPoint(text.Text[span.Start..span.End], text.Source, text.Text[span.Start..span.End], span.Start, span.End));
        }
        return passages.Count == 0 ? Error.Unavailable("model_quotes_nothing", "The language model gave an answer that the texts do not hold.") : new ModelAnswered(answer.Answer.Trim(), [.. passages.DistinctBy(p => (p.Source.Id, p.Start))], by);
    }

    /// <summary>The first ones that fit: whoever asks puts the likeliest first.</summary>
    static List<TextToRead> WithinCall(IReadOnlyList<TextToRead> texts)
    {
        const int longest = QuarantinedReader.CallBudget / 4;
        var left = QuarantinedReader.CallBudget;
        return [.. texts.Select(t => t.Text.Length <= longest ? t : t with { Text = t.Text[..longest] }).TakeWhile(t => (left -= t.Text.Length) >= 0)];
    }
}
