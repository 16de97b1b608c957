using System.Buffers.Text;
using System.Globalization;
using System.Net.Mail;
using System.Text.Json;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.Providers.Google;

/// <summary>
/// Who signed in (OpenID Connect Core 3.1.3.7). The token comes over TLS from Google's token endpoint itself, in answer to our one-time code: that vouches for it in
/// place of its signature (point 6). That it belongs to this sign-in is what the nonce says. Its times are held against Google's clock in the same answer,
/// not against ours, which may be hours off.
/// </summary>
static class IdToken
{
    /// <returns>Null when anything about it is not as it must be.</returns>
    public static AccountIdentity? Read(string? token, string issuer, string clientId, string nonce, DateTimeOffset? at)
    {
        if (token?.Split('.') is not [_, var payload, _])
            return null;
        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            var claims = document.RootElement;
            if (Text(claims, "iss") is not { } iss || (iss != issuer && "https://" + iss != issuer) || !IsFor(claims, clientId) || Text(claims, "nonce") != nonce)
                return null;
            if (at is { } now && (!claims.TryGetProperty("exp", out var exp) || !exp.TryGetInt64(out var seconds) || DateTimeOffset.FromUnixTimeSeconds(seconds) < now))
                return null;
            if (Text(claims, "sub") is not { Length: > 0 and <= 255 } subject || Text(claims, "email") is not { Length: <= 254 } email || !MailAddress.TryCreate(email, out var address))
                return null;
            var name = Text(claims, "name") is { } given ? VisibleText.CleanLine(given.Length > 100 ? given[..100] : given) : null;
            return new(subject, address.Address.ToLower(CultureInfo.InvariantCulture), name);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>We are its audience; if there are several, it was also given to us (<c>azp</c>).</summary>
    static bool IsFor(JsonElement claims, string clientId) => claims.TryGetProperty("aud", out var audience) && audience.ValueKind switch
    {
        JsonValueKind.String => audience.GetString() == clientId && Text(claims, "azp") is var azp && (azp is null || azp == clientId),
        JsonValueKind.Array => audience.EnumerateArray().Any(a => a.GetString() == clientId) && Text(claims, "azp") == clientId,
        _ => false,
    };

    static string? Text(JsonElement claims, string name) => claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
