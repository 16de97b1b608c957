namespace Steward.Mail.Search;

/// <summary>
/// Cuts a query into tokens. A name directly followed by a colon and a value is an operator, unless it looks like a URL or has no letters (10:30);
/// which names are operators is the parser's business.
/// </summary>
sealed class Lexer(string text)
{
    /// <summary>More in a row negate nothing that somebody meant.</summary>
    const int MostMinus = 8;

    int at;

    public static List<Token> Read(string text)
    {
        var lexer = new Lexer(text);
        var tokens = new List<Token>();
        do
            tokens.Add(lexer.Next(tokens.Count > 0 && tokens[^1].Kind == TokenKind.Field));
        while (tokens[^1].Kind != TokenKind.End);
        return tokens;
    }

    Token Next(bool afterField)
    {
        var isValue = afterField && at < text.Length && !char.IsWhiteSpace(text[at]);
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
            if (at == text.Length)
                return new Token(TokenKind.End, "", at);
            var start = at;
            switch (text[at])
            {
                case '(': at++; return new Token(TokenKind.OpenGroup, "(", start);
                case ')': at++; return new Token(TokenKind.CloseGroup, ")", start);
                case '{': at++; return new Token(TokenKind.OpenAny, "{", start);
                case '}': at++; return new Token(TokenKind.CloseAny, "}", start);
                case '"': return Phrase();
                case '-' when !isValue && StartsTerm(at + 1): at++; return new Token(TokenKind.Minus, "-", start);
                case '+' when !isValue && StartsTerm(at + 1): at++; continue;
            }
            var word = Word(isValue);
            // Punctuation by itself ("Q3 & Q4") says nothing; as the value of an operator it is a mistake that the parser names.
            if (isValue || word.Kind != TokenKind.Word || Words.Of(word.Text).Length > 0)
                return word;
        }
    }

    /// <summary>What follows can be negated; several minus signs negate one another.</summary>
    bool StartsTerm(int index)
    {
        while (index < text.Length && text[index] == '-' && index < at + MostMinus)
            index++;
        return index < text.Length && (text[index] is '(' or '{' or '"' || char.IsLetterOrDigit(text[index]) || char.IsSurrogate(text[index]));
    }

    Token Phrase()
    {
        var start = at;
        var end = text.IndexOf('"', start + 1);
        if (end < 0)
            throw new QueryException(start, "the quotation mark is never closed");
        at = end + 1;
        return new Token(TokenKind.Phrase, text[(start + 1)..end], start);
    }

    Token Word(bool isValue)
    {
        var start = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('(' or ')' or '{' or '}' or '"'))
        {
            if (text[at] == ':' && !isValue && IsOperator(start))
            {
                var name = text[start..at].ToLowerInvariant();
                at++;
                return new Token(TokenKind.Field, name, start);
            }
            at++;
        }
        var word = text[start..at];
        return new Token(isValue ? TokenKind.Word : word switch { "OR" or "|" => TokenKind.Or, "AND" => TokenKind.And, _ => TokenKind.Word }, word, start);
    }

    /// <summary>At a colon: the name before it is letters (digits and underscores may follow), and what comes after could be a value.</summary>
    bool IsOperator(int start)
    {
        if (at == start || !char.IsAsciiLetter(text[start]))
            return false;
        for (var i = start; i < at; i++)
        {
            if (!char.IsAsciiLetterOrDigit(text[i]) && text[i] != '_')
                return false;
        }
        return !text.AsSpan(at + 1).StartsWith("//");
    }
}
