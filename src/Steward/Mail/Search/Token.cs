namespace Steward.Mail.Search;

enum TokenKind { Word, Phrase, Field, Minus, Or, And, OpenGroup, CloseGroup, OpenAny, CloseAny, End }

/// <param name="Text">The word, the phrase without its quotes, or the operator's name in lower case.</param>
/// <param name="Position">Index in the query, in UTF-16 units.</param>
readonly record struct Token(TokenKind Kind, string Text, int Position);

/// <summary>Something in a query is not understood. Internal to parsing: it leaves <see cref="MailQuery.Parse"/> as an error value.</summary>
sealed class QueryException(int position, string reason) : Exception(reason)
{
    public int Position => position;
}
