using System.Text.Json;
using System.Text.Json.Nodes;
using Steward.Platform;

namespace Steward.Tools;

/// <summary>
/// Reads named JSON values into a tool's argument record. Strict at the top: every name must be known and every required one present. Inside a value, members
/// that the tool does not use are passed over, because values often are whole results of earlier steps.
/// </summary>
static class ToolArguments
{
    static readonly JsonSerializerOptions Options = new(Json.Options) { RespectNullableAnnotations = true };

    public static Result<object> Bind(ToolDescriptor tool, Type type, IReadOnlyDictionary<string, JsonElement> given)
    {
        foreach (var name in given.Keys)
        {
            if (tool.Arguments.All(a => a.Name != name))
                return Error.Invalid(name, $"{tool.Name} takes no {name}; it takes {string.Join(", ", tool.Arguments.Select(a => a.Name))}.");
        }
        var whole = new JsonObject();
        foreach (var argument in tool.Arguments)
        {
            if (!given.TryGetValue(argument.Name, out var value) || value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            {
                if (argument.Required)
                    return Error.Invalid(argument.Name, $"{tool.Name} needs {argument.Name}.");
                continue;
            }
            whole[argument.Name] = JsonNode.Parse(value.GetRawText());
        }
        try
        {
            return whole.Deserialize(type, Options)!;
        }
        catch (JsonException e)
        {
            var field = FieldOf(e.Path);
            return Error.Invalid(field, $"{tool.Name}: {field} is not what it should be ({Expected(tool, field)} is needed).");
        }
    }

    /// <summary>"$.people[0].email" → "people".</summary>
    static string FieldOf(string? path) =>
        path is { Length: > 2 } ? path[2..].Split('.', '[')[0] : "arguments";

    static string Expected(ToolDescriptor tool, string field) => tool.Arguments.FirstOrDefault(a => a.Name == field)?.Shape.Kind switch
    {
        ShapeKind.Text => "text in the right form",
        ShapeKind.Number => "a number",
        ShapeKind.Boolean => "true or false",
        ShapeKind.List => "a list of the right elements",
        ShapeKind.Object => "an object with the right members",
        _ => "another value",
    };
}
