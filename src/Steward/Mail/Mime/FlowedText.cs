using System.Text;

namespace Steward.Mail.Mime;

/// <summary>format=flowed (RFC 3676): lines that end in a space go on in the next one of the same quote depth.</summary>
static class FlowedText
{
    public static string Unfold(string text, bool deleteSpace)
    {
        var result = new StringBuilder(text.Length);
        var (flowing, depth) = (false, 0);
        foreach (var raw in text.Split('\n'))
        {
            var quotes = raw.AsSpan().IndexOfAnyExcept('>');
            quotes = quotes < 0 ? raw.Length : quotes;
            var content = raw[quotes..];
            if (content.StartsWith(' '))
                content = content[1..]; // space-stuffing, §4.4
            if (!(flowing && quotes == depth))
            {
                if (result.Length > 0)
                    result.Append('\n');
                if (quotes > 0)
                    result.Append('>', Math.Min(quotes, 100)).Append(' ');
            }
            flowing = content.EndsWith(' ') && content != "-- ";
            depth = quotes;
            result.Append(flowing && deleteSpace ? content.AsSpan(0, content.Length - 1) : content);
        }
        return result.ToString();
    }
}
