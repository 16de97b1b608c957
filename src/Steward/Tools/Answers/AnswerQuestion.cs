using System.ComponentModel;
using Steward.LanguageModels;
using Steward.Mail;
using Steward.Platform;
using Steward.Tools.Reading;
using Steward.Tools.Summaries;

namespace Steward.Tools.Answers;

sealed record AnswerQuestionArguments
{
    [Description("The question, in the user's own words.")]
    public required string Question { get; init; }
    [Description("Messages that may hold the answer.")]
    public IReadOnlyList<MessageRef>? Messages { get; init; }
    [Description("Events that may hold the answer.")]
    public IReadOnlyList<EventText>? Events { get; init; }
}

/// <summary>What can be read of an event; an event instance fits.</summary>
sealed record EventText
{
    public required EventWords Event { get; init; }
    public required DateTimeOffset Start { get; init; }
    public DateTimeOffset? End { get; init; }
}

sealed record EventWords(Guid Id, string? Summary = null, string? Location = null, string? Description = null, IReadOnlyList<Recipient>? Attendees = null);

/// <param name="Answer">Null when only passages were found.</param>
/// <param name="Citations">Passages word for word, each with the message or event that says it.</param>
/// <param name="Kind">"model": the answer is a model's. "extractive": there is none, only the passages that are likeliest to hold it.</param>
sealed record Answered(string? Answer, IReadOnlyList<SummaryBullet> Citations, string Kind, string? By = null);

/// <summary>Answers a question about one's own mail and calendar out of what was found there, with the passages that it stands on.</summary>
sealed class AnswerQuestion(PersonPorts ports, IEnumerable<IReadingModel> models) : ITool
{
    const int MostMessages = 30, Passages = 4;

    public string Name => "mail.answer";
    public string Description => "Answers a question about the given messages and events, quoting the passages that the answer stands on.";
    public ToolEffect Effect => ToolEffect.Read;
    public string? ActionKind => null;
    public ModelWork? Asks => new(ModelTask.Extract, 12_000);
    public Type ArgumentsType => typeof(AnswerQuestionArguments);
    public Type ResultType => typeof(Answered);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        var arguments = (AnswerQuestionArguments)call.Arguments;
        var texts = new List<TextToRead>();
        foreach (var reference in (arguments.Messages ?? []).Take(MostMessages))
        {
            var box = await ports.MailAsync(call.PersonId, reference.AccountId, cancel);
            if (box.Error is { } error)
                return error;
            if (await box.Value.Reader.GetMessageAsync(box.Value.Mailbox, reference.Id, cancel) is { } message && !message.Summary.Labels.Contains(SystemLabels.Spam))
                texts.Add(Texts.Of(message));
        }
        var zone = Calendars.When.ZoneOf((await ports.SettingsAsync(call.PersonId, cancel)).Zone);
        texts.AddRange((arguments.Events ?? []).Take(MostMessages).Select(e => OfEvent(e, zone)));
        // The likeliest first, because what is last may not fit: those with most of the question's words, then the newest.
        var asked = Words.Of(arguments.Question);
        texts = [.. texts.OrderByDescending(t => Words.Of($"{t.From} {t.Subject} {t.Text}").Distinct().Count(asked.Contains)).ThenByDescending(t => t.Date)];
        if (texts.Count == 0)
            return new ToolResult(Json.ToElement(new Answered(null, [], "extractive")), Trust.Outside, "Found nothing that could hold the answer", []);
        if (models.FirstOrDefault() is { } model && await model.AnswerAsync(ReadingTask.Of(call), arguments.Question, texts, cancel) is { Ok: true, Value: var answered })
            return Say(answered, texts.Count);
        var found = ExtractiveSummary.Of([.. texts.Select(t => new SourceText(Guid.Parse(t.Source.Id), t.From, t.Subject, t.Date, t.Text))], arguments.Question, Passages);
        var cited = found.Select(b => texts.Find(t => t.Source.Id == b.Source.Id) is { } text ? b with { Source = text.Source } : b).ToList();
        return new ToolResult(Json.ToElement(new Answered(null, cited, "extractive")), Trust.Outside, $"Found {cited.Count} {(cited.Count == 1 ? "passage" : "passages")} that may hold the answer", []);
    }

    static ToolResult Say(ModelAnswered answered, int texts) => answered.Text.Length == 0
        ? new ToolResult(Json.ToElement(new Answered(null, [], "model", answered.By)), Trust.Outside, $"{answered.By} found no answer in {texts} {(texts == 1 ? "text" : "texts")}", [])
        : new ToolResult(Json.ToElement(new Answered(answered.Text, [.. answered.Passages.Select(p => new SummaryBullet(VisibleText.CleanLine(p.Quote), p.Source))], "model", answered.By)), Trust.Outside, $"{answered.By} answered out of {texts} {(texts == 1 ? "text" : "texts")}", []);

    static TextToRead OfEvent(EventText e, NodaTime.DateTimeZone zone)
    {
        var at = NodaTime.Instant.FromDateTimeOffset(e.Start).InZone(zone).ToString("dddd d MMMM uuuu HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        var guests = e.Event.Attendees is { Count: > 0 } people ? $" With {string.Join(", ", people.Select(p => p.Name ?? p.Email))}." : "";
        var place = string.IsNullOrWhiteSpace(e.Event.Location) ? "" : $" Place: {e.Event.Location}.";
        return new TextToRead(new SourceRef("event", e.Event.Id.ToString(), e.Event.Summary), "calendar", e.Event.Summary ?? "", e.Start, $"“{e.Event.Summary}” is on {at}.{place}{guests}\n{e.Event.Description}");
    }
}
