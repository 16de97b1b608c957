using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Steward.Platform;

namespace Steward.Tools;

/// <summary>JSON schemas of argument and result records, with the texts of their <see cref="DescriptionAttribute"/>s.</summary>
static class ToolSchemas
{
    static readonly JsonSchemaExporterOptions Exporter = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = static (context, node) =>
        {
            var text = context.PropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false) is [DescriptionAttribute description, ..]
                ? description.Description
                : null;
            if (text is not null && node is JsonObject schema)
                schema["description"] = text;
            return node;
        },
    };

    public static JsonNode Of(Type type)
    {
        Json.Options.MakeReadOnly(populateMissingResolver: true);
        return Json.Options.GetJsonSchemaAsNode(type, Exporter);
    }
}
