using Steward.Planning.Time;

namespace Steward.Planning.Language;

/// <summary>
/// Slips that only their neighbours give away: "mails form Anna", "tomorrow pm", "older than like two months", "a -> b". Each needs a neighbour that leaves no other
/// reading; the tokens keep their places in the text.
/// </summary>
static class Slips
{
    static readonly HashSet<string> Hedges = new(StringComparer.Ordinal) { "like", "roughly", "approximately", "approx", "ca", "circa", "say", "maybe", "about", "around", "some" };

    public static List<Token> Mend(List<Token> tokens, Func<Token, bool> isName)
    {
        var mended = new List<Token>(tokens.Count);
        for (var i = 0; i < tokens.Count; i++)
        {
            var (token, next) = (tokens[i], i + 1 < tokens.Count ? tokens[i + 1] : null);
            var before = mended.Count > 0 ? mended[^1] : null;
            if (Runs.Contains(token.Norm))
            {
                var cut = token.End - 1;
                mended.Add(token with { Text = token.Text[..^1], Norm = token.Norm[..^1], End = cut });
                mended.Add(new Token(token.Text[^1..], "'s", cut, token.End, TokenKind.Word, false));
            }
            else if (token.Norm is "-" or "=" && next is { Norm: ">", SpaceBefore: false })
            {
                mended.Add(token with { Text = "->", Norm = ",", End = next.End });
                i++;
            }
            else if (token.Norm is "→" or "⇒" or "➜")
                mended.Add(token with { Norm = before is not null && next is not null && IsTime(next) ? "to" : "," });
            else if (token.Norm is "form" or "fom" or "fro" && before is not null && next is not null && (next.Kind == TokenKind.Address || isName(next)))
                mended.Add(token with { Norm = "from" });
            else if (token.Text is "w" or "W" && next is { Norm: "/", SpaceBefore: false })
            {
                mended.Add(token with { Norm = "with", End = next.End });
                i++;
            }
            // "more old than one month"
            else if (token.Norm == "more" && next?.Norm is "old" or "older" && i + 2 < tokens.Count && tokens[i + 2].Norm is "than" or "then" or "as")
                continue;
            else if (token.Norm is "old" or "elder" && next?.Norm is "than" or "then" or "as" && i + 2 < tokens.Count && IsAmount(tokens[i + 2]) && before?.Norm is not "as")
                mended.Add(token with { Norm = "older" });
            else if (token.Norm is "then" or "as" && before?.Norm is "older" or "larger" or "bigger" or "smaller" or "longer" or "newer" && next is not null && IsAmount(next))
                mended.Add(token with { Norm = "than" });
            else if (token.Norm == "more" && before?.Norm is "have" or "has" && next?.Norm == "than" && i + 2 < tokens.Count && IsAmount(tokens[i + 2]))
                mended.Add(token with { Norm = "older" });
            else if (Hedges.Contains(token.Norm) && before?.Norm is "than" or "last" or "past" && next is not null && IsAmount(next))
                continue;
            else if (token.Norm == "pm" && before is { Kind: TokenKind.Word } && IsDay(before))
                mended.Add(token with { Norm = "afternoon" });
            else if (token.Norm == "am" && before is { Kind: TokenKind.Word } && IsDay(before) && next?.Norm != "i")
                mended.Add(token with { Norm = "morning" });
            else
                mended.Add(token);
        }
        return mended;
    }

    /// <summary>Written without their apostrophe.</summary>
    static readonly HashSet<string> Runs = new(StringComparer.Ordinal) { "whats", "hows", "wheres", "whos", "whens", "thats", "lets", "theres", "heres" };

    static bool IsAmount(Token token) => token.Kind == TokenKind.Number || TimeWords.Cardinals.ContainsKey(token.Norm) || token.Norm is "a" or "an" or "half";

    static bool IsTime(Token token) => IsDay(token) || token.Norm is "next" or "this" or "week" or "month" or "morning" or "afternoon" or "noon" || token.Kind == TokenKind.Number;

    static bool IsDay(Token token) => TimeWords.Weekdays.ContainsKey(token.Norm) || token.Norm is "today" or "tomorrow" or "yesterday";
}
