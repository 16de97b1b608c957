using System.Buffers.Text;
using System.Text.Json.Nodes;
using Steward.Mail;
using Steward.Mail.Mime;

namespace Steward.Testing.Google;

/// <summary>A message's octets as Gmail's tree of parts: text in UTF-8, parts with a file name only by their attachment id.</summary>
static class GmailPayload
{
    public static JsonObject Of(byte[] raw) => Node(Part.Read(raw, MimeLimits.Default).Value, "");

    /// <summary>The decoded octets of a part.</summary>
    public static byte[]? Attachment(byte[] raw, string partId)
    {
        var part = Part.Read(raw, MimeLimits.Default).Value;
        foreach (var index in partId.Split('.'))
        {
            var children = Children(part);
            if (!int.TryParse(index, System.Globalization.CultureInfo.InvariantCulture, out var at) || at >= children.Count)
                return null;
            part = children[at];
        }
        return TransferCoding.Decode(part.Body.Span, part.Encoding);
    }

    static JsonObject Node(Part part, string id)
    {
        var headers = new JsonArray([.. Headers(part).Select(h => new JsonObject { ["name"] = h.Name, ["value"] = h.Value })]);
        var node = new JsonObject { ["partId"] = id, ["mimeType"] = part.Type.Value, ["filename"] = part.FileName ?? "", ["headers"] = headers };
        var children = Children(part);
        if (children.Count > 0)
        {
            node["body"] = new JsonObject { ["size"] = 0 };
            node["parts"] = new JsonArray([.. children.Select((child, i) => Node(child, id.Length == 0 ? $"{i}" : $"{id}.{i}"))]);
            return node;
        }
        var content = TransferCoding.Decode(part.Body.Span, part.Encoding);
        if (part.FileName is { Length: > 0 } && id.Length > 0)
            node["body"] = new JsonObject { ["attachmentId"] = $"ANGjdJ{Guid.NewGuid():n}-{id}", ["size"] = content.Length };
        else
            node["body"] = new JsonObject { ["size"] = content.Length, ["data"] = Base64Url.EncodeToString(part.Type.Value.StartsWith("text/", StringComparison.Ordinal) ? Utf8(part, content) : content) };
        return node;
    }

    static byte[] Utf8(Part part, byte[] content) => System.Text.Encoding.UTF8.GetBytes(Charsets.Decode(content, part.Type["charset"], []));

    static IReadOnlyList<Part> Children(Part part) => part.Type.Value.StartsWith("multipart/", StringComparison.Ordinal)
        ? [.. Multiparts.Split(part, []).Select(section => Part.Read(section, MimeLimits.Default).Value)] : [];

    static IEnumerable<(string Name, string Value)> Headers(Part part)
    {
        foreach (var name in new[] { "Message-ID", "In-Reply-To", "References", "From", "To", "Cc", "Bcc", "Reply-To", "Subject", "Date", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version", "Content-Type", "Content-Disposition", "Content-ID", "Content-Transfer-Encoding" })
        {
            foreach (var value in part.Fields.All(name))
                yield return (name, name is "Subject" or "From" or "To" or "Cc" ? EncodedWords.Decode(value, []) : value);
        }
    }
}
