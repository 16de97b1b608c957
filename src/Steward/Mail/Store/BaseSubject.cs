using System.Text.RegularExpressions;
using Steward.Mail.Search;

namespace Steward.Mail.Store;

/// <summary>A subject without what answering and forwarding put before it (Re:, Fwd:, AW:, SV: …, and list tags in brackets), folded for comparing.</summary>
/// <param name="Text">"" when nothing is left: such subjects join nothing.</param>
/// <param name="IsReply">There was at least one such prefix.</param>
readonly partial record struct BaseSubject(string Text, bool IsReply)
{
    public static BaseSubject Of(string subject)
    {
        var rest = subject.AsSpan().Trim();
        var isReply = false;
        while (true)
        {
            var reply = Reply().EnumerateMatches(rest);
            if (reply.MoveNext())
            {
                isReply = true;
                rest = rest[reply.Current.Length..];
                continue;
            }
            var tag = Tag().EnumerateMatches(rest);
            if (!tag.MoveNext() || tag.Current.Length == rest.Length)
                break;
            rest = rest[tag.Current.Length..];
        }
        var words = Words.Of(rest.ToString(), 400);
        return new BaseSubject(words.Length <= 200 ? words : words[..200], isReply);
    }

    [GeneratedRegex(@"^(re|fwd?|aw|wg|sv|vs|vb|antw|rv|ref|odp|enc|tr|rif|i|r)\s?([\[(]\d{1,3}[\])])?\s?[:：]\s*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reply();

    [GeneratedRegex(@"^\[[^\[\]]{1,40}\]\s*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag();
}
