using System.Globalization;
using Npgsql;

namespace Steward.Mail.Search;

/// <summary>
/// A query as a condition on <c>mail.messages m</c>. Every value of the query is a parameter; only names of system labels, which are fixed here, stand in
/// the text, so that PostgreSQL can see which partial index applies.
/// </summary>
sealed class QuerySql
{
    const string OtherCategories = "{CATEGORY_SOCIAL,CATEGORY_PROMOTIONS,CATEGORY_UPDATES,CATEGORY_FORUMS}";
    internal const string SystemLabelNames =
        "{INBOX,UNREAD,STARRED,IMPORTANT,SENT,DRAFT,TRASH,SPAM,CATEGORY_PERSONAL,CATEGORY_SOCIAL,CATEGORY_PROMOTIONS,CATEGORY_UPDATES,CATEGORY_FORUMS}";

    readonly List<NpgsqlParameter> parameters;
    readonly Mailbox mailbox;
    readonly QueryMoment moment;
    readonly string account;

    QuerySql(Mailbox mailbox, QueryMoment moment, List<NpgsqlParameter> parameters)
    {
        this.parameters = parameters;
        this.mailbox = mailbox;
        this.moment = moment;
        account = Add(mailbox.AccountId);
    }

    /// <summary>The whole condition: this account's messages that match, and none in the trash or spam that the query does not name.</summary>
    /// <param name="parameters">Gets the values, in the order of <c>$1, $2 …</c> in the text.</param>
    public static string Condition(MailQuery query, Mailbox mailbox, QueryMoment moment, List<NpgsqlParameter> parameters)
    {
        var sql = new QuerySql(mailbox, moment, parameters);
        var condition = $"m.account_id = {sql.account} AND {sql.Of(query.Root)}";
        return QueryShape.LeftOut(query.Root) is { Length: > 2 } away ? $"{condition} AND NOT m.labels && '{away}'" : condition;
    }

    string Of(QueryNode node) => node switch
    {
        QueryNode.And { Parts.Count: 0 } => "TRUE",
        QueryNode.And and => $"({string.Join(" AND ", and.Parts.Select(Of))})",
        QueryNode.Or or => $"({string.Join(" OR ", or.Parts.Select(Of))})",
        QueryNode.Not not => $"NOT {Of(not.Part)}",
        QueryNode.Text text => $"({Text(text)})",
        QueryNode.System system => $"({System(system.Term)})",
        QueryNode.Label label => $"m.labels && ARRAY(SELECT label FROM mail.label_counts WHERE account_id = {account} AND folded = mail.fold_label({Add(label.Name)}))",
        QueryNode.MessageId id => $"m.message_id = {Add(id.Value)}",
        QueryNode.Size size => $"m.size {(size.Larger ? '>' : '<')} {Add(size.Octets)}",
        QueryNode.Date date => $"m.date {(date.After ? ">=" : "<")} {Add(moment.Start(date).UtcDateTime)}",
        QueryNode.Age age => $"m.date {(age.Older ? "<" : ">=")} {Add(moment.Start(age).UtcDateTime)}",
        _ => throw new InvalidOperationException($"A query node {node.GetType().Name} cannot be asked."),
    };

    string Text(QueryNode.Text text)
    {
        if (SearchText.FieldCode(text.Field) is { } code && Address(text.Value) is { } address)
            return $"m.search @@ {Add(SearchText.ExactQuery(code, address))}::tsquery";
        var words = Words.Of(text.Value);
        if (text.Field == TextField.Any)
            return Phrase(words, "");
        var several = words.Contains(' ', StringComparison.Ordinal);
        var tokens = $"m.search @@ mail.field_query('{SearchText.Prefix(text.Field)}', {Add(words)})";
        return text.Field switch
        {
            TextField.Subject when several => $"{tokens} AND {Phrase(words, "A")}",
            TextField.From when several => $"{tokens} AND {Phrase(words, "B")}",
            TextField.To or TextField.Cc or TextField.Bcc when several => $"{tokens} AND {Phrase(words, "C")}",
            TextField.FileName when several => $"{tokens} AND EXISTS (SELECT FROM mail.attachments a WHERE a.message_id = m.id AND to_tsvector('mail.words', a.words) @@ to_tsquery('mail.words', {Add($"'{words}'")}))",
            _ => tokens,
        };
    }

    /// <summary>One after the other; the words are letters and digits only, so the quoted phrase cannot be broken out of.</summary>
    string Phrase(string words, string weight) => $"m.search @@ to_tsquery('mail.words', {Add(weight.Length == 0 ? $"'{words}'" : $"'{words}':{weight}")})";

    /// <summary>The value when it is a whole address, or "@domain"; "me" is the mailbox's own.</summary>
    string? Address(string value)
    {
        if (value.Equals("me", StringComparison.OrdinalIgnoreCase))
            return mailbox.Address.ToLowerInvariant();
        var at = value.LastIndexOf('@');
        return at >= 0 && at < value.Length - 1 && !value.Any(char.IsWhiteSpace) ? value.ToLowerInvariant() : null;
    }

    static string System(SystemTerm term) => term switch
    {
        SystemTerm.Inbox => "m.labels @> '{INBOX}'",
        SystemTerm.Sent => "m.labels @> '{SENT}'",
        SystemTerm.Drafts => "m.labels @> '{DRAFT}'",
        SystemTerm.Trash => "m.labels @> '{TRASH}'",
        SystemTerm.Spam => "m.labels @> '{SPAM}'",
        SystemTerm.Anywhere => "TRUE",
        SystemTerm.Archive => "NOT m.labels && '{INBOX,SENT,DRAFT,TRASH,SPAM}'",
        SystemTerm.Unread => "m.labels @> '{UNREAD}'",
        SystemTerm.Read => "NOT m.labels @> '{UNREAD}'",
        SystemTerm.Starred => "m.labels @> '{STARRED}'",
        SystemTerm.Important => "m.labels @> '{IMPORTANT}'",
        SystemTerm.Attachment => "m.has_attachments",
        SystemTerm.UserLabels => $"NOT m.labels <@ '{SystemLabelNames}'",
        SystemTerm.NoUserLabels => $"m.labels <@ '{SystemLabelNames}'",
        SystemTerm.Primary => $"NOT m.labels && '{OtherCategories}'",
        SystemTerm.Social => "m.labels @> '{CATEGORY_SOCIAL}'",
        SystemTerm.Promotions => "m.labels @> '{CATEGORY_PROMOTIONS}'",
        SystemTerm.Updates => "m.labels @> '{CATEGORY_UPDATES}'",
        SystemTerm.Forums => "m.labels @> '{CATEGORY_FORUMS}'",
    };

    string Add<T>(T value)
    {
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return string.Create(CultureInfo.InvariantCulture, $"${parameters.Count}");
    }
}
