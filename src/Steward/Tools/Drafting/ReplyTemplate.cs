using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;
using Steward.Mail;
using Steward.Tools.Summaries;

namespace Steward.Tools.Drafting;

/// <summary>A polite reply out of fixed phrases, the person's own instructions, and the questions and dates of the one message that is answered. Pure.</summary>
static partial class ReplyTemplate
{
    const int MaxQuestions = 5;

    public static string Write(Message message, IReadOnlyList<string> points, string? instructions, string ownerName, DateTimeZone zone, (string Greeting, string SignOff)? voice = null)
    {
        var sentences = Sentences.Of(MailText.Own(message.Text));
        var questions = sentences.Where(s => s.EndsWith('?') || Cues.Asks(s)).Distinct(StringComparer.Ordinal).Take(MaxQuestions).ToList();
        var dates = sentences.Where(s => Cues.NamesDate(s) && !questions.Contains(s)).Take(3).ToList();
        var received = Instant.FromDateTimeOffset(message.Summary.Date).InZone(zone).ToString("d MMMM", CultureInfo.InvariantCulture);

        var text = new StringBuilder();
        text.Append($"Thank you for your message of {received}{About(message.Summary.Subject)}.\n");
        if (Sentence(instructions) is { } said)
            text.Append('\n').Append(said).Append('\n');
        if (questions.Count > 0)
        {
            text.Append(questions.Count == 1 ? "\nTo your question:\n" : "\nTo your questions:\n");
            foreach (var question in questions)
                text.Append($"\n> {question}\n[your answer]\n");
        }
        if (dates.Count > 0)
        {
            text.Append("\nI have noted:\n");
            foreach (var date in dates)
                text.Append($"- {date}\n");
        }
        var others = points.Where(p => !questions.Contains(p) && !dates.Contains(p)).Take(3).ToList();
        if (others.Count > 0)
        {
            text.Append("\nAs I understand it so far:\n");
            foreach (var point in others)
                text.Append($"- {point}\n");
        }
        if (instructions is null && questions.Count == 0)
            text.Append("\n[your reply]\n");
        return Frame(message.Summary.From, text.ToString(), ownerName, voice);
    }

    /// <summary>Greeting and close around a body: the person's own where they are known.</summary>
    public static string Frame(MailAddress to, string body, string ownerName, (string Greeting, string SignOff)? voice) =>
        $"{voice?.Greeting ?? $"Hi {FirstName(to)},"}\n\n{body.Trim()}\n\n{$"{voice?.SignOff ?? "Best regards,"}\n{ownerName}".TrimEnd()}\n";

    /// <summary>"Miller, Sarah" and "Sarah Miller (ACME)" are Sarah; without a name, the address before its @.</summary>
    internal static string FirstName(MailAddress from)
    {
        var name = Brackets().Replace(from.Name ?? "", "").Trim().Trim('"', '\'');
        if (name.Length == 0 || name.Contains('@', StringComparison.Ordinal))
        {
            var local = from.Email.Split('@')[0].Split('.', '_', '-', '+')[0];
            return local.Length == 0 ? from.Email : char.ToUpperInvariant(local[0]) + local[1..];
        }
        var parts = name.Split(',', 2);
        var given = (parts.Length == 2 ? parts[1] : parts[0]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return given.FirstOrDefault(word => !Title().IsMatch(word)) ?? name;
    }

    static string About(string subject)
    {
        subject = Prefix().Replace(subject, "").Trim();
        return subject.Length == 0 ? "" : $" about “{subject}”";
    }

    /// <summary>"saying that I agree" → "I agree."</summary>
    static string? Sentence(string? instructions)
    {
        var text = Lead().Replace(instructions?.Trim() ?? "", "").Trim();
        if (text.Length == 0)
            return null;
        text = char.ToUpperInvariant(text[0]) + text[1..];
        return text[^1] is '.' or '!' or '?' ? text : text + ".";
    }

    const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"\([^)]*\)|\[[^\]]*\]", Options)]
    private static partial Regex Brackets();

    [GeneratedRegex(@"^(mr|mrs|ms|dr|prof|herr|frau)\.?$", Options)]
    private static partial Regex Title();

    [GeneratedRegex(@"^\s*((re|aw|fwd?|wg)\s*:\s*)+", Options)]
    private static partial Regex Prefix();

    [GeneratedRegex(@"^(and\s+)?((saying|telling (him|her|them)|tell (him|her|them)|say)(\s+that)?|that)\s+", Options)]
    private static partial Regex Lead();
}
