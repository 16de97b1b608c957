using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Steward.Platform;

/// <summary>The one mapper from <see cref="Error"/> to RFC 9457 problem details.</summary>
public static class Problems
{
    public static ProblemHttpResult ToProblem(this Error error)
    {
        var extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = error.Code };
        if (error.Field is not null)
            extensions["errors"] = new Dictionary<string, string[]>(StringComparer.Ordinal) { [error.Field] = [error.Detail] };
        return TypedResults.Problem(error.Detail, statusCode: Status(error.Kind), title: Title(error.Kind), extensions: extensions);
    }

    /// <summary>200 with the value as JSON, or the problem.</summary>
    public static IResult ToHttp<T>(this Result<T> result) => result.Match<IResult>(value => TypedResults.Ok(value), error => error.ToProblem());

    static int Status(ErrorKind kind) => kind switch
    {
        ErrorKind.NotFound => StatusCodes.Status404NotFound,
        ErrorKind.Conflict => StatusCodes.Status409Conflict,
        ErrorKind.Refused => StatusCodes.Status422UnprocessableEntity,
        ErrorKind.Invalid => StatusCodes.Status400BadRequest,
        ErrorKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
    };

    static string Title(ErrorKind kind) => kind switch
    {
        ErrorKind.NotFound => "Not found",
        ErrorKind.Conflict => "Conflict",
        ErrorKind.Refused => "Refused",
        ErrorKind.Invalid => "Invalid input",
        ErrorKind.Unavailable => "Not available now",
    };
}
