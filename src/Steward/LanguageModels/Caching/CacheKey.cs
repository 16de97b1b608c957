using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Steward.LanguageModels.Caching;

/// <summary>
/// SHA-256 of everything that reaches the model. The person is no part of it because every row and every flight is the person's own already.
/// </summary>
static class CacheKey
{
    const int Version = 1;

    public static byte[] Of(ModelCall call, string target)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            json.WriteNumberValue(Version);
            json.WriteStringValue(target);
            json.WriteStringValue(call.Task.ToString());
            json.WriteNumberValue(call.MaxOutputTokens);
            json.WriteStringValue(call.Sensitivity.ToString());
            JsonSerializer.Serialize(json, call.Temperature);
            JsonSerializer.Serialize(json, call.Complexity);
            JsonSerializer.Serialize(json, call.Schema);
            foreach (var tool in call.Tools)
            {
                json.WriteStringValue(tool.Name);
                json.WriteStringValue(tool.Description);
                tool.JsonSchema.WriteTo(json);
            }
            foreach (var message in call.Messages)
            {
                json.WriteStringValue(message.Role.Value);
                JsonSerializer.Serialize(json, message.Contents, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IList<AIContent>)));
            }
            json.WriteEndArray();
        }
        return SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }
}
