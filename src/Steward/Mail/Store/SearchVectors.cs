using System.Globalization;
using System.Text;
using Steward.Mail.Search;
using Steward.Platform;

namespace Steward.Mail.Store;

/// <summary>
/// Writes the column <c>search</c> of messages as text. Weights A subject, B sender, C recipients, D names of files and body keep phrases inside their field;
/// the word of a gap keeps its place and is left out. The words of a field stand there once more with the field's prefix, 's:invoic', so that they are found
/// by one index lookup. What a word's stem is, only the database knows (<see cref="Stems"/>); here words are only counted and put in their places.
/// </summary>
static class SearchVectors
{
    /// <summary>PostgreSQL's limits: later words all stand at the last place, and further places of a word are dropped.</summary>
    const int LastPosition = 16383, MostPositions = 255;

    /// <returns>One for each text, in their order.</returns>
    public static async Task<string[]> OfAsync(StewardDbContext db, IReadOnlyList<SearchText> texts, CancellationToken cancel)
    {
        var stems = await Stems.OfAsync(db, texts.SelectMany(t => new[] { t.Subject, t.From, t.To, t.Cc, t.Bcc, t.List, t.Files, t.Body }), cancel);
        return [.. texts.Select(text => new Vector(stems).Write(text))];
    }

    sealed class Vector(Stems stems)
    {
        readonly Dictionary<string, List<(int Position, char Weight)>> lexemes = new(StringComparer.Ordinal);
        int position;

        public string Write(SearchText text)
        {
            Place(text.Subject, 'A');
            Place(text.From, 'B');
            Place(text.To, 'C');
            Place(text.Cc, 'C');
            Place(text.Bcc, 'C');
            Place(text.Files, 'D');
            Place(text.Body, 'D');
            foreach (var (field, words) in new[] { (TextField.Subject, text.Subject), (TextField.From, text.From), (TextField.To, text.To), (TextField.Cc, text.Cc),
                (TextField.Bcc, text.Bcc), (TextField.List, text.List), (TextField.FileName, text.Files) })
                Prefix(SearchText.Prefix(field), words);
            foreach (var exact in text.Exact)
                Entry(exact);
            return ToString();
        }

        void Place(string words, char weight)
        {
            foreach (var range in words.AsSpan().Split(' '))
            {
                var stem = stems[words.AsSpan(range)];
                foreach (var (lexeme, offset) in stem.Lexemes)
                {
                    var places = Entry(lexeme);
                    var place = Math.Min(position + offset, LastPosition);
                    if (places.Count < MostPositions && (places.Count == 0 || places[^1].Position != place))
                        places.Add((place, weight));
                }
                position += stem.Length;
            }
        }

        void Prefix(string prefix, string words)
        {
            foreach (var range in words.AsSpan().Split(' '))
            {
                foreach (var (lexeme, _) in stems[words.AsSpan(range)].Lexemes)
                    Entry(prefix + lexeme);
            }
        }

        List<(int Position, char Weight)> Entry(string lexeme)
        {
            if (!lexemes.TryGetValue(lexeme, out var places))
                lexemes[lexeme] = places = [];
            return places;
        }

        public override string ToString()
        {
            var text = new StringBuilder(lexemes.Count * 24);
            foreach (var (lexeme, places) in lexemes)
            {
                text.Append('\'').Append(lexeme.Contains('\\', StringComparison.Ordinal) || lexeme.Contains('\'', StringComparison.Ordinal)
                    ? lexeme.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal) : lexeme).Append('\'');
                var mark = ':';
                foreach (var (place, weight) in places)
                {
                    text.Append(mark).Append(CultureInfo.InvariantCulture, $"{place}");
                    if (weight != 'D')
                        text.Append(weight);
                    mark = ',';
                }
                text.Append(' ');
            }
            return text.ToString();
        }
    }
}
