using Steward.Mail.Search;
using Steward.Platform;

namespace Steward.Mail;

/// <summary>
/// A query in Gmail's search language, read and understood. <see cref="ToString"/> prints it in canonical form, which parses to an equal query.
/// Mail in the trash and in spam is left out unless the query names them or <c>in:anywhere</c>.
/// </summary>
public sealed class MailQuery
{
    /// <summary>Longer ones are no query that somebody wrote.</summary>
    const int Longest = 16_000;

    MailQuery(QueryNode root) => Root = root;

    internal QueryNode Root { get; }

    /// <summary>True when what it finds depends on the person's time zone.</summary>
    public bool AsksForDates => QueryShape.AsksForDates(Root);

    /// <summary>Reads a query. What is not understood is refused with its position and the reason, never guessed. Empty = everything.</summary>
    /// <param name="field">The input field that an error names.</param>
    public static Result<MailQuery> Parse(string text, string field = "q")
    {
        if (text.Length > Longest)
            return Error.Invalid(field, $"The search is longer than {Longest} characters.");
        try
        {
            return new MailQuery(Parser.Parse(text));
        }
        catch (QueryException e)
        {
            return Error.Invalid(field, $"The search is not understood at character {e.Position + 1}: {e.Message}.");
        }
    }

    /// <summary>
    /// A word, name or address in a form that is one value in a query whatever it holds: outside text put in through here cannot become an operator.
    /// <c>$"from:{MailQuery.Quote(name)}"</c>.
    /// </summary>
    public static string Quote(string word) => Printer.Value(word);

    /// <summary>The canonical form.</summary>
    public override string ToString() => Printer.Print(Root);
}
