using System.Globalization;
using Steward.Platform;

namespace Steward.Mail;

/// <summary>
/// How one leaves the list that a message came from, as the message itself says (RFC 2369, List-Unsubscribe; RFC 8058, one click). All of it is outside text:
/// a way is only listed when following it can do no more than it says.
/// </summary>
/// <param name="OneClick">Takes one POST and needs no person: https on its usual port, without credentials in it. Only when the message says that it is meant for that.</param>
/// <param name="Mail">The mail that the list wants to get.</param>
/// <param name="Page">A page on which a person has to unsubscribe by themselves.</param>
public sealed record UnsubscribeWays(Uri? OneClick, UnsubscribeMail? Mail, Uri? Page)
{
    const int LongestAddress = 2000, LongestSubject = 200, LongestText = 1000;

    public bool Any => OneClick is not null || Mail is not null || Page is not null;

    public static UnsubscribeWays Of(Message message) => Of(message.ListUnsubscribe, message.OneClickUnsubscribe);

    internal static UnsubscribeWays Of(string? field, bool oneClick)
    {
        var addresses = Bracketed(field ?? "").ToList();
        var https = addresses.Select(Secure).FirstOrDefault(uri => uri is not null);
        var page = https ?? addresses.Select(Web).FirstOrDefault(uri => uri is not null);
        return new(oneClick ? https : null, addresses.Select(ByMail).FirstOrDefault(mail => mail is not null), page);
    }

    /// <summary>What stands in angle brackets, without the spaces that folding left in it. A bracket that is never closed was cut off, and is no address.</summary>
    static IEnumerable<string> Bracketed(string field)
    {
        for (var open = field.IndexOf('<', StringComparison.Ordinal); open >= 0;)
        {
            var close = field.IndexOf('>', open);
            if (close < 0)
                yield break;
            yield return string.Concat(field[(open + 1)..close].Where(c => !char.IsWhiteSpace(c)));
            open = field.IndexOf('<', close);
        }
    }

    static Uri? Secure(string text) => Web(text) is { IsDefaultPort: true } uri && uri.Scheme == Uri.UriSchemeHttps ? uri : null;

    static Uri? Web(string text) => text.Length <= LongestAddress && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
        && uri.UserInfo.Length == 0 && uri.Host.Length > 0 && uri.Fragment.Length == 0 ? uri : null;

    /// <summary>RFC 6068, of which only a subject and a text are taken: any other field (cc, bcc, attach) would make the sender choose what is sent and to whom.</summary>
    static UnsubscribeMail? ByMail(string text)
    {
        if (!text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) || text.Length > LongestAddress)
            return null;
        var (address, fields) = text["mailto:".Length..].Split('?', 2) is [var a, var b] ? (a, b) : (text["mailto:".Length..], "");
        if (MailAddresses.Canonical(Uri.UnescapeDataString(address)) is not { } to)
            return null;
        string subject = "", body = "";
        foreach (var field in fields.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = field.Split('=', 2);
            var value = parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "";
            if (parts[0].Equals("subject", StringComparison.OrdinalIgnoreCase))
                subject = VisibleText.CleanLine(value);
            else if (parts[0].Equals("body", StringComparison.OrdinalIgnoreCase))
                body = VisibleText.Clean(value).Trim();
            else
                return null;
        }
        return subject.Length > LongestSubject || body.Length > LongestText ? null : new(to, subject.Length == 0 && body.Length == 0 ? "unsubscribe" : subject, body);
    }

    /// <summary>
    /// Whether a host or domain belongs to whoever writes from another: the same name below a public suffix, as far as that can be told without a list of suffixes
    /// ("co.uk" is taken for one, "mail.example" for a name).
    /// </summary>
    internal static bool SameSite(string one, string other) => Site(one) is { Length: > 0 } site && site == Site(other);

    static string Site(string domain)
    {
        var labels = domain.TrimEnd('.').ToLowerInvariant().Split('.');
        var suffix = labels.Length > 2 && labels[^1].Length == 2 && labels[^2].Length <= 3 ? 2 : 1;
        return labels.Length <= suffix ? "" : string.Join('.', labels[^(suffix + 1)..]);
    }

    /// <summary>A host as a person can read it: letters of other alphabets as themselves.</summary>
    internal static string Readable(string host)
    {
        try
        {
            return host.Contains("xn--", StringComparison.OrdinalIgnoreCase) ? $"{new IdnMapping().GetUnicode(host)} ({host})" : host;
        }
        catch (ArgumentException)
        {
            return host; // no name at all: shown as it is
        }
    }
}

/// <summary>The mail that a list wants to get. Its words are the sender's.</summary>
public sealed record UnsubscribeMail(string To, string Subject, string Text);
