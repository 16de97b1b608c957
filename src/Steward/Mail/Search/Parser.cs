namespace Steward.Mail.Search;

/// <summary>
/// <code>
/// query := clause*                 all of them; AND between two is allowed and says the same
/// clause := item (OR item)*        OR binds closer than standing side by side, as in Gmail
/// item  := -item | ( query ) | { item* } | word | "phrase" | operator:value | operator:( words )
/// </code>
/// </summary>
sealed class Parser(IReadOnlyList<Token> tokens)
{
    /// <summary>Deeper nesting and more terms than any person writes would only load the database.</summary>
    const int Deepest = 30, MostTerms = 500;

    int next, terms;

    public static QueryNode Parse(string text)
    {
        var parser = new Parser(Lexer.Read(text));
        return parser.All(TokenKind.End, null, 0);
    }

    Token Peek => tokens[next];

    QueryNode All(TokenKind close, TextField? field, int depth)
    {
        var parts = new List<QueryNode>();
        while (Peek.Kind != close && Peek.Kind != TokenKind.End)
        {
            if (Peek.Kind == TokenKind.And && parts.Count > 0)
                next++;
            Clause(parts, field, depth);
        }
        return parts.Count == 1 ? parts[0] : new QueryNode.And(parts);
    }

    void Clause(List<QueryNode> parts, TextField? field, int depth)
    {
        var either = new List<QueryNode> { Item(field, depth) };
        while (Peek.Kind == TokenKind.Or)
        {
            next++;
            either.Add(Item(field, depth));
        }
        Flatten(parts, either.Count == 1 ? either[0] : Any(either));
    }

    static void Flatten(List<QueryNode> parts, QueryNode node)
    {
        if (node is QueryNode.And and)
            parts.AddRange(and.Parts);
        else
            parts.Add(node);
    }

    static QueryNode Any(IEnumerable<QueryNode> either)
    {
        var flat = either.SelectMany(part => part is QueryNode.Or or ? or.Parts : [part]).ToList();
        return flat.Count == 1 ? flat[0] : new QueryNode.Or(flat);
    }

    QueryNode Item(TextField? field, int depth)
    {
        var token = tokens[next++];
        if (++terms > MostTerms)
            throw new QueryException(token.Position, $"a query has at most {MostTerms} terms");
        switch (token.Kind)
        {
            case TokenKind.Minus:
                var inner = Item(field, depth);
                return inner is QueryNode.Not not ? not.Part : new QueryNode.Not(inner);
            case TokenKind.OpenGroup:
                return Group(token, TokenKind.CloseGroup, field, depth);
            case TokenKind.OpenAny:
                return Group(token, TokenKind.CloseAny, field, depth);
            case TokenKind.Word or TokenKind.Phrase:
                return Text(field ?? TextField.Any, token);
            case TokenKind.Field:
                return Operator(token, field, depth);
            case TokenKind.Or or TokenKind.And:
                throw new QueryException(token.Position, $"{token.Text} needs a term on each side");
            case TokenKind.CloseGroup or TokenKind.CloseAny:
                throw new QueryException(token.Position, $"“{token.Text}” closes nothing");
            default:
                throw new QueryException(token.Position, "the query ends where a term is expected");
        }
    }

    QueryNode Group(Token open, TokenKind close, TextField? field, int depth)
    {
        if (depth >= Deepest)
            throw new QueryException(open.Position, "the query is nested too deeply");
        if (Peek.Kind == close)
            throw new QueryException(open.Position, "the group is empty");
        var inner = close == TokenKind.CloseGroup ? All(close, field, depth + 1) : AnyOf(close, field, depth + 1);
        if (Peek.Kind != close)
            throw new QueryException(open.Position, $"“{open.Text}” is never closed");
        next++;
        return inner;
    }

    QueryNode AnyOf(TokenKind close, TextField? field, int depth)
    {
        var either = new List<QueryNode>();
        while (Peek.Kind != close && Peek.Kind != TokenKind.End)
        {
            if (Peek.Kind == TokenKind.Or && either.Count > 0)
                next++;
            either.Add(Item(field, depth));
        }
        return Any(either);
    }

    QueryNode Operator(Token name, TextField? field, int depth)
    {
        if (field is not null)
            throw new QueryException(name.Position, $"“{name.Text}:” cannot stand inside another operator's group; to search for the text itself, put it in quotes");
        var value = Peek;
        if (Operators.FieldOf(name.Text) is { } textField)
        {
            next++;
            return value.Kind switch
            {
                TokenKind.Word or TokenKind.Phrase => Text(textField, value),
                TokenKind.OpenGroup => Group(value, TokenKind.CloseGroup, textField, depth),
                TokenKind.OpenAny => Group(value, TokenKind.CloseAny, textField, depth),
                _ => throw new QueryException(value.Position, $"“{name.Text}:” needs a value"),
            };
        }
        if (!Operators.Knows(name.Text))
            return Unknown(name, value);
        if (value.Kind is not (TokenKind.Word or TokenKind.Phrase) || Printer.Writable(value.Text).Trim('<', '>', ' ').Length == 0)
            throw new QueryException(value.Position, $"“{name.Text}:” needs a value");
        next++;
        return Operators.Read(name, value);
    }

    /// <summary>"Re: offer" is text: its colon ends a word. "fron:anna" is a slip, and to guess would search for something else.</summary>
    QueryNode Unknown(Token name, Token value) =>
        value.Kind is TokenKind.Word or TokenKind.Phrase && value.Position == name.Position + name.Text.Length + 1
            ? throw new QueryException(name.Position, $"there is no search operator “{name.Text}:”; to search for the text itself, put it in quotes")
            : Text(TextField.Any, name with { Kind = TokenKind.Word });

    static QueryNode.Text Text(TextField field, Token value) =>
        Words.Of(value.Text).Length > 0
            ? new QueryNode.Text(field, Printer.Writable(value.Text))
            : throw new QueryException(value.Position, $"there is no word in “{value.Text}” to search for");
}
