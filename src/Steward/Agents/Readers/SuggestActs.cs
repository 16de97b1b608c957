using System.ComponentModel;
using System.Globalization;
using Steward.LanguageModels;
using Steward.Platform;
using Steward.Tools;

namespace Steward.Agents.Readers;

sealed record ReadActs([property: Description("At most four, the most useful first; none when nothing needs to be done.")] IReadOnlyList<ReadAct> Acts);

sealed record ReadAct(
    [property: Description("What the user might do.")] SuggestedAct Act,
    [property: Description("The title of the event, reminder or note; what the reply says, in a few words.")] string Title,
    [property: Description("The body of the reply or the text of the note; null otherwise.")] string? Text,
    [property: Description("yyyy-MM-ddTHH:mm or yyyy-MM-dd, for an event or a reminder; null otherwise.")] string? Start,
    [property: Description("Length of the event; null otherwise.")] int? Minutes,
    [property: Description("The passage that suggests it, copied word for word.")] string Quote);

/// <summary>What one might do about a text. The list of acts is closed and holds none that adds a recipient, spends, or gives access.</summary>
sealed class SuggestActs(QuarantinedReader reader)
{
    const int Most = 4;

    public async Task<Result<ModelSuggestions>> RunAsync(ReadingTask task, TextToRead text, DateTimeOffset now, string zone, CancellationToken cancel)
    {
        var question = $"What might the user want to do about the text? It is {now.ToString("dddd yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC; the user's zone is {zone}.";
        var read = await reader.ReadAsync<ReadActs>(task, ModelTask.Extract, question, [text with { Text = text.Text.Length <= QuarantinedReader.CallBudget ? text.Text : text.Text[..QuarantinedReader.CallBudget] }], cancel);
        if (read.Error is { } error)
            return error;
        return new ModelSuggestions(
            [.. read.Value.Value.Acts.Where(a => Spans.Find(text.Text, a.Quote) is not null).Take(Most).Select(a => new ModelSuggestion(a.Act, VisibleText.CleanLine(a.Title), a.Text, a.Start, a.Minutes, VisibleText.CleanLine(a.Quote)))],
            read.Value.By);
    }
}
