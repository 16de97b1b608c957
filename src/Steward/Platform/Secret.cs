using System.Text.Json;
using System.Text.Json.Serialization;

namespace Steward.Platform;

/// <summary>
/// A text that must reach neither a log nor an answer: it prints as <c>(secret)</c>, has no JSON form, and is only had by asking for it by name.
/// Compared by reference: whoever needs to compare secrets needs a constant-time comparison.
/// </summary>
[JsonConverter(typeof(NoJson))]
public sealed class Secret(string text)
{
    /// <summary>The text itself. Use it where it leaves for the one place that it is meant for.</summary>
    public string Reveal() => text;

    public override string ToString() => "(secret)";

    sealed class NoJson : JsonConverter<Secret>
    {
        public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("A secret has no JSON form.");

        public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) => throw new NotSupportedException("A secret has no JSON form.");
    }
}
