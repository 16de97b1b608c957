using System.Buffers.Text;
using System.Text.Json;
using Steward.Platform;

namespace Steward.Mail.Routes;

/// <summary>
/// Where a list over several mailboxes went on: the last row that was shown, and for each mailbox the cursor of the page that it was taken from. Reading
/// that page again and leaving out what is not after the last row gives the rest, whatever has arrived since.
/// </summary>
/// <param name="Pages">By account; null = its first page. A mailbox that is missing has nothing more.</param>
sealed record MergedCursor(DateTimeOffset Date, Guid Id, IReadOnlyDictionary<Guid, string?> Pages)
{
    const int Longest = 20_000;

    public override string ToString() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this, Stored));

    public static MergedCursor? Read(string text)
    {
        if (text.Length > Longest || !Base64Url.IsValid(text))
            return null;
        try
        {
            return JsonSerializer.Deserialize<MergedCursor>(Base64Url.DecodeFromChars(text), Stored) is { Pages: not null } cursor ? cursor : null;
        }
        catch (JsonException)
        {
            return null; // a cursor that was not made here
        }
    }

    /// <summary>With nulls: a missing page and a first page are not the same.</summary>
    static readonly JsonSerializerOptions Stored = new(Json.Options) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.Never };
}
