using FsCheck;
using FsCheck.Fluent;
using Steward.Mail;
using Steward.Mail.Search;
using Steward.Testing;

namespace Steward.Tests.Mail.Search;

/// <summary>PostgreSQL and the oracle agree about generated queries over generated mail, and printing a query loses nothing.</summary>
public sealed class QueryPropertyTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    const string Zone = "Europe/Berlin";

    static readonly string[] WordList = ["budget", "budgets", "running", "run", "report", "reports", "the", "to", "café", "cafe", "naïve", "invoice", "2026", "q3", "Anna", "schmidt", "bob", "2e5", "会议"];
    static readonly string[] Labels = ["INBOX", "UNREAD", "STARRED", "IMPORTANT", "SENT", "DRAFT", "TRASH", "SPAM", "CATEGORY_PROMOTIONS", "CATEGORY_SOCIAL", "CATEGORY_UPDATES", "CATEGORY_FORUMS",
        "CATEGORY_PERSONAL", "Work", "My Label", "Projects/Atlas"];
    static readonly string[] People = ["Anna Schmidt <anna@example.com>", "Bob Report <bob@budget.example>", "anna.schmidt@mail.example.com", "Café <o'neil@example.com>", "me@own.example"];
    static readonly DateTimeOffset Now = new(2026, 11, 20, 0, 30, 0, TimeSpan.Zero); // half past one at night in Berlin

    static Gen<string> Word => Gen.Elements(WordList);
    static Gen<string> Phrase => Gen.Choose(1, 3).SelectMany(n => Word.ListOf(n)).Select(words => string.Join(' ', words));

    static Gen<QueryNode> Leaf => Gen.OneOf(
        Gen.Elements(Enum.GetValues<TextField>()).SelectMany(place => Phrase.Select(value => (QueryNode)new QueryNode.Text(place, value))),
        Gen.Elements(TextField.From, TextField.To, TextField.Cc, TextField.Bcc).SelectMany(place =>
            Gen.Elements("anna@example.com", "@example.com", "me", "o'neil@example.com", "ANNA@example.com", "example.com", "nobody@nowhere.example").Select(value => (QueryNode)new QueryNode.Text(place, value))),
        Gen.Elements("report.pdf", "budget", "pdf", "q3 report").Select(value => (QueryNode)new QueryNode.Text(TextField.FileName, value)),
        Gen.Elements(Enum.GetValues<SystemTerm>()).Select(term => (QueryNode)new QueryNode.System(term)),
        Gen.Elements("work", "my-label", "My Label", "projects/atlas", "PROJECTS-ATLAS", "none").Select(name => (QueryNode)new QueryNode.Label(name)),
        Gen.Elements("id1@example.com", "id2@example.com", "other").Select(id => (QueryNode)new QueryNode.MessageId(id)),
        Gen.Elements(true, false).SelectMany(larger => Gen.Choose(0, 5).Select(k => (QueryNode)new QueryNode.Size(larger, k * 1024L, $"{k}K"))),
        Gen.Elements(true, false).SelectMany(after => Gen.Choose(0, 400).Select(days => (QueryNode)new QueryNode.Date(after, DateOnly.FromDateTime(Now.UtcDateTime).AddDays(-days), null))),
        Gen.Elements(true, false).SelectMany(after => Gen.Choose(0, 400 * 24).Select(hours => (QueryNode)new QueryNode.Date(after, null, Now.AddHours(-hours)))),
        Gen.Elements(true, false).SelectMany(older => Gen.Elements('h', 'd', 'w', 'm', 'y').SelectMany(unit => Gen.Choose(0, 14).Select(count => (QueryNode)new QueryNode.Age(older, count, unit)))));

    static Gen<QueryNode> Node(int depth) => depth == 0 ? Leaf : Gen.Frequency(
        (4, Leaf),
        (2, Node(depth - 1).ListOf(2).Select(parts => (QueryNode)new QueryNode.And([.. parts]))),
        (2, Node(depth - 1).ListOf(3).Select(parts => (QueryNode)new QueryNode.Or([.. parts]))),
        (1, Node(depth - 1).Select(part => (QueryNode)new QueryNode.Not(part))));

    static Gen<IncomingMessage> Message => from subject in Phrase
                                           from text in Gen.Choose(0, 12).SelectMany(n => Word.ListOf(n)).Select(w => string.Join(", ", w))
                                           from people in Gen.Elements(People).ListOf(4)
                                           from counts in Gen.Choose(0, 2).ListOf(3)
                                           from labels in Gen.Elements(Labels).ListOf(4)
                                           from hours in Gen.Frequency((3, Gen.Choose(0, 24 * 40)), (1, Gen.Choose(0, 24 * 500)))
                                           from list in Gen.Elements(null, "dev.lists.example.com", "budget.report.example")
                                           from files in Gen.Elements("report.pdf", "Q3 report.txt", "café budget.xlsx").ListOf(counts[2])
                                           from size in Gen.Choose(0, 6000)
                                           select MailWorld.Letter(subject, people[0], string.Join(", ", people.Skip(1).Take(counts[0])), text, Now.AddHours(-hours), labels: [.. labels.Distinct()],
                                               cc: string.Join(", ", people.Skip(2).Take(counts[1])), bcc: counts[0] == 2 ? people[3] : "", listId: list, size: size,
                                               attachments: [.. files.Select(f => new IncomingAttachment(f, "application/octet-stream", "x"u8.ToArray()))]);

    [Fact]
    public async Task The_database_answers_as_the_oracle_does()
    {
        await using var world = await MailWorld.CreateAsync(database);
        var messages = Message.Sample(150, 200).ToArray(); // differs from run to run; what went wrong is told whole
        messages[0] = messages[0] with { MessageId = "id1@example.com" };
        messages[1] = messages[1] with { MessageId = "id2@example.com" };
        await world.StoreAsync(messages);
        var byId = messages.ToDictionary(m => m.MessageId!);
        var stored = (await world.SearchAsync("in:anywhere")).Select(m => m.Id).ToDictionary(id => id, id => "");
        foreach (var id in stored.Keys)
            stored[id] = (await world.Reader.GetMessageAsync(world.Mailbox, id, CancellationToken.None))!.MessageId;
        var stems = await StemsAsync(messages);
        var oracle = new QueryOracle(world.Mailbox.Address, Now, Zone, word => stems.TryGetValue(word, out var s) ? s : throw new InvalidOperationException($"{word} was not expected"));
        var (nonEmpty, threadsSeen) = (0, 0);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400), Prop.ForAll(Node(3).ToArbitrary(), node =>
        {
            var query = MailQuery.Parse(Printer.Print(node)).Value;
            var search = new MailSearch(query.ToString(), Now, Zone, Limit: 500);
            var found = world.Reader.SearchAsync(world.Mailbox, search, CancellationToken.None).GetAwaiter().GetResult().Value;
            var expected = messages.Where(m => oracle.Matches(query, m)).Select(m => m.MessageId!).Order(StringComparer.Ordinal).ToList();
            var actual = found.Items.Select(m => stored[m.Id]).Order(StringComparer.Ordinal).ToList();
            if (!expected.SequenceEqual(actual, StringComparer.Ordinal))
            {
                var wrong = messages.First(m => m.MessageId == expected.Except(actual).Concat(actual.Except(expected)).First());
                Assert.Fail($"{query}: {wrong.MessageId} is {(expected.Contains(wrong.MessageId!) ? "missing" : "too much")}: {wrong.Subject} | {wrong.Text} | {wrong.From} | {string.Join(';', wrong.To)} | {string.Join(';', wrong.Cc)} | {string.Join(';', wrong.Attachments.Select(a => a.FileName))} | {wrong.ListId} | {string.Join(' ', wrong.Labels)} | {wrong.Date:O} | {wrong.Size}");
            }
            Assert.Equal(found.Items.OrderByDescending(m => m.Date).ThenByDescending(m => m.Id).Select(m => m.Id), found.Items.Select(m => m.Id));

            var threads = world.Reader.SearchThreadsAsync(world.Mailbox, search with { WithTotal = true }, CancellationToken.None).GetAwaiter().GetResult().Value;
            Assert.Equal(found.Items.Select(m => m.ThreadId).Distinct().Order(), threads.Items.Select(t => t.Id).Order());
            Assert.Equal(threads.Items.Count, threads.Total);
            Assert.Equal(threads.Items.OrderByDescending(t => t.LastMessageAt).ThenByDescending(t => t.Id).Select(t => t.Id), threads.Items.Select(t => t.Id));
            nonEmpty += expected.Count is > 0 and < 150 ? 1 : 0;
            threadsSeen += threads.Items.Count;
        }));
        Assert.True(nonEmpty > 100, $"Only {nonEmpty} of the queries told messages apart.");
        Assert.True(threadsSeen > 0);
    }

    [Fact]
    public void Printing_and_reading_again_gives_the_same_query() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(Node(4).ToArbitrary(), node =>
    {
        var first = Printer.Print(MailQuery.Parse(Printer.Print(node)).Value.Root);
        Assert.Equal(first, Printer.Print(MailQuery.Parse(first).Value.Root));
        Assert.Equal(Dump(MailQuery.Parse(Printer.Print(node)).Value.Root), Dump(MailQuery.Parse(first).Value.Root));
    }));

    [Fact]
    public void Any_text_is_read_or_refused_and_never_breaks() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(5000),
        Prop.ForAll(Gen.Elements("from:", "in:inbox", "(", ")", "{", "}", "\"", "-", "OR", "AND", " ", "a", "label:", "older_than:", "3d", ":", "é", "\0", "\ud800", "+", "after:", "2026/1/1")
            .ListOf().Select(parts => string.Concat(parts)).ToArbitrary(), text =>
        {
            var parsed = MailQuery.Parse(text);
            if (parsed.Error is { } error)
                Assert.StartsWith("The search is not understood at character", error.Detail, StringComparison.Ordinal);
            else
                Assert.Equal(parsed.Value.ToString(), MailQuery.Parse(parsed.Value.ToString()).Value.ToString());
        }));

    static string Dump(QueryNode node) => node switch
    {
        QueryNode.And and => $"and({string.Join(',', and.Parts.Select(Dump))})",
        QueryNode.Or or => $"or({string.Join(',', or.Parts.Select(Dump))})",
        QueryNode.Not not => $"not({Dump(not.Part)})",
        _ => node.ToString(),
    };

    /// <summary>What the database's dictionary makes of each word: the one thing that the oracle does not know by itself.</summary>
    async Task<Dictionary<string, string>> StemsAsync(IEnumerable<IncomingMessage> messages)
    {
        var words = messages.SelectMany(m => new[] { m.Subject, m.Text, m.ListId ?? "", m.From.Name ?? "", m.From.Email }.Concat(m.To.Concat(m.Cc).Concat(m.Bcc).SelectMany(a => new[] { a.Name ?? "", a.Email }))
            .Concat(m.Attachments.Select(a => a.FileName))).Concat(WordList).Concat(["example", "com", "pdf", "nobody", "nowhere"])
            .SelectMany(text => Words.Of(text).Split(' ')).Concat(["会议", "me"]).Distinct().Where(w => w.Length > 0);
        var stems = new Dictionary<string, string>();
        foreach (var word in words)
        {
            await using var command = database.Source.CreateCommand("SELECT coalesce((tsvector_to_array(to_tsvector('mail.words', $1)))[1], '')");
            command.Parameters.Add(new() { Value = word });
            stems[word] = (string)(await command.ExecuteScalarAsync())!;
        }
        return stems;
    }
}
