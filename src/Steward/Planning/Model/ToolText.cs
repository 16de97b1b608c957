using System.Text;
using System.Text.Json.Nodes;
using Steward.Tools;

namespace Steward.Planning.Model;

/// <summary>The tool catalogue in words and as a JSON schema, both from the registry: what a model is told is what the validator checks.</summary>
static class ToolText
{
    const int Depth = 3;

    public static string Catalogue(ToolRegistry tools)
    {
        var text = new StringBuilder();
        foreach (var tool in tools.All)
        {
            text.Append($"{tool.Name} ({(tool.Effect == ToolEffect.Propose ? "proposes a change" : "reads")}): {tool.Description}\n");
            var properties = tools.SchemasOf(tool.Name).Arguments["properties"] as JsonObject;
            foreach (var argument in tool.Arguments)
                text.Append($"  {argument.Name}{(argument.Required ? "" : "?")}: {Say(argument.Shape, Depth)}{((properties?[argument.Name] as JsonObject)?["description"]?.GetValue<string>() is { } what ? $" — {what}" : "")}\n");
            if (tool.Effect == ToolEffect.Read)
                text.Append($"  gives {Say(tool.Result, Depth)}\n");
        }
        return text.ToString();
    }

    static string Say(ToolShape shape, int depth) => shape.Kind switch
    {
        ShapeKind.Text => "text",
        ShapeKind.Number => "number",
        ShapeKind.Boolean => "true/false",
        ShapeKind.List => $"[{(shape.Element is null || depth == 0 ? "" : Say(shape.Element, depth))}]",
        ShapeKind.Object => depth == 0 || shape.Fields is null ? "{…}" : $"{{{string.Join(", ", shape.Fields.Select(f => f.Value.Kind is ShapeKind.Text or ShapeKind.Any ? f.Key : $"{f.Key}: {Say(f.Value, depth - 1)}"))}}}",
        ShapeKind.Any => "anything",
    };

    /// <summary>One closed form of a step for each tool: its name, its own arguments, each a literal of the argument's schema or a reference.</summary>
    public static JsonObject Schema(ToolRegistry tools) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = new JsonArray("outcome", "summary", "question", "steps"),
        ["properties"] = new JsonObject
        {
            ["outcome"] = new JsonObject { ["enum"] = new JsonArray("plan", "ask", "refuse") },
            ["summary"] = Text("One sentence that begins with “I will”; for a refusal, what cannot be done."),
            ["question"] = Text("What to ask the user when something is missing; empty otherwise."),
            ["steps"] = new JsonObject { ["type"] = "array", ["maxItems"] = 12, ["items"] = new JsonObject { ["anyOf"] = new JsonArray([.. tools.All.Select(tool => StepOf(tool, tools))]) } },
        },
    };

    static JsonObject StepOf(ToolDescriptor tool, ToolRegistry tools)
    {
        var known = tools.SchemasOf(tool.Name).Arguments["properties"] as JsonObject ?? [];
        var arguments = new JsonObject(known.Select(p => KeyValuePair.Create<string, JsonNode?>(p.Key, new JsonObject { ["anyOf"] = new JsonArray(p.Value!.DeepClone(), Reference()) })));
        return new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["required"] = new JsonArray("id", "tool", "title", "arguments"),
            ["properties"] = new JsonObject
            {
                ["id"] = Text("s1, s2, …"),
                ["tool"] = new JsonObject { ["const"] = tool.Name },
                ["title"] = Text("What this step does, for the user."),
                ["arguments"] = new JsonObject
                {
                    ["type"] = "object", ["additionalProperties"] = false, ["properties"] = arguments,
                    ["required"] = new JsonArray([.. tool.Arguments.Where(a => a.Required).Select(a => (JsonNode)a.Name)]),
                },
                ["forEach"] = Text("s1.messages: the step is done once for each element, which is “item”."),
                ["when"] = Text("s1.messages: the step is left out when it is empty."),
            },
        };
    }

    static JsonObject Reference() => new()
    {
        ["type"] = "object", ["additionalProperties"] = false, ["required"] = new JsonArray("$ref"), ["properties"] = new JsonObject { ["$ref"] = Text("s1.messages or item.id") },
    };

    static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };
}
