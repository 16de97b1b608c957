using Npgsql;
using Steward.Mail.Store;
using Steward.Platform;

namespace Steward.Mail.Search;

/// <summary>Messages that match a query, newest first.</summary>
sealed class SearchMessages(NpgsqlDataSource database)
{
    public async Task<Result<Page<MessageSummary>>> RunAsync(Mailbox mailbox, MailSearch search, CancellationToken cancel)
    {
        var read = SearchInput.Of(search);
        if (read.Error is { } error)
            return error;
        var (query, moment, after) = read.Value;
        var parameters = new List<NpgsqlParameter>();
        var condition = QuerySql.Condition(query, mailbox, moment, parameters) + SearchInput.Owner(mailbox, parameters);
        var conditionParameters = parameters.ToList();
        var page = after is { } cursor ? SearchInput.Past("m.date", "m.id", cursor, parameters) : "";
        var command = database.MailCommand(
            $"SELECT {Rows.SummaryColumns} FROM mail.messages m WHERE {condition}{page} ORDER BY m.date DESC, m.id DESC LIMIT {search.Limit + 1}", [.. parameters]);
        var found = await command.ReadAllAsync(Rows.Summary, cancel);
        var total = search.WithTotal ? await SearchInput.CountAsync(database, $"SELECT count(*) FROM mail.messages m WHERE {condition}", conditionParameters, cancel) : (long?)null;
        var items = found.Count > search.Limit ? found[..search.Limit] : found;
        return new Page<MessageSummary>(items, found.Count > search.Limit ? new Cursor(items[^1].Date, items[^1].Id).ToString() : null, total);
    }
}
