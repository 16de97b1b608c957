using System.Globalization;
using Steward.Mail;
using Steward.Platform;

namespace Steward.Items.Imports;

/// <summary>
/// Which labels an imported message gets. What the file says counts: Gmail's labels in a Takeout, read and flag marks of mailbox programs, the verdict of a
/// spam filter. Only without Gmail's labels is the category guessed (<see cref="MailCategory"/>). A message that no mark calls read is unread, which is how
/// mailbox files mean it; a message from the account's own address was sent.
/// </summary>
static class MailLabels
{
    const int Most = 50;

    public static IReadOnlyList<string> Of(ReadMessage read, string ownAddress, string path)
    {
        var labels = new HashSet<string>(StringComparer.Ordinal);
        if (read.Headers.Has("X-Gmail-Labels"))
            FromGmail(string.Join(',', read.Headers.All("X-Gmail-Labels")), labels);
        else
            FromMarks(read, ownAddress, path, labels);
        if (labels.Contains(SystemLabels.Spam) || labels.Contains(SystemLabels.Trash))
            labels.Remove(SystemLabels.Inbox);
        if (labels.Contains(SystemLabels.Sent) && !labels.Contains(SystemLabels.Inbox) || labels.Contains(SystemLabels.Draft))
            labels.Remove(SystemLabels.Unread);
        return [.. labels.Take(Most)];
    }

    static void FromMarks(ReadMessage read, string ownAddress, string path, HashSet<string> labels)
    {
        var (headers, message) = (read.Headers, read.Message);
        var marks = Marks.Of(headers, path);
        var own = message.From.Email.Equals(ownAddress, StringComparison.OrdinalIgnoreCase);
        if (marks.Draft)
            labels.Add(SystemLabels.Draft);
        else if (own)
            labels.Add(SystemLabels.Sent);
        if (marks.Deleted)
            labels.Add(SystemLabels.Trash);
        if (IsSpam(headers))
            labels.Add(SystemLabels.Spam);
        if (!marks.Draft && (!own || message.To.Concat(message.Cc).Any(to => to.Email.Equals(ownAddress, StringComparison.OrdinalIgnoreCase))))
            labels.Add(SystemLabels.Inbox);
        if (!marks.Read)
            labels.Add(SystemLabels.Unread);
        if (marks.Flagged)
            labels.Add(SystemLabels.Starred);
        if (!own && !marks.Draft)
            labels.Add(MailCategory.Of(read));
    }

    static bool IsSpam(MessageHeaders headers) =>
        headers["X-Spam-Flag"]?.StartsWith("yes", StringComparison.OrdinalIgnoreCase) == true || headers["X-Spam-Status"]?.StartsWith("yes", StringComparison.OrdinalIgnoreCase) == true
        || headers["X-Spam"]?.StartsWith("yes", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Takeout's header: names between commas, encoded words allowed, categories and states in the account's English spelling.</summary>
    static void FromGmail(string text, HashSet<string> labels)
    {
        foreach (var part in MimeReader.DecodeWords(text).Split(',', 200, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var name = VisibleText.CleanLine(part.Trim('"', ' '));
            var system = name.ToLowerInvariant() switch
            {
                "inbox" => SystemLabels.Inbox,
                "unread" => SystemLabels.Unread,
                "starred" => SystemLabels.Starred,
                "important" => SystemLabels.Important,
                "sent" => SystemLabels.Sent,
                "draft" or "drafts" => SystemLabels.Draft,
                "trash" or "bin" => SystemLabels.Trash,
                "spam" => SystemLabels.Spam,
                "category personal" or "category primary" => SystemLabels.Personal,
                "category social" => SystemLabels.Social,
                "category promotions" => SystemLabels.Promotions,
                "category updates" or "category purchases" or "category reservations" or "category travel" => SystemLabels.Updates,
                "category forums" => SystemLabels.Forums,
                "opened" or "archived" or "chat" or "" => null,
                _ => name.Length <= 100 ? name : name[..100],
            };
            if (system is not null && labels.Count < Most)
                labels.Add(system);
        }
    }

    /// <summary>Read, flagged, deleted and draft, as mbox programs (Status, X-Status), Thunderbird (X-Mozilla-Status) and Maildir names (":2,FS") keep them.</summary>
    readonly record struct Marks(bool Read, bool Flagged, bool Deleted, bool Draft)
    {
        public static Marks Of(MessageHeaders headers, string path)
        {
            var status = (headers["Status"] ?? "") + (headers["X-Status"] ?? "");
            var mozilla = int.TryParse(headers["X-Mozilla-Status"], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits) ? bits : 0;
            var name = path[(path.LastIndexOf('/') + 1)..];
            var colon = name.LastIndexOf("2,", StringComparison.Ordinal);
            var flags = colon > 0 && name[colon - 1] is ':' or ';' or '!' or '_' ? name[(colon + 2)..] : "";
            return new Marks(
                status.Contains('R', StringComparison.Ordinal) || (mozilla & 1) != 0 || flags.Contains('S', StringComparison.Ordinal),
                status.Contains('F', StringComparison.Ordinal) || (mozilla & 4) != 0 || flags.Contains('F', StringComparison.Ordinal),
                status.Contains('D', StringComparison.Ordinal) || (mozilla & 8) != 0 || flags.Contains('T', StringComparison.Ordinal),
                status.Contains('T', StringComparison.Ordinal) || flags.Contains('D', StringComparison.Ordinal));
        }
    }
}
