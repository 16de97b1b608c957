namespace Steward.Mail.Search;

/// <summary>A query as a tree. What each node means for a message is defined by <see cref="QuerySql"/>; the tests' evaluator says the same in C#.</summary>
abstract record QueryNode
{
    QueryNode() { }

    /// <summary>All of these; none = everything.</summary>
    public sealed record And(IReadOnlyList<QueryNode> Parts) : QueryNode;

    /// <summary>At least one of these; two or more.</summary>
    public sealed record Or(IReadOnlyList<QueryNode> Parts) : QueryNode;

    public sealed record Not(QueryNode Part) : QueryNode;

    /// <summary>The words of the value, in this order, one after the other, in one field; or, when the value is an address, that address.</summary>
    public sealed record Text(TextField Field, string Value) : QueryNode;

    /// <summary>A label with a meaning of its own.</summary>
    public sealed record System(SystemTerm Term) : QueryNode;

    /// <summary>A label by name; case does not matter, nor whether words are joined by spaces, hyphens, underscores or slashes.</summary>
    public sealed record Label(string Name) : QueryNode;

    public sealed record MessageId(string Value) : QueryNode;

    /// <summary>In octets; larger is strict, smaller is strict.</summary>
    public sealed record Size(bool Larger, long Octets, string Written) : QueryNode;

    /// <summary>Received on or after (<c>after:</c>), or before (<c>before:</c>), the start of the day in the person's zone, or the instant.</summary>
    public sealed record Date(bool After, DateOnly? Day, DateTimeOffset? Instant) : QueryNode;

    /// <summary>Older or newer than so long: days, weeks, months and years count back from today's date to the start of a day in the person's zone; hours are exact.</summary>
    public sealed record Age(bool Older, int Count, char Unit) : QueryNode;
}

/// <summary>Where the words of a <see cref="QueryNode.Text"/> must stand.</summary>
enum TextField { Any, From, To, Cc, Bcc, Subject, List, FileName }

/// <summary>The terms that need no value of the person's: <c>in:</c>, <c>is:</c>, <c>has:</c> and <c>category:</c>.</summary>
enum SystemTerm
{
    Inbox, Sent, Drafts, Trash, Spam, Anywhere, Archive, Unread, Read, Starred, Important, Attachment, UserLabels, NoUserLabels,
    Primary, Social, Promotions, Updates, Forums,
}
