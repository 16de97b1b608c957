using Steward.Mail;
using Steward.Platform;

namespace Steward.Tools.Summaries;

sealed record SummariseThreadsArguments
{
    public required IReadOnlyList<ThreadRef> Threads { get; init; }
    public required string Topic { get; init; }
}

/// <param name="Kind">"extractive": sentences out of the mail, none written by Steward.</param>
sealed record Summary(IReadOnlyList<SummaryBullet> Bullets, string Text, string Kind, string? Topic = null);

/// <summary>Summarises threads by their own sentences, each with the message that says it.</summary>
sealed class SummariseThreads(PersonPorts ports) : ITool
{
    const int MaxThreads = 50;
    const int MaxMessages = 200;

    public string Name => "mail.summarise";
    public string Description => "Summarises threads about a topic by picking their most telling sentences, each with its source message.";
    public ToolEffect Effect => ToolEffect.Read;
    public string? ActionKind => null;
    public Type ArgumentsType => typeof(SummariseThreadsArguments);
    public Type ResultType => typeof(Summary);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (SummariseThreadsArguments)call.Arguments;
        var sources = new List<SourceText>();
        foreach (var thread in arguments.Threads.Take(MaxThreads))
        {
            var box = await ports.MailAsync(call.PersonId, thread.AccountId, cancel);
            if (box.Error is { } error)
                return error;
            if (await box.Value.Reader.GetThreadAsync(box.Value.Mailbox, thread.Id, cancel) is { } found)
                sources.AddRange(found.Messages.Where(IsPartOfThread).Select(ToSource));
        }
        sources = [.. sources.OrderByDescending(s => s.Date).Take(MaxMessages)];
        var bullets = ExtractiveSummary.Of(sources, arguments.Topic, Math.Clamp(2 + sources.Count / 2, 3, 8));
        var text = string.Join('\n', bullets.Select(b => $"- {b.Text}"));
        var summary = bullets.Count == 0
            ? "There was no text to summarise"
            : $"Picked {bullets.Count} {(bullets.Count == 1 ? "sentence" : "sentences")} out of {sources.Count} {(sources.Count == 1 ? "message" : "messages")}";
        return new ToolResult(Json.ToElement(new Summary(bullets, text, "extractive", arguments.Topic)), Trust.Outside, summary, []);
    }

    static bool IsPartOfThread(Message message) => !message.Summary.Labels.Any(l => l is SystemLabels.Draft or SystemLabels.Trash or SystemLabels.Spam);

    static SourceText ToSource(Message message) => new(
        message.Summary.Id, message.Summary.From.Name ?? message.Summary.From.Email, message.Summary.Subject, message.Summary.Date, MailText.Own(message.Text));
}
