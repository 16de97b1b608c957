using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Steward.Testing;

namespace Steward.Host.Tests.SignIn;

/// <summary>A person's data as a whole: taken along, and taken away so that no table of the database knows of it any more.</summary>
public sealed class PersonDataTests(StewardServer server) : IClassFixture<StewardServer>
{
    const string Mail = "From anna@example.com Fri Nov 20 09:00:00 2026\nFrom: Anna <anna@example.com>\nTo: {0}\nSubject: Lunch\nMessage-ID: <{0}-1>\nDate: Fri, 20 Nov 2026 09:00:00 +0000\n\nShall we have lunch?\n\n";

    [Fact]
    public async Task What_is_erased_is_gone_from_every_table_and_others_keep_theirs()
    {
        var (person, personId, accountId) = await LivedInAsync("erased@steward.local");
        var (other, otherId, otherAccount) = await LivedInAsync("kept@steward.local");
        Assert.NotEmpty(await TablesThatNameAsync(personId));

        var wrong = await person.PostAsJsonAsync("/api/v1/auth/me/erase", new { email = "somebody@else.example" });
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        var before = await TablesThatNameAsync(otherId);
        Assert.Equal(HttpStatusCode.OK, (await person.PostAsJsonAsync("/api/v1/auth/me/erase", new { email = $"{personId:n}@example.org" })).StatusCode);

        Assert.Empty(await TablesThatNameAsync(personId));
        Assert.Empty(await TablesThatNameAsync(accountId));
        Assert.Equal(HttpStatusCode.Unauthorized, (await person.GetAsync("/api/v1/auth/me")).StatusCode);
        Assert.Equal(before, await TablesThatNameAsync(otherId));
        Assert.NotEmpty(await TablesThatNameAsync(otherAccount));
        Assert.True((await other.GetFromJsonAsync<JsonElement>("/api/v1/audit/verify")).GetProperty("intact").GetBoolean());
    }

    [Fact]
    public async Task Erasing_begins_anew_when_what_is_being_stored_locks_the_other_way_round()
    {
        var (person, personId, _) = await LivedInAsync("busy@steward.local");
        await using var storing = await server.Services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await storing.BeginTransactionAsync();
        // The database ends whoever notices first that they wait for one another: this side never looks, so it is the erasing that is ended.
        await AskAsync("SET LOCAL deadlock_timeout = '10min'");
        await AskAsync("SELECT count(*) FROM (SELECT FROM notes.notes WHERE person_id = $1 FOR UPDATE) n", personId);
        var erasing = person.PostAsJsonAsync("/api/v1/auth/me/erase", new { email = $"{personId:n}@example.org" });
        await UntilAsync(async () => (long)(await AskAsync("SELECT count(*) FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))"))! > 0);
        await AskAsync("SELECT FROM accounts.people WHERE id = $1 FOR KEY SHARE", personId);
        await transaction.CommitAsync();
        Assert.Equal(HttpStatusCode.OK, (await erasing).StatusCode);
        Assert.Empty(await TablesThatNameAsync(personId));

        async Task<object?> AskAsync(string sql, params object[] values)
        {
            await using var command = new NpgsqlCommand(sql, storing, transaction);
            foreach (var value in values)
                command.Parameters.AddWithValue(value);
            return await command.ExecuteScalarAsync();
        }
    }

