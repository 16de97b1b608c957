using System.Text;

namespace Steward.Planning.Language;

/// <summary>
/// Cuts a text into words, numbers, symbols and mail addresses, with their places. Letters and digits are parted ("3pm" = 3 + pm), "p.m." is one word,
/// a possessive is a token of its own ("Anna" + "'s"). Total: any text has tokens, in linear time.
/// </summary>
static class Tokeniser
{
    /// <summary>Longer texts are cut: no request and no sentence is this long.</summary>
    public const int MaxLength = 8000;

    public static List<Token> Split(string text)
    {
        var tokens = new List<Token>();
        var length = Math.Min(text.Length, MaxLength);
        var space = true;
        for (var i = 0; i < length;)
        {
            var c = text[i];
            if (char.IsWhiteSpace(c) || char.IsControl(c) || IsInvisible(c))
            {
                space = true;
                i++;
                continue;
            }
            var (end, kind) = Next(text, i, length);
            var raw = text[i..end];
            tokens.Add(new Token(raw, kind == TokenKind.Word ? Normal(raw) : raw.ToLowerInvariant(), i, end, kind, space));
            space = false;
            i = end;
        }
        return tokens;
    }

    /// <summary>Lower case, accents and typographic apostrophes taken off, dots of "p.m." dropped.</summary>
    public static string Normal(string word)
    {
        var builder = new StringBuilder(word.Length);
        foreach (var c in word)
        {
            if (c == '.')
                continue;
            if (c is '’' or '‘' or '`' or 'ʼ')
                builder.Append('\'');
            else if (c < 0x80)
                builder.Append(char.ToLowerInvariant(c));
            else
                builder.Append(Fold(char.ToLowerInvariant(c)));
        }
        return builder.ToString();
    }

    static (int End, TokenKind Kind) Next(string text, int start, int length)
    {
        var c = text[start];
        if (char.IsLetterOrDigit(c) && AddressEnd(text, start, length) is { } address)
            return (address, TokenKind.Address);
        var end = start + 1;
        if (char.IsAsciiDigit(c))
        {
            while (end < length && char.IsAsciiDigit(text[end]))
                end++;
            return (end, TokenKind.Number);
        }
        if (IsApostrophe(c) && end < length && text[end] is 's' or 'S' && (end + 1 == length || !char.IsLetter(text[end + 1])) && start > 0 && char.IsLetterOrDigit(text[start - 1]))
            return (end + 1, TokenKind.Word);
        if (!char.IsLetter(c))
            return (char.IsHighSurrogate(c) && end < length && char.IsLowSurrogate(text[end]) ? end + 1 : end, TokenKind.Symbol);
        if (IsHalfDay(text, start, length))
            return (start + 3 < length && text[start + 3] == '.' ? start + 4 : start + 3, TokenKind.Word);
        while (end < length && (char.IsLetter(text[end]) || char.GetUnicodeCategory(text[end]) == System.Globalization.UnicodeCategory.NonSpacingMark || IsInnerApostrophe(text, end, length)))
            end++;
        return (end, TokenKind.Word);
    }

    /// <summary>"a.m.", "p.m", in any case.</summary>
    static bool IsHalfDay(string text, int i, int length) =>
        i + 2 < length && text[i] is 'a' or 'p' or 'A' or 'P' && i + 2 < length && text[i + 1] == '.' && text[i + 2] is 'm' or 'M'
        && (i + 3 >= length || !char.IsLetter(text[i + 3]));

    /// <summary>An apostrophe within a word: "don't", "o'clock", but not the one of "Anna's".</summary>
    static bool IsInnerApostrophe(string text, int i, int length)
    {
        if (!IsApostrophe(text[i]) || i + 1 >= length || !char.IsLetter(text[i + 1]))
            return false;
        var possessive = text[i + 1] is 's' or 'S' && (i + 2 >= length || !char.IsLetter(text[i + 2]));
        return !possessive;
    }

    static bool IsApostrophe(char c) => c is '\'' or '’' or '‘' or '`' or 'ʼ';

    static bool IsInvisible(char c) => c is >= '\u200B' and <= '\u200F' or >= '\u202A' and <= '\u202E' or >= '\u2060' and <= '\u206F' or '\uFEFF';

    /// <summary>local@domain.tld, ASCII only; null when there is none here.</summary>
    static int? AddressEnd(string text, int start, int length)
    {
        var i = start;
        while (i < length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '.' or '_' or '-' or '+' or '%'))
            i++;
        if (i == start || i >= length || text[i] != '@')
            return null;
        var domain = ++i;
        while (i < length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '.' or '-'))
            i++;
        while (i > domain && text[i - 1] is '.' or '-')
            i--;
        return i > domain ? i : null;
    }

    static string Fold(char c) => c switch
    {
        'à' or 'á' or 'â' or 'ã' or 'å' or 'ā' or 'ă' or 'ą' => "a",
        'ä' => "a",
        'æ' => "ae",
        'ç' or 'ć' or 'č' => "c",
        'ď' or 'đ' or 'ð' => "d",
        'è' or 'é' or 'ê' or 'ë' or 'ē' or 'ę' or 'ě' => "e",
        'ğ' => "g",
        'ì' or 'í' or 'î' or 'ï' or 'ī' or 'ı' => "i",
        'ł' => "l",
        'ñ' or 'ń' or 'ň' => "n",
        'ò' or 'ó' or 'ô' or 'õ' or 'ö' or 'ø' or 'ō' or 'ő' => "o",
        'œ' => "oe",
        'ř' => "r",
        'ś' or 'š' or 'ş' or 'ș' => "s",
        'ß' => "ss",
        'ť' or 'ț' or 'ţ' => "t",
        'ù' or 'ú' or 'û' or 'ü' or 'ū' or 'ů' or 'ű' => "u",
        'ý' or 'ÿ' => "y",
        'ź' or 'ż' or 'ž' => "z",
        >= '\u0300' and <= '\u036F' => "",
        _ => c.ToString(),
    };
}
