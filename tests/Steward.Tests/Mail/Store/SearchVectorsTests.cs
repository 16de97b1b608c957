using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Mail;
using Steward.Mail.Search;
using Steward.Mail.Store;
using Steward.Platform;
using Steward.Testing;

namespace Steward.Tests.Mail.Store;

/// <summary>The vectors that Steward writes are what PostgreSQL itself would make of the same words.</summary>
public sealed class SearchVectorsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    const string ByPostgres =
        """
        SELECT ts_delete(setweight(to_tsvector('mail.words', {0}), 'A') || setweight(to_tsvector('mail.words', {1}), 'B') || setweight(to_tsvector('mail.words', {2}), 'C')
            || to_tsvector('mail.words', {3}), 'xgapx')::text AS "Value"
        """;

    [Theory]
    [InlineData("Running the budgets", "running runs and a café naïve Straße 2e5 3abc 0x1F 1.5 会议室 don't")]
    [InlineData("", "")]
    [InlineData("xgapx xgápx", "xgapx between xgápx words ① ² Ⅷ ﬁn İstanbul")]
    [InlineData("a\\b 'c' \"d\"", "o'neil <x> & | ! : * \\ '' end")]
    public async Task Each_word_is_where_postgres_puts_it(string subject, string body) => await SameAsync(subject, body);

    [Fact]
    public async Task A_word_said_a_thousand_times_keeps_its_first_places() => await SameAsync("title", string.Join(' ', Enumerable.Repeat("again and again", 400)));

    [Fact]
    public async Task Words_beyond_the_last_place_all_stand_there() => await SameAsync("long", string.Join(' ', Enumerable.Range(0, 20_000).Select(i => $"w{i % 9000}")));

    async Task SameAsync(string subject, string body)
    {
        await using var world = await MailWorld.CreateAsync(database);
        await using var scope = world.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StewardDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var text = SearchText.Of(MailWorld.Letter(subject, "Anna Schmidt <anna@example.com>", "Bob <bob@example.com>, o'neil@example.com", body, world.Now));
        var expected = await db.Database.SqlQueryRaw<string>(ByPostgres, text.Subject, text.From, text.To + text.Cc + text.Bcc, text.Files + text.Body).SingleAsync();
        for (var time = 0; time < 2; time++) // asked, then remembered
        {
            var written = (await SearchVectors.OfAsync(db, [text], CancellationToken.None)).Single();
            var plain = await db.Database.SqlQueryRaw<string>("SELECT ts_delete({0}::tsvector, ARRAY(SELECT l FROM unnest(tsvector_to_array({0}::tsvector)) AS l WHERE l ~ '[:=@]'))::text AS \"Value\"", written).SingleAsync();
            Assert.Equal(expected, plain);
        }
        var fields = await db.Database.SqlQueryRaw<string>("SELECT unnest(tsvector_to_array({0}::tsvector)) AS \"Value\"", (await SearchVectors.OfAsync(db, [text], CancellationToken.None)).Single()).ToListAsync();
        Assert.Contains("f=anna@example.com", fields);
        Assert.Contains("f@example.com", fields);
        Assert.Contains("t=o'neil@example.com", fields);
        Assert.Contains("f:schmidt", fields);
        Assert.DoesNotContain("s:schmidt", fields);
        Assert.DoesNotContain("s:xgapx", fields);
    }
}
