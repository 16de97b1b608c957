using System.Globalization;
using System.Text;
using Steward.Mail.Mime;

namespace Steward.Mail;

/// <summary>
/// Reads address lists (RFC 5322 §3.4 with the obsolete forms of §4.4, groups, comments, and what people type). Canonical form: local part as written
/// with needless quotes removed; domain in lower case ASCII (IDNA) without comments, spaces or final dot. The order is that of the text; nothing is looked up.
/// </summary>
public static class MailAddresses
{
    /// <summary>All mailboxes that can be recognised; what cannot is left out. Duplicates stay. Reads at most 2,000.</summary>
    public static IReadOnlyList<MailAddress> Parse(string? text)
    {
        var hidden = 0;
        return Parse(text, ref hidden);
    }

    /// <summary>Exactly one mailbox, as a person types it: <c>a@b.example</c> or <c>Name &lt;a@b.example&gt;</c>.</summary>
    public static bool TryParse(string? text, out MailAddress address)
    {
        var found = Parse(text);
        address = found.Count == 1 ? found[0] : new MailAddress(null, "");
        return found.Count == 1;
    }

    internal static IReadOnlyList<MailAddress> Parse(string? text, ref int hidden, List<string>? notes = null) =>
        string.IsNullOrWhiteSpace(text) ? [] : new AddressParser(AddressParser.Line(text, ref hidden), notes).Read(ref hidden);

    /// <summary>True when this is an address in canonical form.</summary>
    public static bool IsCanonical(string email) => Canonical(email) == email;

    /// <summary>The canonical form of one addr-spec, or null when it is none.</summary>
    public static string? Canonical(string addrSpec)
    {
        var at = addrSpec.LastIndexOf('@');
        if (at <= 0 || addrSpec.Length > 320)
            return null;
        var local = Local(addrSpec[..at]);
        var domain = Domain(addrSpec[(at + 1)..]);
        return local is null || domain is null ? null : $"{local}@{domain}";
    }

    /// <summary>A display name as RFC 5322 phrase: bare when it is made of atoms, else a quoted string.</summary>
    public static string QuotePhrase(string name) =>
        name.Length > 0 && name[0] != ' ' && name[^1] != ' ' && !name.Contains("  ", StringComparison.Ordinal) && name.All(c => c == ' ' || IsAtom(c))
            ? name
            : "\"" + name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    static string? Local(string text)
    {
        if (text is ['"', .., '"'] && text.Length > 2)
        {
            var value = Unquote(text);
            if (value is null)
                return null;
            return IsDotAtom(value) ? value : "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
        }
        // Dots at the ends or doubled are against the grammar, but such mailboxes exist at large providers.
        return text.Length > 0 && text.All(c => c == '.' || IsAtom(c) || c >= 0xA0) ? text : null;
    }

    static string? Unquote(string text)
    {
        var value = new StringBuilder();
        for (var i = 1; i < text.Length - 1; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length - 1)
                i++;
            else if (text[i] is '"' or '\\')
                return null;
            if (text[i] < ' ' || text[i] == 127)
                return null;
            value.Append(text[i]);
        }
        return value.ToString();
    }

    static string? Domain(string text)
    {
        if (text is ['[', .., ']'])
            return text.Skip(1).SkipLast(1).All(c => char.IsAsciiHexDigit(c) || c is '.' or ':' || char.IsAsciiLetter(c)) ? text.ToLowerInvariant() : null;
        var domain = text.TrimEnd('.');
        if (domain.Any(c => c >= 0x80))
        {
            try
            {
                domain = new IdnMapping().GetAscii(domain);
            }
            catch (ArgumentException)
            {
                return null; // how IdnMapping says that the name cannot be a domain
            }
        }
        domain = domain.ToLowerInvariant();
        return domain.Length is > 0 and <= 253 && domain.Split('.').All(IsDomainLabel) ? domain : null;
    }

    static bool IsDomainLabel(string label) => label.Length is > 0 and <= 63 && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    static bool IsDotAtom(string text) => text.Length > 0 && text.Split('.').All(atom => atom.Length > 0 && atom.All(c => IsAtom(c) || c >= 0xA0));

    internal static bool IsAtom(char c) => char.IsAsciiLetterOrDigit(c) || c is '!' or '#' or '$' or '%' or '&' or '\'' or '*' or '+' or '-' or '/' or '=' or '?' or '^' or '_' or '`' or '{' or '|' or '}' or '~';
}
