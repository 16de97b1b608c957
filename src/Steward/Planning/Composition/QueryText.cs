using System.Globalization;
using System.Text;
using NodaTime;
using Steward.Planning.Language;

namespace Steward.Planning.Composition;

/// <summary>Writes atoms of the mail search language. A value can never become an operator: it is quoted, and quotes in it are dropped.</summary>
static class QueryText
{
    public static string Before(LocalDate day) => string.Create(CultureInfo.InvariantCulture, $"before:{day.Year:0000}/{day.Month:00}/{day.Day:00}");

    public static string After(LocalDate day) => string.Create(CultureInfo.InvariantCulture, $"after:{day.Year:0000}/{day.Month:00}/{day.Day:00}");

    public static string From(IReadOnlyList<string> anyOf) => Any("from", anyOf);

    public static string To(IReadOnlyList<string> anyOf) => Any("to", anyOf);

    /// <summary>A bare word stays as it is; everything else is put in quotes.</summary>
    public static string Word(string value)
    {
        var clean = Clean(value);
        return clean.Length > 0 && clean.All(c => char.IsLetterOrDigit(c) || c is '_' or '@' or '.' or '+') && !IsOperator(clean) ? clean : $"\"{clean}\"";
    }

    /// <summary>Words that all must occur; of a list ("invoices and receipts") any member; quoted text must occur as it stands.</summary>
    public static string Topic(string topic, bool quoted)
    {
        if (quoted)
            return $"\"{Clean(topic)}\"";
        var members = Members(topic).ConvertAll(Words);
        return members.Count == 1 ? members[0] : $"({string.Join(" OR ", members.Distinct(StringComparer.OrdinalIgnoreCase).Select(m => m.Contains(' ', StringComparison.Ordinal) && m[0] != '"' ? $"({m})" : m))})";
    }

    /// <summary>The members of a list; one for what is no list or goes together ("terms and conditions").</summary>
    public static List<string> Members(string topic)
    {
        var words = topic.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var members = new List<string>();
        var from = 0;
        for (var i = 0; i <= words.Length; i++)
        {
            if (i < words.Length && !(words[i].ToLowerInvariant() is "and" or "or" or "+" or "&" or "/" or "and/or"))
                continue;
            if (i > 0 && i + 1 < words.Length && Together.Contains($"{words[i - 1]} {words[i + 1]}".ToLowerInvariant()))
                continue;
            if (i > from)
                members.Add(string.Join(' ', words[from..i]));
            from = i + 1;
        }
        return members.Count == 0 ? [topic] : members;
    }

    /// <summary>Pairs of words that name one thing.</summary>
    static readonly HashSet<string> Together = new(StringComparer.Ordinal)
    {
        "terms conditions", "pros cons", "research development", "r d", "q a", "profit loss", "health safety", "mergers acquisitions", "supply demand", "trial error", "do don'ts", "dos don'ts",
        "questions answers", "black white", "arts crafts", "bed breakfast", "food drink", "wear tear", "sales marketing", "design build", "lost found", "learning development", "diversity inclusion",
        "equity inclusion", "hr finance", "back forth", "ups downs", "ins outs", "rules regulations", "policies procedures", "goods services", "time materials", "salt pepper", "h m", "m a", "p l", "b b",
    };

    static string Words(string topic)
    {
        var words = topic.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Bare).Where(w => w.Length > 0 && w.Any(char.IsLetterOrDigit) && !Empty.Contains(w.ToLowerInvariant())).Select(Word)
            .Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return words.Count == 0 ? $"\"{Clean(topic)}\"" : string.Join(' ', words);
    }

    /// <summary>Without punctuation around it and without a possessive ending.</summary>
    static string Bare(string word)
    {
        var bare = Clean(word).Trim('.', ',', ';', ':', '?', '!', '(', ')', '\'', '‘', '’', '-');
        return bare.EndsWith("'s", StringComparison.Ordinal) || bare.EndsWith("’s", StringComparison.Ordinal) ? bare[..^2] : bare;
    }

    static readonly HashSet<string> Empty = new(StringComparer.Ordinal) { "the", "a", "an", "of", "for", "and", "to", "in", "on", "with", "our", "my", "your", "their", "'s", "this", "that", "is", "are" };

    static string Any(string name, IReadOnlyList<string> values) =>
        values.Count == 1 ? $"{name}:{Word(values[0])}" : $"({string.Join(" OR ", values.Select(v => $"{name}:{Word(v)}"))})";

    static bool IsOperator(string word) => word is "OR" or "AND" or "NOT";

    static string Clean(string value)
    {
        var clean = new StringBuilder(value.Length);
        foreach (var c in value)
            clean.Append(c is '"' or '“' or '”' or '\\' || char.IsControl(c) ? ' ' : c);
        return clean.ToString().Trim();
    }
}
