using System.ComponentModel;
using Steward.LanguageModels;
using Steward.Platform;
using Steward.Tools;

namespace Steward.Agents.Readers;

sealed record ReadPoints([property: Description("The most important points, each once.")] IReadOnlyList<ReadPoint> Points);

/// <param name="N">Number of the text.</param>
sealed record ReadPoint([property: Description("One sentence.")] string Text, [property: Description("The number of the text that says it.")] int N, [property: Description("The passage of that text that says it, copied word for word.")] string Quote);

sealed record ChosenPoints([property: Description("The numbers of the texts to keep, the most important first; of several that say the same only one.")] IReadOnlyList<int> Keep);

/// <summary>
/// Map and reduce: texts are read in parts that fit one call, each part alone, so that no text can talk about another; then the most important of all points are chosen by number. The second
/// call chooses and does not write, so every point keeps the passage that it stands on.
/// </summary>
sealed class SummariseTexts(QuarantinedReader reader)
{
    /// <summary>Characters of text that one summary may cost, about 60,000 tokens; the newest texts are read first.</summary>
    const int TotalBudget = 240_000;
    const int Parallel = 3;

    public async Task<Result<ModelReading>> RunAsync(ReadingTask task, string topic, IReadOnlyList<TextToRead> texts, int points, CancellationToken cancel)
    {
        var (chosen, leftOut) = WithinBudget(texts);
        if (chosen.Count == 0)
            return new ModelReading([], "", leftOut);
        var parts = Parts(chosen);
        var found = new List<(ModelPoint Point, DateTimeOffset Date)>();
        var by = "";
        foreach (var group in parts.Chunk(Parallel))
        {
            foreach (var read in await Task.WhenAll(group.Select(part => MapAsync(task, topic, part, points, cancel))))
            {
                if (read.Error is { } error)
                    return error;
                by = read.Value.By;
                found.AddRange(read.Value.Points);
            }
        }
        found = [.. found.DistinctBy(f => (f.Point.Source.Id, f.Point.Start))];
        if (found.Count > points && parts.Count > 1)
            found = await ReduceAsync(task, topic, found, points, cancel);
        return new ModelReading([.. found.Take(points).OrderBy(f => f.Date).Select(f => f.Point)], by, leftOut);
    }

    async Task<Result<(IReadOnlyList<(ModelPoint, DateTimeOffset)> Points, string By)>> MapAsync(ReadingTask task, string topic, IReadOnlyList<(TextToRead Text, int Offset)> part, int points, CancellationToken cancel)
    {
        var read = await reader.ReadAsync<ReadPoints>(task, ModelTask.Summarise, $"What do the texts say about “{topic}”? At most {points} points: what was decided, asked, promised or must be done first.", [.. part.Select(p => p.Text)], cancel);
        if (read.Error is { } error)
            return error;
        var standing = new List<(ModelPoint, DateTimeOffset)>();
        foreach (var point in read.Value.Value.Points.Where(p => p.N >= 1 && p.N <= part.Count))
        {
            var (text, offset) = part[point.N - 1];
            if (Spans.Find(text.Text, point.Quote) is { } span)
                standing.Add((new ModelPoint(VisibleText.CleanLine(point.Text), text.Source, text.Text[span.Start..span.End], offset + span.Start, offset + span.End), text.Date));
        }
        // A model whose quotations are not there has not read, it has made up: better the sentences themselves.
        return standing.Count == 0 && read.Value.Value.Points.Count > 0 ? Error.Unavailable("model_quotes_nothing", "The language model quoted what is not in the texts.") : (standing, read.Value.By);
    }

    /// <summary>Without an answer the points are taken in turn: choosing is a matter of taste, and the points are true either way.</summary>
    async Task<List<(ModelPoint Point, DateTimeOffset Date)>> ReduceAsync(ReadingTask task, string topic, List<(ModelPoint Point, DateTimeOffset Date)> found, int points, CancellationToken cancel)
    {
        var texts = found.Select(f => new TextToRead(f.Point.Source, "", "", f.Date, f.Point.Text)).ToList();
        var chosen = await reader.ReadAsync<ChosenPoints>(task, ModelTask.Summarise, $"Which {points} of these say most about “{topic}”?", texts, cancel);
        var kept = chosen.Ok ? chosen.Value.Value.Keep.Where(n => n >= 1 && n <= found.Count).Distinct().Take(points).Select(n => found[n - 1]).ToList() : [];
        return kept.Count > 0 ? kept : [.. found.OrderByDescending(f => f.Date)];
    }

    static (List<TextToRead> Chosen, int LeftOut) WithinBudget(IReadOnlyList<TextToRead> texts)
    {
        var (chosen, left) = (new List<TextToRead>(), TotalBudget);
        foreach (var text in texts.OrderByDescending(t => t.Date))
        {
            if (text.Text.Length > left)
                break;
            left -= text.Text.Length;
            chosen.Add(text);
        }
        return (chosen, texts.Count - chosen.Count);
    }

    /// <summary>Oldest first, as many to a part as fit; a text that is longer than a call is cut at line ends, and its pieces know where they begin.</summary>
    internal static List<List<(TextToRead Text, int Offset)>> Parts(IEnumerable<TextToRead> texts)
    {
        var parts = new List<List<(TextToRead, int)>> { new() };
        var size = 0;
        foreach (var piece in texts.OrderBy(t => t.Date).SelectMany(Pieces))
        {
            if (size + piece.Text.Text.Length > QuarantinedReader.CallBudget && parts[^1].Count > 0)
            {
                parts.Add([]);
                size = 0;
            }
            parts[^1].Add(piece);
            size += piece.Text.Text.Length;
        }
        return parts;
    }

    static IEnumerable<(TextToRead Text, int Offset)> Pieces(TextToRead text)
    {
        for (var start = 0; start < text.Text.Length;)
        {
            var end = Math.Min(text.Text.Length, start + QuarantinedReader.CallBudget);
            if (end < text.Text.Length && text.Text.LastIndexOf('\n', end - 1, end - start) is > 0 and var line && line > start)
                end = line + 1;
            yield return (text with { Text = text.Text[start..end] }, start);
            start = end;
        }
    }
}
