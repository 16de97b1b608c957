using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Steward.Testing.Google;

/// <summary>
/// Google's authorization server as its documentation describes it, where the program "emulate" falls short of that: it checks that the redirect address and the
/// client are the ones that the code was given to, requires PKCE where it was begun, lets the person untick scopes, takes a code once, gives a refresh token on
/// consent only, can replace refresh tokens at each use, ends a whole grant at a revocation, and can be slow or silent. Alone it has one API, Gmail's profile, which
/// takes the access tokens that are good now; or it stands at the address of a whole <see cref="GoogleServer"/>.
/// </summary>
public sealed class GoogleSignInServer : IAsyncDisposable
{
    readonly ConcurrentDictionary<string, Code> codes = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, string> access = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, SignedGrant> refresh = new(StringComparer.Ordinal);

    IAsyncDisposable? host;

    GoogleSignInServer()
    {
    }

    public Uri Url { get; private set; } = null!;

    /// <summary>Gmail and Calendar at the same address; null when only the sign-in is there.</summary>
    public GoogleServer? Apis { get; private set; }

    public string ClientId { get; } = "steward-tests.apps.googleusercontent.com";
    public string ClientSecret { get; } = "GOCSPX-tests-secret-canary";

    /// <summary>Every access token, refresh token, code and secret that was ever given out: none of them may be in a log.</summary>
    public ConcurrentBag<string> Secrets { get; } = ["GOCSPX-tests-secret-canary"];

    /// <summary>How often an access token was renewed by each person, by subject.</summary>
    public ConcurrentDictionary<string, int> Renewals { get; } = new(StringComparer.Ordinal);

    /// <summary>Revocations that were asked for.</summary>
    public int Revocations { get; private set; }

    /// <summary>A refresh token is good once, and its use gives another (as RFC 9700, 4.14.2 describes).</summary>
    public bool Rotates { get; set; }

    /// <summary>Seconds that an access token lives.</summary>
    public int Lifetime { get; set; } = 3600;

    /// <summary>Asked before each request is answered; an answer here is given instead.</summary>
    public Func<HttpContext, Task<IResult?>> Before { get; set; } = _ => Task.FromResult<IResult?>(null);

    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Whose access token this is; null when it is not good now.</summary>
    public string? AddressOf(string token) => access.GetValueOrDefault(token);

