using System.ComponentModel;
using System.Text.Json;
using Steward.LanguageModels;
using Steward.Mail;
using Steward.Platform;
using Steward.Tools.Reading;
using Steward.Tools.Summaries;

namespace Steward.Tools.Answers;

sealed record SuggestNextArguments
{
    [Description("The first is the one that something is to be done about.")]
    public required IReadOnlyList<MessageRef> Messages { get; init; }
}

/// <param name="Message">The message that was read.</param>
sealed record Suggested(Guid? Message, int Count, string Kind, string? By = null);

/// <summary>
/// Reads one message and asks the person what to do about it. Each choice is a new plan that the person sees before anything of it is done; its steps only propose, and everything in it counts
/// as outside. This is the only way from what was read to a further step.
/// </summary>
sealed class SuggestNext(PersonPorts ports, IEnumerable<IReadingModel> models, IEnumerable<IReadTimes> times) : ITool
{
    public string Name => "mail.suggest-next";
    public string Description => "Reads the first of the messages and asks the user what to do about it: reply, event, reminder, note or archive. Does nothing by itself.";
    public ToolEffect Effect => ToolEffect.Read;
    public string? ActionKind => null;
    public ModelWork? Asks => new(ModelTask.Extract, 4_000);
    public Type ArgumentsType => typeof(SuggestNextArguments);
    public Type ResultType => typeof(Suggested);

    public async Task<Result<ToolResult>> CallAsync(ToolCall call, CancellationToken cancel)
    {
        if (((SuggestNextArguments)call.Arguments).Messages is not [var first, ..])
            return new ToolResult(Json.ToElement(new Suggested(null, 0, "rules")), Trust.Outside, "Found no message to do something about", []);
        var box = await ports.MailAsync(call.PersonId, first.AccountId, cancel);
        if (box.Error is { } error)
            return error;
        if (await box.Value.Reader.GetMessageAsync(box.Value.Mailbox, first.Id, cancel) is not { } message)
            return Error.NotFound("message");
        var text = Texts.Of(message);
        var zone = (await ports.SettingsAsync(call.PersonId, cancel)).Zone;
        var (found, by) = models.FirstOrDefault() is { } model && await model.SuggestAsync(ReadingTask.Of(call), text, call.Now, zone, cancel) is { Ok: true, Value: { Suggestions.Count: > 0 } read }
            ? (read.Suggestions, read.By)
            : (ByRules(text, message.Summary.Date, zone), null);
        var choices = found.Select(s => StepOf(s, message)).OfType<SuggestedStep>().Select((step, i) => new ToolChoice(step.Title, $"Suggestion {i + 1}", step.Detail) { Step = step }).ToList();
        var value = Json.ToElement(new Suggested(message.Summary.Id, choices.Count, by is null ? "rules" : "model", by));
        var name = message.Summary.From.Name ?? message.Summary.From.Email;
        return choices.Count == 0
            ? new ToolResult(value, Trust.Outside, $"Found nothing to do about “{message.Summary.Subject}”", [])
            : new ToolResult(value, Trust.Outside, $"Read “{message.Summary.Subject}”", [])
            {
                Question = new ToolQuestion($"{(by is null ? "By its words" : $"{by} thinks that")} these could be done about “{message.Summary.Subject}” from {name}. Which shall I propose?", "next", choices) { Source = text.Source },
            };
    }

    /// <summary>Without a model: an event for a time that the message names, and an answer to what it asks.</summary>
    IReadOnlyList<ModelSuggestion> ByRules(TextToRead text, DateTimeOffset at, string zone)
    {
        var found = new List<ModelSuggestion>();
        if (times.FirstOrDefault()?.Find(text.Text, at, zone).FirstOrDefault(t => !t.WholeDays && t.From > at) is { } time)
        {
            var minutes = (int)(time.To - time.From).TotalMinutes;
            var local = NodaTime.Instant.FromDateTimeOffset(time.From).InZone(Calendars.When.ZoneOf(zone)).LocalDateTime.ToString("uuuu-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture);
            found.Add(new(SuggestedAct.Event, text.Subject, null, local, minutes is > 0 and <= 600 ? minutes : 60, time.Text));
        }
        if (Sentences.Of(text.Text).FirstOrDefault(Cues.Asks) is { } asks)
            found.Add(new(SuggestedAct.Note, $"{text.From} asks: {asks}", $"{text.From} asks: {asks}", null, null, asks));
        found.Add(new(SuggestedAct.Archive, text.Subject, null, null, null, ""));
        return found;
    }

    /// <summary>Null when the values do not make a step. Recipients are never among them: a reply goes to whom its message says.</summary>
    static SuggestedStep? StepOf(ModelSuggestion s, Message message)
    {
        var (id, account, quote) = (message.Summary.Id, message.Summary.AccountId, s.Quote.Length == 0 ? null : $"“{s.Quote}”");
        return s.Act switch
        {
            SuggestedAct.Reply when !string.IsNullOrWhiteSpace(s.Text) => new("mail.propose-reply", $"Reply: {s.Title}", Arguments(new { messageId = id, accountId = account, text = s.Text }), quote),
            SuggestedAct.Event when s.Start is { } start && End(start, s.Minutes) is { } end => new("calendar.propose-create-event", $"Add “{s.Title}” to the calendar", Arguments(new { summary = s.Title, start, end }), quote),
            SuggestedAct.Reminder when s.Start is { Length: > 10 } at => new("calendar.propose-create-reminder", $"Remind me: {s.Title}", Arguments(new { text = s.Title, at }), quote),
            SuggestedAct.Note when !string.IsNullOrWhiteSpace(s.Text ?? s.Title) => new("notes.propose-create", $"Note: {s.Title}", Arguments(new { text = s.Text ?? s.Title }), quote),
            SuggestedAct.Archive => new("mail.propose-archive", "Archive it", Arguments(new { messageId = id, accountId = account }), quote),
            _ => null,
        };
    }

    static string? End(string start, int? minutes)
    {
        var begin = Calendars.When.Parse(start, "start", "UTC");
        if (begin.Error is not null)
            return null;
        return begin.Value.Date is { } day
            ? day.AddDays(1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)
            : begin.Value.Local!.Value.AddMinutes(Math.Clamp(minutes ?? 60, 5, 24 * 60)).ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture);
    }

    static Dictionary<string, JsonElement> Arguments(object values) => Json.ToElement(values).EnumerateObject().ToDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal);
}
