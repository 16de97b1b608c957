using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Steward.Audit;
using Steward.Platform;
using Steward.Testing;

namespace Steward.Tests.Audit;

public sealed class AuditTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    async Task WriteAsync(Guid person, string action, object? detail = null, string result = "ok", bool commit = true)
    {
        await using var services = database.Services(s => s.AddAudit());
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StewardDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        scope.ServiceProvider.GetRequiredService<AuditLog>().Stage(new()
        {
            PersonId = person, Actor = Actors.Person, Action = action, SubjectType = "thing", SubjectId = "1", Result = result, From = "web 127.0.0.1", Detail = detail,
        });
        await db.SaveChangesAsync();
        if (commit)
            await transaction.CommitAsync();
    }

    async Task<AuditIntegrity> VerifyAsync(Guid person)
    {
        await using var db = database.Context();
        return await new VerifyAudit(db).RunAsync(person, CancellationToken.None);
    }

    async Task<Page<AuditView>> SearchAsync(Guid person, string? query = null, string? cursor = null, int limit = 50)
    {
        await using var db = database.Context();
        return (await new SearchAudit(db).RunAsync(new(person, query, null, cursor, limit), CancellationToken.None)).Value;
    }

    /// <summary>As somebody with full power over the database could.</summary>
    async Task TamperAsync(string sql, Guid person)
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand($"SET session_replication_role = replica; {sql}; SET session_replication_role = origin", connection) { Parameters = { } };
        command.CommandText = command.CommandText.Replace("$1", $"'{person}'", StringComparison.Ordinal);
        await command.ExecuteNonQueryAsync();
    }

    [Theory]
    [InlineData("UPDATE audit.entries SET result = 'nothing happened'")]
    [InlineData("DELETE FROM audit.entries")]
    [InlineData("TRUNCATE audit.entries")]
    public async Task Entries_cannot_be_changed_or_removed(string sql)
    {
        var (person, _) = await database.AddPersonAsync();
        await WriteAsync(person, "test.done");
        await using var command = database.Source.CreateCommand(sql);
        var error = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        Assert.Contains("append-only", error.MessageText, StringComparison.Ordinal);
        Assert.Equal((1L, true), ((await VerifyAsync(person)).Entries, (await VerifyAsync(person)).Intact));
    }

    [Theory]
    [InlineData("UPDATE audit.entries SET result = 'x' WHERE person_id = $1 AND seq = 3", 3)]
    [InlineData("UPDATE audit.entries SET at = at + interval '1 microsecond' WHERE person_id = $1 AND seq = 2", 2)]
    [InlineData("UPDATE audit.entries SET detail = '{\"n\":9}' WHERE person_id = $1 AND seq = 1", 1)]
    [InlineData("UPDATE audit.entries SET origin = NULL WHERE person_id = $1 AND seq = 4", 4)]
    [InlineData("DELETE FROM audit.entries WHERE person_id = $1 AND seq = 2", 2)]
    [InlineData("DELETE FROM audit.entries WHERE person_id = $1 AND seq = 5", 5)]
    [InlineData("DELETE FROM audit.entries WHERE person_id = $1", 1)]
    [InlineData("UPDATE audit.entries e SET result = 'x', hash = audit.hash_of((SELECT (id, person_id, seq, at, actor, action, subject_type, subject_id, proposal_id, 'x', origin, detail, prev_hash, '')::audit.entries FROM audit.entries WHERE person_id = $1 AND seq = 2)) WHERE person_id = $1 AND seq = 2", 3)]
    public async Task Whoever_goes_round_that_breaks_the_chain_at_a_number(string sql, long broken)
    {
        var (person, _) = await database.AddPersonAsync();
        for (var i = 1; i <= 5; i++)
            await WriteAsync(person, "test.done", new { n = i });
        Assert.True((await VerifyAsync(person)).Intact);
        await TamperAsync(sql, person);
        var found = await VerifyAsync(person);
        Assert.Equal((false, broken), (found.Intact, found.FirstBroken));
    }

    [Fact]
    public async Task Many_writers_at_once_make_one_chain_without_gaps_and_what_was_not_committed_is_not_in_it()
    {
        var (person, _) = await database.AddPersonAsync();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => WriteAsync(person, $"test.n{i}", commit: i % 4 != 0))));
        var found = await VerifyAsync(person);
        Assert.Equal((30L, true), (found.Entries, found.Intact));
    }

    [Fact]
    public async Task The_chain_does_not_depend_on_the_sessions_zone()
    {
        var (person, _) = await database.AddPersonAsync();
        await WriteAsync(person, "test.done");
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand($"SET TimeZone = 'Asia/Kathmandu'; SET DateStyle = 'German'; SET extra_float_digits = 0; SELECT audit.first_broken('{person}')", connection);
        Assert.Equal(DBNull.Value, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_person_without_entries_has_an_intact_log() => Assert.Equal(new AuditIntegrity(0, true, null), await VerifyAsync(Guid.NewGuid()));

    [Fact]
    public async Task Search_finds_all_words_anywhere_in_any_case_and_only_ones_own()
    {
        var (person, _) = await database.AddPersonAsync();
        var (other, _) = await database.AddPersonAsync();
        await WriteAsync(person, "action.approved", new { title = "Archive “Weekly deals”" });
        await WriteAsync(person, "action.rejected", new { title = "100% off_line" }, "refused");
        await WriteAsync(other, "action.approved", new { title = "Archive “Weekly deals”" });
        Assert.Single((await SearchAsync(person, "weekly ARCHIVE")).Items);
        Assert.Empty((await SearchAsync(person, "weekly refused")).Items);
        Assert.Equal("refused", (await SearchAsync(person, "100% off_")).Items.Single().Result);
        Assert.Empty((await SearchAsync(person, "1%0 off")).Items);
        Assert.Empty((await SearchAsync(person, "%nothing\\")).Items);
        Assert.Equal(2, (await SearchAsync(person)).Items.Count);
    }

    [Fact]
    public async Task Pages_do_not_move_when_something_is_added()
    {
        var (person, _) = await database.AddPersonAsync();
        for (var i = 0; i < 5; i++)
            await WriteAsync(person, $"test.n{i}");
        var first = await SearchAsync(person, limit: 2);
        await WriteAsync(person, "test.later");
        var second = await SearchAsync(person, cursor: first.NextCursor, limit: 2);
        var third = await SearchAsync(person, cursor: second.NextCursor, limit: 2);
        Assert.Equal(["test.n4", "test.n3", "test.n2", "test.n1", "test.n0"], first.Items.Concat(second.Items).Concat(third.Items).Select(e => e.Action));
        Assert.Null(third.NextCursor);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("=HYPERLINK(\"http://evil.example\")", "\"'=HYPERLINK(\"\"http://evil.example\"\")\"")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("line\nbreak", "\"line\nbreak\"")]
    [InlineData("", "")]
    public void A_cell_is_not_a_formula_and_stays_one_cell(string text, string cell) => Assert.Equal(cell, ExportAudit.Cell(text));

    [Fact]
    public async Task The_export_is_the_whole_log_oldest_first()
    {
        var (person, _) = await database.AddPersonAsync();
        await WriteAsync(person, "test.first", result: "=cmd|' /C calc'!A0");
        await WriteAsync(person, "test.second", new { title = "with, comma and \"quotes\"" });
        await using var db = database.Context();
        using var output = new MemoryStream();
        await new ExportAudit(db).WriteAsync(person, output, CancellationToken.None);
        var lines = Encoding.UTF8.GetString(output.ToArray()).Split("\r\n");
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("number,at,actor", lines[0], StringComparison.Ordinal);
        Assert.Contains(",'=cmd|' /C calc'!A0,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("2,", lines[2], StringComparison.Ordinal);
        Assert.Equal("", lines[3]);
    }
}
