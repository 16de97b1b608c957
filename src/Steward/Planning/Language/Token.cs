namespace Steward.Planning.Language;

enum TokenKind { Word, Number, Symbol, Address }

/// <summary>One piece of a text with its place in it.</summary>
/// <param name="Text">As written.</param>
/// <param name="Norm">Lower case, without accents, spelling mended: what lexicons are asked for.</param>
/// <param name="Start">UTF-16 index in the text; <paramref name="End"/> is excluded.</param>
/// <param name="SpaceBefore">Whether something separates it from the token before: "3pm" is two tokens without.</param>
sealed record Token(string Text, string Norm, int Start, int End, TokenKind Kind, bool SpaceBefore)
{
    public bool Capital => Kind == TokenKind.Word && char.IsUpper(Text[0]);
}
