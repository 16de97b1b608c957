using System.Text.Json.Nodes;

namespace Steward.Testing.Google;

/// <summary>What a method of the server answers: a status and a document.</summary>
public sealed record GoogleAnswer(int Status, JsonNode? Body, string? ETag = null)
{
    public static GoogleAnswer Ok(JsonNode body) => new(200, body, body["etag"]?.GetValue<string>());

    public static readonly GoogleAnswer Empty = new(204, null);

    /// <summary>Google's error document.</summary>
    public static GoogleAnswer Error(int status, string reason, string message) => new(status, new JsonObject
    {
        ["error"] = new JsonObject
        {
            ["code"] = status, ["message"] = message,
            ["errors"] = new JsonArray(new JsonObject { ["domain"] = "global", ["reason"] = reason, ["message"] = message }),
        },
    });

    public static GoogleAnswer NotFound(string what) => Error(404, "notFound", $"Requested entity was not found: {what}");

    public static GoogleAnswer Invalid(string message) => Error(400, "invalidArgument", message);
}
