using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Steward.Platform;

namespace Steward.Host.Web;

/// <summary>Input that does not even bind (broken JSON, unknown members, a missing parameter) answers with the field and the reason, like every other bad input.</summary>
sealed class BadInput : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad)
            return false;
        if (bad.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await Results.Problem("The request is larger than Steward takes here.", statusCode: bad.StatusCode, title: "Too large").ExecuteAsync(httpContext);
            return true;
        }
        var error = bad.InnerException is JsonException json
            ? Error.Invalid(Field(json.Path), Reason(json))
            : Error.Invalid("request", bad.Message);
        await error.ToProblem().ExecuteAsync(httpContext);
        return true;
    }

    static string Field(string? path) => path is null or "$" ? "body" : path.TrimStart('$').TrimStart('.');

    /// <summary>The first sentence; the rest names .NET types and byte positions.</summary>
    static string Reason(JsonException e) =>
        e.Message.Contains("could not be mapped", StringComparison.Ordinal) ? "There is no such field."
        : e.Message.Contains("missing required", StringComparison.Ordinal) ? "A required field is missing: " + e.Message[(e.Message.LastIndexOf(':') + 1)..].Trim().TrimEnd('.') + "."
        : e.Message.Contains("could not be converted", StringComparison.Ordinal) ? "The value is not of the kind that this field takes."
        : "This is not valid JSON.";
}
