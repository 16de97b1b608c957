using Steward.Platform;

namespace Steward.Notes;

/// <summary>What a note must be, before it is proposed and again before it is stored.</summary>
static class NoteChecks
{
    public const int LongestText = 20_000, LongestTag = 60, MostTags = 20, MostLinks = 20;

    /// <returns>The first thing wrong, or null.</returns>
    public static Error? Check(string? text, IReadOnlyList<string>? tags, IReadOnlyList<SourceRef>? links = null)
    {
        if (text is not null && (text.Trim().Length == 0 || text.Length > LongestText))
            return Error.Invalid("text", $"A note has 1 to {LongestText:N0} characters.");
        if (tags?.Count > MostTags || tags?.Any(t => t.Trim().Length is 0 or > LongestTag || VisibleText.CleanLine(t) != t) == true)
            return Error.Invalid("tags", $"At most {MostTags} tags of 1 to {LongestTag} visible characters.");
        return links?.Count > MostLinks || links?.Any(l => l.Type is not ("message" or "event") || !Guid.TryParse(l.Id, out _)) == true
            ? Error.Invalid("links", $"A note leads to at most {MostLinks} messages or events.") : null;
    }

    /// <summary>The first line, cut for titles.</summary>
    public static string Title(string text)
    {
        var line = text.Trim().Split('\n')[0].Trim();
        return line.Length <= 60 ? line : line[..57].TrimEnd() + "…";
    }
}
