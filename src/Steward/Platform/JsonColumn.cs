using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Steward.Platform;

/// <summary>Columns that hold one value as a JSON document.</summary>
static class JsonColumn
{
    /// <summary>PostgreSQL sorts the members of jsonb, so a type's discriminator need not come first.</summary>
    static readonly JsonSerializerOptions Stored = new(Json.Options) { AllowOutOfOrderMetadataProperties = true };

    /// <summary>Maps the property to jsonb. The value is immutable and is replaced as a whole: a changed reference is what counts as a change.</summary>
    public static void IsDocument<T>(this PropertyBuilder<T> property) => property.HasColumnType("jsonb").HasConversion(
        value => JsonSerializer.Serialize(value, Stored),
        text => Read<T>(text),
        new ValueComparer<T>((a, b) => ReferenceEquals(a, b), value => value == null ? 0 : value.GetHashCode(), value => value));

    static T Read<T>(string text) => JsonSerializer.Deserialize<T>(text, Stored) ?? throw new JsonException($"Expected a {typeof(T).Name}, found null.");
}
