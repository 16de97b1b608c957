using Steward.Platform;

namespace Steward.Mail.Mime;

/// <summary>Names of attachments for display. They are never used as paths; the last component is taken all the same, and what cannot be seen is removed.</summary>
static class FileNames
{
    const int Longest = 200;

    public static string Clean(string? name, string contentType, int index)
    {
        var text = VisibleText.CleanLine(name ?? "");
        var slash = text.LastIndexOfAny(['/', '\\']);
        text = (slash >= 0 ? text[(slash + 1)..] : text).Trim(' ', '.');
        if (text.Length > Longest)
        {
            var dot = text.LastIndexOf('.');
            var ending = dot > text.Length - 12 ? text[dot..] : "";
            text = VisibleText.CleanLine(text[..(Longest - ending.Length)]) + ending;
        }
        return text.Length > 0 ? text : $"attachment-{index + 1}{Ending(contentType)}";
    }

    public static string TypeOf(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".txt" or ".log" => "text/plain",
        ".htm" or ".html" => "text/html",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".png" => "image/png",
        ".gif" => "image/gif",
        ".pdf" => "application/pdf",
        ".zip" => "application/zip",
        ".ics" => "text/calendar",
        _ => "application/octet-stream",
    };

    static string Ending(string contentType) => contentType switch
    {
        "text/plain" => ".txt",
        "text/html" => ".html",
        "text/calendar" => ".ics",
        "text/vcard" or "text/x-vcard" => ".vcf",
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        "image/gif" => ".gif",
        "application/pdf" => ".pdf",
        "application/zip" => ".zip",
        "application/pgp-signature" => ".asc",
        "message/rfc822" => ".eml",
        "application/ms-tnef" => ".dat",
        _ => ".bin",
    };
}
