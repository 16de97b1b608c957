using System.Text.Json;
using System.Text.Json.Nodes;
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
        Chunks = SplitSecrets.Mend(Chunks(exchange.Chunks, key), key),
    };

    public static JsonElement Of(JsonElement request, Secret? key)
    {
        if (JsonNode.Parse(request.GetRawText()) is not { } node)
            return request;
        var holder = new JsonArray(node);
        Clean(holder, key);
        return Json.ToElement(holder[0]);
    }

    /// <summary>Lines that hold no secret stay as they came, to the letter.</summary>
    static IReadOnlyList<ModelChunk> Chunks(IReadOnlyList<ModelChunk> chunks, Secret? key) =>
        chunks.Count > 1 && StreamLine.Of(string.Concat(chunks.Select(c => c.Text))) is { } body
            ? Clean(body.Body, key) ? [new ModelChunk(chunks[^1].After, body.Text)] : chunks
            : [.. chunks.Select(c => c with { Text = StreamLine.Of(c.Text) is { } line ? Clean(line.Body, key) ? line.Text : c.Text : Clean(c.Text, key) })];

    /// <summary>Every string in it, and what telling members hold. True: something was taken out.</summary>
    static bool Clean(JsonNode? node, Secret? key)
    {
        var changed = false;
        switch (node)
        {
            case JsonObject item:
                foreach (var (name, value) in item.ToList())
                    changed |= Telling().IsMatch(name) && value is JsonValue ? Replace(value, Removed) : Clean(value, key);
                break;
            case JsonArray list:
                foreach (var value in list.ToList())
                    changed |= Clean(value, key);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                changed = Replace(value, Clean(value.GetValue<string>(), key));
                break;
        }
        return changed;
    }

    static bool Replace(JsonNode value, string with)
    {
        if (value.GetValueKind() != JsonValueKind.String || value.GetValue<string>() == with)
            return false;
        value.ReplaceWith(with);
        return true;
    }

    /// <summary>Of a text; it may itself be JSON.</summary>
    public static string Clean(string text, Secret? key)
    {
        if (key?.Reveal() is { Length: >= 4 } known)
            text = text.Replace(known, Removed, StringComparison.Ordinal);
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

    /// <summary>Names of members whose value is a secret, whatever it looks like.</summary>
    [GeneratedRegex("^((proxy-)?authorization|(x-)?api[_-]?key|(access|refresh|id|auth|bearer)[_-]?token|(client[_-]?)?secret|passw(or)?d|private[_-]?key|(set-)?cookie)$", Options | RegexOptions.IgnoreCase)]
    private static partial Regex Telling();

    /// <summary>"My password is …", "Bearer …".</summary>
    [GeneratedRegex(@"(?<name>\b(password|passwort|kennwort|passphrase|api[ _-]?key|access token|secret key)(\s+(is|ist|lautet)(\s*[:=])?\s+|\s*[:=]\s*))[^\s""\\<>,;]{4,}|(?<name>\bbearer\s+)[A-Za-z0-9._~+/=-]{12,}", Options | RegexOptions.IgnoreCase)]
    private static partial Regex Said();

    /// <summary>So long and of letters and digits: nobody's word.</summary>
    [GeneratedRegex("[A-Za-z0-9_-]{40,}", Options)]
    private static partial Regex Long();
}
