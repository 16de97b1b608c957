using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.Providers.Google;

/// <summary>Google's authorization server: https://developers.google.com/identity/protocols/oauth2/web-server and …/native-app.</summary>
sealed class GoogleSignIn(IHttpClientFactory http, GoogleSignInAddresses addresses) : IAuthorizationServer
{
    public const string HttpClientName = "google-sign-in";

    /// <summary>Who somebody is: always asked for, because an account is known by its subject.</summary>
    static readonly string[] Identity = ["openid", "email", "profile"];

    public string Provider => "google";
    public string Name => "Google";
    public Uri PermissionsPage { get; } = new("https://myaccount.google.com/connections");

    public IReadOnlyList<string> ScopesFor(AccountAccess access) => access switch
    {
        AccountAccess.ReadMail => [GoogleScopes.GmailReadonly, GoogleScopes.GmailModify],
        AccountAccess.DraftMail => [GoogleScopes.GmailCompose, GoogleScopes.GmailModify],
        AccountAccess.SendMail => [GoogleScopes.GmailCompose, GoogleScopes.GmailModify], // sent by drafts (decision 0017), for which gmail.send is not enough
        AccountAccess.ChangeMail => [GoogleScopes.GmailModify],
        AccountAccess.ReadCalendar => [GoogleScopes.CalendarReadonly, GoogleScopes.Calendar],
        AccountAccess.ChangeCalendar => [GoogleScopes.CalendarEvents, GoogleScopes.Calendar],
    };

    /// <summary>
    /// <c>access_type=offline</c> with <c>prompt=consent</c> is what makes Google give a refresh token, also to somebody who consented before. What was granted
    /// earlier is asked for again by name, because <c>include_granted_scopes</c> does nothing for clients of the kind "Desktop app".
    /// </summary>
    public Uri AuthorizationPage(OAuthClient client, AuthorizationRequest request)
    {
        var query = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["client_id"] = client.Id,
            ["redirect_uri"] = request.RedirectUri,
            ["response_type"] = "code",
            ["scope"] = string.Join(' ', Identity.Concat(request.Scopes).Distinct(StringComparer.Ordinal)),
            ["state"] = request.State,
            ["nonce"] = request.Nonce,
            ["code_challenge"] = request.CodeChallenge,
            ["code_challenge_method"] = "S256",
            ["access_type"] = "offline",
            ["include_granted_scopes"] = "true",
            ["prompt"] = request.LoginHint is null ? "select_account consent" : "consent",
        };
        if (request.LoginHint is not null)
            query["login_hint"] = request.LoginHint;
        return new(QueryHelpers.AddQueryString(addresses.Authorization.AbsoluteUri, query));
    }

    public async Task<Result<TokenAnswer>> ExchangeAsync(OAuthClient client, CodeExchange exchange, CancellationToken cancel)
    {
        var answer = await AskAsync(client, new()
        {
            ["grant_type"] = "authorization_code", ["code"] = exchange.Code, ["code_verifier"] = exchange.Verifier.Reveal(), ["redirect_uri"] = exchange.RedirectUri,
        }, cancel);
        if (answer.Body is not { AccessToken: { } access } body)
            return Refusal(answer);
        if (IdToken.Read(body.IdToken, addresses.Issuer, client.Id, exchange.Nonce, answer.At) is not { } identity)
            return Error.Refused("identity_unclear", "Google's answer does not say for certain whose account this is. Nothing was connected.");
        return new TokenAnswer(identity, new(access), Lifetime(body), body.RefreshToken is { } refresh ? new(refresh) : null, Scopes(body) ?? []);
    }

    public async Task<RefreshAnswer> RefreshAsync(OAuthClient client, Secret refreshToken, CancellationToken cancel)
    {
        var answer = await AskAsync(client, new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken.Reveal() }, cancel);
        return answer switch
        {
            { Body: { AccessToken: { } access } body } => new RefreshAnswer.Refreshed(new(access), Lifetime(body), body.RefreshToken is { } rotated ? new(rotated) : null, Scopes(body)),
            { Body.Error: "invalid_grant" } => new RefreshAnswer.Ended(),
            { Body.Error: "invalid_client" or "unauthorized_client" } => new RefreshAnswer.ClientRefused(answer.Body.Error),
            _ => new RefreshAnswer.NoAnswer(answer.RetryAfter),
        };
    }

    /// <summary>RFC 7009. Google answers 400 <c>invalid_token</c> for one that is gone already.</summary>
    public async Task<bool> RevokeAsync(Secret refreshToken, CancellationToken cancel)
    {
        try
        {
            using var form = new FormUrlEncodedContent([new("token", refreshToken.Reveal())]);
            using var response = await http.CreateClient(HttpClientName).PostAsync(addresses.Revocation, form, cancel);
            return response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.BadRequest;
        }
        catch (Exception e) when (Unanswered(e))
        {
            return false;
        }
    }

    async Task<Answer> AskAsync(OAuthClient client, Dictionary<string, string> form, CancellationToken cancel)
    {
        form["client_id"] = client.Id;
        if (client.Secret is { } secret)
            form["client_secret"] = secret.Reveal();
        try
        {
            using var content = new FormUrlEncodedContent(form);
            using var response = await http.CreateClient(HttpClientName).PostAsync(addresses.Token, content, cancel);
            return new(await response.Content.ReadFromJsonAsync<TokenBody>(cancel), response.Headers.Date, response.Headers.RetryAfter?.Delta);
        }
        catch (Exception e) when (e is JsonException || Unanswered(e))
        {
            return new(null, null, null);
        }
    }

    /// <summary>The network, or a limit of time. A caller that gave up is told the same: what came of the question nobody knows.</summary>
    static bool Unanswered(Exception e) => e is HttpRequestException or IOException or OperationCanceledException;

    static Error Refusal(Answer answer) => answer.Body?.Error switch
    {
        null => Error.Unavailable("provider_unreachable", "Google did not answer. Nothing was connected; try again."),
        "invalid_client" or "unauthorized_client" => Error.Refused("client_refused", "Google does not know this Steward's client ID and secret. Whoever runs it has to correct them in the settings."),
        "redirect_uri_mismatch" => Error.Refused("redirect_refused", "Google does not accept the address that it should send you back to. It has to be registered exactly as the settings page shows it."),
        "invalid_grant" => Error.Refused("code_refused", "Google no longer accepts this sign-in: it took too long, or was used before. Begin it again."),
        _ => Error.Refused("provider_refused", "Google did not complete the sign-in. Nothing was connected; try again."),
    };

    static TimeSpan Lifetime(TokenBody body) => TimeSpan.FromSeconds(Math.Clamp(body.ExpiresIn ?? 3600, 0, 86_400));

    static string[]? Scopes(TokenBody body) => body.Scope?.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <param name="At">Google's own time of the answer, when it said it.</param>
    sealed record Answer(TokenBody? Body, DateTimeOffset? At, TimeSpan? RetryAfter);

    sealed record TokenBody(
        [property: JsonPropertyName("access_token")] string? AccessToken, [property: JsonPropertyName("expires_in")] int? ExpiresIn,
        [property: JsonPropertyName("refresh_token")] string? RefreshToken, [property: JsonPropertyName("scope")] string? Scope,
        [property: JsonPropertyName("id_token")] string? IdToken, [property: JsonPropertyName("error")] string? Error)
    {
        public override string ToString() => "(tokens)";
    }
}
