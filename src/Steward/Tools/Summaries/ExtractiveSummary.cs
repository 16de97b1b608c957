using Steward.Platform;

namespace Steward.Tools.Summaries;

/// <summary>What one message says, already without quotes and signature.</summary>
sealed record SourceText(Guid MessageId, string From, string Subject, DateTimeOffset Date, string Text);

/// <param name="Text">A sentence of the source, word for word with whitespace folded; cut with an ellipsis beyond 320 characters.</param>
sealed record SummaryBullet(string Text, SourceRef Source);

/// <summary>
/// Picks the sentences that say most about a topic. Nothing is written anew, so nothing is invented: each bullet stands in the message it names. Sentences are scored by
/// the topic's words, by how much they share with all the others, by place, recency and what they ask or settle; repeated ones are left out by maximal marginal relevance.
/// Pure and deterministic.
/// </summary>
static class ExtractiveSummary
{
    const int MaxBulletLength = 320;
    const int MaxSentences = 1500;
    const double SameThing = 0.6;
    const double Novelty = 0.35;

    /// <summary>At most <paramref name="count"/> bullets, oldest message first.</summary>
    public static IReadOnlyList<SummaryBullet> Of(IReadOnlyList<SourceText> sources, string topic, int count)
    {
        var candidates = Candidates(sources);
        if (candidates.Count == 0)
            return [];
        Score(candidates, sources, topic);
        return [.. Choose(candidates, count).OrderBy(c => c.Source.Date).ThenBy(c => c.Source.MessageId).ThenBy(c => c.Place).Select(ToBullet)];
    }

    static List<Candidate> Candidates(IReadOnlyList<SourceText> sources)
    {
        var candidates = new List<Candidate>();
        foreach (var source in sources.OrderByDescending(s => s.Date).ThenBy(s => s.MessageId))
        {
            var place = 0;
            foreach (var sentence in Sentences.Of(source.Text))
            {
                var words = Words.Of(sentence);
                if (words.Count is >= 3 and <= 80 && candidates.Count < MaxSentences)
                    candidates.Add(new Candidate(source, sentence, place, words));
                place++;
            }
        }
        return candidates;
    }

    static void Score(List<Candidate> candidates, IReadOnlyList<SourceText> sources, string topic)
    {
        var rarity = Rarity(candidates);
        foreach (var candidate in candidates)
            candidate.Weigh(rarity);
        var centre = Centre(candidates);
        var topicWords = Words.Of(topic).ToHashSet(StringComparer.Ordinal);
        var (oldest, newest) = (sources.Min(s => s.Date), sources.Max(s => s.Date));
        var span = Math.Max(1, (newest - oldest).TotalHours);
        var central = candidates.Select(c => Cosine(c.Weights, centre)).ToList();
        var most = Math.Max(central.Max(), 1e-9);
        for (var i = 0; i < candidates.Count; i++)
        {
            var c = candidates[i];
            var about = topicWords.Count == 0 ? 0 : (double)topicWords.Count(c.Weights.ContainsKey) / topicWords.Count;
            var subject = topicWords.Count > 0 && topicWords.Overlaps(Words.Of(c.Source.Subject)) ? 0.3 : 0;
            var length = c.Words.Count < 5 ? 0.7 : c.Words.Count > 35 ? 0.75 : 1;
            c.Score = length * (0.30 * central[i] / most + 0.25 * Math.Min(1, about + subject) + 0.12 / (1 + c.Place) + 0.08 * ((c.Source.Date - oldest).TotalHours / span) + 0.25 * Cues.Weight(c.Text));
        }
    }

    static List<Candidate> Choose(List<Candidate> candidates, int count)
    {
        var chosen = new List<Candidate>();
        var open = candidates.ToList();
        while (chosen.Count < count && open.Count > 0)
        {
            Candidate? best = null;
            var bestValue = double.NegativeInfinity;
            for (var i = open.Count - 1; i >= 0; i--)
            {
                if (chosen.Count > 0)
                    open[i].Nearest = Math.Max(open[i].Nearest, Cosine(open[i].Weights, chosen[^1].Weights));
                if (open[i].Nearest >= SameThing)
                {
                    open.RemoveAt(i);
                    continue;
                }
                var value = (1 - Novelty) * open[i].Score - Novelty * open[i].Nearest;
                if (value >= bestValue)
                    (best, bestValue) = (open[i], value);
            }
            if (best is null)
                break;
            chosen.Add(best);
            open.Remove(best);
        }
        return chosen;
    }

    static SummaryBullet ToBullet(Candidate candidate)
    {
        var text = candidate.Text.Length <= MaxBulletLength ? candidate.Text : candidate.Text[..(MaxBulletLength - 1)].TrimEnd() + "…";
        return new(text, new SourceRef("message", candidate.Source.MessageId.ToString(), $"{candidate.Source.From}: {candidate.Source.Subject}"));
    }

    static Dictionary<string, double> Rarity(List<Candidate> candidates)
    {
        var holders = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in candidates.SelectMany(c => c.Words.Distinct(StringComparer.Ordinal)))
            holders[word] = holders.GetValueOrDefault(word) + 1;
        return holders.ToDictionary(p => p.Key, p => Math.Log(1 + (double)candidates.Count / p.Value), StringComparer.Ordinal);
    }

    static Dictionary<string, double> Centre(List<Candidate> candidates)
    {
        var sum = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (word, weight) in candidates.SelectMany(c => c.Weights))
            sum[word] = sum.GetValueOrDefault(word) + weight;
        return Unit(sum);
    }

    static double Cosine(Dictionary<string, double> a, Dictionary<string, double> b)
    {
        if (a.Count > b.Count)
            (a, b) = (b, a);
        var sum = 0.0;
        foreach (var (word, weight) in a)
            sum += weight * b.GetValueOrDefault(word);
        return sum;
    }

    static Dictionary<string, double> Unit(Dictionary<string, double> vector)
    {
        var length = Math.Sqrt(vector.Values.Sum(v => v * v));
        return length == 0 ? vector : vector.ToDictionary(p => p.Key, p => p.Value / length, StringComparer.Ordinal);
    }

    sealed class Candidate(SourceText source, string text, int place, IReadOnlyList<string> words)
    {
        public SourceText Source => source;
        public string Text => text;
        public int Place => place;
        public IReadOnlyList<string> Words => words;
        public Dictionary<string, double> Weights { get; private set; } = [];
        public double Score { get; set; }
        public double Nearest { get; set; }

        public void Weigh(Dictionary<string, double> rarity) =>
            Weights = Unit(words.GroupBy(w => w, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count() * rarity[g.Key], StringComparer.Ordinal));
    }
}
