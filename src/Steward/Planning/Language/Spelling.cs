namespace Steward.Planning.Language;

/// <summary>
/// Mends slips of the finger towards a known vocabulary: one insertion, deletion, substitution or swap in words of four letters and more, two in words of eight and
/// more. Ordinary English words and words that begin with a capital inside a sentence (names) are left alone, and so is whatever has two equally near neighbours of one kind.
/// </summary>
sealed class Spelling
{
    readonly HashSet<string> known;
    readonly Dictionary<int, string[]> byLength;

    readonly HashSet<string> preferred;

    /// <param name="preferred">Of two equally near words one of these is meant: "replly" is "reply" rather than "really".</param>
    public Spelling(IEnumerable<string> vocabulary, IEnumerable<string>? preferred = null)
    {
        this.preferred = new HashSet<string>(preferred ?? [], StringComparer.Ordinal);
        known = new HashSet<string>(vocabulary.Where(w => w.Length > 1), StringComparer.Ordinal);
        byLength = known.Where(w => w.Length >= 4).GroupBy(w => w.Length).ToDictionary(g => g.Key, g => g.Order(StringComparer.Ordinal).ToArray());
    }

    public bool Knows(string word) => known.Contains(word);

    /// <summary>The word itself, or the one that was meant.</summary>
    public string Mend(Token token)
    {
        var word = token.Norm;
        if (word.Length is < 4 or > 16 || known.Contains(word) || CommonWords.Contains(word) || Time.Holidays.Knows(word) || token.Capital && token.Start > 0)
            return word;
        var allowed = word.Length >= 7 ? 2 : 1;
        string? best = null;
        var (least, tie) = (allowed + 1, false);
        for (var length = word.Length - allowed; length <= word.Length + allowed; length++)
            foreach (var candidate in byLength.GetValueOrDefault(length) ?? [])
            {
                // the first letter is seldom wrong; only a swap of the first two moves it
                if (candidate[0] != word[0] && !(candidate[0] == word[1] && candidate[1] == word[0]))
                    continue;
                var distance = Distance(word, candidate, candidate.Length >= 8 ? allowed : 1);
                if (distance > (candidate.Length >= 8 ? allowed : 1))
                    continue;
                if (distance < least)
                    (best, least, tie) = (candidate, distance, false);
                else if (distance == least && best is not null && preferred.Contains(candidate) != preferred.Contains(best))
                    (best, tie) = (preferred.Contains(candidate) ? candidate : best, false);
                else if (distance == least && best is not null)
                    tie = true;
            }
        return best is null || tie ? word : best;
    }

    /// <summary>Edit distance with swaps of neighbours; <paramref name="limit"/> + 1 when it is greater.</summary>
    static int Distance(string a, string b, int limit)
    {
        Span<int> two = stackalloc int[b.Length + 1], one = stackalloc int[b.Length + 1], row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            one[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1] + 1, one[j] + 1), one[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], two[j - 2] + 1);
                least = Math.Min(least, row[j]);
            }
            if (least > limit)
                return limit + 1;
            one.CopyTo(two);
            row.CopyTo(one);
        }
        return one[b.Length];
    }
}
