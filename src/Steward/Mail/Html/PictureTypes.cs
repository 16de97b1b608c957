using System.Text.RegularExpressions;

namespace Steward.Mail.Html;

/// <summary>Pictures that hold nothing but pixels: SVG is a document that can do things, and stays out.</summary>
static partial class PictureTypes
{
    public static bool IsShown(string contentType) => contentType.ToLowerInvariant() is "image/png" or "image/jpeg" or "image/gif" or "image/webp" or "image/bmp" or "image/jpg";

    public static bool IsDataAddress(string address) => Data().IsMatch(address);

    [GeneratedRegex(@"^data:image/(png|jpe?g|gif|webp|bmp);base64,[A-Za-z0-9+/=\s]+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Data();
}
