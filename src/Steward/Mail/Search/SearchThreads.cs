using Npgsql;
using Steward.Mail.Store;
using Steward.Platform;

namespace Steward.Mail.Search;

/// <summary>
/// Threads with at least one match, newest last message first. A thread's line carries the labels of its messages, so the lists that are opened all day
/// (everything, the inbox, unread) are a walk along one index; other queries look at messages.
/// </summary>
sealed class SearchThreads(NpgsqlDataSource database)
{
    public async Task<Result<Page<ThreadSummary>>> RunAsync(Mailbox mailbox, MailSearch search, CancellationToken cancel)
    {
        var read = SearchInput.Of(search);
        if (read.Error is { } error)
            return error;
        var (query, moment, after) = read.Value;
        var parameters = new List<NpgsqlParameter>();
        var condition = Condition(query, mailbox, moment, parameters) + SearchInput.Owner(mailbox, parameters);
        var conditionParameters = parameters.ToList();
        var page = after is { } cursor ? SearchInput.Past("t.last_at", "t.id", cursor, parameters) : "";
        var command = database.MailCommand(
            $"SELECT {Rows.ThreadColumns} FROM mail.threads t WHERE {condition}{page} ORDER BY t.last_at DESC, t.id DESC LIMIT {search.Limit + 1}", [.. parameters]);
        var found = await command.ReadAllAsync(Rows.Thread, cancel);
        var total = search.WithTotal ? await SearchInput.CountAsync(database, $"SELECT count(*) FROM mail.threads t WHERE {condition}", conditionParameters, cancel) : (long?)null;
        var items = found.Count > search.Limit ? found[..search.Limit] : found;
        return new Page<ThreadSummary>(items, found.Count > search.Limit ? new Cursor(items[^1].LastMessageAt, items[^1].Id).ToString() : null, total);
    }

    static string Condition(MailQuery query, Mailbox mailbox, QueryMoment moment, List<NpgsqlParameter> parameters)
    {
        var messages = QuerySql.Condition(query, mailbox, moment, parameters);
        if (QueryShape.LeftOut(query.Root) != "{TRASH,SPAM}")
            return $"t.account_id = $1 AND EXISTS (SELECT FROM mail.messages m WHERE m.thread_id = t.id AND {messages})";
        var labels = string.Concat(QueryShape.Needed(query.Root).Distinct(StringComparer.Ordinal).Select(label => $" AND t.labels @> '{{{label}}}'"));
        var needed = $"t.account_id = $1 AND NOT t.labels && '{{TRASH,SPAM}}'{labels}";
        return QueryShape.IsOneLabel(query.Root) ? needed : $"{needed} AND EXISTS (SELECT FROM mail.messages m WHERE m.thread_id = t.id AND {messages})";
    }
}
