using Steward.Planning.Time;

namespace Steward.Planning.Language;

enum SenseKind { Act, Thing, Filter, Marker, Role, Vague, Negation, Condition, Outside, Filler }

/// <summary>One meaning of a phrase, from lexicon.txt.</summary>
/// <param name="Value">The act's or thing's name, or the atom of the mail search language.</param>
/// <param name="Meaning">For filters: in words.</param>
sealed record Sense(SenseKind Kind, string Value, string? Meaning, string[] Words);

/// <summary>A verb in two parts with its object between them: "bring … forward".</summary>
sealed record Pair(string Act, string[] First, string[] Last);

/// <summary>What words mean. Loaded once from the data beside it; looking a place up takes time in the number of phrases with that first word.</summary>
sealed class Lexicon
{
    public static readonly Lexicon Default = Load();

    readonly Dictionary<string, List<Sense>> byFirstWord = new(StringComparer.Ordinal);
    readonly ILookup<string, Pair> pairs;
    readonly Spelling spelling;
    readonly IReadOnlyDictionary<string, string> shorthand;

    Lexicon(IReadOnlyCollection<Sense> senses, IReadOnlyCollection<Pair> pairs, IReadOnlyDictionary<string, string> shorthand)
    {
        this.shorthand = shorthand;
        this.pairs = pairs.OrderByDescending(pair => pair.First.Length + pair.Last.Length).ToLookup(pair => pair.First[0], StringComparer.Ordinal);
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var sense in senses)
        {
            if (!byFirstWord.TryGetValue(sense.Words[0], out var list))
                byFirstWord[sense.Words[0]] = list = [];
            list.Add(sense);
            words.UnionWith(sense.Words);
        }
        foreach (var list in byFirstWord.Values)
            list.Sort((a, b) => b.Words.Length.CompareTo(a.Words.Length));
        words.UnionWith(pairs.SelectMany(pair => pair.First.Concat(pair.Last)));
        words.UnionWith(TimeFinder.Vocabulary);
        // numbers are no slips: "seven" is not "seen"
        words.UnionWith(TimeWords.Cardinals.Keys);
        spelling = new Spelling(words, senses.Where(s => s.Kind is SenseKind.Act or SenseKind.Thing or SenseKind.Filter).SelectMany(s => s.Words));
    }

    [ThreadStatic]
    static long lookUps;

    /// <summary>Places that this thread has looked up since it began: by this the work of a reading is counted, whatever else the machine does.</summary>
    public static long LookUps => lookUps;

    /// <summary>All senses of phrases that begin at the token, longest first; none behind the end.</summary>
    public IEnumerable<Sense> At(IReadOnlyList<Token> tokens, int i, int end)
    {
        lookUps++;
        if (i >= Math.Min(end, tokens.Count) || tokens[i].Kind == TokenKind.Address || !byFirstWord.TryGetValue(tokens[i].Norm, out var senses))
            yield break;
        foreach (var sense in senses)
            if (i + sense.Words.Length <= end && Fits(tokens, i, sense.Words))
                yield return sense;
    }

    /// <summary>The verbs in two parts that begin at the token, each with the index of its second part.</summary>
    public IEnumerable<(Pair Pair, int Last)> PairsAt(IReadOnlyList<Token> tokens, int i, int end)
    {
        foreach (var pair in pairs[tokens[i].Norm])
        {
            var from = i + pair.First.Length;
            if (from >= end || !Fits(tokens, i, pair.First) || tokens[from].Norm is "me" or "us" or "a" or "an")
                continue;
            for (var k = from + 1; k + pair.Last.Length <= Math.Min(end, from + LongestObject); k++)
            {
                if (k - 1 > from && tokens[k - 1].Norm is "and" or "then" or "," or "." or ";" or "that" or "to" or "i")
                    break;
                if (tokens[k].Norm == pair.Last[0] && Fits(tokens, k, pair.Last) && Closes(tokens, k + pair.Last.Length, end, pair))
                {
                    yield return (pair, k);
                    break;
                }
            }
        }
    }

    const int LongestObject = 14;

    /// <summary>After its second part a verb has no further object of its own: "mark the mail that I read as important" is no "mark … read".</summary>
    static bool Closes(IReadOnlyList<Token> tokens, int next, int end, Pair pair) =>
        next >= end || pair.Act is "unlabel" or "label" or "tell" or "uninvite" or "follow-up" || pair is { Act: "block", Last: ["for"] } || tokens[next].Kind is TokenKind.Symbol or TokenKind.Number
        || tokens[next].Norm is "to" or "until" or "till" or "by" or "for" or "on" or "at" or "from" or "and" or "then" or "please" or "pls" or "now" or "too" or "in" or "into" or "a" or "an" or "half" or "one" or "two" or "three" or "next" or "tomorrow" or "this" or "thanks" or "again" or "saying" or "that" or "about" or "with" or "any" or "anymore";

    public bool Knows(string word) => spelling.Knows(word);

    /// <summary>Tokens with slips of the finger mended, except in words that <paramref name="isName"/> says are names.</summary>
    public List<Token> Mend(IReadOnlyList<Token> tokens, Func<Token, bool> isName)
    {
        var mended = new List<Token>(tokens.Count);
        foreach (var token in tokens)
        {
            if (token.Kind != TokenKind.Word)
                mended.Add(token);
            else if (TimeWords.Short.TryGetValue(token.Norm, out var full))
                mended.Add(token with { Norm = full });
            else if (shorthand.TryGetValue(token.Norm, out var whole) && !(token.Capital && isName(token)))
                mended.Add(token with { Norm = whole });
            else if (spelling.Mend(token) is var word && word != token.Norm && !isName(token))
                mended.Add(token with { Norm = word });
            else
                mended.Add(token);
        }
        return Slips.Mend(mended, isName);
    }

    /// <summary>"my" of a phrase stands for any word of its kind: "off the calendar" is "off my calendar".</summary>
    static bool Fits(IReadOnlyList<Token> tokens, int i, string[] words)
    {
        if (i + words.Length > tokens.Count)
            return false;
        for (var k = 1; k < words.Length; k++)
            if (tokens[i + k].Norm != words[k] && !(words[k] == "my" && tokens[i + k].Norm is "the" or "our" or "your"))
                return false;
        return true;
    }

    static Lexicon Load()
    {
        using var stream = typeof(Lexicon).Assembly.GetManifestResourceStream("planning/lexicon.txt") ?? throw new InvalidOperationException("The lexicon is not in the assembly.");
        using var reader = new StreamReader(stream);
        var senses = new List<Sense>();
        var pairs = new List<Pair>();
        var shorthand = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            var (head, phrases) = (line[..colon], line[(colon + 2)..]);
            var space = head.IndexOf(' ', StringComparison.Ordinal);
            if (head.StartsWith("short ", StringComparison.Ordinal))
            {
                foreach (var variant in phrases.Split(", "))
                    shorthand[variant] = head[6..];
                continue;
            }
            if (head.StartsWith("pair ", StringComparison.Ordinal))
            {
                pairs.AddRange(phrases.Split(", ").Select(phrase => phrase.Split(" … ")).Select(parts => new Pair(head[5..], Norms(parts[0]), Norms(parts[1]))));
                continue;
            }
            var kind = Enum.Parse<SenseKind>(space < 0 ? head : head[..space], ignoreCase: true);
            var value = space < 0 ? "" : head[(space + 1)..];
            string? meaning = null;
            if (value.IndexOf(" | ", StringComparison.Ordinal) is > 0 and var bar)
                (value, meaning) = (value[..bar], value[(bar + 3)..]);
            senses.AddRange(phrases.Split(", ").Select(phrase => new Sense(kind, value, meaning, Norms(phrase))));
        }
        return new Lexicon(senses, pairs, shorthand);
    }

    static string[] Norms(string phrase) => [.. Tokeniser.Split(phrase).Select(t => t.Norm)];
}
