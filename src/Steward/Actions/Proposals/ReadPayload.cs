using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Steward.Platform;

namespace Steward.Actions.Proposals;

/// <param name="Json">The one JSON form of the value, in which defaults are written out: what is stored, hashed and performed.</param>
sealed record TypedPayload(IActionKind Kind, object Value, JsonElement Json);

/// <summary>
/// Reads a payload strictly: unknown and repeated members, missing ones, nulls where none may be, and characters that the database cannot keep are refused
/// with the member's name.
/// </summary>
static class ReadPayload
{
    const int MaxLength = 1_000_000;

    static readonly JsonSerializerOptions Strict = new(Json.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireWhatCannotBeNull } },
    };

    public static Result<TypedPayload> Of(IActionKind kind, JsonElement payload)
    {
        if (payload.ValueKind != JsonValueKind.Object)
            return Error.Invalid("payload", "The payload must be an object.");
        var text = payload.GetRawText();
        if (text.Length > MaxLength)
            return Error.Invalid("payload", $"The payload is longer than {MaxLength:N0} characters.");
        try
        {
            var value = payload.Deserialize(kind.PayloadType, Strict)!;
            var json = JsonSerializer.SerializeToElement(value, kind.PayloadType, Json.Options);
            return HoldsNul(json) ? Error.Invalid("payload", "The payload holds the character U+0000.") : new TypedPayload(kind, value, json);
        }
        catch (JsonException e)
        {
            return Error.Invalid(Field(e.Path), $"This is not a payload of {kind.Name}: {Reason(e)}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // Half of a surrogate pair, which JSON can spell and text cannot hold.
            return Error.Invalid("payload", "The payload holds text that is not valid Unicode.");
        }
    }

    /// <summary>Our JSON leaves nulls out, so a member that may be null may be missing; one that may not, and has no default, must be there.</summary>
    static void RequireWhatCannotBeNull(JsonTypeInfo type)
    {
        foreach (var member in type.Properties.Where(member => member.AssociatedParameter is { HasDefaultValue: false, IsNullable: false }))
            member.IsRequired = true;
    }

    static string Field(string? path) => path is null or "$" or "" ? "payload" : "payload" + path[1..];

    /// <summary>The parser's sentence without its positions; it names members and types, not values.</summary>
    static string Reason(JsonException e)
    {
        var end = e.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        return end < 0 ? e.Message : e.Message[..end];
    }

    static bool HoldsNul(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(member => member.Name.Contains('\0', StringComparison.Ordinal) || HoldsNul(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().Any(HoldsNul),
        JsonValueKind.String => element.GetString()!.Contains('\0', StringComparison.Ordinal),
        _ => false,
    };
}
