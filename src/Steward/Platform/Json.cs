using System.Text.Json;
using System.Text.Json.Serialization;

namespace Steward.Platform;

/// <summary>The one JSON dialect of Steward: camelCase, enums as camelCase strings, nulls left out, unknown members refused at the API's edge only.</summary>
public static class Json
{
    /// <summary>For stored documents and for HTTP. Stored formats are a public API: changing these options needs a decision record.</summary>
    public static readonly JsonSerializerOptions Options = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.MaxDepth = 64;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        return options;
    }

    public static JsonElement ToElement<T>(T value) => JsonSerializer.SerializeToElement(value, Options);

    public static T Read<T>(JsonElement element) =>
        element.Deserialize<T>(Options) ?? throw new JsonException($"Expected a {typeof(T).Name}, found null.");
}
