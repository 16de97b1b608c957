using System.Text.RegularExpressions;

namespace Steward.Mail.Actions;

/// <summary>A text that speaks of an attachment. Quoted lines do not count: they are somebody else's words.</summary>
static partial class MissingAttachment
{
    public static bool Mentioned(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("----------"))
                return false;
            if (!line.TrimStart().StartsWith(">") && Mention().IsMatch(line))
                return true;
        }
        return false;
    }

    [GeneratedRegex(@"\b(attached|attachments?|enclosed|angeh[äa]ngt|beigef[üu]gt|(im|als) anhang|anbei|pi[èe]ces? jointes?|ci-joint|adjunt[oa]s?|allegat[oi]|bijlage)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mention();
}
