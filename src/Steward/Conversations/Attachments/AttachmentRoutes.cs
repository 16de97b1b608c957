using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Steward.Accounts;
using Steward.Platform;

namespace Steward.Conversations.Attachments;

/// <summary>Files for messages: given before the message is sent, and read back from then on.</summary>
static class AttachmentRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var files = routes.MapGroup("/chat/attachments").WithTags("chat");
        files.MapPost("", AttachAsync).Accepts<byte[]>("*/*").Produces<AttachmentView>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict).DisableAntiforgery();
        files.MapGet("/{id:guid}", ContentAsync).Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").ProducesProblem(StatusCodes.Status404NotFound);
        files.MapDelete("/{id:guid}", async (Guid id, CurrentPerson person, AttachedFiles files, CancellationToken cancel) =>
            await files.RemoveAsync(person.Id, id, cancel) ? (IResult)TypedResults.NoContent() : Error.NotFound("attachment").ToProblem())
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);
    }

    static async Task<IResult> AttachAsync(string? name, HttpContext http, CurrentPerson person, AttachFile attach, CancellationToken cancel)
    {
        // The use case counts by itself and says what is wrong; the server's own limit would only cut the connection.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = AttachFile.MaxBytes + 81920;
        return (await attach.ExecuteAsync(person.Id, name, http.Request.Body, http.Request.ContentLength, cancel))
            .Match<IResult>(file => TypedResults.Created($"/api/v1/chat/attachments/{file.Id}", file), error => error.ToProblem());
    }

    /// <summary>Always as a file to be kept, never as something that a browser shows in Steward's own name.</summary>
    static async Task<IResult> ContentAsync(Guid id, HttpContext http, CurrentPerson person, AttachedFiles files, CancellationToken cancel)
    {
        if (await files.ContentAsync(person.Id, id, cancel) is not { } file)
            return Error.NotFound("attachment").ToProblem();
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return TypedResults.File(file.Content, "application/octet-stream", file.Name);
    }
}
