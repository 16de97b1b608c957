using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Steward.Testing.Google;

/// <summary>
/// Google as its documentation describes it, over HTTP on a port of its own: the methods of Gmail and Calendar that Steward uses, with partial responses, gzip, batches,
/// pages, history, etags and Google's errors. A test may look into the mailboxes, change them as a person in Gmail's own page would, and interfere with requests.
/// </summary>
public sealed class GoogleServer : IAsyncDisposable
{
    readonly WebApplication app;
    readonly TimeProvider clock;
    readonly ConcurrentDictionary<string, GmailBox> boxes = new(StringComparer.OrdinalIgnoreCase);

    GoogleServer(WebApplication app, TimeProvider clock) => (this.app, this.clock) = (app, clock);

    public Uri Url { get; private set; } = null!;

    /// <summary>Every request that came in, inner ones of batches too: whose, and "GET gmail/v1/users/me/messages".</summary>
    public ConcurrentQueue<(string? Address, string Call)> Requests { get; } = new();

    /// <summary>Whose access token this is; null: none that is valid. A token is the address itself unless a test says otherwise.</summary>
    public Func<string, string?> Authenticate { get; set; } = token => token.Contains('@', StringComparison.Ordinal) ? token : null;

    /// <summary>Asked before each request is carried out: an answer here is given instead. The second argument is the method and path as in <see cref="Requests"/>.</summary>
    public Func<HttpContext, string, Task<GoogleAnswer?>> Before { get; set; } = (_, _) => Task.FromResult<GoogleAnswer?>(null);

    /// <summary>Asked after a request was carried out and before its answer is given: true drops the connection instead.</summary>
    public Func<string, bool> Cut { get; set; } = _ => false;

    readonly ConcurrentDictionary<string, CalendarBox> calendars = new(StringComparer.OrdinalIgnoreCase);

    public CalendarBox Calendars(string address) => calendars.GetOrAdd(address, name => new CalendarBox(name));

    public GmailBox Mailbox(string address) => boxes.GetOrAdd(address, name => new GmailBox(name, clock));

    /// <param name="more">What else is at this address: the sign-in.</param>
    public static async Task<GoogleServer> StartAsync(TimeProvider clock, Action<WebApplication>? more = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 64 << 20);
        builder.Services.AddResponseCompression();
        var app = builder.Build();
        var server = new GoogleServer(app, clock);
        app.UseResponseCompression();
        app.Map("/gmail/v1/users/{user}/{**path}", (HttpContext http, string path) => server.AnswerAsync(http, "gmail/v1/users/me/" + path, (call, address) => server.Gmail(address).Call(call.Method, path.Split('/'), call.Query, call.Body)));
        app.MapPost("/batch/gmail/v1", server.BatchAsync);
        app.Map("/calendar/v3/{**path}", (HttpContext http, string path) => server.AnswerAsync(http, "calendar/v3/" + path, (call, address) => new CalendarMethods(server.Calendars(address)).Call(call, [.. path.Split('/').Select(Uri.UnescapeDataString)])));
        more?.Invoke(app);
        await app.StartAsync();
        server.Url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/");
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    GmailMethods Gmail(string address) => new(Mailbox(address), clock, Deliver);

    /// <summary>To everybody who has a mailbox here; whoever is named in Bcc sees no Bcc.</summary>
    void Deliver(GmailItem sent)
    {
        foreach (var address in sent.Read.To.Concat(sent.Read.Cc).Concat(sent.Read.Bcc).Select(a => a.Email).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (boxes.TryGetValue(address, out var box) && !box.Messages.Contains(sent))
                box.Deliver(GoogleMime.WithoutBcc(sent.Raw), ["INBOX", "UNREAD"]);
        }
    }

    async Task AnswerAsync(HttpContext http, string path, Func<GoogleRequest, string, GoogleAnswer> call)
    {
        var name = $"{http.Request.Method} {path}";
        Requests.Enqueue((Address(http), name));
        if (Address(http) is not { } address)
        {
            await WriteAsync(http, GoogleAnswer.Error(401, "authError", "Invalid Credentials"));
            return;
        }
        if (await Before(http, name) is { } instead)
        {
            await WriteAsync(http, instead);
            return;
        }
        var body = http.Request.ContentLength > 0 || http.Request.Headers.TransferEncoding.Count > 0 ? await JsonNode.ParseAsync(http.Request.Body) : null;
        var answer = call(new GoogleRequest(http.Request.Method, key => http.Request.Query.TryGetValue(key, out var value) ? value.ToString() : null, body, http.Request.Headers.IfMatch.ToString()), address);
        if (Cut(name))
            http.Abort();
        else
            await WriteAsync(http, answer);
    }

    async Task BatchAsync(HttpContext http)
    {
        Requests.Enqueue((Address(http), "POST batch/gmail/v1"));
        if (Address(http) is not { } address)
        {
            await WriteAsync(http, GoogleAnswer.Error(401, "authError", "Invalid Credentials"));
            return;
        }
        if (await Before(http, "POST batch/gmail/v1") is { } instead)
        {
            await WriteAsync(http, instead);
            return;
        }
        await GoogleBatchParts.AnswerAsync(http, async (method, path, query) =>
        {
            var name = $"{method} {path}";
            Requests.Enqueue((address, name));
            return await Before(http, name) ?? Gmail(address).Call(method, path["gmail/v1/users/me/".Length..].Split('/'), query, null);
        });
    }

    string? Address(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.Ordinal) ? Authenticate(header["Bearer ".Length..]) : null;
    }

    static async Task WriteAsync(HttpContext http, GoogleAnswer answer)
    {
        http.Response.StatusCode = answer.Status;
        if (answer.ETag is { } etag)
            http.Response.Headers.ETag = etag;
        if (answer.Status == 204 || answer.Body is null)
            return;
        http.Response.ContentType = "application/json; charset=UTF-8";
        var body = answer.Status == 200 ? FieldMask.Apply(answer.Body, http.Request.Query["fields"]) : answer.Body;
        await http.Response.WriteAsync(body?.ToJsonString() ?? "{}");
    }
}

/// <param name="Query">The value of a query parameter, or null.</param>
public sealed record GoogleRequest(string Method, Func<string, string?> Query, JsonNode? Body, string IfMatch);
