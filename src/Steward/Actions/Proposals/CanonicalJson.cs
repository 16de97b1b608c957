using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Steward.Actions.Proposals;

/// <summary>
/// One spelling for each JSON value, after the idea of RFC 8785: members in ordinal order, no white space, numbers in one form. PostgreSQL's jsonb keeps
/// values but not their spelling, so that what was hashed must be found again after a trip through it.
/// </summary>
static class CanonicalJson
{
    static readonly JsonWriterOptions Compact = new() { MaxDepth = 64 };

    public static byte[] Bytes(JsonElement element)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
            Write(writer, element);
        return buffer.WrittenSpan.ToArray();
    }

    static void Write(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                writer.WriteRawValue(Number(element), skipInputValidation: true);
                break;
            case JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.String or JsonValueKind.True or JsonValueKind.False:
            default:
                element.WriteTo(writer);
                break;
        }
    }

    /// <summary>1, 1.0 and 1e0 are one value. Beyond a decimal's 28 digits the nearest double stands for the number.</summary>
    static string Number(JsonElement element) => element.TryGetDecimal(out var exact)
        ? (exact / 1.000000000000000000000000000000000m).ToString(CultureInfo.InvariantCulture)
        : element.GetDouble().ToString("R", CultureInfo.InvariantCulture);
}