    public static async Task<GoogleSignInServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new GoogleSignInServer { host = app };
        server.Map(app);
        app.Map("/gmail/v1/users/me/profile", server.Profile);
        await app.StartAsync();
        server.Url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return server;
    }

    /// <summary>With Gmail and Calendar, which take the access tokens that are good now.</summary>
    public static async Task<GoogleSignInServer> StartWithApisAsync(TimeProvider clock)
    {
        var server = new GoogleSignInServer();
        server.Apis = await GoogleServer.StartAsync(clock, server.Map);
        server.Apis.Authenticate = server.AddressOf;
        server.host = server.Apis;
        server.Url = server.Apis.Url;
        return server;
    }

    void Map(WebApplication app)
    {
        app.Use(InterfereAsync);
        app.MapPost("/oauth2/token", (Delegate)TokenAsync); // a delegate, or its result would be dropped
        app.MapPost("/oauth2/revoke", (Delegate)RevokeAsync);
    }

    public ValueTask DisposeAsync() => host!.DisposeAsync();

    /// <summary>What a person does in Google's page: signs in as <paramref name="address"/>, unticks what is not wanted, and allows the rest.</summary>
    /// <returns>The query with which the browser is sent back.</returns>
    public (string Code, string State) Consent(Uri page, string address, params string[] unticked)
    {
        var query = HttpUtility.ParseQueryString(page.Query);
        if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256" || query["code_challenge"] is not { Length: 43 })
            throw new InvalidOperationException($"Google would refuse this: {page.Query}");
        var code = Give("4/code-");
        codes[code] = new(address, query["redirect_uri"]!, query["code_challenge"]!, query["nonce"], query["access_type"] == "offline" && query["prompt"]!.Contains("consent", StringComparison.Ordinal),
            [.. query["scope"]!.Split(' ').Except(unticked, StringComparer.Ordinal)]);
        return (code, query["state"]!);
    }

    /// <summary>A grant that is there already.</summary>
    public (string RefreshToken, string AccessToken) Granted(string address, params string[] scopes)
    {
        var grant = new SignedGrant(address, scopes);
        var token = Give("1//refresh-");
        refresh[token] = grant;
        return (token, NewAccess(grant));
    }

    /// <summary>The person takes the permission back in their Google account, or seven days in testing mode are over.</summary>
    public void EndGrant(string address)
    {
        foreach (var (token, grant) in refresh.Where(r => r.Value.Address == address))
            refresh.TryRemove(token, out _);
        EndAccess(address);
    }

    /// <summary>Access tokens stop working, refresh tokens do not.</summary>
    public void EndAccess(string address)
    {
        foreach (var (token, _) in access.Where(a => a.Value == address))
            access.TryRemove(token, out _);
    }

    public static string SubjectOf(string address) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address)))[..21];

    async Task InterfereAsync(HttpContext http, RequestDelegate next)
    {
        Requests.Enqueue($"{http.Request.Method} {http.Request.Path}");
        if (await Before(http) is { } instead)
            await instead.ExecuteAsync(http);
        else
            await next(http);
    }

    async Task<IResult> TokenAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        if (form["client_id"] != ClientId || form["client_secret"] != ClientSecret)
            return Refuse("invalid_client", 401);
        return form["grant_type"].ToString() switch
        {
            "authorization_code" => Exchange(form),
            "refresh_token" => Renew(form["refresh_token"].ToString()),
            _ => Refuse("unsupported_grant_type"),
        };
    }

    IResult Exchange(IFormCollection form)
    {
        if (!codes.TryRemove(form["code"].ToString(), out var code) || code.RedirectUri != form["redirect_uri"]
            || Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != code.Challenge)
            return Refuse("invalid_grant");
        var grant = new SignedGrant(code.Address, code.Scopes);
        var token = code.Lasting ? Give("1//refresh-") : null;
        if (token is not null)
            refresh[token] = grant;
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var identity = string.Join('.', new object[]
        {
            new { alg = "RS256", typ = "JWT" },
            new { iss = Url.GetLeftPart(UriPartial.Authority), aud = ClientId, azp = ClientId, sub = SubjectOf(code.Address), email = code.Address, email_verified = true, name = code.Address.Split('@')[0], nonce = code.Nonce, iat = now, exp = now + 3600 },
        }.Select(part => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part)))) + ".signature";
        return Results.Json(new { access_token = NewAccess(grant), expires_in = Lifetime, refresh_token = token, scope = string.Join(' ', code.Scopes), token_type = "Bearer", id_token = identity });
    }

    IResult Renew(string token)
    {
        if (!refresh.TryGetValue(token, out var grant))
            return Refuse("invalid_grant");
        Renewals.AddOrUpdate(SubjectOf(grant.Address), 1, (_, n) => n + 1);
        var rotated = Rotates ? Give("1//refresh-") : null;
        if (rotated is not null && (!refresh.TryRemove(token, out _) || !refresh.TryAdd(rotated, grant)))
            return Refuse("invalid_grant");
        return Results.Json(new { access_token = NewAccess(grant), expires_in = Lifetime, refresh_token = rotated, scope = string.Join(' ', grant.Scopes), token_type = "Bearer" });
    }

    /// <summary>Any token of a grant ends all of it.</summary>
    async Task<IResult> RevokeAsync(HttpContext http)
    {
        var token = (await http.Request.ReadFormAsync())["token"].ToString();
        Revocations++;
        if (refresh.GetValueOrDefault(token)?.Address is not { } address)
            return Refuse("invalid_token");
        EndGrant(address);
        return Results.Ok();
    }

    IResult Profile(HttpContext http) => http.Request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var token] && AddressOf(token) is { } address
        ? Results.Json(new { emailAddress = address, messagesTotal = 3 })
        : Results.Json(new { error = new { code = 401, message = "Invalid Credentials", status = "UNAUTHENTICATED" } }, statusCode: 401);

    string NewAccess(SignedGrant grant)
    {
        var token = Give("ya29.access-");
        access[token] = grant.Address;
        return token;
    }

    string Give(string prefix)
    {
        var secret = prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        Secrets.Add(secret);
        return secret;
    }

    static IResult Refuse(string error, int status = 400) => Results.Json(new { error, error_description = "…" }, statusCode: status);

    sealed record Code(string Address, string RedirectUri, string Challenge, string? Nonce, bool Lasting, string[] Scopes);
    sealed record SignedGrant(string Address, string[] Scopes);
}
