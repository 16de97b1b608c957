using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Steward.Accounts;
using Steward.Calendar;
using Steward.Items;
using Steward.Items.Imports;
using Steward.Mail;
using Steward.Platform;
using Steward.Testing;
using Steward.Tests.Mail.Mime;

namespace Steward.Tests.Items.Imports;

/// <summary>Imports of real and made files into a Local account on a real database.</summary>
public sealed class ImportTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    readonly string spool = Directory.CreateTempSubdirectory("steward-import").FullName;

    public void Dispose() => Directory.Delete(spool, recursive: true);

    ServiceProvider Services(Func<ImportOptions, ImportOptions>? change = null) => database.Services(services =>
    {
        var options = new ImportOptions { SpoolFolder = spool };
        services.AddAccounts();
        services.AddMail();
        services.AddCalendar();
        services.AddItems(change?.Invoke(options) ?? options);
    });

    static async Task<ImportView> StartAsync(ServiceProvider services, LinkedAccount account, byte[] content, string name = "mail.mbox")
    {
        await using var scope = services.CreateAsyncScope();
        using var stream = new MemoryStream(content);
        var started = await scope.ServiceProvider.GetRequiredService<StartImport>().ExecuteAsync(new StartImportInput(account.PersonId, account.Id, name, stream, content.Length), default);
        Assert.True(started.Ok, started.Error?.Detail);
        return started.Value;
    }

    static async Task<ImportView> RunAsync(ServiceProvider services, LinkedAccount account, byte[] content)
    {
        var started = await StartAsync(services, account, content);
        Assert.True(await services.GetRequiredService<RunImport>().ExecuteAsync(default));
        return await FindAsync(services, account, started.Id);
    }

    static async Task<ImportView> FindAsync(ServiceProvider services, LinkedAccount account, Guid id)
    {
        await using var scope = services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<ListImports>().FindAsync(account.PersonId, id, default)).Value;
    }

    async Task<long> CountAsync(LinkedAccount account)
    {
        await using var command = database.Source.CreateCommand("SELECT count(*) FROM mail.messages WHERE account_id = $1");
        command.Parameters.Add(new() { Value = account.Id });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    static byte[] Message(int number, string body = "Hello") => Encoding.UTF8.GetBytes(
        $"From: Ann <ann@sender.example>\r\nTo: me@here.example\r\nSubject: Number {number}\r\nMessage-ID: <{number}@sender.example>\r\nDate: Mon, 2 Nov 2026 10:{number % 60:00}:00 +0000\r\n\r\n{body} {number}\r\n");

    static byte[] Mbox(int count) => [.. Enumerable.Range(0, count).SelectMany(i => Encoding.ASCII.GetBytes("From ann@sender.example Mon Nov  2 10:00:00 2026\n").Concat(Message(i)).Concat("\n"u8.ToArray()))];

    static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }
        return bytes.ToArray();
    }

    [Fact]
    public async Task All_real_messages_are_imported_and_a_second_import_adds_nothing()
    {
        await using var services = Services();
        var (_, account) = await database.AddPersonAsync();
        foreach (var path in new[] { RealMail.Ham, RealMail.Spam })
        {
            var expected = (await RealMail.MessagesAsync(path)).Count;
            Assert.Equal(!RealMail.IsWhole ? expected : path == RealMail.Ham ? 300 : 100, expected);

            var first = await RunAsync(services, account, await File.ReadAllBytesAsync(path));
            Assert.Equal((ImportState.Done, expected, 0, 0), (first.State, first.Imported + first.Duplicates, first.Failed, first.Problems.Count));
            Assert.InRange(first.Duplicates, 0, 3); // the corpus itself holds a few twice
            Assert.Equal(first.TotalBytes, first.ProcessedBytes);

            var before = await CountAsync(account);
            var second = await RunAsync(services, account, await File.ReadAllBytesAsync(path));
            Assert.Equal((ImportState.Done, 0, expected, 0), (second.State, second.Imported, second.Duplicates, second.Failed));
            Assert.Equal(before, await CountAsync(account));
        }
        Assert.Empty(Directory.GetFiles(spool));
    }

    [Fact]
    public async Task After_a_stop_between_batches_the_import_goes_on_where_it_was_and_stores_each_message_once()
    {
        await using var services = Services(options => options with { BatchMessages = 10 });
        var (_, account) = await database.AddPersonAsync();
        var started = await StartAsync(services, account, Mbox(95));

        // A worker that dies after its third batch: its lease is there, its position is committed, nothing else remains.
        var worker = Guid.NewGuid();
        await TakeAsync(started.Id, worker, leaseUntil: database.Clock.GetUtcNow().AddMinutes(2));
        await StoreBatchesAsync(services, started.Id, worker, account, batches: 3);
        Assert.Equal(30, await CountAsync(account));

        Assert.False(await services.GetRequiredService<RunImport>().ExecuteAsync(default), "the lease of the dead worker still holds");
        database.Clock.Advance(TimeSpan.FromMinutes(3));
        Assert.True(await services.GetRequiredService<RunImport>().ExecuteAsync(default));

        var ended = await FindAsync(services, account, started.Id);
        Assert.Equal((ImportState.Done, 95, 0, 0), (ended.State, ended.Imported, ended.Duplicates, ended.Failed));
        Assert.Equal(95, await CountAsync(account));
    }

    [Fact]
    public async Task A_worker_that_lost_its_lease_stores_nothing_more()
    {
        await using var services = Services(options => options with { BatchMessages = 10 });
        var (_, account) = await database.AddPersonAsync();
        var started = await StartAsync(services, account, Mbox(40));
        var old = Guid.NewGuid();
        await TakeAsync(started.Id, old, database.Clock.GetUtcNow().AddMinutes(-1));
        Assert.True(await services.GetRequiredService<RunImport>().ExecuteAsync(default));

        await using var scope = services.CreateAsyncScope();
        var late = new ImportBatch { Next = new ImportPosition(0, 1), Read = 1 };
        late.Mail.Add((1, MimeReader.Read(Message(99), RealMail.Now).Value.Message));
        Assert.Equal(BatchOutcome.NotMine, await scope.ServiceProvider.GetRequiredService<StoreBatch>().ExecuteAsync(started.Id, old, MailboxOf(account), late, true, default));
        Assert.Equal(40, await CountAsync(account));
    }

    [Fact]
    public async Task A_cancelled_import_stops_at_the_batch_and_keeps_what_it_stored()
    {
        await using var services = Services(options => options with { BatchMessages = 10 });
        var (_, account) = await database.AddPersonAsync();
        var started = await StartAsync(services, account, Mbox(40));
        var worker = Guid.NewGuid();
        await TakeAsync(started.Id, worker, database.Clock.GetUtcNow().AddMinutes(2));
        await StoreBatchesAsync(services, started.Id, worker, account, batches: 1);
        await using (var scope = services.CreateAsyncScope())
        {
            var cancelled = await scope.ServiceProvider.GetRequiredService<CancelImport>().ExecuteAsync(account.PersonId, started.Id, default);
            Assert.Equal((ImportState.Cancelled, 10), (cancelled.Value.State, cancelled.Value.Imported));
            var again = await scope.ServiceProvider.GetRequiredService<CancelImport>().ExecuteAsync(account.PersonId, started.Id, default);
            Assert.Equal(ImportState.Cancelled, again.Value.State);
        }
        Assert.False(await services.GetRequiredService<RunImport>().ExecuteAsync(default));
        Assert.Equal(10, await CountAsync(account));
        Assert.Empty(Directory.GetFiles(spool));
    }

    [Fact]
    public async Task Broken_messages_are_listed_by_number_and_the_others_are_stored()
    {
        await using var services = Services(options => options with { Limits = MimeLimits.Default with { MessageBytes = 50_000, Depth = 5 } });
        var (_, account) = await database.AddPersonAsync();
        var separator = "From x@sender.example Mon Nov  2 10:00:00 2026\n"u8.ToArray();
        byte[] mbox =
        [
            .. separator, .. Message(1), .. "\n"u8, .. separator, .. Message(2, new string('x', 60_000)), .. "\n"u8, .. separator, .. "\n\n"u8,
            .. separator, .. Nested(20), .. "\n"u8, .. separator, .. Message(5),
        ];
        var done = await RunAsync(services, account, mbox);
        Assert.Equal((ImportState.Done, 2, 3), (done.State, done.Imported, done.Failed));
        Assert.Equal([2, 3, 4], done.Problems.Select(problem => problem.Index));
        Assert.Contains("larger than", done.Problems[0].Reason, StringComparison.Ordinal);
        Assert.Contains("empty", done.Problems[1].Reason, StringComparison.Ordinal);
        Assert.Contains("deep", done.Problems[2].Reason, StringComparison.Ordinal);
    }

    static byte[] Nested(int depth)
    {
        var text = new StringBuilder("From: a@b.example\nSubject: deep\n");
        for (var i = 0; i < depth; i++)
            text.Append(CultureInfo.InvariantCulture, $"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n");
        return Encoding.ASCII.GetBytes(text.Append("\nbottom\n").ToString());
    }

    [Fact]
    public async Task A_Takeout_archive_brings_mail_with_its_labels_and_calendars_and_skips_the_rest()
    {
        await using var services = Services();
        var (_, account) = await database.AddPersonAsync();
        var labelled = Encoding.ASCII.GetBytes("From 17@xxx Mon Nov 02 10:00:00 +0000 2026\nX-Gmail-Labels: Inbox,Unread,Category Promotions,=?UTF-8?Q?Caf=C3=A9?=\nFrom: s@shop.example\nSubject: Sale\nMessage-ID: <sale@shop.example>\nDate: Mon, 2 Nov 2026 10:00:00 +0000\n\nBuy\n");
        var ics = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1@x\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:20261120T100000Z\r\nDTEND:20261120T110000Z\r\nSUMMARY:Tea\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"u8.ToArray();
        var archive = Zip(("Takeout/Mail/All mail.mbox", labelled), ("Takeout/archive_browser.html", "<html>"u8.ToArray()), ("Takeout/Calendar/me.ics", ics), ("../../etc/passwd", Message(7)), ("Takeout/inner.zip", Zip(("a", Message(8)))));
        var done = await RunAsync(services, account, archive);
        Assert.Equal((ImportState.Done, 3, 1), (done.State, done.Imported, done.Failed));
        Assert.Contains("archive inside", done.Problems[0].Reason, StringComparison.OrdinalIgnoreCase);

        await using var command = database.Source.CreateCommand("SELECT labels FROM mail.messages WHERE account_id = $1 AND subject = 'Sale'");
        command.Parameters.Add(new() { Value = account.Id });
        Assert.Equal(["CATEGORY_PROMOTIONS", "Café", "INBOX", "UNREAD"], ((string[])(await command.ExecuteScalarAsync())!).Order(StringComparer.Ordinal));

        var again = await RunAsync(services, account, archive);
        Assert.Equal((0, 3), (again.Imported, again.Duplicates));
    }

    [Fact]
    public async Task A_message_that_unpacks_to_more_than_a_message_may_have_is_a_problem_and_the_others_stay()
    {
        await using var services = Services(options => options with { Limits = MimeLimits.Default with { MessageBytes = 1 << 20 } });
        var (_, account) = await database.AddPersonAsync();
        var large = new byte[40 << 20];
        "From: a@b.example\nSubject: x\n\n"u8.CopyTo(large);
        var done = await RunAsync(services, account, Zip(("first.eml", Message(1)), ("bomb.eml", large), ("last.eml", Message(2))));
        Assert.Equal((ImportState.Done, 2, 1), (done.State, done.Imported, done.Failed));
        Assert.Equal((2, "The message is larger than 1 MB."), (done.Problems[0].Index, done.Problems[0].Reason));
    }

    [Fact]
    public async Task An_archive_with_too_many_files_is_refused_by_its_end_record()
    {
        await using var services = Services(options => options with { MaxEntries = 2 });
        var (_, account) = await database.AddPersonAsync();
        var done = await RunAsync(services, account, Zip(("1.eml", Message(1)), ("2.eml", Message(2)), ("3.eml", Message(3))));
        Assert.Equal((ImportState.Failed, 0), (done.State, done.Imported));
        Assert.Contains("more than 2 files", done.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unpacking_stops_at_the_budget_whatever_the_archive_claims()
    {
        await using var stream = new UnpackedStream(new MemoryStream(new byte[1_000_000]), new UnpackBudget(300_000));
        var buffer = new byte[100_000];
        for (var i = 0; i < 3; i++)
            Assert.Equal(buffer.Length, await stream.ReadAsync(buffer));
        await Assert.ThrowsAsync<ImportRefusedException>(async () => await stream.ReadExactlyAsync(buffer));
    }

    [Fact]
    public async Task A_damaged_archive_gives_what_came_before_the_damage_or_a_reason()
    {
        await using var services = Services();
        var (_, account) = await database.AddPersonAsync();
        var archive = Zip(("1.eml", Message(1)), ("all.mbox", Mbox(300)));
        for (var seed = 0; seed < 12; seed++)
        {
            var bytes = archive.ToArray();
            var random = new Random(seed);
            for (var i = 0; i < 20; i++)
                bytes[4 + random.Next(bytes.Length - 4)] = (byte)random.Next(256);
            var done = await RunAsync(services, account, bytes);
            Assert.True(done.State is ImportState.Done || done.Error is not null, $"seed {seed}: {done}");
        }
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("just some text", "neither a mailbox")]
    [InlineData("\u001f\u008b", "Unpack")]
    public async Task A_file_that_holds_nothing_to_import_is_refused_at_once(string content, string reason)
    {
        await using var services = Services();
        var (_, account) = await database.AddPersonAsync();
        await using var scope = services.CreateAsyncScope();
        using var stream = new MemoryStream(Encoding.Latin1.GetBytes(content));
        var refused = await scope.ServiceProvider.GetRequiredService<StartImport>().ExecuteAsync(new StartImportInput(account.PersonId, account.Id, "x", stream, null), default);
        Assert.Equal(ErrorKind.Invalid, refused.Error!.Kind);
        Assert.Contains(reason, refused.Error.Detail, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(spool));
    }

    [Fact]
    public async Task An_upload_over_the_limit_is_refused_and_leaves_nothing_behind()
    {
        await using var services = Services(options => options with { MaxBytes = 1000 });
        var (_, account) = await database.AddPersonAsync();
        await using var scope = services.CreateAsyncScope();
        using var stream = new MemoryStream(Mbox(50));
        var refused = await scope.ServiceProvider.GetRequiredService<StartImport>().ExecuteAsync(new StartImportInput(account.PersonId, account.Id, "x", stream, null), default);
        Assert.Equal("file_too_large", refused.Error!.Code);
        Assert.Empty(Directory.GetFiles(spool));
    }

    [Fact]
    public async Task Somebody_elses_account_and_import_do_not_exist()
    {
        await using var services = Services();
        var (_, account) = await database.AddPersonAsync();
        var (stranger, _) = await database.AddPersonAsync();
        var mine = await StartAsync(services, account, Mbox(1));
        await using var scope = services.CreateAsyncScope();
        using var stream = new MemoryStream(Mbox(1));
        Assert.Equal(ErrorKind.NotFound, (await scope.ServiceProvider.GetRequiredService<StartImport>().ExecuteAsync(new StartImportInput(stranger, account.Id, "x", stream, null), default)).Error!.Kind);
        Assert.Equal(ErrorKind.NotFound, (await scope.ServiceProvider.GetRequiredService<CancelImport>().ExecuteAsync(stranger, mine.Id, default)).Error!.Kind);
        Assert.Equal(ErrorKind.NotFound, (await scope.ServiceProvider.GetRequiredService<ListImports>().FindAsync(stranger, mine.Id, default)).Error!.Kind);
        Assert.Empty(await scope.ServiceProvider.GetRequiredService<ListImports>().ExecuteAsync(stranger, default));
        await scope.ServiceProvider.GetRequiredService<CancelImport>().ExecuteAsync(account.PersonId, mine.Id, default);
    }

    [Fact]
    public async Task Progress_is_told_live_and_the_end_always()
    {
        await using var services = Services();
        var (person, account) = await database.AddPersonAsync();
        var done = await RunAsync(services, account, Mbox(3));
        await using var db = database.Context();
        var told = await db.Set<LiveEvent>().Where(e => e.PersonId == person && e.Type == "import_progress").OrderBy(e => e.Seq).ToListAsync();
        Assert.Equal(["queued", "done"], told.Select(e => e.Data.GetProperty("state").GetString()));
        Assert.All(told, e => Assert.Equal(done.Id, e.SubjectId));
        Assert.Equal(3, told[^1].Data.GetProperty("imported").GetInt32());
    }

    [Fact]
    public async Task A_file_that_is_gone_ends_the_import_with_a_reason()
    {
        await using var services = Services();
        var (_, account) = await database.AddPersonAsync();
        var started = await StartAsync(services, account, Mbox(3));
        File.Delete(SpoolFile.PathOf(new ImportOptions { SpoolFolder = spool }, started.Id));
        Assert.True(await services.GetRequiredService<RunImport>().ExecuteAsync(default));
        var ended = await FindAsync(services, account, started.Id);
        Assert.Equal(ImportState.Failed, ended.State);
        Assert.Contains("gone", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orphaned_uploads_are_swept_and_waiting_ones_stay()
    {
        await using var services = Services();
        var (_, account) = await database.AddPersonAsync();
        var waiting = await StartAsync(services, account, Mbox(1));
        var options = new ImportOptions { SpoolFolder = spool };
        var orphan = SpoolFile.PathOf(options, Guid.NewGuid());
        await File.WriteAllTextAsync(orphan, "x");
        foreach (var path in Directory.GetFiles(spool))
            File.SetLastWriteTimeUtc(path, database.Clock.GetUtcNow().UtcDateTime.AddDays(-2));
        Assert.Equal(1, await services.GetRequiredService<SweepSpool>().ExecuteAsync(default));
        Assert.Equal([SpoolFile.PathOf(options, waiting.Id)], Directory.GetFiles(spool));
        Assert.True(await services.GetRequiredService<RunImport>().ExecuteAsync(default));
    }

    static Mailbox MailboxOf(LinkedAccount account) => new(account.PersonId, account.Id, account.Provider, account.Address);

    async Task TakeAsync(Guid id, Guid worker, DateTimeOffset leaseUntil)
    {
        await using var db = database.Context();
        await db.Database.ExecuteSqlAsync($"UPDATE items.imports SET state = 'Running', lease_owner = {worker}, lease_until = {leaseUntil}, attempts = 1 WHERE id = {id}");
    }

    async Task StoreBatchesAsync(ServiceProvider services, Guid id, Guid worker, LinkedAccount account, int batches)
    {
        await using var db = database.Context();
        var import = await db.Set<Import>().AsNoTracking().SingleAsync(row => row.Id == id);
        var channel = System.Threading.Channels.Channel.CreateUnbounded<ImportBatch>();
        var options = services.GetRequiredService<ImportOptions>();
        await new BatchReader(options, database.Clock).ReadAsync(SpoolFile.PathOf(options, id), import, account.Address, channel.Writer, default);
        for (var i = 0; i < batches; i++)
        {
            await using var scope = services.CreateAsyncScope();
            Assert.True(channel.Reader.TryRead(out var batch));
            Assert.Equal(BatchOutcome.Stored, await scope.ServiceProvider.GetRequiredService<StoreBatch>().ExecuteAsync(id, worker, MailboxOf(account), batch, false, default));
        }
    }
}
