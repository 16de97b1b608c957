using Steward.LanguageModels;
using Steward.Mail;
using Steward.Platform;
using Steward.Tools.Reading;

namespace Steward.Tools.Summaries;

sealed record SummariseThreadsArguments
{
    public required IReadOnlyList<ThreadRef> Threads { get; init; }
    public required string Topic { get; init; }
}

/// <param name="Kind">"extractive": sentences out of the mail, none written by Steward. "model": a model's words, each with the passage that they stand on.</param>
/// <param name="By">The model.</param>
sealed record Summary(IReadOnlyList<SummaryBullet> Bullets, string Text, string Kind, string? Topic = null, string? By = null);

/// <summary>Summarises threads, each point with the message that says it: by a model where there is one, and by the mail's own sentences otherwise.</summary>
sealed class SummariseThreads(PersonPorts ports, IEnumerable<IReadingModel> models) : ITool
{
    const int MaxThreads = 50;
    const int MaxMessages = 200;

    public string Name => "mail.summarise";
    public string Description => "Summarises threads about a topic by picking their most telling sentences, each with its source message.";
    public ToolEffect Effect => ToolEffect.Read;
    public string? ActionKind => null;
    public ModelWork? Asks => new(ModelTask.Summarise, 16_000);
    public Type ArgumentsType => typeof(SummariseThreadsArguments);
    public Type ResultType => typeof(Summary);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (SummariseThreadsArguments)call.Arguments;
        var found = new List<Message>();
        foreach (var thread in arguments.Threads.Take(MaxThreads))
        {
            var box = await ports.MailAsync(call.PersonId, thread.AccountId, cancel);
            if (box.Error is { } error)
                return error;
            if (await box.Value.Reader.GetThreadAsync(box.Value.Mailbox, thread.Id, cancel) is { } whole)
                found.AddRange(whole.Messages.Where(IsPartOfThread));
        }
        var messages = found.OrderByDescending(m => m.Summary.Date).Take(MaxMessages).ToList();
        var points = Math.Clamp(2 + messages.Count / 2, 3, 8);
        if (messages.Count > 0 && models.FirstOrDefault() is { } model && await model.SummariseAsync(ReadingTask.Of(call), arguments.Topic, [.. messages.Select(Texts.Of)], points, cancel) is { Ok: true, Value: { Points.Count: > 0 } read })
            return ByModel(read, messages.Count, arguments.Topic);
        var bullets = ExtractiveSummary.Of([.. messages.Select(ToSource)], arguments.Topic, points);
        var summary = bullets.Count == 0
            ? "There was no text to summarise"
            : $"Picked {bullets.Count} {(bullets.Count == 1 ? "sentence" : "sentences")} out of {messages.Count} {(messages.Count == 1 ? "message" : "messages")}";
        return new ToolResult(Json.ToElement(new Summary(bullets, Lines(bullets), "extractive", arguments.Topic)), Trust.Outside, summary, []);
    }

    static ToolResult ByModel(ModelReading read, int messages, string topic)
    {
        IReadOnlyList<SummaryBullet> bullets = [.. read.Points.Select(p => new SummaryBullet(p.Text, p.Source with { Text = $"{p.Source.Text}: “{VisibleText.CleanLine(p.Quote)}”" }))];
        var left = read.LeftOut == 0 ? "" : $"; the oldest {read.LeftOut} were too much to read";
        return new ToolResult(Json.ToElement(new Summary(bullets, Lines(bullets), "model", topic, read.By)), Trust.Outside, $"{read.By} read {messages - read.LeftOut} {(messages == 1 ? "message" : "messages")}{left}", []);
    }

    static string Lines(IEnumerable<SummaryBullet> bullets) => string.Join('\n', bullets.Select(b => $"- {b.Text}"));

    static bool IsPartOfThread(Message message) => !message.Summary.Labels.Any(l => l is SystemLabels.Draft or SystemLabels.Trash or SystemLabels.Spam);

    static SourceText ToSource(Message message) => new(
        message.Summary.Id, message.Summary.From.Name ?? message.Summary.From.Email, message.Summary.Subject, message.Summary.Date, MailText.Own(message.Text));
}
