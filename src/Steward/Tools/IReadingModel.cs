using Steward.Platform;

namespace Steward.Tools;

/// <summary>
/// What a language model reads and writes for tools; connected by the room that has models. It works in quarantine: it is given texts and one question, has no tools and no memory, and what it
/// says is outside text like the texts themselves. Every call may be <see cref="ErrorKind.Unavailable"/>: the tool then does it in the built-in way and says so.
/// </summary>
public interface IReadingModel
{
    /// <summary>The most important points about the topic, oldest first. Each stands on a passage that was found word for word in its text.</summary>
    Task<Result<ModelReading>> SummariseAsync(ReadingTask task, string topic, IReadOnlyList<TextToRead> texts, int points, CancellationToken cancel);

    /// <summary>An answer out of the texts, or that they do not hold one. Its passages were found word for word in the texts that they name.</summary>
    Task<Result<ModelAnswered>> AnswerAsync(ReadingTask task, string question, IReadOnlyList<TextToRead> texts, CancellationToken cancel);

    /// <summary>What one might do about a text: kinds of a closed list, with values. Never an address, and never done by itself: each becomes a plan that only proposes, when the person chooses it.</summary>
    Task<Result<ModelSuggestions>> SuggestAsync(ReadingTask task, TextToRead text, DateTimeOffset now, string zone, CancellationToken cancel);

    /// <summary>The body of a reply, without greeting and close. Only the answered thread is given: one correspondent's words do not reach another.</summary>
    Task<Result<WrittenText>> ReplyAsync(ReadingTask task, IReadOnlyList<TextToRead> thread, string? instructions, CancellationToken cancel);
}

/// <summary>How a person begins and ends their mails.</summary>
public interface IKnowVoices
{
    /// <summary>Null when there is nothing to learn from.</summary>
    Task<(string Greeting, string SignOff)?> FrameAsync(Guid personId, string firstName, CancellationToken cancel);
}

/// <summary>On whose behalf, and for which run and conversation.</summary>
public sealed record ReadingTask(Guid PersonId, Guid? RunId, Guid? ConversationId = null)
{
    public static ReadingTask Of(ToolCall call) => new(call.PersonId, call.RunId, call.ConversationId);
}

/// <param name="From">Outside text, like all of it.</param>
public sealed record TextToRead(SourceRef Source, string From, string Subject, DateTimeOffset Date, string Text);

/// <param name="By">The model, for the person to see.</param>
/// <param name="LeftOut">So many of the texts, the oldest, were more than the budget allows.</param>
public sealed record ModelReading(IReadOnlyList<ModelPoint> Points, string By, int LeftOut = 0);

/// <param name="Text">The model's words.</param>
/// <param name="Quote">The passage that it stands on, as it is in the source: the characters from <paramref name="Start"/> to <paramref name="End"/> of the text that was given.</param>
public sealed record ModelPoint(string Text, SourceRef Source, string Quote, int Start, int End);

/// <param name="Text">Empty when the texts do not say.</param>
public sealed record ModelAnswered(string Text, IReadOnlyList<ModelPoint> Passages, string By);

public enum SuggestedAct { Reply, Event, Reminder, Note, Archive }

/// <param name="Start">Local time in the person's zone, or a date; for an event or a reminder.</param>
/// <param name="Quote">The passage that suggests it, found word for word in the text.</param>
public sealed record ModelSuggestion(SuggestedAct Act, string Title, string? Text, string? Start, int? Minutes, string Quote);

public sealed record ModelSuggestions(IReadOnlyList<ModelSuggestion> Suggestions, string By);

public sealed record WrittenText(string Text, string By);
