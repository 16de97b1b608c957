using System.Text.Json;
using Steward.LanguageModels.Recording;

namespace Steward.LanguageModels;

/// <summary>What a recording does to a request before it is stored, so that a request of today can be compared with a recorded one.</summary>
public static class ModelRedaction
{
    public static JsonElement Of(JsonElement request) => Redaction.Of(request, null);
}
