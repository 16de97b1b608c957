using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.Host.Live;

/// <summary>GET /events: server-sent events (WHATWG HTML, 9.2). <c>id</c> is the event's number, so that a browser resumes by itself with Last-Event-ID.</summary>
static class EventStream
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/events", StreamAsync).WithTags("events")
        .Produces(StatusCodes.Status200OK, contentType: "text/event-stream").ProducesProblem(StatusCodes.Status400BadRequest);

    static async Task StreamAsync(
        HttpContext context, CurrentPerson person, LiveReader reader, IHostApplicationLifetime lifetime, [FromHeader(Name = "Last-Event-ID")] string? lastEventId, string? after)
    {
        if (!TryNumber(lastEventId ?? after, out var last))
        {
            await Error.Invalid(lastEventId is null ? "after" : "Last-Event-ID", "This is the number of an event: a whole number, 0 or more.").ToProblem().ExecuteAsync(context);
            return;
        }
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        // Without the second token a page that is open would hold up the shutdown.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await WriteAsync(context, ": connected\n\n", end.Token);
            await foreach (var message in reader.ReadAsync(person.Id, Sessions.Of(context.User), last, end.Token))
                await WriteAsync(context, message is null ? ": still here\n\n" : Format(message), end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client went away or the server stops: the regular ends of a stream.
        }
    }

    static string Format(LiveMessage message) =>
        string.Create(CultureInfo.InvariantCulture, $"id: {message.Seq}\nevent: {message.Type}\ndata: {JsonSerializer.Serialize(message, Json.Options)}\n\n");

    static async Task WriteAsync(HttpContext context, string text, CancellationToken cancel)
    {
        await context.Response.WriteAsync(text, cancel);
        await context.Response.Body.FlushAsync(cancel);
    }

    static bool TryNumber(string? text, out long? number)
    {
        number = null;
        if (string.IsNullOrEmpty(text))
            return true;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed))
            return false;
        number = parsed;
        return true;
    }
}
