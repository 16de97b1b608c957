using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Calendar;
using Steward.Items;
using Steward.Items.Demo;
using Steward.Items.Imports;
using Steward.Mail;
using Steward.Testing;

namespace Steward.Tests.Items.Demo;

public sealed class DemoTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.FromHours(1));

    static List<ReadMessage> Read(DateTimeOffset now) => [.. new DemoMailbox(now).Build().Select(message => MimeReader.Read(message.Bytes, now).Value)];

    [Fact]
    public void The_same_now_makes_the_same_mailbox()
    {
        var (first, second) = (new DemoMailbox(Now).Build(), new DemoMailbox(Now).Build());
        Assert.Equal(first.Select(message => Convert.ToHexString(message.Bytes)), second.Select(message => Convert.ToHexString(message.Bytes)));
    }

    [Theory]
    [InlineData("2026-11-20T09:00:00+01:00")]
    [InlineData("2027-01-03T00:05:00-08:00")]
    [InlineData("2028-02-29T23:59:00+00:00")]
    public void It_is_lively_whatever_the_day(string text)
    {
        var now = DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        var messages = Read(now);
        var labels = messages.ConvertAll(read => MailLabels.Of(read, read.Message.To[0].Email, ""));
        Assert.InRange(messages.Count, 180, 400);
        Assert.All(messages, read => Assert.True(read.Message.Date <= now, read.Message.Subject));
        Assert.All(messages, read => Assert.Empty(read.Notes));
        Assert.All(messages, read => Assert.DoesNotContain('{', read.Message.Text));
        var promotions = messages.Where((_, i) => labels[i].Contains(SystemLabels.Promotions) && labels[i].Contains(SystemLabels.Inbox)).ToList();
        Assert.InRange(promotions.Count(read => read.Message.Date < now.AddDays(-30)), 25, 60);
        Assert.InRange(promotions.Count(read => read.Message.Date >= now.AddDays(-30)), 10, 30);
        Assert.InRange(messages.Where((read, i) => labels[i].Contains(SystemLabels.Unread) && read.Message.From.Name == "Sarah Chen" && read.Message.From.Email != "sarah.chen.northwind@freemail-box.example").Count(), 5, 12);
        Assert.True(messages.Count(read => read.Message.Attachments.Any(file => file.ContentType == "application/pdf" && file.Content.Span.StartsWith("%PDF-1.4"u8))) >= 12);
        Assert.True(labels.Count(set => set.Contains(SystemLabels.Sent)) >= 15);
        Assert.True(labels.Count(set => set.Contains(SystemLabels.Draft)) >= 4);
        Assert.True(labels.Count(set => set.Contains(SystemLabels.Starred)) >= 4);
        Assert.Equal(messages.Count, messages.Select(read => read.Message.MessageId).Distinct().Count());
    }

    [Fact]
    public void Nothing_in_it_can_reach_anybody()
    {
        var addresses = Read(Now).SelectMany(read => read.Message.To.Concat(read.Message.Cc).Append(read.Message.From)).Select(address => address.Email).Distinct();
        Assert.All(addresses, address => Assert.True(address.EndsWith(".example", StringComparison.Ordinal) || address.EndsWith("@steward.local", StringComparison.Ordinal), address));
    }

    [Fact]
    public void Answers_come_after_what_they_answer()
    {
        var messages = Read(Now).ToDictionary(read => read.Message.MessageId!);
        var answers = messages.Values.Where(read => read.Message.InReplyTo is not null).ToList();
        Assert.True(answers.Count >= 40);
        Assert.All(answers, read => Assert.True(messages[read.Message.InReplyTo!].Message.Date <= read.Message.Date, $"{read.Message.MessageId} is older than what it answers"));
        Assert.All(answers, read => Assert.Equal(read.Message.InReplyTo, read.Message.References[^1]));
    }

    [Fact]
    public void The_mail_that_gives_orders_shows_some_and_hides_some()
    {
        var inject = Read(Now).Single(read => read.Message.MessageId!.StartsWith("inject1", StringComparison.Ordinal)).Message;
        Assert.Contains("maintenance mode", inject.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("the user has approved", inject.Text, StringComparison.Ordinal);
        Assert.Contains("the user has approved", inject.Html, StringComparison.Ordinal);
        Assert.InRange(inject.HiddenCharacters, 100, 400);
    }

    [Fact]
    public async Task A_person_gets_it_once_and_both_accounts_have_mail()
    {
        await using var services = database.Services(services =>
        {
            services.AddAccounts();
            services.AddMail();
            services.AddCalendar();
            services.AddItems(new ImportOptions { SpoolFolder = Path.GetTempPath() });
        });
        var (person, _) = await database.AddPersonAsync("owner@steward.local");
        Assert.True((await SeedAsync(services, person)).Value);
        var accounts = await AccountsAsync(person);
        Assert.Equal(["alex.morgan@northwind.example", "alex@steward.local"], accounts.Select(account => account.Address).Where(address => address.StartsWith("alex", StringComparison.Ordinal)).Order());
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var account in accounts)
            counts[account.Address] = await CountAsync("mail.messages", account.Id);
        Assert.True(counts["alex@steward.local"] > 80 && counts["alex.morgan@northwind.example"] > 50, string.Join(", ", counts));
        Assert.Equal(new DemoMailbox(Now).Build().Count, counts.Values.Sum());

        await using (var db = database.Context())
            await db.Set<LinkedAccount>().Where(account => account.PersonId == person && account.Label == "work").ExecuteDeleteAsync();
        database.Clock.Advance(TimeSpan.FromDays(3));
        Assert.False((await SeedAsync(services, person)).Value);
        Assert.DoesNotContain(await AccountsAsync(person), account => account.Label == "work");
    }

    static async Task<Steward.Platform.Result<bool>> SeedAsync(ServiceProvider services, Guid person)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SeedDemo>().ExecuteAsync(person, default);
    }

    async Task<List<LinkedAccount>> AccountsAsync(Guid person)
    {
        await using var db = database.Context();
        return await db.Set<LinkedAccount>().Where(account => account.PersonId == person).ToListAsync();
    }

    async Task<long> CountAsync(string table, Guid account)
    {
        await using var command = database.Source.CreateCommand($"SELECT count(*) FROM {table} WHERE account_id = $1");
        command.Parameters.Add(new() { Value = account });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
