using Steward.Agents.Readers;
using Steward.Agents.Writers;
using Steward.Platform;
using Steward.Tools;

namespace Steward.Agents;

/// <summary>Connects the readers and writers of this room to the tools that use them.</summary>
sealed class ReadingModel(SummariseTexts summarise, AnswerFromTexts answer, SuggestActs suggest, ReplyInVoice reply) : IReadingModel
{
    public Task<Result<ModelReading>> SummariseAsync(ReadingTask task, string topic, IReadOnlyList<TextToRead> texts, int points, CancellationToken cancel) => summarise.RunAsync(task, topic, texts, points, cancel);

    public Task<Result<ModelAnswered>> AnswerAsync(ReadingTask task, string question, IReadOnlyList<TextToRead> texts, CancellationToken cancel) => answer.RunAsync(task, question, texts, cancel);

    public Task<Result<ModelSuggestions>> SuggestAsync(ReadingTask task, TextToRead text, DateTimeOffset now, string zone, CancellationToken cancel) => suggest.RunAsync(task, text, now, zone, cancel);

    public Task<Result<WrittenText>> ReplyAsync(ReadingTask task, IReadOnlyList<TextToRead> thread, string? instructions, CancellationToken cancel) => reply.RunAsync(task, thread, instructions, cancel);
}
