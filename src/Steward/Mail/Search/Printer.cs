using System.Globalization;
using System.Text;

namespace Steward.Mail.Search;

/// <summary>Prints a query so that parsing it gives the same tree.</summary>
static class Printer
{
    public static string Print(QueryNode node)
    {
        var text = new StringBuilder();
        if (node is QueryNode.And and)
            text.AppendJoin(' ', and.Parts.Select(Clause));
        else
            text.Append(Clause(node));
        return text.ToString();
    }

    static string Clause(QueryNode node) => node is QueryNode.Or or ? string.Join(" OR ", or.Parts.Select(Item)) : Item(node);

    static string Item(QueryNode node) => node switch
    {
        QueryNode.And or QueryNode.Or => $"({Print(node)})",
        QueryNode.Not { Part: var part } => "-" + Item(part),
        QueryNode.Text { Field: TextField.Any, Value: var value } => Value(value),
        QueryNode.Text { Field: var field, Value: var value } => $"{Name(field)}:{Value(value)}",
        QueryNode.System { Term: var term } => Name(term),
        QueryNode.Label { Name: var name } => $"label:{Value(name)}",
        QueryNode.MessageId { Value: var id } => $"rfc822msgid:{Value(id)}",
        QueryNode.Size size => (size.Larger ? "larger:" : "smaller:") + size.Written,
        QueryNode.Age age => string.Create(CultureInfo.InvariantCulture, $"{(age.Older ? "older_than" : "newer_than")}:{age.Count}{age.Unit}"),
        QueryNode.Date date => (date.After ? "after:" : "before:")
            + (date.Day?.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture) ?? date.Instant!.Value.ToUnixTimeSeconds().ToString("D9", CultureInfo.InvariantCulture)),
        _ => throw new InvalidOperationException($"A query node {node.GetType().Name} cannot be printed."),
    };

    /// <summary>Bare where it is one plain word, else in quotes.</summary>
    public static string Value(string value)
    {
        var writable = Writable(value);
        var plain = writable.Length > 0 && char.IsAsciiLetterOrDigit(writable[0]) && writable is not ("OR" or "AND")
            && writable.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '@' or '_' or '-');
        return plain ? writable : $"\"{writable}\"";
    }

    /// <summary>A value as the language can write it: a quotation mark or a control character cannot be, and separates words like a space.</summary>
    public static string Writable(string value) => string.Concat(value.Select(c => c == '"' || char.IsControl(c) ? ' ' : c)).Trim();

    static string Name(TextField field) => field.ToString().ToLowerInvariant();

    static string Name(SystemTerm term) => term switch
    {
        SystemTerm.Unread or SystemTerm.Read or SystemTerm.Starred or SystemTerm.Important => "is:" + term.ToString().ToLowerInvariant(),
        SystemTerm.Attachment or SystemTerm.UserLabels or SystemTerm.NoUserLabels => "has:" + term.ToString().ToLowerInvariant(),
        SystemTerm.Primary or SystemTerm.Social or SystemTerm.Promotions or SystemTerm.Updates or SystemTerm.Forums => "category:" + term.ToString().ToLowerInvariant(),
        _ => "in:" + term.ToString().ToLowerInvariant(),
    };
}
