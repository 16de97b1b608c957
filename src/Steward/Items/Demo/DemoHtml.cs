using System.Net;

namespace Steward.Items.Demo;

/// <summary>Mail-shaped HTML as shops and newsletters send it: tables, inline styles, a hidden preview line.</summary>
static class DemoHtml
{
    public static string Promotion(string brand, string site, string headline, IReadOnlyList<string> offers)
    {
        var color = "#" + (0x305070 + (uint)Hash(brand) % 0x606060).ToString("x6", System.Globalization.CultureInfo.InvariantCulture);
        var rows = string.Concat(offers.Select(offer => $"<tr><td style=\"padding:12px;border-bottom:1px solid #eeeeee;font-size:16px;color:#222222\">{Text(offer)}</td></tr>"));
        return $"""
            <!DOCTYPE html><html><head><meta charset="utf-8"><title>{Text(brand)}</title><style>@media (max-width:600px) {"{"} .wide {"{"} width:100% !important {"}"} {"}"}</style></head>
            <body style="margin:0;background-color:#f4f4f4"><div style="display:none;max-height:0;overflow:hidden">{Text(offers[0])} and more inside</div>
            <table class="wide" width="600" align="center" cellpadding="0" cellspacing="0" style="background-color:#ffffff;font-family:Georgia,serif">
            <tr><td style="background-color:{color};color:#ffffff;padding:24px;font-size:14px;letter-spacing:2px">{Text(brand.ToUpperInvariant())}</td></tr>
            <tr><td style="padding:24px"><h1 style="font-size:28px;color:#222222">{Text(headline)}</h1></td></tr>
            {rows}
            <tr><td style="padding:24px"><a href="https://www.{site}/now" style="background-color:{color};color:#ffffff;padding:12px 20px;text-decoration:none">See everything</a></td></tr>
            <tr><td style="padding:24px;font-size:12px;color:#777777">You get this mail because you once bought something from {Text(brand)}. <a href="https://www.{site}/unsubscribe">Unsubscribe</a></td></tr>
            </table></body></html>
            """;
    }

    public static string Newsletter(string title, string text) =>
        $"<html><body style=\"background-color:#fffdf8;color:#222222;font-family:Georgia,serif\"><h2>{Text(title)}</h2>{string.Concat(text.Split("\n\n").Select(part => $"<p>{Text(part)}</p>"))}</body></html>";

    static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Stable over processes, unlike string.GetHashCode.</summary>
    static int Hash(string text) => text.Aggregate(17, (hash, c) => unchecked(hash * 31 + c)) & 0x7FFFFFFF;
}
