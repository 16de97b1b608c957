using Steward.Planning.Time;

namespace Steward.Planning.Language;

enum SenseKind { Act, Thing, Filter, Marker, Role, Vague, Negation, Filler }

/// <summary>One meaning of a phrase, from lexicon.txt.</summary>
/// <param name="Value">The act's or thing's name, or the atom of the mail search language.</param>
/// <param name="Meaning">For filters: in words.</param>
sealed record Sense(SenseKind Kind, string Value, string? Meaning, string[] Words);

/// <summary>What words mean. Loaded once from the data beside it; looking a place up takes time in the number of phrases with that first word.</summary>
sealed class Lexicon
{
    public static readonly Lexicon Default = Load();

    readonly Dictionary<string, List<Sense>> byFirstWord = new(StringComparer.Ordinal);
    readonly Spelling spelling;

    Lexicon(IEnumerable<Sense> senses)
    {
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
        words.UnionWith(TimeFinder.Vocabulary);
        spelling = new Spelling(words);
    }

    /// <summary>All senses of phrases that begin at the token, longest first.</summary>
    public IEnumerable<Sense> At(IReadOnlyList<Token> tokens, int i, int end)
    {
        if (tokens[i].Kind == TokenKind.Address || !byFirstWord.TryGetValue(tokens[i].Norm, out var senses))
            yield break;
        foreach (var sense in senses)
            if (i + sense.Words.Length <= end && Fits(tokens, i, sense.Words))
                yield return sense;
    }

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
            else if (spelling.Mend(token) is var word && word != token.Norm && !isName(token))
                mended.Add(token with { Norm = word });
            else
                mended.Add(token);
        }
        return mended;
    }

    static bool Fits(IReadOnlyList<Token> tokens, int i, string[] words)
    {
        for (var k = 1; k < words.Length; k++)
            if (tokens[i + k].Norm != words[k])
                return false;
        return true;
    }

    static Lexicon Load()
    {
        using var stream = typeof(Lexicon).Assembly.GetManifestResourceStream("planning/lexicon.txt") ?? throw new InvalidOperationException("The lexicon is not in the assembly.");
        using var reader = new StreamReader(stream);
        var senses = new List<Sense>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            var (head, phrases) = (line[..colon], line[(colon + 2)..]);
            var space = head.IndexOf(' ', StringComparison.Ordinal);
            var kind = Enum.Parse<SenseKind>(space < 0 ? head : head[..space], ignoreCase: true);
            var value = space < 0 ? "" : head[(space + 1)..];
            string? meaning = null;
            if (value.IndexOf(" | ", StringComparison.Ordinal) is > 0 and var bar)
                (value, meaning) = (value[..bar], value[(bar + 3)..]);
            senses.AddRange(phrases.Split(", ").Select(phrase => new Sense(kind, value, meaning, [.. Tokeniser.Split(phrase).Select(t => t.Norm)])));
        }
        return new Lexicon(senses);
    }
}
