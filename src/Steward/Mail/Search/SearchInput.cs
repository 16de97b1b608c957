using System.Globalization;
using Npgsql;
using Steward.Mail.Store;
using Steward.Platform;
using static Steward.Mail.Store.MailCommands;

namespace Steward.Mail.Search;

/// <summary>A search whose parts have been read, and the pieces of SQL that both kinds of search share.</summary>
readonly record struct SearchInput(MailQuery Query, QueryMoment Moment, Cursor? After)
{
    public static Result<SearchInput> Of(MailSearch search)
    {
        if (search.Limit is < 1 or > 500)
            return Error.Invalid("limit", "The limit is between 1 and 500.");
        var query = MailQuery.Parse(search.Query);
        if (query.Error is { } error)
            return error;
        var moment = QueryMoment.Of(search.Now, search.Zone);
        if (moment.Error is { } zone)
            return zone;
        if (search.Cursor is not { Length: > 0 } text)
            return new SearchInput(query.Value, moment.Value, null);
        return Cursor.Read(text) is { } after ? new SearchInput(query.Value, moment.Value, after) : Error.Invalid("cursor", "This is not a cursor of this list.");
    }

    /// <summary>The account, <c>$1</c>, must be the person's.</summary>
    public static string Owner(Mailbox mailbox, List<NpgsqlParameter> parameters) =>
        $" AND EXISTS (SELECT FROM accounts.linked_accounts o WHERE o.id = $1 AND o.person_id = {Add(mailbox.PersonId, parameters)})";

    /// <summary>Strictly after the cursor in (date, id) descending.</summary>
    public static string Past(string date, string id, Cursor cursor, List<NpgsqlParameter> parameters) =>
        $" AND ({date}, {id}) < ({Add(cursor.Date.UtcDateTime, parameters)}, {Add(cursor.Id, parameters)})";

    /// <param name="parameters">Those of the condition.</param>
    public static async Task<long> CountAsync(NpgsqlDataSource database, string sql, List<NpgsqlParameter> parameters, CancellationToken cancel)
    {
        var command = database.MailCommand(sql, [.. parameters.Select(p => p.Clone())]);
        return (await command.ReadAllAsync(row => row.GetInt64(0), cancel))[0];
    }

    static string Add<T>(T value, List<NpgsqlParameter> parameters)
    {
        parameters.Add(P(value));
        return string.Create(CultureInfo.InvariantCulture, $"${parameters.Count}");
    }
}
