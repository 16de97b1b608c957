using System.Globalization;

namespace Steward.Mail.Search;

/// <summary>The operators by name, and how each reads its value. Names and values that Gmail has and Steward has no meaning for are refused, not ignored.</summary>
static class Operators
{
    public static TextField? FieldOf(string name) => name switch
    {
        "from" => TextField.From,
        "to" => TextField.To,
        "cc" => TextField.Cc,
        "bcc" => TextField.Bcc,
        "subject" => TextField.Subject,
        "list" => TextField.List,
        "filename" => TextField.FileName,
        _ => null,
    };

    public static bool Knows(string name) => name is "in" or "is" or "has" or "category" or "label" or "rfc822msgid" or "larger" or "smaller" or "size"
        or "older_than" or "newer_than" or "after" or "before" or "older" or "newer";

    public static QueryNode Read(Token name, Token value) => name.Text switch
    {
        "in" when value.Text.Equals("snoozed", StringComparison.OrdinalIgnoreCase) => new QueryNode.Label(SystemLabels.Snoozed),
        "in" => Named(name, value, In),
        "is" => Named(name, value, Is),
        "has" => Named(name, value, Has),
        "category" => Named(name, value, Categories),
        "label" => LabelOf(value),
        "rfc822msgid" => new QueryNode.MessageId(Printer.Writable(value.Text).Trim('<', '>', ' ')),
        "larger" or "size" => SizeOf(true, value),
        "smaller" => SizeOf(false, value),
        "older_than" => AgeOf(true, value),
        "newer_than" => AgeOf(false, value),
        "after" or "newer" => DateOf(true, value),
        _ => DateOf(false, value),
    };

    static readonly Dictionary<string, SystemTerm> In = new(StringComparer.OrdinalIgnoreCase)
    {
        ["inbox"] = SystemTerm.Inbox, ["sent"] = SystemTerm.Sent, ["drafts"] = SystemTerm.Drafts, ["draft"] = SystemTerm.Drafts, ["trash"] = SystemTerm.Trash,
        ["bin"] = SystemTerm.Trash, ["spam"] = SystemTerm.Spam, ["junk"] = SystemTerm.Spam, ["anywhere"] = SystemTerm.Anywhere, ["archive"] = SystemTerm.Archive,
        ["starred"] = SystemTerm.Starred, ["important"] = SystemTerm.Important, ["unread"] = SystemTerm.Unread,
    };

    static readonly Dictionary<string, SystemTerm> Is = new(StringComparer.OrdinalIgnoreCase)
    {
        ["unread"] = SystemTerm.Unread, ["read"] = SystemTerm.Read, ["starred"] = SystemTerm.Starred, ["important"] = SystemTerm.Important,
        ["sent"] = SystemTerm.Sent, ["draft"] = SystemTerm.Drafts,
    };

    static readonly Dictionary<string, SystemTerm> Has = new(StringComparer.OrdinalIgnoreCase)
    {
        ["attachment"] = SystemTerm.Attachment, ["attachments"] = SystemTerm.Attachment, ["userlabels"] = SystemTerm.UserLabels, ["nouserlabels"] = SystemTerm.NoUserLabels,
    };

    static readonly Dictionary<string, SystemTerm> Categories = new(StringComparer.OrdinalIgnoreCase)
    {
        ["primary"] = SystemTerm.Primary, ["personal"] = SystemTerm.Primary, ["social"] = SystemTerm.Social, ["promotions"] = SystemTerm.Promotions,
        ["updates"] = SystemTerm.Updates, ["forums"] = SystemTerm.Forums,
    };

    /// <summary>Labels with a meaning of their own, so that <c>label:inbox</c> and <c>in:inbox</c> are the same query.</summary>
    static readonly Dictionary<string, SystemTerm> Labels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["inbox"] = SystemTerm.Inbox, ["sent"] = SystemTerm.Sent, ["draft"] = SystemTerm.Drafts, ["drafts"] = SystemTerm.Drafts, ["trash"] = SystemTerm.Trash,
        ["spam"] = SystemTerm.Spam, ["unread"] = SystemTerm.Unread, ["starred"] = SystemTerm.Starred, ["important"] = SystemTerm.Important,
        ["category_social"] = SystemTerm.Social, ["category_promotions"] = SystemTerm.Promotions, ["category_updates"] = SystemTerm.Updates,
        ["category_forums"] = SystemTerm.Forums,
    };

    static QueryNode Named(Token name, Token value, Dictionary<string, SystemTerm> known)
    {
        if (known.TryGetValue(value.Text.Trim(), out var term))
            return new QueryNode.System(term);
        var hint = name.Text == "in" ? $"; for a label of your own use label:{value.Text}" : "";
        throw new QueryException(value.Position, $"“{name.Text}:” does not know “{value.Text}”; it knows {string.Join(", ", known.Keys)}{hint}");
    }

    static QueryNode LabelOf(Token value)
    {
        var label = Printer.Writable(value.Text);
        return Labels.TryGetValue(label, out var term) ? new QueryNode.System(term) : new QueryNode.Label(label);
    }

    static QueryNode.Size SizeOf(bool larger, Token value)
    {
        var text = value.Text.Trim();
        var digits = text.TrimEnd('b', 'B', 'k', 'K', 'm', 'M', 'g', 'G');
        var factor = text[digits.Length..].ToUpperInvariant() switch { "" or "B" => 1L, "K" or "KB" => 1L << 10, "M" or "MB" => 1L << 20, "G" or "GB" => 1L << 30, _ => 0 };
        return factor > 0 && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= long.MaxValue / factor
            ? new QueryNode.Size(larger, count * factor, text.ToUpperInvariant())
            : throw new QueryException(value.Position, $"“{value.Text}” is not a size; write bytes, or K, M, G as in 5M");
    }

    static QueryNode.Age AgeOf(bool older, Token value)
    {
        var text = value.Text.Trim().ToLowerInvariant();
        return text.Length >= 2 && text[^1] is 'h' or 'd' or 'w' or 'm' or 'y' && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count * Days(text[^1]) <= 100 * 366
            ? new QueryNode.Age(older, count, text[^1])
            : throw new QueryException(value.Position, $"“{value.Text}” is not a length of time; write a number up to 100 years with h, d, w, m or y, as in 30d");
    }

    static double Days(char unit) => unit switch { 'h' => 1 / 24.0, 'd' => 1, 'w' => 7, 'm' => 30.5, _ => 366 };

    static QueryNode.Date DateOf(bool after, Token value)
    {
        var text = value.Text.Trim();
        if (DateOnly.TryParseExact(text, ["yyyy-M-d", "yyyy/M/d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year >= 1900)
            return new QueryNode.Date(after, day, null);
        if (text.Length is >= 9 and <= 11 && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return new QueryNode.Date(after, null, DateTimeOffset.FromUnixTimeSeconds(seconds));
        throw new QueryException(value.Position, $"“{value.Text}” is not a date; write year/month/day, as in 2026/03/31");
    }
}