    [Fact]
    public async Task The_audit_log_cannot_be_emptied_by_itself()
    {
        var (_, personId, _) = await LivedInAsync("audited@steward.local");
        var database = server.Services.GetRequiredService<NpgsqlDataSource>();
        await using var delete = database.CreateCommand("DELETE FROM audit.entries WHERE person_id = $1");
        delete.Parameters.Add(new() { Value = personId });
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => delete.ExecuteNonQueryAsync())).SqlState);
    }

    [Fact]
    public async Task What_is_downloaded_is_all_of_ones_own_and_nothing_that_signs_in()
    {
        var (person, personId, _) = await LivedInAsync("taken@steward.local");
        await LivedInAsync("hidden@steward.local");
        var lines = (await person.GetStringAsync("/api/v1/auth/me/export")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var tables = lines.Select(l => l.GetProperty("table").GetString()).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string?>(["accounts.people", "mail.messages", "actions.proposals", "audit.entries", "notes.notes"]), tables);
        Assert.All(lines, line => Assert.DoesNotContain("hidden@steward.local", line.GetRawText(), StringComparison.Ordinal));
        Assert.Contains(lines, line => line.GetRawText().Contains("Shall we have lunch?", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.GetProperty("row").TryGetProperty("password_hash", out _) || line.GetProperty("row").TryGetProperty("security_stamp", out _));
        Assert.Contains(lines, line => line.GetProperty("row").TryGetProperty("id", out var id) && id.GetString() == personId.ToString());
    }

    /// <summary>Somebody with mail, a conversation and its run, and a note that was approved: rows in most rooms.</summary>
    async Task<(HttpClient Client, Guid Person, Guid Account)> LivedInAsync(string address)
    {
        var client = await server.NewPersonAsync(address);
        var id = (await client.GetFromJsonAsync<JsonElement>("/api/v1/auth/me")).GetProperty("id").GetGuid();
        var account = (await client.GetFromJsonAsync<JsonElement>("/api/v1/accounts")).GetProperty("items")[0].GetProperty("id").GetGuid();
        using var mail = new StringContent(string.Format(System.Globalization.CultureInfo.InvariantCulture, Mail, address));
        var import = await (await client.PostAsync($"/api/v1/items/imports?accountId={account}&fileName=a.mbox", mail)).Content.ReadFromJsonAsync<JsonElement>();
        await UntilAsync(async () => (await client.GetFromJsonAsync<JsonElement>($"/api/v1/items/imports/{import.GetProperty("id").GetString()}")).GetProperty("state").GetString() == "done");
        var turn = await (await client.PostAsJsonAsync("/api/v1/chat", new { turnId = Guid.NewGuid(), message = "Find mail from Anna" })).Content.ReadFromJsonAsync<JsonElement>();
        await UntilAsync(async () => (await client.GetFromJsonAsync<JsonElement>($"/api/v1/conversations/{turn.GetProperty("conversationId").GetString()}")).GetProperty("turns")[0].GetProperty("state").GetString() == "completed");
        var note = await (await client.PostAsJsonAsync("/api/v1/actions", new { kind = "notes.create", accountId = account, payload = new { text = "the drill is with Ravi" }, idempotencyKey = Guid.NewGuid().ToString(), why = "a test" })).Content.ReadFromJsonAsync<JsonElement>();
        (await client.PostAsJsonAsync($"/api/v1/approvals/{note.GetProperty("id").GetString()}/approve", new { hash = note.GetProperty("hash").GetString() })).EnsureSuccessStatusCode();
        await UntilAsync(async () => (await client.GetFromJsonAsync<JsonElement>("/api/v1/notes")).GetProperty("items").GetArrayLength() == 1);
        await UntilAsync(async () => (await client.GetFromJsonAsync<JsonElement>($"/api/v1/approvals/{note.GetProperty("id").GetString()}")).GetProperty("state").GetString() == "done");
        return (client, id, account);
    }

    static async Task UntilAsync(Func<Task<bool>> reached)
    {
        var deadline = DateTime.UtcNow.AddSeconds(30);
        while (!await reached())
        {
            Assert.True(DateTime.UtcNow < deadline, "It did not come about within half a minute.");
            await Task.Delay(50);
        }
    }

    /// <summary>Every table of the database in which the id stands anywhere: in a column, in a document, in a log.</summary>
    async Task<IReadOnlyList<string>> TablesThatNameAsync(Guid id)
    {
        var database = server.Services.GetRequiredService<NpgsqlDataSource>();
        var tables = new List<string>();
        await using (var all = database.CreateCommand("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"))
        await using (var reader = await all.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                tables.Add(reader.GetString(0));
        }
        var naming = new List<string>();
        foreach (var table in tables)
        {
            await using var count = database.CreateCommand($"SELECT EXISTS (SELECT FROM {table} t WHERE t::text LIKE $1)");
            count.Parameters.Add(new() { Value = $"%{id}%" });
            if ((bool)(await count.ExecuteScalarAsync())!)
                naming.Add(table);
        }
        return naming;
    }
}
