using System.Data;
using System.Text;
using Npgsql;

namespace Steward.Accounts.People;

/// <summary>
/// Everything that Steward keeps of a person, one line of JSON for each row: <c>{"table":"mail.messages","row":{…}}</c>, of one moment. Secrets are left out: digests and hashes of what signs
/// in, and what is sealed. Written as it is read, so that its size does not matter.
/// </summary>
sealed class ExportPerson(NpgsqlDataSource database)
{
    const string Secret = @"password_hash|security_stamp|sha256|secret|sealed|token|cipher|data_key";

    public async Task ExecuteAsync(Guid personId, Stream output, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        var tables = await OwnTable.AllAsync(connection, cancel);
        foreach (var table in tables.Where(t => t is not { Schema: "accounts", Name: "api_tokens" or "sign_in_tickets" }).Prepend(new OwnTable("accounts", "people", "id = $1")))
        {
            // Raw mail and files are in the mail tables' own bytes; a digest is no secret there, but says nothing either.
            await using var command = new NpgsqlCommand(
                $"""
                SELECT json_build_object('table', $2::text, 'row', (SELECT json_object_agg(key, value) FROM jsonb_each(to_jsonb(t)) WHERE key !~ $3))::text FROM {table.Sql} t WHERE {table.Where}
                """, connection) { Parameters = { new() { Value = personId }, new() { Value = $"{table.Schema}.{table.Name}" }, new() { Value = Secret } }, CommandTimeout = 600 };
            await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancel);
            while (await reader.ReadAsync(cancel))
                await output.WriteAsync(Encoding.UTF8.GetBytes(reader.GetString(0) + "\n"), cancel);
        }
    }
}
