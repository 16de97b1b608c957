using System.Collections.Concurrent;
using Steward.Mail.Search;
using Steward.Platform;
using static Steward.Mail.Store.MailCommands;

namespace Steward.Mail.Store;

/// <summary>What the database's configuration <c>mail.words</c> makes of a word.</summary>
/// <param name="Lexemes">Each with its place within the word, from 1; none when nothing of the word is indexed.</param>
/// <param name="Length">Places that the word takes.</param>
readonly record struct Stem((string Lexeme, int Offset)[] Lexemes, int Length);

/// <summary>
/// The stems of the words of a batch. The database is asked once for each word that this process has not met: mail has many words but few different ones,
/// and asking for all text again and again was most of the time of an import. The configuration is fixed by the schema, so what was learnt stays true.
/// </summary>
sealed class Stems
{
    const int MostRemembered = 100_000, LongestRemembered = 40, WordsPerQuestion = 20_000;
    static readonly ConcurrentDictionary<string, Stem> Remembered = new(StringComparer.Ordinal);

    readonly Dictionary<string, Stem> words = new(StringComparer.Ordinal) { [""] = new([], 0), [SearchText.Gap] = new([], 1) };
    readonly Dictionary<string, Stem>.AlternateLookup<ReadOnlySpan<char>> lookup;

    Stems() => lookup = words.GetAlternateLookup<ReadOnlySpan<char>>();

    public Stem this[ReadOnlySpan<char> word] => lookup[word];

    /// <param name="texts">Words with single spaces between them.</param>
    public static async Task<Stems> OfAsync(StewardDbContext db, IEnumerable<string> texts, CancellationToken cancel)
    {
        var stems = new Stems();
        var unknown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in texts)
            stems.Recall(text, unknown);
        foreach (var part in unknown.Chunk(WordsPerQuestion))
            await stems.AskAsync(db, part, cancel);
        return stems;
    }

    void Recall(string text, HashSet<string> unknown)
    {
        var remembered = Remembered.GetAlternateLookup<ReadOnlySpan<char>>();
        var asked = unknown.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var range in text.AsSpan().Split(' '))
        {
            var word = text.AsSpan(range);
            if (lookup.ContainsKey(word))
                continue;
            if (remembered.TryGetValue(word, out var stem))
                lookup[word] = stem;
            else
                asked.Add(word);
        }
    }

    /// <summary>The gap behind the word tells how many places the word takes.</summary>
    async Task AskAsync(StewardDbContext db, string[] asked, CancellationToken cancel)
    {
        var rows = await db.MailCommand(
            """
            SELECT w.n, v.lexeme, p.position FROM unnest($1) WITH ORDINALITY AS w (word, n), unnest(to_tsvector('mail.words', word || ' xgapx')) AS v, unnest(v.positions) AS p (position)
            """, P(asked)).ReadAllAsync(row => (Word: asked[row.GetInt64(0) - 1], Lexeme: row.GetString(1), Position: (int)row.GetInt16(2)), cancel);
        foreach (var word in rows.GroupBy(row => row.Word, StringComparer.Ordinal))
        {
            var stem = new Stem([.. word.Where(row => row.Lexeme != SearchText.Gap).Select(row => (row.Lexeme, row.Position))],
                word.Where(row => row.Lexeme == SearchText.Gap).Max(row => row.Position) - 1);
            words[word.Key] = stem;
            if (word.Key.Length > LongestRemembered)
                continue;
            if (Remembered.Count >= MostRemembered)
                Remembered.Clear();
            Remembered[word.Key] = stem;
        }
    }
}
