using System.Text.Json;
using System.Text.RegularExpressions;
using Steward.Platform;

namespace Steward.LanguageModels.Recording;

/// <summary>
/// Takes secrets out of an exchange: the provider's key wherever it stands, and everything of the shape of a key, token or password, in the request and in the answer, also where a stream has cut
/// it in pieces. Idempotent, so that a request of today can be compared with a recorded one. What people wrote is left; <see cref="Masking"/> is for that.
/// </summary>
static partial class Redaction
{
    public const string Removed = "[removed]";

    public static ModelExchange Of(ModelExchange exchange, Secret? key) => exchange with
    {
        BaseUrl = new UriBuilder(exchange.BaseUrl) { UserName = "", Password = "", Query = "" }.Uri,
        Path = Clean(exchange.Path, key),
        Request = Of(exchange.Request, key),
        Chunks = SplitSecrets.Mend([.. exchange.Chunks.Select(c => c with { Text = Clean(c.Text, key) })], key),
    };

    public static JsonElement Of(JsonElement request, Secret? key) => JsonElement.Parse(Clean(request.GetRawText(), key));

    /// <summary>Of text, or of JSON as text: what is put in the place of a secret is legal in both.</summary>
    public static string Clean(string text, Secret? key)
    {
        if (key?.Reveal() is { Length: >= 4 } known)
            text = text.Replace(JsonEncodedText.Encode(known).ToString(), Removed, StringComparison.Ordinal).Replace(known, Removed, StringComparison.Ordinal);
        text = Shaped().Replace(text, Removed);
        text = Member().Replace(text, $"${{name}}{Removed}");
        text = Said().Replace(text, $"${{name}}{Removed}");
        return Long().Replace(text, static m => m.Value.Any(char.IsAsciiDigit) && m.Value.Any(char.IsAsciiLetter) ? Removed : m.Value);
    }

    const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    /// <summary>Keys and tokens that tell by their beginning what they are; also what stands before the host of an address.</summary>
    [GeneratedRegex(
        @"\b(sk|pk|rk)-[A-Za-z0-9_-]{8,}|\bAIza[0-9A-Za-z_-]{20,}|\bya29\.[0-9A-Za-z_.-]{10,}|\bnvapi-[0-9A-Za-z_-]{10,}|\bgh[pousr]_[0-9A-Za-z]{16,}|\bgithub_pat_\w{16,}|\bxox[abeprs]-[0-9A-Za-z-]{10,}"
        + @"|\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bhf_[A-Za-z0-9]{16,}|\bgsk_[A-Za-z0-9]{16,}|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(\.[A-Za-z0-9_-]*)?"
        + @"|-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----|//[^/\s:@""\\]+:[^/\s@""\\]+@", Options | RegexOptions.Singleline)]
    private static partial Regex Shaped();

    /// <summary>The value of a JSON member or query parameter with a telling name, also in JSON that is itself a string.</summary>
    [GeneratedRegex(
        @"(?<name>(\\*""(proxy-)?authorization\\*""|\\*""(x-)?api[_-]?key\\*""|\\*""(access|refresh|id|auth|bearer)[_-]?token\\*""|\\*""(client[_-]?)?secret\\*""|\\*""passw(or)?d\\*""|\\*""private[_-]?key\\*""|\\*""(set-)?cookie\\*"")\s*:\s*\\*"")"
        + @"[^""\\]+|(?<name>[?&](key|api[_-]?key|(access_)?token)=)[^&\s""\\]+", Options | RegexOptions.IgnoreCase)]
    private static partial Regex Member();

    /// <summary>"My password is …", "Bearer …".</summary>
    [GeneratedRegex(@"(?<name>\b(password|passwort|kennwort|passphrase|api[ _-]?key|access token|secret key)(\s+(is|ist|lautet)(\s*[:=])?\s+|\s*[:=]\s*))[^\s""\\<>,;]{4,}|(?<name>\bbearer\s+)[A-Za-z0-9._~+/=-]{12,}", Options | RegexOptions.IgnoreCase)]
    private static partial Regex Said();

    /// <summary>So long and of letters and digits: nobody's word.</summary>
    [GeneratedRegex("[A-Za-z0-9_-]{40,}", Options)]
    private static partial Regex Long();
}
