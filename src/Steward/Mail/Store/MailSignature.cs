namespace Steward.Mail.Store;

/// <summary>The lines under which somebody puts their name, office and city, as they wrote them: outside text.</summary>
static class MailSignature
{
    const int MostLines = 8, Longest = 400;

    /// <summary>How people take their leave, lower-cased and without the mark at the end.</summary>
    static readonly HashSet<string> Farewells = new(StringComparer.Ordinal)
    {
        "best", "best regards", "best wishes", "kind regards", "kindest regards", "warm regards", "with kind regards", "regards", "cheers", "thanks", "many thanks", "thank you", "sincerely", "yours sincerely",
        "yours faithfully", "yours", "all the best", "take care", "cordially", "viele grüße", "mit freundlichen grüßen", "beste grüße", "liebe grüße", "cordialement", "bien à vous", "saludos", "un saludo",
    };

    /// <summary>What follows the delimiter "-- " (RFC 3676 §4.3), else a farewell near the end; null when neither is there. What is quoted below belongs to somebody else.</summary>
    public static string? Of(string text)
    {
        var lines = OwnLines(text);
        var start = lines.FindLastIndex(line => line.TrimEnd() is "--");
        if (start < 0)
            start = lines.FindLastIndex(line => Farewells.Contains(line.Trim().TrimEnd(',', '.', '!').ToLowerInvariant()));
        if (start < 0 || lines.Count - start > 2 * MostLines)
            return null;
        var signature = string.Join('\n', lines.Skip(start + 1).Select(line => line.Trim()).Where(line => line.Length > 0).Take(MostLines));
        return signature.Length == 0 ? null : NewMessage.Cut(signature, Longest);
    }

    /// <summary>The lines before what was quoted or forwarded, without empty ones at the end.</summary>
    static List<string> OwnLines(string text)
    {
        var lines = new List<string>();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(">") || line.StartsWith("-----") || line.StartsWith("On ") && line.TrimEnd().EndsWith("wrote:") || line.StartsWith("From: "))
                break;
            lines.Add(line.ToString());
        }
        while (lines.Count > 0 && string.IsNullOrWhiteSpace(lines[^1]))
            lines.RemoveAt(lines.Count - 1);
        return lines;
    }
}
